"""Chinese words for what people do: the buttons of moves, and what the history says of every act. States: `tracker/labels.py`."""

from tracker.labels import N_
from tracker.rules.transitions import Subject

# What the button of a move says; (subject, name) as in rules/transitions.py.
MOVES: dict[tuple[str, str], str] = {
    (Subject.TASK, "issue"): N_("交办"),
    (Subject.TASK, "start"): N_("启动办理"),
    (Subject.TASK, "request_closure"): N_("申请销号"),
    (Subject.TASK, "return_closure"): N_("退回销号申请"),
    (Subject.TASK, "close"): N_("销号"),
    (Subject.TASK, "reopen"): N_("撤销销号"),
    (Subject.TASK, "end"): N_("终止任务"),
    (Subject.ASSIGNMENT, "issue"): N_("交办"),
    (Subject.ASSIGNMENT, "acknowledge"): N_("签收"),
    (Subject.ASSIGNMENT, "object"): N_("提出异议"),
    (Subject.ASSIGNMENT, "uphold"): N_("维持交办"),
    (Subject.ASSIGNMENT, "begin"): N_("开始办理"),
    (Subject.ASSIGNMENT, "complete"): N_("认定本单位已完成"),
    (Subject.ASSIGNMENT, "resume"): N_("恢复办理"),
    (Subject.ASSIGNMENT, "end"): N_("终止承办"),
    (Subject.ASSIGNMENT, "give_again"): N_("重新交办"),
    (Subject.UPDATE, "send_for_approval"): N_("送单位负责人审核"),
    (Subject.UPDATE, "submit"): N_("报送"),
    (Subject.UPDATE, "approve"): N_("同意并报送"),
    (Subject.UPDATE, "recall"): N_("撤回修改"),
    (Subject.UPDATE, "send_back"): N_("退回修改"),
    (Subject.UPDATE, "accept"): N_("采信"),
    (Subject.UPDATE, "return"): N_("退回"),
    (Subject.ORDER, "receive"): N_("签收督办单"),
    (Subject.ORDER, "send_for_approval"): N_("答复送单位负责人审核"),
    (Subject.ORDER, "reply"): N_("答复"),
    (Subject.ORDER, "approve"): N_("同意并答复"),
    (Subject.ORDER, "recall"): N_("撤回答复"),
    (Subject.ORDER, "send_back"): N_("退回联络员"),
    (Subject.ORDER, "accept"): N_("采信答复"),
    (Subject.ORDER, "return"): N_("退回答复"),
    (Subject.ORDER, "close"): N_("了结"),
    (Subject.ORDER, "escalate"): N_("升级督办"),
    (Subject.ORDER, "withdraw"): N_("撤回督办单"),
    (Subject.ITEM, "send_for_approval"): N_("整改情况送单位负责人审核"),
    (Subject.ITEM, "reply"): N_("报送整改情况"),
    (Subject.ITEM, "approve"): N_("同意并报送整改情况"),
    (Subject.ITEM, "recall"): N_("撤回整改情况"),
    (Subject.ITEM, "send_back"): N_("退回联络员"),
    (Subject.ITEM, "verify"): N_("核查通过"),
    (Subject.ITEM, "return"): N_("退回整改"),
    (Subject.ITEM, "withdraw"): N_("撤销整改事项"),
    (Subject.EXTENSION, "send_for_approval"): N_("延期申请送单位负责人审核"),
    (Subject.EXTENSION, "submit"): N_("报送延期申请"),
    (Subject.EXTENSION, "approve"): N_("同意并报送延期申请"),
    (Subject.EXTENSION, "send_back"): N_("退回延期申请"),
    (Subject.EXTENSION, "discard"): N_("放弃延期申请"),
    (Subject.EXTENSION, "withdraw"): N_("撤回延期申请"),
    (Subject.EXTENSION, "grant"): N_("批准延期"),
    (Subject.EXTENSION, "refuse"): N_("不批准延期"),
    (Subject.OCCURRENCE, "send_for_approval"): N_("定期报告送单位负责人审核"),
    (Subject.OCCURRENCE, "submit"): N_("报送定期报告"),
    (Subject.OCCURRENCE, "approve"): N_("同意并报送定期报告"),
    (Subject.OCCURRENCE, "recall"): N_("撤回定期报告"),
    (Subject.OCCURRENCE, "send_back"): N_("退回联络员修改"),
    (Subject.OCCURRENCE, "receive"): N_("定期报告收件"),
    (Subject.OCCURRENCE, "return"): N_("退回定期报告"),
    (Subject.INSTRUCTION, "answer"): N_("反馈批示落实情况"),
    (Subject.INSTRUCTION, "return_answer"): N_("退回批示反馈"),
    (Subject.INSTRUCTION, "settle"): N_("批示办结"),
}

