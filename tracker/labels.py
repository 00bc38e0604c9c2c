"""Chinese words for every value of the rules: titles of states, roles, lights and moves. Whole sentences: `tracker/sentences.py`.

The rules are free of language; pages, reports and the command line all speak through this file, so that one state has one
name everywhere. `N_` marks a text for the message catalogue; the web translates what it gets from here, the others print it.
Sources of the words: design.md sections 3 and 5; domain.md a10 (why a light carries a word beside its colour).
"""

from collections.abc import Callable
from enum import StrEnum

from tracker.rules.doubts import Doubt
from tracker.rules.periods import period_named
from tracker.rules.statuses import (
    AssignmentRole,
    AssignmentState,
    Cycle,
    Light,
    OrderKind,
    OrderState,
    PlanState,
    Role,
    TaskState,
    UpdateKind,
    UpdateState,
)
from tracker.rules.transitions import Subject


def N_(message: str) -> str:
    """The message itself; the name tells `pybabel extract -k N_` to put it into the catalogue."""
    return message


# By type first: members of different StrEnums compare equal when their values do (TaskState.DRAFT == PlanState.DRAFT).
TITLES: dict[type[StrEnum], dict[str, str]] = {
    Role: {
        Role.CLERK: N_("办公室经办"),
        Role.DIRECTOR: N_("办公室主任"),
        Role.LIAISON: N_("单位联络员"),
        Role.UNIT_HEAD: N_("单位负责人"),
        Role.LEADER: N_("领导"),
        Role.SYSTEM_ADMIN: N_("系统管理员"),
        Role.SECURITY_ADMIN: N_("安全管理员"),
        Role.AUDITOR: N_("审计管理员"),
    },
    PlanState: {
        PlanState.DRAFT: N_("待核对"),
        PlanState.ISSUED: N_("已交办"),
        PlanState.SUPERSEDED: N_("已被替代"),
        PlanState.LAPSED: N_("已期满"),
    },
    TaskState: {
        TaskState.DRAFT: N_("草稿"),
        TaskState.ISSUED: N_("已交办"),
        TaskState.IN_PROGRESS: N_("推进中"),
        TaskState.CLOSURE_REQUESTED: N_("申请销号"),
        TaskState.CLOSED: N_("已销号"),
        TaskState.ENDED: N_("已终止"),
    },
    AssignmentState: {
        AssignmentState.DRAFT: N_("未交办"),
        AssignmentState.PENDING: N_("待签收"),
        AssignmentState.ACKNOWLEDGED: N_("已签收"),
        AssignmentState.REPORTING: N_("办理中"),
        AssignmentState.DONE: N_("本单位已完成"),
        AssignmentState.OBJECTED: N_("有异议"),
        AssignmentState.ENDED: N_("已终止"),
    },
    UpdateState: {
        UpdateState.DRAFT: N_("草稿"),
        UpdateState.UNIT_REVIEW: N_("待单位审"),
        UpdateState.SUBMITTED: N_("已报送"),
        UpdateState.ACCEPTED: N_("已采信"),
        UpdateState.RETURNED: N_("已退回"),
    },
    OrderState: {
        OrderState.ISSUED: N_("待回复"),
        OrderState.REPLIED: N_("已回复"),
        OrderState.CLOSED: N_("已了结"),
    },
    AssignmentRole: {
        AssignmentRole.LEAD: N_("牵头"),
        AssignmentRole.RESPONSIBLE: N_("责任"),
        AssignmentRole.SUPPORTING: N_("配合"),
    },
    UpdateKind: {UpdateKind.PROGRESS: N_("有进展"), UpdateKind.NOTHING_NEW: N_("无进展")},
    OrderKind: {OrderKind.URGE: N_("催办单"), OrderKind.SUPERVISION: N_("督办单")},
    Light: {
        Light.BLUE: N_("已销号"),
        Light.GREEN: N_("正常"),
        Light.YELLOW: N_("预警"),
        Light.RED: N_("滞后"),
        Light.GREY: N_("未到节点"),
    },
    Doubt: {
        Doubt.COPIED: N_("进展情况与上次采信的填报相同，请核实本期是否有新进展。"),
        Doubt.BACKWARDS: N_("完成比例低于上次采信的填报，请核实原因。"),
        Doubt.COMPLETE_WITHOUT_EVIDENCE: N_("填报已全部完成，但没有佐证材料。"),
    },
    Cycle: {
        Cycle.MONTH: N_("每月"),
        Cycle.QUARTER: N_("每季度"),
        Cycle.HALF_YEAR: N_("每半年"),
        Cycle.YEAR: N_("每年"),
    },
}

LIGHT_NAMES: dict[Light, str] = {
    Light.BLUE: N_("蓝灯"),
    Light.GREEN: N_("绿灯"),
    Light.YELLOW: N_("黄灯"),
    Light.RED: N_("红灯"),
    Light.GREY: N_("灰灯"),
}

