"""Chinese words for the office's reports. Part of the tables of `tracker/labels.py`, `act_labels.py` and `sentences.py`."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.moves import Subject
from tracker.rules.report_states import ReportState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    ReportState: {
        ReportState.DRAFT: N_("草稿"),
        ReportState.APPROVED: N_("已审定"),
        ReportState.ISSUED: N_("已印发"),
        ReportState.WITHDRAWN: N_("已作废"),
        ReportState.KEPT: N_("已存档"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    ReportState: {ReportState.DRAFT: "warn", ReportState.APPROVED: "info", ReportState.ISSUED: "good"},
}

MOVES: dict[tuple[str, str], str] = {
    (Subject.REPORT, "approve"): N_("审定"),
    (Subject.REPORT, "return"): N_("退回修改"),
    (Subject.REPORT, "issue"): N_("编号印发"),
    (Subject.REPORT, "withdraw"): N_("作废"),
}

EVENTS: dict[tuple[str, str], str] = {
    (Subject.REPORT, "draw"): N_("生成报告"),
    (Subject.REPORT, "edit"): N_("修改报告"),
    (Subject.REPORT, "refresh"): N_("重新取数"),
    (Subject.REPORT, "put_back"): N_("上传定稿文件"),
    (Subject.REPORT, "verify"): N_("核验报告"),
    (Subject.REPORT, "download"): N_("下载报告"),
}

REFUSALS: dict[str, str] = {
    "report_own_draft": N_("起草或者修改过这份报告的人不能审定，请由办公室的另一位主任审定。"),
    "report_figures_differ": N_("报告中有数字与所引数据不符，请改正后再审定。"),
    "report_unproved": N_("报告中对单位的负面表述没有注明依据，请补注数据后再审定。"),
    "report_facts_differ": N_("这份报告现在不能按取数时刻重新算出同样的数字。请退回草稿，重新取数后再印发。"),
}
