"""Chinese words for joint tasks: titles and tones as `tracker/labels.py` has them, acts as `tracker/act_labels.py` has them."""

from enum import StrEnum

from tracker.marking import N_, NP_
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState, OpinionState, Rating
from tracker.rules.moves import Subject

TITLES: dict[type[StrEnum], dict[str, str]] = {
    Rating: {
        Rating.SMOOTH: N_("顺利"),
        Rating.FAIR: N_("基本顺利"),
        Rating.DIFFICULT: N_("有困难"),
        Rating.STUCK: N_("受阻"),
    },
    ConsolidationState: {
        ConsolidationState.DRAFT: N_("草稿"),
        ConsolidationState.UNIT_REVIEW: N_("待单位审"),
        ConsolidationState.SUBMITTED: N_("已报送"),
        ConsolidationState.ACCEPTED: N_("已采信"),
        ConsolidationState.RETURNED: N_("已退回"),
    },
    OpinionState: {
        OpinionState.PENDING: N_("未表态"),
        OpinionState.AGREED: NP_("state", "同意"),
        OpinionState.DISSENTED: NP_("state", "有不同意见"),
        OpinionState.NOTED: N_("不同意见已处理"),
        OpinionState.WAIVED: N_("未表态，已处理"),
    },
    CoordinationState: {
        CoordinationState.UNIT_REVIEW: N_("待单位审"),
        CoordinationState.SUBMITTED: N_("待受理"),
        CoordinationState.TAKEN_UP: N_("协调中"),
        CoordinationState.SETTLED: N_("已议定"),
        CoordinationState.WITHDRAWN: N_("已撤回"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    Rating: {Rating.SMOOTH: "good", Rating.FAIR: "info", Rating.DIFFICULT: "warn", Rating.STUCK: "bad"},
    ConsolidationState: {
        ConsolidationState.UNIT_REVIEW: "warn",
        ConsolidationState.SUBMITTED: "info",
        ConsolidationState.ACCEPTED: "good",
        ConsolidationState.RETURNED: "bad",
    },
    OpinionState: {OpinionState.PENDING: "warn", OpinionState.AGREED: "good", OpinionState.DISSENTED: "bad"},
    CoordinationState: {
        CoordinationState.UNIT_REVIEW: "warn",
        CoordinationState.SUBMITTED: "warn",
        CoordinationState.TAKEN_UP: "info",
        CoordinationState.SETTLED: "good",
    },
}

MOVES: dict[tuple[str, str], str] = {
    (Subject.CONSOLIDATION, "send_for_approval"): N_("汇总报告送单位负责人审核"),
    (Subject.CONSOLIDATION, "submit"): N_("报送汇总报告"),
    (Subject.CONSOLIDATION, "approve"): N_("同意并报送汇总报告"),
    (Subject.CONSOLIDATION, "recall"): N_("撤回汇总报告"),
    (Subject.CONSOLIDATION, "send_back"): N_("退回联络员修改"),
    (Subject.CONSOLIDATION, "accept"): N_("采信汇总报告"),
    (Subject.CONSOLIDATION, "return"): N_("退回汇总报告"),
    (Subject.OPINION, "agree"): N_("表态同意"),
    (Subject.OPINION, "dissent"): N_("提出不同意见"),
    (Subject.OPINION, "note"): N_("处理不同意见"),
    (Subject.OPINION, "waive"): N_("记录未表态"),
    (Subject.COORDINATION, "approve"): N_("同意并提请协调"),
    (Subject.COORDINATION, "stop"): N_("不同意提请协调"),
    (Subject.COORDINATION, "withdraw"): N_("撤回协调事项"),
    (Subject.COORDINATION, "take_up"): N_("受理协调事项"),
    (Subject.COORDINATION, "settle"): N_("记录协调结果"),
}

EVENTS: dict[tuple[str, str], str] = {
    (Subject.OPINION, "ask"): N_("征求配合单位意见"),
    (Subject.COORDINATION, "open"): N_("提请协调"),
    (Subject.COORDINATION, "draft"): N_("起草协调事项，送单位负责人审核"),
}