# All five are in GB 2312, so that every Chinese font has them.
GLYPHS: dict[Light, str] = {
    Light.BLUE: "■",
    Light.GREEN: "●",
    Light.YELLOW: "▲",
    Light.RED: "◆",
    Light.GREY: "○",
}

# The tone of a state's badge: neutral (nothing to do), info (running), good (settled), warn (waits for someone), bad.
TONES: dict[type[StrEnum], dict[str, str]] = {
    PlanState: {PlanState.DRAFT: "warn", PlanState.ISSUED: "info"},
    TaskState: {
        TaskState.ISSUED: "info",
        TaskState.IN_PROGRESS: "info",
        TaskState.CLOSURE_REQUESTED: "warn",
        TaskState.CLOSED: "good",
    },
    AssignmentState: {
        AssignmentState.PENDING: "warn",
        AssignmentState.ACKNOWLEDGED: "info",
        AssignmentState.REPORTING: "info",
        AssignmentState.DONE: "good",
        AssignmentState.OBJECTED: "bad",
    },
    UpdateState: {
        UpdateState.UNIT_REVIEW: "warn",
        UpdateState.SUBMITTED: "info",
        UpdateState.ACCEPTED: "good",
        UpdateState.RETURNED: "bad",
    },
    OrderState: {OrderState.ISSUED: "warn", OrderState.REPLIED: "info", OrderState.CLOSED: "good"},
}

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
    (Subject.UPDATE, "send_for_approval"): N_("送单位负责人审核"),
    (Subject.UPDATE, "submit"): N_("报送"),
    (Subject.UPDATE, "approve"): N_("同意并报送"),
    (Subject.UPDATE, "recall"): N_("撤回修改"),
    (Subject.UPDATE, "send_back"): N_("退回修改"),
    (Subject.UPDATE, "accept"): N_("采信"),
    (Subject.UPDATE, "return"): N_("退回"),
    (Subject.ORDER, "reply"): N_("回复"),
    (Subject.ORDER, "close"): N_("了结"),
}

# {half} is 上 or 下; the others are figures.
PERIODS: dict[Cycle, str] = {
    Cycle.MONTH: N_("{year}年{month}月"),
    Cycle.QUARTER: N_("{year}年第{quarter}季度"),
    Cycle.HALF_YEAR: N_("{year}年{half}半年"),
    Cycle.YEAR: N_("{year}年度"),
}

# What the history says of acts that are no moves; (subject, action) as in tracker/services.
EVENTS: dict[tuple[str, str], str] = {
    ("plan", "import"): N_("导入方案"),
    ("plan", "issue"): N_("交办方案"),
    ("plan", "supersede"): N_("由新方案替代"),
    ("plan", "lapse"): N_("有效期届满"),
    (Subject.TASK, "carry_out"): N_("转入新方案"),
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
    ("user", "log_in"): N_("登录"),
    ("user", "create"): N_("新建账号"),
    ("user", "change_password"): N_("修改密码"),
    ("user", "add_membership"): N_("增加任职"),
    ("user", "end_membership"): N_("结束任职"),
    ("user", "activate"): N_("启用账号"),
    ("user", "deactivate"): N_("停用账号"),
    (Subject.ORDER, "issue"): N_("发出督办事项"),
}


def label(value: StrEnum) -> str:
    """The Chinese title of a state, role, light or kind; KeyError for a vocabulary that has no titles here."""
    return TITLES[type(value)][value]


def tone(value: StrEnum) -> str:
    """The tone of a state's badge: neutral, info, good, warn or bad."""
    return TONES.get(type(value), {}).get(value, "neutral")


def glyph(value: Light) -> str:
    """The shape of a light, which tells it from the others without colour."""
    return GLYPHS[value]


def move_title(subject: str, name: str) -> str:
    """What the button of a move says, by subject and name as in `rules/transitions.py`."""
    return MOVES[(subject, name)]


def period_title(key: str, translate: Callable[[str], str] = str) -> str:
    """The title of a reporting period by its key: 2025-03 is 2025年3月. ValueError for what is no key."""
    period = period_named(key)
    month = period.start.month
    half = translate(N_("上")) if month == 1 else translate(N_("下"))
    words = {"year": period.start.year, "month": month, "quarter": (month + 2) // 3, "half": half}
    return translate(PERIODS[period.cycle]).format(**words)


def event_title(subject: str, action: str) -> str:
    """What the history says of an act: the title of the move, or of another act; the bare action where it has none."""
    return MOVES.get((subject, action)) or EVENTS.get((subject, action), action)


def order_number(kind: OrderKind, year: int, number: int) -> str:
    """The number of an order as it is printed: 督办单〔2025〕3号 (GB/T 9704: the year in 〔〕, no leading zeros)."""
    return f"{label(kind)}〔{year}〕{number}号"
