"""Chinese words for giving out: second words, notices, disputes. Part of the tables of `tracker/labels.py`."""

from collections.abc import Callable
from enum import StrEnum

from tracker.marking import N_, NP_
from tracker.rules.giving_out import DisputeKind, DisputeOutcome, IssueRequestState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    IssueRequestState: {
        IssueRequestState.SUBMITTED: N_("待审定"),
        IssueRequestState.APPROVED: N_("已审定"),
        IssueRequestState.RETURNED: N_("已退回"),
        IssueRequestState.WITHDRAWN: N_("已撤回"),
    },
    DisputeKind: {DisputeKind.NOT_OURS: N_("不属本单位职责"), DisputeKind.WORDING: N_("表述需调整")},
    DisputeOutcome: {
        DisputeOutcome.UPHELD: NP_("state", "维持交办"),
        DisputeOutcome.REASSIGNED: NP_("state", "改由其他单位承办"),
        DisputeOutcome.REWORDED: N_("已调整表述"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    IssueRequestState: {
        IssueRequestState.SUBMITTED: "warn",
        IssueRequestState.APPROVED: "good",
        IssueRequestState.RETURNED: "bad",
    },
    DisputeOutcome: {
        DisputeOutcome.UPHELD: "info",
        DisputeOutcome.REASSIGNED: "good",
        DisputeOutcome.REWORDED: "good",
    },
}


def notice_number(year: int, number: int, translate: Callable[[str], str] = str) -> str:
    """The number of a notice as it is printed: 交办通知〔2025〕3号."""
    return translate(N_("交办通知〔{year}〕{number}号")).format(year=year, number=number)
