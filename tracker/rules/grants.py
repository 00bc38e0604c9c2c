"""Who holds which permission, and why: the one table, whose words `/permissions` shows to those who look after it.

Least privilege, and the three administrators of GB/T 22239 (等保2.0) kept apart: the system administrator opens and closes
accounts, the security administrator says what posts they hold, the auditor reads the events of both and changes nothing;
none of them sees the plans' content. The register of units is kept by the office, which reads their names in the plans, and by
the system administrator, who opens the accounts that belong to them.
How far a permission reaches (own unit, own place) is in `rules/permissions.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.marking import N_
from tracker.rules.posts import ADMINISTRATORS
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role


class Permission(StrEnum):
    """`resource:action`; views, commands and moves name these and nothing else."""

    PLAN_READ = "plan:read"
    PLAN_IMPORT = "plan:import"
    PLAN_ISSUE = "plan:issue"
    PLAN_APPROVE = "plan:approve"
    TASK_READ = "task:read"
    TASK_ADMINISTER = "task:administer"
    TASK_CLOSE = "task:close"
    TASK_REOPEN = "task:reopen"
    TASK_SUSPEND = "task:suspend"
    TASK_MERGE = "task:merge"
    TASK_REQUEST_CLOSURE = "task:request_closure"
    ASSIGNMENT_ANSWER = "assignment:answer"
    UPDATE_WRITE = "update:write"
    UPDATE_APPROVE = "update:approve"
    UPDATE_REVIEW = "update:review"
    UPDATE_EXEMPT = "update:exempt"
    RHYTHM_CHANGE = "rhythm:change"
    EVIDENCE_READ = "evidence:read"
    ORDER_ISSUE = "order:issue"
    ORDER_REPLY = "order:reply"
    ORDER_APPROVE = "order:approve"
    OBJECTION_FILE = "objection:file"
    OBJECTION_APPROVE = "objection:approve"
    OBJECTION_DECIDE = "objection:decide"
    EXTENSION_ASK = "extension:ask"
    EXTENSION_APPROVE = "extension:approve"
    EXTENSION_DECIDE = "extension:decide"
    EXTENSION_DECIDE_LONG = "extension:decide_long"
    ADJUSTMENT_ASK = "adjustment:ask"
    ADJUSTMENT_APPROVE = "adjustment:approve"
    ADJUSTMENT_DECIDE = "adjustment:decide"
    ADJUSTMENT_DECIDE_GOAL = "adjustment:decide_goal"
    OBLIGATION_REPORT = "obligation:report"
    OBLIGATION_APPROVE = "obligation:approve"
    OBLIGATION_RECEIVE = "obligation:receive"
    INSTRUCTION_GIVE = "instruction:give"
    INSTRUCTION_ANSWER = "instruction:answer"
    INSTRUCTION_SIGN = "instruction:sign"
    INSTRUCTION_SETTLE = "instruction:settle"
    AD_HOC_ENTER = "ad_hoc:enter"
    AD_HOC_CONFIRM = "ad_hoc:confirm"
    OPINION_STATE = "opinion:state"
    COORDINATION_ASK = "coordination:ask"
    COORDINATION_APPROVE = "coordination:approve"
    COORDINATION_SETTLE = "coordination:settle"
    INDICATOR_REPORT = "indicator:report"
    INDICATOR_APPROVE = "indicator:approve"
    INDICATOR_REVIEW = "indicator:review"
    INDICATOR_ADMINISTER = "indicator:administer"
    REPORT_READ = "report:read"
    REPORT_DRAW = "report:draw"
    REPORT_APPROVE = "report:approve"
    SCORE_READ = "score:read"
    SCORE_DRAW = "score:draw"
    SCORE_REMARK = "score:remark"
    SCORE_APPROVE = "score:approve"
    REMINDER_READ = "reminder:read"
    REMINDER_RESEND = "reminder:resend"
    REMINDER_SUMMARY = "reminder_summary:read"
    LADDER_CHANGE = "ladder:change"
    CHARGE_SET = "charge:set"
    UNIT_MANAGE = "unit:manage"
    USER_READ = "user:read"
    USER_MANAGE = "user:manage"
    ROLE_GRANT = "role:grant"
    DELEGATION_MAKE = "delegation:make"
    HANDOVER_READ = "handover:read"
    HANDOVER_PROPOSE = "handover:propose"
    CALENDAR_READ = "calendar:read"
    CALENDAR_LOAD = "calendar:load"
    CHANNEL_READ = "channel:read"
    CHANNEL_TEST = "channel:test"
    PERMISSION_READ = "permission:read"
    EVENT_READ = "event:read"
    SECURITY_READ = "security:read"
    JOB_READ = "job:read"
    JOB_RUN = "job:run"


@dataclass(frozen=True)
class Grant:
    """The roles that hold a permission; what it lets them do; and why these and no others."""

    roles: frozenset[Role]
    what: str
    reason: str


_HEAD = frozenset({Role.UNIT_HEAD})
_DIRECTOR = frozenset({Role.DIRECTOR})
_LEADER = frozenset({Role.LEADER})
_READERS = OFFICE_ROLES | UNIT_ROLES | _LEADER

GRANTS: dict[Permission, Grant] = {
    Permission.PLAN_READ: Grant(_READERS, N_("查看方案"), N_("承办、督办和领导都要对照方案原文")),
    Permission.PLAN_IMPORT: Grant(OFFICE_ROLES, N_("导入和校对方案"), N_("方案由领导小组办公室分解登记")),
    Permission.PLAN_ISSUE: Grant(OFFICE_ROLES, N_("交办方案"), N_("交办是领导小组办公室的职责")),
    Permission.PLAN_APPROVE: Grant(_DIRECTOR, N_("审定交办"), N_("设定为两人交办的，由提请人以外的主任审定")),
    Permission.TASK_READ: Grant(_READERS, N_("查看任务"), N_("单位看本单位承办的，办公室和领导看本地区的")),
    Permission.TASK_ADMINISTER: Grant(OFFICE_ROLES, N_("办理任务的日常事项"), N_("改办、调整承办由办公室经办")),
    Permission.TASK_CLOSE: Grant(OFFICE_ROLES, N_("核查销号"), N_("是否办结由办公室认定，承办单位不能自行销号")),
    Permission.TASK_REOPEN: Grant(_DIRECTOR, N_("撤销销号"), N_("推翻已作出的办结结论，由主任决定")),
    Permission.TASK_SUSPEND: Grant(_DIRECTOR, N_("中止和恢复任务"), N_("任务暂不计考核，须由主任决定并写明批准依据")),
    Permission.TASK_MERGE: Grant(_DIRECTOR, N_("并案"), N_("一项任务由另一项代替，由主任决定")),
    Permission.TASK_REQUEST_CLOSURE: Grant(
        UNIT_ROLES | OFFICE_ROLES, N_("申请销号"), N_("由承办单位提出，办公室也可依已采信的材料提出")
    ),
    Permission.ASSIGNMENT_ANSWER: Grant(UNIT_ROLES, N_("签收和提出承办异议"), N_("只有收到交办的单位能答复")),
    Permission.UPDATE_WRITE: Grant(UNIT_ROLES, N_("填报进展"), N_("进展由承办单位自己填写，办公室不能代填")),
    Permission.UPDATE_APPROVE: Grant(_HEAD, N_("审签进展"), N_("出单位的材料由单位负责人审签")),
    Permission.UPDATE_REVIEW: Grant(OFFICE_ROLES, N_("审核进展"), N_("采信或退回由办公室审核，报送单位不审自己")),
    Permission.UPDATE_EXEMPT: Grant(OFFICE_ROLES, N_("免报和撤销免报"), N_("哪一期不用报由要求报送的办公室决定，单位不能自行免报")),
    Permission.RHYTHM_CHANGE: Grant(OFFICE_ROLES, N_("调整填报周期和截止日"), N_("各单位同一个报送要求，由办公室统一规定")),
    Permission.EVIDENCE_READ: Grant(_READERS, N_("查看佐证材料"), N_("能看任务的人才能看它的材料")),
    Permission.ORDER_ISSUE: Grant(OFFICE_ROLES, N_("签发督办单"), N_("催办、督办是办公室的职责")),
    Permission.ORDER_REPLY: Grant(UNIT_ROLES, N_("回复督办单"), N_("由收到督办单的单位回复")),
    Permission.ORDER_APPROVE: Grant(_HEAD, N_("审签督办单回复"), N_("出单位的材料由单位负责人审签")),
    Permission.OBJECTION_FILE: Grant(UNIT_ROLES, N_("申请复核"), N_("督查条例规定由督查对象提出")),
    Permission.OBJECTION_APPROVE: Grant(_HEAD, N_("审签复核申请"), N_("出单位的材料由单位负责人审签")),
    Permission.OBJECTION_DECIDE: Grant(OFFICE_ROLES, N_("办理复核"), N_("由办公室作出，参与过原结论的人须回避")),
    Permission.EXTENSION_ASK: Grant(UNIT_ROLES, N_("申请延期"), N_("由承办单位在到期前提出")),
    Permission.EXTENSION_APPROVE: Grant(_HEAD, N_("审签延期申请"), N_("出单位的材料由单位负责人审签")),
    Permission.EXTENSION_DECIDE: Grant(OFFICE_ROLES, N_("批复延期"), N_("首次、短期的延期由办公室批复")),
    Permission.EXTENSION_DECIDE_LONG: Grant(_DIRECTOR, N_("批复再次或长期延期"), N_("第二次或时间较长的延期提高一级，由主任批复")),
    Permission.ADJUSTMENT_ASK: Grant(UNIT_ROLES, N_("申请调整"), N_("情况变化由承办单位提出")),
    Permission.ADJUSTMENT_APPROVE: Grant(_HEAD, N_("审签调整申请"), N_("出单位的材料由单位负责人审签")),
    Permission.ADJUSTMENT_DECIDE: Grant(OFFICE_ROLES, N_("初审、批复调整"), N_("不涉及总体目标、按期提出的调整由办公室批复")),
    Permission.ADJUSTMENT_DECIDE_GOAL: Grant(
        _DIRECTOR, N_("批复涉及总体目标的调整"), N_("涉及总体目标或逾期提出的提高一级，由主任批复")
    ),
    Permission.OBLIGATION_REPORT: Grant(UNIT_ROLES, N_("填写定期报告"), N_("方案规定由各单位自己报告")),
    Permission.OBLIGATION_APPROVE: Grant(_HEAD, N_("审签定期报告"), N_("出单位的材料由单位负责人审签")),
    Permission.OBLIGATION_RECEIVE: Grant(OFFICE_ROLES, N_("收取定期报告"), N_("报告报到领导小组办公室")),
    Permission.INSTRUCTION_GIVE: Grant(_LEADER, N_("批示"), N_("批示只能由领导作出")),
    Permission.INSTRUCTION_ANSWER: Grant(UNIT_ROLES, N_("答复批示"), N_("由批示要求的单位答复")),
    Permission.INSTRUCTION_SIGN: Grant(_HEAD, N_("审签批示答复"), N_("出单位的材料由单位负责人审签")),
    Permission.INSTRUCTION_SETTLE: Grant(OFFICE_ROLES, N_("办结批示"), N_("批示的落实情况由办公室核对")),
    Permission.AD_HOC_ENTER: Grant(OFFICE_ROLES, N_("登记专项交办"), N_("方案以外的事项由办公室立项")),
    Permission.AD_HOC_CONFIRM: Grant(_DIRECTOR, N_("审定专项交办"), N_("督查条例规定立项须经负责人批准")),
    Permission.OPINION_STATE: Grant(UNIT_ROLES, N_("对汇总报告和销号申请表态"), N_("配合单位自己表明意见，别人不能代为同意")),
    Permission.COORDINATION_ASK: Grant(UNIT_ROLES, N_("提请协调"), N_("各单位意见不一致的，由牵头单位提请办公室协调")),
    Permission.COORDINATION_APPROVE: Grant(_HEAD, N_("审签提请协调"), N_("出单位的材料由单位负责人审签")),
    Permission.COORDINATION_SETTLE: Grant(OFFICE_ROLES, N_("受理协调、记录结果"), N_("跨单位的分歧由办公室协调")),
    Permission.INDICATOR_REPORT: Grant(
        UNIT_ROLES | OFFICE_ROLES, N_("登记指标读数"), N_("由承办单位登记；方案总指标没有承办单位，由办公室登记")
    ),
    Permission.INDICATOR_APPROVE: Grant(_HEAD, N_("审签指标读数"), N_("出单位的数据由单位负责人审签")),
    Permission.INDICATOR_REVIEW: Grant(OFFICE_ROLES, N_("审核指标读数"), N_("采信或退回由办公室审核，登记的人不审自己")),
    Permission.INDICATOR_ADMINISTER: Grant(OFFICE_ROLES, N_("设定序时进度和指标口径"), N_("各单位同一把尺子，由办公室统一设定")),
    Permission.REPORT_READ: Grant(OFFICE_ROLES | _LEADER, N_("查看督查报告"), N_("报告送领导，通报各单位由公文另行印发")),
    Permission.REPORT_DRAW: Grant(OFFICE_ROLES, N_("起草、修改督查报告"), N_("报告由办公室起草")),
    Permission.REPORT_APPROVE: Grant(_DIRECTOR, N_("审定、印发督查报告"), N_("对外的结论由主任签发，起草、修改过的人不能审定")),
    Permission.SCORE_READ: Grant(OFFICE_ROLES | UNIT_ROLES, N_("查看考核工作表"), N_("单位只看本单位的，不看别人的，更不排名")),
    Permission.SCORE_DRAW: Grant(OFFICE_ROLES, N_("编制考核工作表"), N_("按规则逐项列出，办公室可说明理由认定不计")),
    Permission.SCORE_REMARK: Grant(UNIT_ROLES, N_("对考核提出意见"), N_("审定以前，单位可以申辩")),
    Permission.SCORE_APPROVE: Grant(_DIRECTOR, N_("启用考核、审定工作表"), N_("考核结果用于评价单位，由主任决定是否启用并审定")),
    Permission.REMINDER_READ: Grant(OFFICE_ROLES, N_("查看提醒记录"), N_("办公室核对该提醒的是否都已送达")),
    Permission.REMINDER_RESEND: Grant(OFFICE_ROLES, N_("重新发送提醒"), N_("没有送达的由办公室问明地址后补发，并记入操作记录")),
    Permission.REMINDER_SUMMARY: Grant(
        OFFICE_ROLES | _LEADER, N_("查看提醒情况"), N_("领导要看提醒之后办得怎样，单位之间不相互比较")
    ),
    Permission.LADDER_CHANGE: Grant(OFFICE_ROLES, N_("调整提醒阶梯"), N_("什么时候提醒谁，由办公室按方案统一安排")),
    Permission.CHARGE_SET: Grant(OFFICE_ROLES, N_("登记分管领导"), N_("领导分工由办公室掌握，据以报告落后情况")),
    Permission.UNIT_MANAGE: Grant(
        OFFICE_ROLES | frozenset({Role.SYSTEM_ADMIN}),
        N_("维护单位名录"),
        N_("办公室从方案中读到单位名称，系统管理员为单位的人员开户"),
    ),
    Permission.USER_READ: Grant(
        frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}), N_("查看账号"), N_("开户和授权的人都要看账号名单")
    ),
    Permission.USER_MANAGE: Grant(frozenset({Role.SYSTEM_ADMIN}), N_("开立和停用账号"), N_("三员分立：系统管理员管账号，不管权限")),
    Permission.ROLE_GRANT: Grant(
        frozenset({Role.SECURITY_ADMIN}), N_("授予和收回任职"), N_("三员分立：安全管理员管权限，不管账号")
    ),
    Permission.DELEGATION_MAKE: Grant(
        UNIT_ROLES | OFFICE_ROLES | frozenset({Role.SECURITY_ADMIN}),
        N_("安排代理（AB角）"),
        N_("本人和本单位负责人最清楚谁不在岗；安全管理员可代为安排；单位之间互不过问"),
    ),
    Permission.HANDOVER_READ: Grant(
        UNIT_ROLES | OFFICE_ROLES | frozenset({Role.SECURITY_ADMIN}),
        N_("查看工作移交"),
        N_("本单位的人要知道谁接手；办公室要知道找谁；安全管理员据以调整任职，只看件数，不看内容"),
    ),
    Permission.HANDOVER_PROPOSE: Grant(
        _HEAD | frozenset({Role.SECURITY_ADMIN}), N_("提出工作移交"), N_("谁接手由单位负责人定；负责人本人离任的，由安全管理员提出")
    ),
    Permission.CALENDAR_READ: Grant(
        _READERS | frozenset({Role.SYSTEM_ADMIN}),
        N_("查看放假安排"),
        N_("期限按工作日计算，谁都要能查对哪天上班；系统管理员据以提醒载入"),
    ),
    Permission.CALENDAR_LOAD: Grant(
        _DIRECTOR, N_("载入放假安排"), N_("载入会重新计算各单位的期限，由主任决定；系统管理员不接触任务内容，不经手期限")
    ),
    Permission.CHANNEL_READ: Grant(
        frozenset({Role.SYSTEM_ADMIN}), N_("查看发送渠道"), N_("邮件服务器、短信网关和机器人属于系统设置，由系统管理员维护")
    ),
    Permission.CHANNEL_TEST: Grant(
        frozenset({Role.SYSTEM_ADMIN}), N_("测试发送渠道"), N_("发到本人或者机器人所在的群，不涉及方案内容；每次测试都有记录")
    ),
    Permission.PERMISSION_READ: Grant(ADMINISTRATORS, N_("查看权限表"), N_("授权、开户、审计都要对照权限表")),
    Permission.EVENT_READ: Grant(
        frozenset({Role.AUDITOR}), N_("查看操作记录"), N_("三员分立：审计管理员只看记录，不能改动任何内容")
    ),
    Permission.SECURITY_READ: Grant(
        frozenset({Role.SECURITY_ADMIN, Role.AUDITOR}),
        N_("安全自查"),
        N_("安全管理员据以整改，审计管理员据以监督；只看安全设置和账号数，不看方案内容"),
    ),
    Permission.JOB_READ: Grant(
        frozenset({Role.SYSTEM_ADMIN}), N_("查看后台作业"), N_("系统管理员照看系统运行，只看执行情况，不看方案内容")
    ),
    Permission.JOB_RUN: Grant(
        frozenset({Role.SYSTEM_ADMIN}), N_("立即执行后台作业"), N_("故障排除后由系统管理员补做；作业做什么由系统规定，不能另行指定")
    ),
}
