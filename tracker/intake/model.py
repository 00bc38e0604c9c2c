"""What intake makes of a plan: values only, in the shape that `tracker parse --json` prints.

Field order is key order in the JSON, so the same document always prints the same bytes.
Spans are [from, to) offsets into `ParsedPlan.source`.
"""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from tracker.intake.kinds import DeadlineKind as DeadlineKind
from tracker.intake.kinds import MarkKind as MarkKind

Span = tuple[int, int]
Number = int | float
Value = Number | tuple[Number, Number] | None

# Field names that are Python keywords, or that would hide a builtin, carry another name in code.
_JSON_NAMES = {"start": "from"}


@dataclass(frozen=True, slots=True)
class Header:
    """What the plan says of itself before its first section, and where it ends by its own words."""

    title: str | None = None
    document_number: str | None = None
    issuer: tuple[str, ...] = ()
    issued_on: str | None = None
    jurisdiction: str | None = None
    level: str | None = None
    basis: tuple[str, ...] = ()
    sunset: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level heading that holds measures or narrative: number without its mark, and title."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a measure that an attribution of its own closes (事项)."""

    text: str
    span: Span
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified or dated commitment. `value` None: a duty with a date and no number; a pair is a printed range."""

    indicator: str
    value: Value
    comparison: str | None
    unit: str | None
    due: str | None
    start: str | None
    quote: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as printed. `due` is YYYY-MM-DD where it names its day.

    `count`, `day_kind` (工作日, 自然日, 日, 周, 月, 年) and `event` (受理, 收到申请) are of a limit counted from an event, `recurs`
    (yearly, half-yearly, quarterly, monthly, weekly) and `month_day` ("12-01") of one that comes back.
    """

    kind: DeadlineKind
    due: str | None
    count: int | None
    day_kind: str | None
    event: str | None
    recurs: str | None
    month_day: str | None
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """A numbered measure (措施) as printed, with every unit in printed order, repeats kept."""

    ordinal: int
    label: str | None
    section: str | None
    subsection: str | None
    title: str
    text: str
    span: Span
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    targets: tuple[Target, ...] = ()
    due: str | None = None
    ongoing: bool = False
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """A recurring or dated duty laid on a class of units. `month_day` is "12-25"; None when no day is printed."""

    who: tuple[str, ...]
    what: str
    recurs: str
    month_day: str | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    measure: int | None
    quote: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """（以下简称…）: short and long form, `kind` is "document" or "unit"."""

    short: str
    long: str
    kind: str


@dataclass(frozen=True, slots=True)
class Post:
    """A further post of the same member of a leading group."""

    unit: str
    post: str


@dataclass(frozen=True, slots=True)
class Member:
    """A seat in the leading group: body and post. The person's name is read over and never kept."""

    role: str
    unit: str
    post: str
    also: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadingGroup:
    """领导小组: where its office sits, and its seats."""

    office_at: str | None
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit in days inside a checklist; `day_kind` as printed (工作日, 自然日, 日)."""

    what: str
    days: int
    day_kind: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of conditions or papers in an annex."""

    title: str
    items: tuple[str, ...]
    deadlines: tuple[TimeLimit, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something the office should look at: error (cannot stand), doubt (please check) or note (for information)."""

    severity: str
    code: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source and what it became; marks may nest.

    `measure` is the ordinal of the measure it belongs to. `value` is what was read: a unit's name, a day, a title, the
    reason why a numbered paragraph is no measure (Chinese).
    """

    kind: MarkKind
    span: Span
    measure: int | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """A plan as read from one document."""

    plan: Header
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    obligations: tuple[Obligation, ...]
    plan_targets: tuple[Target, ...]
    abbreviations: tuple[Abbreviation, ...]
    leading_group: LeadingGroup | None
    checklists: tuple[Checklist, ...]
    issues: tuple[Issue, ...]
    marks: tuple[Mark, ...] = field(default=(), kw_only=True)
    source: str

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain lists and dicts, ready for JSON, keys in a fixed order."""
        value = _plain(self)
        assert isinstance(value, dict)
        return value


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value):
        return {_JSON_NAMES.get(field.name, field.name): _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
