"""Chinese words for what is asked of the office about a task: extensions. Part of the tables of `tracker/labels.py`."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.statuses import ConclusionKind, ExtensionState, ObjectionState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    ExtensionState: {
        ExtensionState.DRAFT: N_("草稿"),
        ExtensionState.UNIT_REVIEW: N_("待单位审"),
        ExtensionState.SUBMITTED: N_("待审批"),
        ExtensionState.GRANTED: N_("已批准"),
        ExtensionState.REFUSED: N_("未批准"),
        ExtensionState.WITHDRAWN: N_("已撤回"),
    },
    ObjectionState: {
        ObjectionState.UNIT_REVIEW: N_("待单位审"),
        ObjectionState.SUBMITTED: N_("待复核"),
        ObjectionState.UPHELD: N_("维持原结论"),
        ObjectionState.CHANGED: N_("变更原结论"),
        ObjectionState.WITHDRAWN: N_("已撤回"),
    },
    ConclusionKind: {
        ConclusionKind.CLOSURE: N_("退回销号申请"),
        ConclusionKind.ORDER: N_("督办单的办理结论"),
        ConclusionKind.REPORT: N_("督查报告中的表述"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    ExtensionState: {
        ExtensionState.UNIT_REVIEW: "warn",
        ExtensionState.SUBMITTED: "warn",
        ExtensionState.GRANTED: "good",
        ExtensionState.REFUSED: "bad",
    },
    ObjectionState: {
        ObjectionState.UNIT_REVIEW: "warn",
        ObjectionState.SUBMITTED: "warn",
        ObjectionState.UPHELD: "info",
        ObjectionState.CHANGED: "good",
    },
}
