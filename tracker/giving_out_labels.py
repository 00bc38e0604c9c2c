"""Chinese words for giving out: second words, notices, disputes. Part of the tables of `tracker/labels.py`."""

from enum import StrEnum

from tracker.marking import N_
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
        DisputeOutcome.UPHELD: N_("维持交办"),
        DisputeOutcome.REASSIGNED: N_("改由其他单位承办"),
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


def notice_number(year: int, number: int) -> str:
    """The number of a notice as it is printed: 交办通知〔2025〕3号."""
    return f"交办通知〔{year}〕{number}号"
