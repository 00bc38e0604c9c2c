"""Chinese words for posts, deputies and handovers: titles, acts, and why the rules refuse."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.delegations import DelegationState
from tracker.rules.handovers import HandoverState, OpenMatter

TITLES: dict[type[StrEnum], dict[str, str]] = {
    DelegationState: {
        DelegationState.COMING: N_("未开始"),
        DelegationState.RUNNING: N_("代理中"),
        DelegationState.OVER: N_("已结束"),
        DelegationState.ENDED: N_("已提前结束"),
    },
    HandoverState: {
        HandoverState.PROPOSED: N_("待办理"),
        HandoverState.CARRIED_OUT: N_("已移交"),
        HandoverState.WITHDRAWN: N_("已撤回"),
    },
    OpenMatter: {
        OpenMatter.DRAFT: N_("未报送的草稿"),
        OpenMatter.RETURNED: N_("退回待改的填报"),
        OpenMatter.SIGNING: N_("待本单位审签"),
        OpenMatter.ACKNOWLEDGE: N_("待签收的任务"),
        OpenMatter.ORDER: N_("未办结的督办单"),
        OpenMatter.EXTENSION: N_("未办结的延期申请"),
        OpenMatter.OWN_REPORT: N_("应报的定期报告"),
        OpenMatter.INSTRUCTION: N_("待反馈的批示"),
        OpenMatter.TASK: N_("在办任务"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    DelegationState: {DelegationState.COMING: "info", DelegationState.RUNNING: "good"},
    HandoverState: {HandoverState.PROPOSED: "warn", HandoverState.CARRIED_OUT: "good"},
}

EVENTS: dict[tuple[str, str], str] = {
    ("delegation", "begin"): N_("安排代理"),
    ("delegation", "end"): N_("提前结束代理"),
    ("handover", "propose"): N_("提出工作移交"),
    ("handover", "carry_out"): N_("办理工作移交"),
    ("handover", "withdraw"): N_("撤回工作移交"),
    ("handover", "give"): N_("移交人确认"),
    ("handover", "receive"): N_("接收人确认"),
}

REFUSALS: dict[str, str] = {
    "own_work_by_delegation": N_("这件事项是您本人或者被代理人送出的，不能以代理身份办理，请由另外的同志办理。"),
    "delegation_role": N_("{role}的职责不能交他人代理。领导批示由领导本人作出；管理员不在岗的，由安全管理员另行安排任职。"),
    "delegation_to_self": N_("不能由本人代理本人，请选择另一位同志。"),
    "delegation_of_others": N_("代理人须在代理期间一直是同一单位的在岗人员，请另选一人，或者缩短代理期限。"),
    "delegation_days": N_("代理期限须从今天（{today}）或以后开始，截止日不早于起始日，最长不超过 {longest} 天。请改正日期。"),
    "delegation_beyond_post": N_("代理期限超出了被代理人的任职期限，请改正日期。"),
    "delegation_overlaps": N_("这一岗位在 {from_on} 至 {to_on} 已安排代理人。请改正日期，或者先提前结束原来的代理。"),
    "delegation_chain": N_(
        "代理不能层层转托：两人中有一人在 {from_on} 至 {to_on} 已委托他人代理，或者正代理他人。请另选一人，或者先结束那一项代理。"
    ),
    "delegation_second": N_("该同志在 {from_on} 至 {to_on} 已代理另一岗位，一人不能同时代理两个岗位。请另选一人。"),
    "delegation_not_yours": N_("代理由本人、本单位负责人（办公室的由主任）或者安全管理员安排。请联系他们办理。"),
    "handover_role": N_("“{role}”的职责不通过工作移交办理，请由安全管理员直接调整任职。"),
    "handover_to_self": N_("接收人不能是移交人本人，请另选一人。"),
    "handover_day": N_("移交日期须是今天（{today}）或以后，并在移交人的任职期限内。请改正日期。"),
    "handover_not_yours": N_("工作移交由本单位负责人提出，由安全管理员办理，由移交人和接收人分别确认。这一步请由相应的同志办理。"),
    "handover_over": N_("这份工作移交当前状态为“{state}”，不能办理这一步，请刷新页面查看。"),
}
