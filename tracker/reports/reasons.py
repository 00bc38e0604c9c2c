"""Why a task has its light, with each figure of the reason cited."""

from tracker.reports.composition import Composition, days_late, percent_rows, task_percent
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import reason_text

# Worst first: the order of sentences and of lists. What is only due soon is no fault and stands among the requests.
FAULTS = ("overdue", "unreported_2", "far_behind", "unreported_1", "behind")


def cited_reason(work: Composition, line: TaskLine) -> str:
    """The reason in words."""
    numbers: dict[str, int | str] = {name: _cited(work, line, name) for name in line.numbers}
    if line.numbers.get("days_left") == 0:  # said in words: 今日到期
        numbers["days_left"] = 0
    return reason_text(line.reason_code, numbers)


def situation_text(work: Composition, line: TaskLine) -> str:
    """What is wrong with a late or lagging task, and how far it has come."""
    reason = cited_reason(work, line)
    if line.percent == 100 and line.lead and line.holding:
        return f"{reason}，牵头单位已完成，所列单位尚未完成"
    return reason if "percent" in line.numbers else f"{reason}，完成{task_percent(work, line)}"


def faulty(work: Composition) -> list[TaskLine]:
    """The tasks that are late or behind, the worst first; of a unit only those that it has to answer for itself."""
    found = [line for line in work.figures.tasks if line.reason_code in FAULTS and line.situation]
    if work.scope.unit_id is not None:
        found = [line for line in found if answerable(line)]
    return sorted(found, key=lambda line: (FAULTS.index(line.reason_code), -line.days_late, line.position))


def answerable(line: TaskLine) -> tuple[str, ...]:
    """The units that a late or lagging task is put to: who did not report, where that is the fault, else who holds it up."""
    return line.unreported if line.reason_code.startswith("unreported") else line.holding


def _cited(work: Composition, line: TaskLine, name: str) -> str:
    key, value, task = f"task.{line.id}.{name}", line.numbers[name], (("task", line.id),)
    match name:
        case "percent":
            return task_percent(work, line).removesuffix("%")
        case "days_late":
            return days_late(work, line)
        case "days_left":
            return work.cites.cite(key, Rule.DAYS_LEFT, value, task)
        case "periods":
            return work.cites.cite(key, Rule.PERIODS, value, rows_of("assignment", line.missed_ids))
        case "extensions":
            return work.cites.cite(key, Rule.EXTENSIONS, value, task)
        case "planned":
            return work.cites.cite(key, Rule.PLANNED, value, task)
        case _:
            return work.cites.cite(key, Rule.BEHIND, value, percent_rows(line))
