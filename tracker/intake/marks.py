"""What every stretch of the source became: title, section, label, units by role, commitments, time limits, or no measure and why.

Marks may nest (a unit inside its bracket), and come out by place, the outer before the inner.
"""

from collections.abc import Iterable, Iterator

from tracker.intake.attribution import Attribution, find_attributions
from tracker.intake.header_marks import header_marks
from tracker.intake.kinds import MarkKind
from tracker.intake.measures import Placed
from tracker.intake.mentions import locate
from tracker.intake.model import Mark, Measure
from tracker.intake.outline import Node
from tracker.intake.reading import Reading, headings
from tracker.intake.selection import heading
from tracker.intake.tables import Row
from tracker.intake.text import Flow
from tracker.intake.unit_headings import unit_headings

UNREAD_TABLE = "这张任务表没有读入，因为正文各条已写明责任单位。"
_ANNEX_LIST = "它是附件目录"
_LEAD_IN = "它是这一部分开头的话，没有编号"
_ROLES = (MarkKind.LEAD, MarkKind.RESPONSIBLE, MarkKind.SUPPORTING)
# Marks of one family lie apart or one inside the other; the family bears the name of one of its kinds.
_LINES = (MarkKind.LABEL, MarkKind.MEASURE_TITLE, MarkKind.SECTION, MarkKind.CHECKLIST, MarkKind.SEAT)
_FAMILY = {
    **dict.fromkeys((*_ROLES, MarkKind.IMPLIED), MarkKind.ATTRIBUTION),
    **dict.fromkeys(_LINES, MarkKind.NOT_MEASURE),
}


def find_marks(reading: Reading, others: Iterable[Mark]) -> tuple[Mark, ...]:
    """Every mark of a reading, with those that were found elsewhere (annexes, duties, short forms)."""
    found = [*header_marks(reading.header, reading.parts), *others]
    headed = unit_headings(reading.roots)
    for placed in reading.placed:
        found.extend(_of_measure(placed))
        if own := headed.get(id(placed.chosen.node)):
            found.extend(_attribution(placed.chosen.text, own, placed.measure.ordinal))
    if reading.read:
        found.extend(_of_tables(reading))
    else:
        for node in headings(reading):
            found.extend(_of_heading(node))
            if own := headed.get(id(node)):
                found.extend(_attribution(node.own, own, None))
    found.extend(Mark(MarkKind.NOT_MEASURE, flow.span(), None, _ANNEX_LIST) for flow in reading.parts.listed)
    found.extend(Mark(MarkKind.NOT_MEASURE, table.span, None, UNREAD_TABLE.rstrip("。")) for table in reading.unread)
    return tuple(_nested(sorted(found, key=lambda mark: (mark.span[0], -mark.span[1]))))


def _nested(marks: list[Mark]) -> Iterator[Mark]:
    """The marks without those that torn text makes empty, or half overlap an earlier one of their family."""
    ends: dict[MarkKind, list[int]] = {}
    for mark in marks:
        open_ends = ends.setdefault(_FAMILY.get(mark.kind, mark.kind), [])
        while open_ends and open_ends[-1] <= mark.span[0]:
            open_ends.pop()
        if mark.span[0] < mark.span[1] and (not open_ends or mark.span[1] <= open_ends[-1]):
            open_ends.append(mark.span[1])
            yield mark


def _of_heading(node: Node) -> Iterator[Mark]:
    """A heading with its number; the paragraphs between it and its first item are marked as what opens the section."""
    own = heading(node.own.text)
    first = node.paragraphs[0]
    end = len(node.label.printed) + own.body_at if own.body_at else len(first)
    yield Mark(MarkKind.SECTION, first.cut(0, end).strip("\n").span(), None, own.title)
    for flow in (first.cut(end), *node.paragraphs[1:]):
        if flow.text:
            yield Mark(MarkKind.NOT_MEASURE, flow.span(), None, _LEAD_IN)
    for attribution in find_attributions(node.own.text):
        yield from _attribution(node.own, attribution, None)


def _of_measure(placed: Placed) -> Iterator[Mark]:
    measure, flow, node = placed.measure, placed.chosen.text, placed.chosen.node
    if node.label.shown:
        span = node.paragraphs[0].cut(0, len(node.label.printed)).span()
        yield Mark(MarkKind.LABEL, span, measure.ordinal, node.label.shown)
    yield from _title(flow, measure)
    for clause in measure.clauses:
        if clause.text:
            yield Mark(MarkKind.CLAUSE, clause.span, measure.ordinal)
    for attribution in placed.chosen.attributions:
        yield from _attribution(flow, attribution, measure.ordinal)
    yield from _promises(measure)


def _title(flow: Flow, measure: Measure) -> Iterator[Mark]:
    at = flow.text.find(measure.title) if measure.title else -1
    if at >= 0:
        yield Mark(MarkKind.MEASURE_TITLE, flow.span(at, at + len(measure.title)), measure.ordinal, measure.title)


def _attribution(flow: Flow, attribution: Attribution, ordinal: int | None) -> Iterator[Mark]:
    """A bracket or a line with each of its units; those of a standing statement (以下均由…) stand behind the others.

    Units in a heading belong to every measure under it, and so to none (`ordinal` None).
    """
    start = attribution.start
    yield Mark(MarkKind.ATTRIBUTION, flow.span(start, attribution.end), ordinal)
    for statement in attribution.standing:
        at = flow.text.find(statement.text, start, attribution.end) if statement.units else -1
        if at >= 0:
            implied = [(MarkKind.IMPLIED, name) for name in statement.units]
            yield from _mentioned(flow, at, at + len(statement.text), implied, ordinal)
    printed = [(role, name) for role in _ROLES for name in getattr(attribution, role)]
    yield from _mentioned(flow, start, attribution.end, printed, ordinal)


def _mentioned(flow: Flow, start: int, end: int, names: Iterable[tuple[MarkKind, str]], ordinal: int | None) -> Iterator[Mark]:
    return (Mark(MarkKind(kind), span, ordinal, name) for kind, name, span in locate(flow, start, end, names))


def _promises(measure: Measure) -> Iterator[Mark]:
    for target in measure.targets:
        if target.span:
            yield Mark(MarkKind.TARGET, target.span, measure.ordinal, target.indicator)
    for limit in measure.deadlines:
        yield Mark(MarkKind.DEADLINE, limit.span, measure.ordinal, limit.due or limit.quote)


def _of_tables(reading: Reading) -> Iterator[Mark]:
    """The rows of the tables that hold the measures, and their chapters."""
    measures = {measure.span: measure for measure in reading.measures}
    for row in (row for table in reading.read for row in table.rows):
        if row.chapter:
            yield Mark(MarkKind.SECTION, row.span, None, row.chapter)
        elif measure := measures.get(row.span):
            yield from _of_row(row, measure)


def _of_row(row: Row, measure: Measure) -> Iterator[Mark]:
    if "label" in row.cells:
        yield Mark(MarkKind.LABEL, row.cells["label"].span(), measure.ordinal, measure.label)
    titled = row.cells.get("title") or row.cells.get("content")
    if titled:
        yield from _title(titled, measure)
    for role in _ROLES:
        cell = row.cells.get(role)
        if cell:
            yield Mark(MarkKind.ATTRIBUTION, cell.span(), measure.ordinal)
            names = [(role, name) for name in getattr(measure, role)]
            yield from _mentioned(cell, 0, len(cell), names, measure.ordinal)
    yield from _promises(measure)
