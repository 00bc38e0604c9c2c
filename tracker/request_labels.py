"""Chinese words for what is asked of the office about a task. Part of the tables of `tracker/labels.py`."""

from enum import StrEnum

from tracker.marking import N_, NP_
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind, AdjustmentState
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
    AdjustmentState: {
        AdjustmentState.DRAFT: N_("草稿"),
        AdjustmentState.UNIT_REVIEW: N_("待单位审"),
        AdjustmentState.SUBMITTED: N_("待初审"),
        AdjustmentState.REVIEWED: N_("待审批"),
        AdjustmentState.GRANTED: N_("已批准"),
        AdjustmentState.REFUSED: N_("未批准"),
        AdjustmentState.WITHDRAWN: N_("已撤回"),
    },
    AdjustmentKind: {
        AdjustmentKind.TARGET: N_("目标值"),
        AdjustmentKind.UNIT: N_("承办单位"),
        AdjustmentKind.WORDING: N_("内容表述"),
    },
    AdjustmentGround: {
        AdjustmentGround.UNIT_CHANGED: N_("单位撤并或者职责调整"),
        AdjustmentGround.LAW_CHANGED: N_("法规制度变化"),
        AdjustmentGround.BUDGET_CHANGED: N_("预算变化"),
        AdjustmentGround.FORCE_MAJEURE: N_("不可抗力"),
        AdjustmentGround.POLICY_STOPPED: N_("政策停止执行"),
        AdjustmentGround.OTHER: N_("其他客观原因"),
    },
    ObjectionState: {
        ObjectionState.UNIT_REVIEW: N_("待单位审"),
        ObjectionState.SUBMITTED: N_("待复核"),
        ObjectionState.UPHELD: NP_("state", "维持原结论"),
        ObjectionState.CHANGED: NP_("state", "变更原结论"),
        ObjectionState.WITHDRAWN: N_("已撤回"),
    },
    ConclusionKind: {
        ConclusionKind.CLOSURE: NP_("state", "退回销号申请"),
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
    AdjustmentState: {
        AdjustmentState.UNIT_REVIEW: "warn",
        AdjustmentState.SUBMITTED: "warn",
        AdjustmentState.REVIEWED: "warn",
        AdjustmentState.GRANTED: "good",
        AdjustmentState.REFUSED: "bad",
    },
    ObjectionState: {
        ObjectionState.UNIT_REVIEW: "warn",
        ObjectionState.SUBMITTED: "warn",
        ObjectionState.UPHELD: "info",
        ObjectionState.CHANGED: "good",
    },
}
