"""What of the tasks was put off, adjusted or laid to rest: what was printed beside what holds now (domain.md a7)."""

from tracker.labels import label
from tracker.reports.composition import Composition
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex
from tracker.reports.references import Rule
from tracker.reports.wording import all_units, day_text, one_line, table
from tracker.rules.report_facts import AdjustmentRecord
from tracker.rules.statuses import DROPPED_TASK_STATES, RESTING_TASK_STATES

TITLE = "延期、调整、中止清单"
_LAID_TO_REST = RESTING_TASK_STATES | DROPPED_TASK_STATES


def adjustment_annex(work: Composition) -> Annex | None:
    """Every task put off, adjusted, suspended, merged or ended, each kind in a table of its own; None where there is none."""
    parts = [*_put_off(work), *_adjusted(work), *_resting(work)]
    return Annex(TITLE, "\n\n".join(parts), landscape=True) if parts else None


def _put_off(work: Composition) -> list[str]:
    lines = [work.figures.task(task_id) for task_id in work.figures.extended]
    if not lines:
        return []
    rows = [
        (str(line.position), _name(line), all_units(line.lead or line.responsible), day_text(line.original_due_on),
         day_text(line.due_on), _times(work, line))
        for line in lines
    ]  # fmt: skip
    head = f"延期事项：共{work.count('extended', 'task', work.figures.extended)}项。"
    return [head, table(("序号", "任务", "承办单位", "原定时限", "现时限", "批准延期（次）"), "clllll", rows)]


def _times(work: Composition, line: TaskLine) -> str:
    return work.cites.cite(f"task.{line.id}.extensions", Rule.EXTENSIONS, line.extensions, (("task", line.id),))


def _adjusted(work: Composition) -> list[str]:
    """Each adjustment in full, with the record of the plan's history that it rests on."""
    records = work.figures.adjustments
    if not records:
        return []
    headers = ("序号", "任务", "调整事项", "调整前", "调整后", "理由", "批准日期", "依据")
    tasks = tuple(dict.fromkeys(record.task_id for record in records))
    head = f"调整事项：涉及任务{work.count('adjusted', 'task', tasks)}项。"
    return [head, table(headers, "clllllll", [_row(work, record) for record in records])]


def _row(work: Composition, record: AdjustmentRecord) -> tuple[str, ...]:
    line = work.figures.task(record.task_id)
    ground = f"{label(record.ground)}：" if record.ground else "采纳承办异议："
    approval = f"{cell(record.approval)}，" if record.approval else ""
    return (
        str(line.position), _name(line), label(record.kind), one_line(record.before),
        one_line(record.after), ground + one_line(record.reason), day_text(record.granted_on),
        f"{approval}办理记录第{record.seq}条",
    )  # fmt: skip


def _resting(work: Composition) -> list[str]:
    lines = [line for line in work.figures.tasks if line.state in _LAID_TO_REST]
    if not lines:
        return []
    rows = [(str(line.position), _name(line), all_units(line.lead or line.responsible), label(line.state)) for line in lines]
    head = f"中止、并案、终止事项：共{work.count('resting', 'task', [line.id for line in lines])}项。"
    return [head, table(("序号", "任务", "承办单位", "状态"), "clll", rows)]


def _name(line: TaskLine) -> str:
    return cell(f"{line.label}{line.title}")
