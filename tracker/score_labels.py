"""Chinese words for scores. Part of the tables of `tracker/labels.py`, `tracker/act_labels.py` and `tracker/sentences.py`."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.moves import Subject
from tracker.rules.scores import Excuse, Fault, ScoreState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    ScoreState: {
        ScoreState.DRAFT: N_("征求意见"),
        ScoreState.APPROVED: N_("已审定"),
        ScoreState.WITHDRAWN: N_("已作废"),
    },
    Fault: {
        Fault.OVERDUE: N_("任务逾期"),
        Fault.MISSING: N_("未报送"),
        Fault.ORDER: N_("被督办"),
        Fault.RETURNED: N_("填报被退回"),
        Fault.LATE: N_("迟报"),
        Fault.EMPTY: N_("连续两期无进展"),
    },
    Excuse: {
        Excuse.SAME_MATTER: N_("同一事项已扣，不重复计"),
        Excuse.CAPPED: N_("本任务已扣至上限"),
        Excuse.EXTENDED: N_("经批准延期，不计"),
        Excuse.EXEMPT: N_("免报，不计"),
        Excuse.SUSPENDED: N_("任务中止，不计"),
        Excuse.EXCLUDED: N_("办公室认定不计"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {ScoreState: {ScoreState.DRAFT: "warn", ScoreState.APPROVED: "good"}}

MOVES: dict[tuple[str, str], str] = {
    (Subject.SCORE_SHEET, "approve"): N_("审定"),
    (Subject.SCORE_SHEET, "withdraw"): N_("作废"),
}

EVENTS: dict[tuple[str, str], str] = {
    ("plan", "score_on"): N_("启用考核"),
    ("plan", "score_off"): N_("停用考核"),
    (Subject.SCORE_SHEET, "draw"): N_("生成考核工作表"),
    (Subject.SCORE_SHEET, "exclude"): N_("认定不计分"),
    (Subject.SCORE_SHEET, "include"): N_("恢复计分"),
    (Subject.SCORE_SHEET, "remark"): N_("对考核提出意见"),
    (Subject.SCORE_SHEET, "answer"): N_("答复考核意见"),
    (Subject.SCORE_SHEET, "download"): N_("导出考核工作表"),
}
