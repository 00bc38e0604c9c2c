"""Counts and rates for the board and the report: shares that add up, and rates that cannot pass a hundred."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.rules.quantities import half_up
from tracker.rules.statuses import RECEIVED_UPDATE_STATES, UpdateState

_TENTH = Decimal("0.1")
_WHOLE_IN_TENTHS = 1000


def shares(counts: Mapping[str, int]) -> dict[str, Decimal]:
    """What each count is of their sum, in percent with one place, adding up to exactly 100.0.

    The tenths that rounding down leaves over go to the largest remainders (of equal ones, to the first), so that a
    printed table is never out by 0.1. All 0.0 where there is nothing to share. ValueError for a negative count.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count cannot be negative")
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, Decimal("0.0"))
    tenths = {name: count * _WHOLE_IN_TENTHS // total for name, count in counts.items()}
    left_over = _WHOLE_IN_TENTHS - sum(tenths.values())
    by_remainder = sorted(counts, key=lambda name: counts[name] * _WHOLE_IN_TENTHS % total, reverse=True)
    for name in by_remainder[:left_over]:
        tenths[name] += 1
    return {name: number * _TENTH for name, number in tenths.items()}


def rate(part: int, whole: int, places: int = 1) -> Decimal | None:
    """What the part is of the whole, in percent, rounded half up (四舍五入); None where there is no whole.

    A hundred only where all is there: 1999 of 2000 read 99.9. For parts of one whole that stand side by side see `shares`.
    """
    if not whole:
        return None
    found = half_up(Decimal(part * 100) / whole, places)
    return found if part >= whole else min(found, 100 - Decimal(1).scaleb(-places))


@dataclass(frozen=True)
class ReportingRow:
    """One report owed: a unit's share of a task for one period, and how far its latest version has come.

    `submitted_on` is the day on which that version left the unit; `state` is None where nothing was begun. `is_exempt`: the
    office asks no report (免报).
    """

    unit: str
    cutoff: date
    submitted_on: date | None
    state: UpdateState | None
    is_exempt: bool = False


@dataclass(frozen=True)
class ReportingTally:
    """How reporting stands: `expected` = `received` + `returned` + `missing`; `on_time` ≤ `accepted` ≤ `received`.

    `received` are with the office, accepted or waiting; `returned` are back with the unit; `missing` never left it. `late`
    (迟报) are received and left the unit after the cut-off. `exempt` (免报) stand beside all these: they are not expected.
    """

    expected: int
    received: int
    on_time: int
    accepted: int
    returned: int
    missing: int
    late: int = 0
    exempt: int = 0

    @property
    def reported_rate(self) -> Decimal | None:
        """Accepted out of expected, in percent; None where nothing was expected."""
        return rate(self.accepted, self.expected)

    @property
    def on_time_rate(self) -> Decimal | None:
        """Accepted and submitted in time out of expected, in percent; None where nothing was expected."""
        return rate(self.on_time, self.expected)


def tally(rows: Iterable[ReportingRow]) -> ReportingTally:
    """The tally of the reports owed, one row for each.

    Only accepted reports count as reported, or empty ones would be rewarded; whether one is on time is judged by the day
    on which it was submitted, since the office's own delay is not the unit's (design.md section 5, domain.md a5). What was
    waived and came all the same counts like any other.
    """
    found = list(rows)
    owed = [row for row in found if not is_waived(row)]
    accepted = [row for row in owed if row.state is UpdateState.ACCEPTED]
    received = [row for row in owed if row.state in RECEIVED_UPDATE_STATES]
    returned = sum(row.state is UpdateState.RETURNED for row in owed)
    return ReportingTally(
        expected=len(owed),
        received=len(received),
        on_time=sum(row.submitted_on is not None and row.submitted_on <= row.cutoff for row in accepted),
        accepted=len(accepted),
        returned=returned,
        missing=len(owed) - len(received) - returned,
        late=sum(came_late(row) for row in received),
        exempt=len(found) - len(owed),
    )


def is_waived(row: ReportingRow) -> bool:
    """True where the report is not expected: waived, and not with the office."""
    return row.is_exempt and row.state not in RECEIVED_UPDATE_STATES


def came_late(row: ReportingRow) -> bool:
    """True for a report (迟报) that left its unit after the cut-off."""
    return row.submitted_on is not None and row.submitted_on > row.cutoff


@dataclass(frozen=True)
class DutyTally:
    """How many of the reports that units owe by one day (定期报告) came; `on_time` by the day of submission.

    `submitted` have reached the office, whether or not it has taken receipt (`received`); `missing` are past their day.
    """

    due_on: date
    expected: int
    submitted: int
    received: int
    on_time: int
    returned: int
    missing: int
