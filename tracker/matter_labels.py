"""Chinese words for recurring reports, instructions and ad hoc tasks: titles and tones, as `tracker/labels.py` has them."""

from enum import StrEnum

from tracker.marking import N_, NP_
from tracker.rules.matter_statuses import ExemptionState, InstructionKind, InstructionState, OccurrenceState, TaskSource

TITLES: dict[type[StrEnum], dict[str, str]] = {
    OccurrenceState: {
        OccurrenceState.OPEN: N_("待报送"),
        OccurrenceState.UNIT_REVIEW: N_("待单位审"),
        OccurrenceState.SUBMITTED: N_("已报送"),
        OccurrenceState.RECEIVED: N_("已收件"),
        OccurrenceState.WITHDRAWN: N_("不再要求"),
        OccurrenceState.RETURNED: N_("已退回"),
    },
    ExemptionState: {
        ExemptionState.GRANTED: N_("免报"),
        ExemptionState.REVOKED: NP_("state", "已撤销"),
    },
    InstructionKind: {
        InstructionKind.NOTE: N_("阅示"),
        InstructionKind.SPEED_UP: N_("加快办理"),
        InstructionKind.REOPEN: N_("重新办理"),
        InstructionKind.OPEN: N_("新交办"),
    },
    InstructionState: {
        InstructionState.GIVEN: N_("待落实"),
        InstructionState.ANSWERED: N_("已反馈"),
        InstructionState.SETTLED: N_("已办结"),
    },
    TaskSource: {
        TaskSource.INSTRUCTION: N_("领导批示"),
        TaskSource.MEETING: N_("会议议定"),
        TaskSource.SUPERIOR: N_("上级交办"),
        TaskSource.OTHER: N_("其他"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    OccurrenceState: {
        OccurrenceState.OPEN: "warn",
        OccurrenceState.UNIT_REVIEW: "warn",
        OccurrenceState.SUBMITTED: "info",
        OccurrenceState.RECEIVED: "good",
        OccurrenceState.WITHDRAWN: "muted",
        OccurrenceState.RETURNED: "bad",
    },
    ExemptionState: {
        ExemptionState.GRANTED: "muted",
        ExemptionState.REVOKED: "muted",
    },
    InstructionState: {
        InstructionState.GIVEN: "warn",
        InstructionState.ANSWERED: "info",
        InstructionState.SETTLED: "good",
    },
}
