"""Chinese words for what is asked of the office about a task: extensions. Part of the tables of `tracker/labels.py`."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.statuses import ExtensionState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    ExtensionState: {
        ExtensionState.DRAFT: N_("草稿"),
        ExtensionState.UNIT_REVIEW: N_("待单位审"),
        ExtensionState.SUBMITTED: N_("待审批"),
        ExtensionState.GRANTED: N_("已批准"),
        ExtensionState.REFUSED: N_("未批准"),
        ExtensionState.WITHDRAWN: N_("已撤回"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    ExtensionState: {
        ExtensionState.UNIT_REVIEW: "warn",
        ExtensionState.SUBMITTED: "warn",
        ExtensionState.GRANTED: "good",
        ExtensionState.REFUSED: "bad",
    },
}
