"""What of the tasks was adjusted (调整): the annex that sets what was printed beside what holds now (domain.md a7)."""

from tracker.labels import label
from tracker.reports.figures import Figures
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex
from tracker.reports.wording import day_text, one_line, table
from tracker.rules.report_facts import AdjustmentRecord

TITLE = "任务调整情况"


def adjustment_sentence(figures: Figures) -> str:
    """How many tasks were adjusted, with where it stands in full; empty where none was."""
    tasks = len({record.task_id for record in figures.adjustments})
    return f"经批准调整{tasks}项，调整前后的内容和依据见附件“{TITLE}”；" if tasks else ""


def adjustment_annex(figures: Figures) -> Annex | None:
    """Every adjustment with the task, what it was and what it is in full, the document, day and reason; None where there is none.

    The record of the plan's history that it rests on is named by its number.
    """
    if not figures.adjustments:
        return None
    headers = ("序号", "任务", "调整事项", "调整前", "调整后", "理由", "批准日期", "依据")
    return Annex(TITLE, table(headers, "clllllll", [_row(figures, record) for record in figures.adjustments]), landscape=True)


def _row(figures: Figures, record: AdjustmentRecord) -> tuple[str, ...]:
    line = figures.task(record.task_id)
    ground = f"{label(record.ground)}：" if record.ground else "采纳承办异议："
    approval = f"{cell(record.approval)}，" if record.approval else ""
    return (
        str(line.position), cell(f"{line.label}{line.title}"), label(record.kind), one_line(record.before),
        one_line(record.after), ground + one_line(record.reason), day_text(record.granted_on),
        f"{approval}办理记录第{record.seq}条",
    )  # fmt: skip
