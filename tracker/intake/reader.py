"""From the bytes of a document to a `ParsedPlan`."""

from collections.abc import Iterator

from tracker.intake import issues
from tracker.intake.abbreviations import find_abbreviations
from tracker.intake.annexes import Annex, leading_roster, read_annexes
from tracker.intake.barred import without_bars
from tracker.intake.commitments import find_targets
from tracker.intake.deadlines import plan_year
from tracker.intake.drawn import without_frames
from tracker.intake.errors import IntakeError
from tracker.intake.forms import read_source
from tracker.intake.forms.source import Source
from tracker.intake.glued import unglue
from tracker.intake.header import read_header
from tracker.intake.kinds import MarkKind
from tracker.intake.limits import DEFAULT_LIMITS, Limits
from tracker.intake.marks import UNREAD_TABLE, find_marks
from tracker.intake.measures import Placed, plan_rules, read_measures, without
from tracker.intake.model import Issue, Mark, Obligation, ParsedPlan, Section, Target
from tracker.intake.obligations import find_obligations
from tracker.intake.oneline import unroll
from tracker.intake.outline import Node, build
from tracker.intake.parts import cut
from tracker.intake.reading import Reading, passed_over
from tracker.intake.script import SENTENCE, is_traditional
from tracker.intake.selection import Refused, choose, heading
from tracker.intake.stacked import in_rows
from tracker.intake.tables import Table, find_tables, table_measures
from tracker.intake.text import Flow, tidy
from tracker.intake.unit_issues import NOTE, Places, of_unit_headings, of_units, places_of_units

# A table that follows the title of its annex, white space between them.
_NEAR = 200
_IN_TABLE = "本方案的任务以表格列出，正文中的这一段没有列出责任单位"


def parse(data: bytes, filename: str, limits: Limits = DEFAULT_LIMITS) -> ParsedPlan:
    """The plan that a document holds, every doubt located in its text.

    Measures are the numbered items of the text, or, where the text names no units, the rows of its table of tasks.
    Raises `IntakeError` with one Chinese sentence when the document cannot be read or holds no numbered measure.
    """
    return read_document(in_rows(without_bars(without_frames(read_source(data, filename, limits)))))


def read_document(document: Source) -> ParsedPlan:
    """As `parse`, of a text whose tables stand in it already, a row to a line."""
    source = document.text
    tables = find_tables(source)
    parts = cut(unglue(unroll(paragraphs(source, tables))))
    roots = build(list(parts.body)) if parts.body else []
    chosen, refused = choose(roots)
    header = read_header(parts)
    year = plan_year(header)
    rules = plan_rules(parts, roots)
    placed = read_measures(chosen, year, rules)
    by_table, chapters = table_measures(tables, year, first_leads=rules.first)
    # A text that names units for a few items, with a table that names them for all, has its tasks in the table.
    if len(by_table) > 2 * sum(bool(p.chosen.attributions) for p in placed):
        refused = [*refused, *(Refused(p.chosen.node, _IN_TABLE) for p in placed)]
        return _plan(document, Reading(source, header, parts, roots, [], refused, by_table, chapters, tables, []))
    if not placed:
        if is_traditional(source):
            raise IntakeError("traditional_script", SENTENCE)
        raise IntakeError("no_measures", "没有找到带编号的措施（如“一、”“（一）”“1.”）。请检查上传的是不是方案正文，编号是否完整。")
    measures = [p.measure for p in placed]
    return _plan(document, Reading(source, header, parts, roots, placed, refused, measures, _sections(roots), [], tables))


def paragraphs(source: str, tables: list[Table]) -> list[Flow]:
    """The lines of a text without white space, empty lines and tables of tasks left out."""
    found, at = [], 0
    for start, end in [*(table.span for table in tables), (len(source), len(source))]:
        while at < start:
            line_end = source.find("\n", at, start)
            line_end = start if line_end < 0 else line_end
            found.append(tidy(source, at, line_end))
            at = line_end + 1
        at = max(at, end)
    return [flow for flow in found if flow.text]


def _sections(roots: list[Node]) -> list[Section]:
    return [Section(root.label.number, heading(root.own.text).title) for root in roots if root.label.kind in ("chapter", "heading")]