# What the history says of acts that are no moves; (subject, action) as in tracker/services.
EVENTS: dict[tuple[str, str], str] = {
    ("plan", "import"): N_("导入方案"),
    ("plan", "issue"): N_("交办方案"),
    ("plan", "supersede"): N_("由新方案替代"),
    ("plan", "lapse"): N_("有效期届满"),
    (Subject.TASK, "carry_out"): N_("转入新方案"),
    (Subject.TASK, "put_off"): N_("时限顺延"),
    (Subject.EXTENSION, "draft"): N_("起草延期申请"),
    (Subject.EXTENSION, "attach"): N_("附延期证明材料"),
    (Subject.EXTENSION, "read"): N_("查阅延期证明材料"),
    (Subject.TASK, "carry_in"): N_("由原方案转入"),
    (Subject.ASSIGNMENT, "carry_out"): N_("转入新方案"),
    (Subject.ASSIGNMENT, "carry_in"): N_("由原方案转入"),
    (Subject.TASK, "correct"): N_("更正措施"),
    (Subject.TASK, "correct_role"): N_("更正承办单位"),
    (Subject.TASK, "correct_clauses"): N_("更正事项划分"),
    (Subject.TASK, "correct_indicators"): N_("更正量化指标"),
    (Subject.TASK, "correct_deadlines"): N_("更正时限"),
    (Subject.TASK, "renumber"): N_("更正编号"),
    (Subject.TASK, "add_measure"): N_("补录措施"),
    (Subject.TASK, "drop_measure"): N_("认定不是措施"),
    ("plan", "correct_header"): N_("更正方案信息"),
    ("plan", "attach_checklist"): N_("指定清单对应的任务"),
    ("reading", "settle"): N_("处理疑点"),
    ("reading", "reopen"): N_("撤回对疑点的处理"),
    ("evidence", "attach"): N_("上传佐证材料"),
    ("evidence", "detach"): N_("移除佐证材料"),
    ("evidence", "read"): N_("查阅佐证材料"),
    ("report", "draw"): N_("生成报告"),
    ("report", "download"): N_("下载报告"),
    ("unit", "enter"): N_("登记单位"),
    ("unit", "rename"): N_("单位更名"),
    ("unit", "correct"): N_("更正单位信息"),
    ("unit", "end"): N_("登记单位撤销"),
    ("unit", "revive"): N_("取消单位撤销"),
    ("unit", "add_name"): N_("增加单位名称"),
    ("unit", "remove_name"): N_("删除单位名称"),
    ("unit", "set_members"): N_("登记所含单位"),
    ("unit", "join"): N_("合并单位"),
    ("user", "log_in"): N_("登录"),
    ("user", "create"): N_("新建账号"),
    ("user", "change_password"): N_("修改密码"),
    ("user", "add_membership"): N_("增加任职"),
    ("user", "end_membership"): N_("结束任职"),
    ("user", "activate"): N_("启用账号"),
    ("user", "deactivate"): N_("停用账号"),
    (Subject.ORDER, "issue"): N_("发出督办事项"),
    (Subject.ITEM, "add"): N_("提出整改事项"),
    ("item_file", "attach"): N_("附整改材料"),
    ("item_file", "read"): N_("查阅整改材料"),
    ("phone_urge", "log"): N_("电话催办"),
    (Subject.OCCURRENCE, "fall_due"): N_("列入应报的定期报告"),
    (Subject.INSTRUCTION, "give"): N_("领导批示"),
    ("plan", "open_ad_hoc"): N_("设立专项交办台账"),
    (Subject.TASK, "enter"): N_("登记专项交办"),
    (Subject.TASK, "drop"): N_("不予交办"),
}


def move_title(subject: str, name: str) -> str:
    """What the button of a move says, by subject and name as in `rules/transitions.py`."""
    return MOVES[(subject, name)]


def event_title(subject: str, action: str) -> str:
    """What the history says of an act: the title of the move, or of another act; the bare action where it has none."""
    return MOVES.get((subject, action)) or EVENTS.get((subject, action), action)


def document_name(title: str, number: str | None) -> str:
    """What a document is called in a sentence: its title in 《》, those within it in 〈〉, and its number where it has one."""
    name = title.replace("《", "〈").replace("》", "〉")
    return f"《{name}》（{number}）" if number else f"《{name}》"
