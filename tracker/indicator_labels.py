"""Chinese words for indicators: titles and tones as `tracker/labels.py` has them, and what is said of how one stands."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.curves import IndicatorStanding
from tracker.rules.indicators import IndicatorKind, IndicatorReadingState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    IndicatorKind: {IndicatorKind.LEVEL: N_("时点数（以最新读数为准）"), IndicatorKind.ADDED: N_("新增数（各次读数相加）")},
    IndicatorReadingState: {
        IndicatorReadingState.UNIT_REVIEW: N_("待单位审"),
        IndicatorReadingState.SUBMITTED: N_("待审核"),
        IndicatorReadingState.ACCEPTED: N_("已采信"),
        IndicatorReadingState.RETURNED: N_("已退回"),
        IndicatorReadingState.WITHDRAWN: N_("已撤回"),
    },
    IndicatorStanding: {
        IndicatorStanding.ATTAINED: N_("已达标"),
        IndicatorStanding.MISSED: N_("到期未达标"),
        IndicatorStanding.UNREAD_DUE: N_("到期无读数"),
        IndicatorStanding.FAR_BEHIND: N_("严重落后序时"),
        IndicatorStanding.BEHIND: N_("落后序时"),
        IndicatorStanding.UNREAD: N_("尚无读数"),
        IndicatorStanding.OPEN: N_("尚未达标"),
        IndicatorStanding.ON_COURSE: N_("符合序时"),
        IndicatorStanding.UNJUDGED: N_("未纳入督办"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    IndicatorReadingState: {
        IndicatorReadingState.UNIT_REVIEW: "warn",
        IndicatorReadingState.SUBMITTED: "warn",
        IndicatorReadingState.ACCEPTED: "good",
        IndicatorReadingState.RETURNED: "bad",
    },
    IndicatorStanding: {
        IndicatorStanding.ATTAINED: "good",
        IndicatorStanding.MISSED: "bad",
        IndicatorStanding.FAR_BEHIND: "bad",
        IndicatorStanding.BEHIND: "warn",
        IndicatorStanding.UNREAD_DUE: "warn",
        IndicatorStanding.ON_COURSE: "info",
    },
}