def _plan(document: Source, reading: Reading) -> ParsedPlan:
    parts = reading.parts
    annexes = read_annexes(parts, reading.source, reading.header.jurisdiction)
    roster = leading_roster(annexes, parts, reading.header.jurisdiction)
    passed = list(passed_over(reading, annexes))
    obligations = _obligations(reading)
    plan_targets = _plan_targets(reading.refused)
    abbreviations = find_abbreviations([*parts.head, *parts.body])
    marks = find_marks(reading, [
        *(mark for annex in annexes for mark in annex.marks),
        *(roster.marks if roster and not any(annex.roster for annex in annexes) else ()),
        *(Mark(MarkKind.NOT_MEASURE, item.span, None, item.reason) for item in passed),
        *(Mark(MarkKind.OBLIGATION, duty.span, duty.measure, duty.what) for duty in obligations if duty.span),
        *(Mark(MarkKind.TARGET, target.span, None, target.indicator) for target in plan_targets if target.span),
        *(Mark(MarkKind.ABBREVIATION, span, None, item.short) for item, span in abbreviations),
    ])  # fmt: skip
    found = [*document.issues, *_issues(reading, annexes, places_of_units(marks)), *issues.of_passed(passed)]
    return ParsedPlan(
        plan=reading.header,
        sections=tuple(reading.sections),
        measures=tuple(reading.measures),
        obligations=tuple(obligations),
        plan_targets=tuple(plan_targets),
        abbreviations=tuple(abbreviation for abbreviation, _ in abbreviations),
        leading_group=roster.group if roster else None,
        checklists=tuple(checklist for annex in annexes for checklist in annex.checklists),
        issues=tuple(sorted(found, key=lambda issue: issue.span[0])),
        marks=marks,
        source=reading.source,
    )


def _issues(reading: Reading, annexes: list[Annex], places: Places) -> Iterator[Issue]:
    yield from issues.of_plan(reading.header.title, reading.measures, reading.roots)
    yield from issues.of_script(reading.source)
    yield from issues.of_parts(reading.parts)
    for annex in annexes:
        yield from issues.of_annex(annex, tasks=_tasks_of(annex, reading))
    yield from issues.of_outline(reading.roots)
    yield from of_unit_headings(reading.roots) if reading.placed else ()
    year = plan_year(reading.header)
    for placed in reading.placed:
        yield from issues.of_measure(placed, year, places)
    if not reading.placed:
        for measure in reading.measures:
            yield from of_units(measure, places)
        for row in (row for table in reading.read for row in table.rows):
            yield from issues.of_row(row, year)
    for table in reading.unread:
        yield Issue(NOTE, "table", UNREAD_TABLE, table.span)


def _tasks_of(annex: Annex, reading: Reading) -> int:
    """How many measures come from the table that an annex holds, or that stands right below its title."""
    start, end = annex.span
    tables = [table.span for table in reading.read if start < table.span[0] < end + _NEAR]
    below = [(first, last) for first, last in tables if not reading.source[end:first].strip()]
    return sum(first <= measure.span[0] < last for measure in reading.measures for first, last in below)


def _obligations(reading: Reading) -> list[Obligation]:
    """Duties in the measures, then those in the closing paragraphs."""
    found = [o for p in reading.placed for o in find_obligations(_said(p), p.measure.ordinal)]
    ordinals = {measure.span: measure.ordinal for measure in reading.measures}
    for row in (row for table in reading.read for row in table.rows if row.span in ordinals):
        for cell in (row.cells.get("title"), row.cells.get("content")):
            found.extend(find_obligations(cell, ordinals[row.span]) if cell else ())
    return found + [o for flow in reading.parts.closing for o in find_obligations(flow, None)]


def _said(placed: Placed) -> Flow:
    return without(placed.chosen.text, placed.chosen.attributions)


def _plan_targets(refused: list[Refused]) -> list[Target]:
    """Numbers that the narrative sections set for the plan as a whole."""
    return [t for item in refused if item.reason != _IN_TABLE for t in find_targets(item.node.own) if t.value is not None]
