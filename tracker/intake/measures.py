"""From chosen items to measures: title, units by role, clauses, and what standing statements add."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.intake.attribution import Attribution, blank_out
from tracker.intake.commitments import find_targets
from tracker.intake.deadlines import limits_in_label, limits_in_text, read_deadline
from tracker.intake.model import Clause, Deadline, Measure, Target
from tracker.intake.outline import Node
from tracker.intake.parts import Parts
from tracker.intake.selection import Chosen, heading
from tracker.intake.standing import Rules, find_rules
from tracker.intake.text import Flow

# No section lays more classes of units on everything that follows; a forged one could, without end.
_MOST_STANDING = 100
_NO_RULES = Rules()


@dataclass(frozen=True)
class Placed:
    """A measure and the item it came from."""

    measure: Measure
    chosen: Chosen


def plan_rules(parts: Parts, roots: list[Node]) -> Rules:
    """Which unit of a list leads, as the plan says before or after its measures or in the headings of its sections."""
    said = (*parts.front, *parts.head, *parts.closing, *(root.paragraphs[0] for root in roots))
    return find_rules(flow.text for flow in said)


def read_measures(chosen: list[Chosen], year: int | None = None, rules: Rules = _NO_RULES) -> list[Placed]:
    """One measure for each chosen item, numbered from 1, with implied units; `year` is that of limits without one.

    `rules` are those that the plan states outside its measures; one said in a measure (列第一位的为牵头单位，下同) holds
    from there.
    """
    first_leads = rules.first
    placed: list[Placed] = []
    for ordinal, item in enumerate(chosen, start=1):
        first_leads = first_leads or any(s.first_leads for a in item.attributions for s in a.standing)
        attributions = [_leading(a, first_leads, rules.starred) for a in item.attributions]
        placed.append(Placed(_measure(ordinal, item, attributions, year), replace(item, attributions=tuple(attributions))))
    return _with_implied(placed)


def _leading(attribution: Attribution, first: bool, starred: bool) -> Attribution:
    """The attribution with its first unit, or its starred ones, leading, where the plan says so and no leading unit is printed."""
    names = attribution.responsible
    if attribution.lead or not names:
        return attribution
    marked = [n for n in names if n in attribution.starred] if starred else []
    if marked:
        return replace(attribution, lead=tuple(marked), responsible=tuple(n for n in names if n not in marked))
    return replace(attribution, lead=names[:1], responsible=names[1:]) if first else attribution


def _measure(ordinal: int, item: Chosen, attributions: list[Attribution], year: int | None) -> Measure:
    text = item.text.text
    named = [a for a in attributions if a.units]
    answering = [*_inherited(item, named), *named]
    said = without(item.text, attributions)
    # A list of units behind the heading is no part of the title.
    head = heading(said.text)
    targets = find_targets(said.cut(head.body_at), year)
    due, ongoing = _when(attributions, targets, year)
    section = item.above[0] if item.above else None
    return Measure(
        ordinal=ordinal,
        label=item.node.label.shown or None,
        section=section.label.number if section else None,
        subsection="".join(n.label.shown for n in item.above[1:]) or None,
        title=head.title,
        text=text,
        span=_span(item.node),
        lead=_united(answering, "lead"),
        responsible=_united(answering, "responsible"),
        supporting=_united(answering, "supporting"),
        clauses=_clauses(item.text, head.body_at, named),
        targets=tuple(targets),
        due=due,
        ongoing=ongoing,
        deadlines=_deadlines(item.text, said, attributions, year),
    )


def _inherited(item: Chosen, named: list[Attribution]) -> list[Attribution]:
    """What the units of a heading above add: all of them where the item names none but supporting ones, else a missing lead."""
    if not any(a.lead or a.responsible for a in named):
        return list(item.inherited)
    return [] if any(a.lead for a in named) else [replace(a, responsible=(), supporting=()) for a in item.inherited]


def _span(node: Node) -> tuple[int, int]:
    paragraphs = [flow for n in node.walk() for flow in n.paragraphs]
    return paragraphs[0].span()[0], paragraphs[-1].span()[1]


def without(flow: Flow, attributions: Iterable[Attribution]) -> Flow:
    """The flow with every attribution blanked out; length and offsets stay."""
    return Flow(blank_out(flow.text, attributions), flow.offsets)


def _united(attributions: list[Attribution], role: str) -> tuple[str, ...]:
    """Units of a role: one list as printed, several as their union in order of first mention."""
    lists: list[tuple[str, ...]] = [getattr(a, role) for a in attributions if getattr(a, role)]
    if len(lists) == 1:
        return lists[0]
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _clauses(flow: Flow, body_at: int, attributions: list[Attribution]) -> tuple[Clause, ...]:
    """One clause for each bracket: the text since the bracket before it."""
    found = []
    start = body_at
    for a in attributions:
        if not a.inline:
            continue
        part = flow.cut(min(start, a.start), a.start).strip()
        found.append(Clause(part.text, part.span(), a.lead, a.responsible, a.supporting))
        start = a.end
    return tuple(found)


def _when(attributions: list[Attribution], targets: list[Target], year: int | None) -> tuple[str | None, bool]:
    """Due date and whether the measure goes on for good: by a printed 完成时限, else the latest date of its targets."""
    printed = " ".join(a.due for a in attributions if a.due)
    if printed:
        limit = read_deadline(printed, year)
        return limit.due, limit.ongoing
    return max((t.due for t in targets if t.due), default=None), False


def _deadlines(text: Flow, said: Flow, attributions: list[Attribution], year: int | None) -> tuple[Deadline, ...]:
    """The time limits that labels print (完成时限), then those of the running text."""
    printed = (limit_of(text, a) for a in attributions if a.due)
    return tuple(limit for flow in printed for limit in limits_in_label(flow, year)) + limits_in_text(said, year)


def limit_of(text: Flow, attribution: Attribution) -> Flow:
    """The time limit as an attribution prints it; the whole attribution where it prints several."""
    start = text.text.find(attribution.due or "", attribution.start, attribution.end)
    return text.cut(start, start + len(attribution.due or "")) if start >= 0 else text.cut(attribution.start, attribution.end)


def _with_implied(placed: list[Placed]) -> list[Placed]:
    """Units of standing statements, on every later measure of the same section that does not list them itself."""
    holding: dict[str | None, dict[str, None]] = {}
    found = []
    for item in placed:
        measure = item.measure
        held = holding.setdefault(measure.section, {})
        here = [s for a in item.chosen.attributions for s in a.standing]
        own = {_bare(name) for name in (*measure.lead, *measure.responsible, *measure.supporting)}
        names = [*held, *(name for s in here if s.here_too for name in s.units)]
        implied = dict.fromkeys(name for name in names if _bare(name) not in own)
        found.append(replace(item, measure=replace(measure, implied=tuple(implied))) if implied else item)
        if len(held) < _MOST_STANDING:
            held.update(dict.fromkeys(name for s in here for name in s.units))
    return found


def _bare(name: str) -> str:
    """各乡镇、街道 names 街道 as 各街道 does."""
    return name.removeprefix("各")
