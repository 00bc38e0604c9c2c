"""What moved in a stretch of days: the tasks at its beginning beside those at its end, and what was done in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.reports.figure_tasks import TaskLine
from tracker.rules.days import official_day
from tracker.rules.report_facts import ReportFacts
from tracker.rules.statuses import TaskState, UpdateState


@dataclass(frozen=True)
class Movement:
    """The moves from `first` to `last`, as ids of tasks unless they say otherwise.

    `advanced`: by task, the percent at the beginning and at the end, where it rose. `put_off`: those whose limit was put off
    (again). `accepted`, `returned`: reports decided in the stretch and standing so at its end, each with its share. `orders`: those
    issued in it.
    """

    first: date
    last: date
    issued: tuple[int, ...]
    closed: tuple[int, ...]
    newly_late: tuple[int, ...]
    caught_up: tuple[int, ...]
    put_off: tuple[int, ...]
    advanced: Mapping[int, tuple[int, int]]
    accepted: tuple[tuple[int, int], ...]
    returned: tuple[tuple[int, int], ...]
    orders: tuple[int, ...]


def movement_of(first: date, facts: ReportFacts, before: tuple[TaskLine, ...], after: tuple[TaskLine, ...]) -> Movement:
    """What moved since the end of the day before `first`; `before` are the lines of then, empty where nothing was issued yet."""
    then = {line.id: line for line in before}
    decided = [u for u in facts.updates if u.decided_at is not None and first <= official_day(u.decided_at) <= facts.as_of]
    return Movement(
        first=first,
        last=facts.as_of,
        issued=tuple(line.id for line in after if _is_issued(line) and not _is_issued(then.get(line.id))),
        closed=tuple(line.id for line in after if _is_closed(line) and not _is_closed(then.get(line.id))),
        newly_late=tuple(line.id for line in after if _is_late(line) and not _is_late(then.get(line.id))),
        caught_up=tuple(line.id for line in after if _is_late(then.get(line.id)) and not _is_late(line)),
        put_off=tuple(line.id for line in after if line.extensions > _extensions(then.get(line.id))),
        advanced=_advanced(then, after),
        accepted=tuple((update.id, update.share_id) for update in decided if update.state is UpdateState.ACCEPTED),
        returned=tuple((update.id, update.share_id) for update in decided if update.state is UpdateState.RETURNED),
        orders=tuple(order.id for order in facts.orders if first <= order.issued_on <= facts.as_of),
    )


def _advanced(then: Mapping[int, TaskLine], after: tuple[TaskLine, ...]) -> dict[int, tuple[int, int]]:
    risen = {}
    for line in after:
        was = then[line.id].percent if line.id in then else 0
        if line.percent > was:
            risen[line.id] = (was, line.percent)
    return risen


def _is_issued(line: TaskLine | None) -> bool:
    return line is not None and line.state is not TaskState.DRAFT


def _is_closed(line: TaskLine | None) -> bool:
    return line is not None and line.state is TaskState.CLOSED


def _is_late(line: TaskLine | None) -> bool:
    return line is not None and line.reason_code == "overdue"


def _extensions(line: TaskLine | None) -> int:
    return line.extensions if line else 0
