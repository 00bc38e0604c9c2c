"""Tables of tasks: 序号 | 工作任务 | 牵头单位 | 责任单位 | 完成时限, one measure to a row."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.intake.attribution import Attribution, read_cell
from tracker.intake.columns import UNIT_COLUMNS, Columns, columns, read_head
from tracker.intake.commitments import find_targets
from tracker.intake.deadlines import limits_in_label, limits_in_text, read_deadline
from tracker.intake.forms.cells import CELL, CELL_LINE
from tracker.intake.model import Measure, Section, Span
from tracker.intake.outline import read_label
from tracker.intake.selection import heading
from tracker.intake.text import Flow, tidy
from tracker.intake.units import looks_like_unit

_SUM = re.compile(r"合计|小计|总计|备注|注[:：]")
# Empty cells that a page or a sheet leaves out at the end of a row: 备注 and the like.
_BLANK_CELLS = 2
# One of several headings between two rows: 二、强化保障.
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^\n]{2,30}")
# Two blanks or more part names; a name may be set wide, each of its letters apart.
_WIDE, _SHORTEST_NAME = re.compile(r"[ \u3000\xa0]{2,}"), 3


@dataclass(frozen=True)
class Row:
    """A row of a table of tasks: cells by what their column holds, and where it stands. `chapter` heads the rows below."""

    cells: dict[str, Flow]
    span: Span
    chapter: str | None = None


@dataclass(frozen=True)
class Table:
    """A table whose head names units."""

    rows: tuple[Row, ...]
    span: Span
    head: Columns


def find_tables(source: str) -> list[Table]:
    """Every table of a text that lists tasks with their units."""
    tables: list[Table] = []
    lines = list(_lines(source))
    at = 0
    while at < len(lines):
        head = read_head(source, lines, at)
        end = _end(source, lines, at, len(head.kinds)) if head else at + 1
        if head:
            rows = _rows([_row(source, span, head) for span in lines[at + 1 : end]])
            if rows:
                tables.append(Table(rows, (lines[at][0], lines[end - 1][1]), head))
        at = end
    return tables


def _rows(rows: list[Row]) -> tuple[Row, ...]:
    """The rows that hold a task or head those that do; nothing where no row names a unit. A task without units is one too."""
    last = max((at for at, row in enumerate(rows) if _names_units(row)), default=-1)
    if last < 0:
        return ()
    return tuple(row for at, row in enumerate(rows) if _names_units(row) or (row.chapter and at < last) or _is_task(row))


def _names_units(row: Row) -> bool:
    return any(row.cells.get(column) for column in UNIT_COLUMNS)


def _is_task(row: Row) -> bool:
    told = [cell.text for column in ("label", "title", "content") if (cell := row.cells.get(column))]
    return any(column in row.cells for column in ("title", "content")) and not any(map(_SUM.match, told))


def _lines(source: str) -> Iterator[Span]:
    at = 0
    for line in source.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _end(source: str, lines: list[Span], head: int, width: int) -> int:
    """The line after the table: rows have as many cells as the head, blank last ones left out, or are headings between two."""
    end = head + 1
    for at in range(head + 1, len(lines)):
        line = source[slice(*lines[at])]
        cells = line.count(CELL) + 1
        if max(2, width - _BLANK_CELLS) <= cells <= width:
            if at > end + 1 and columns(line):
                break  # headings, and then a table of its own
            end = at + 1
        elif cells > 1 or (at > end + 1 and not _HEADING.fullmatch(line.strip())):
            break
    return end


def _row(source: str, span: Span, head: Columns) -> Row:
    start, end = span
    line = source[start:end]
    texts = {"".join(cell.split()) for cell in line.split(CELL)} - {""}
    if len(texts) <= 1:
        # A heading over all columns: one cell, one filled cell, or the same text in each of the cells that were merged.
        return Row({}, span, chapter="".join(texts) or None)
    if columns(line):
        return Row({}, span)
    cells: dict[str, Flow] = {}
    at = start
    for kind, cell in zip(head.kinds, line.split(CELL), strict=False):
        if kind and cell.strip():
            # Two columns of one kind: 责任单位 and 落实单位 both name units, 措施 and 目标 both say what is to be done; of two
            # times the first counts.
            found = _cell(source, at, at + len(cell), units=kind in UNIT_COLUMNS)
            before = cells.get(kind)
            if before is None:
                cells[kind] = found
            elif kind in (*UNIT_COLUMNS, "content") and before.text != found.text:
                cells[kind] = _below(before, found)
        at += len(cell) + 1
    return Row(cells, span)


def _cell(source: str, start: int, end: int, *, units: bool) -> Flow:
    """A cell without white space, a line feed kept between its paragraphs, and between units that wide blanks part."""
    found = Flow()
    at = start
    cell = source[start:end]
    if units and all(len(name.strip()) >= _SHORTEST_NAME and looks_like_unit(name.strip()) for name in _WIDE.split(cell)):
        cell = _WIDE.sub(lambda blanks: CELL_LINE * len(blanks[0]), cell)
    for line in cell.split(CELL_LINE):
        part = tidy(source, at, at + len(line))
        at += len(line) + 1
        if part.text:
            found = _below(found, part) if found.text else part
    return found


def _below(above: Flow, below: Flow) -> Flow:
    return Flow(f"{above.text}\n{below.text}", (*above.offsets, below.offsets[0] - 1, *below.offsets))


def table_measures(
    tables: list[Table], year: int | None = None, *, first_leads: bool = False
) -> tuple[list[Measure], list[Section]]:
    """One measure for each row that names units, and the chapters of the tables as sections; `year` as for `read_deadline`.

    `first_leads` where the plan says, before or after its tables, that the first unit of a list leads.
    """
    measures: list[Measure] = []
    sections: list[Section] = []
    for table in tables:
        section: Section | None = None
        repeated = _repeated_titles(table)
        head = replace(table.head, first_leads=table.head.first_leads or (first_leads and "lead" not in table.head.kinds))
        for row in table.rows:
            if row.chapter:
                section = _section(row.chapter, len(sections) + 1)
                sections.append(section)
            elif row.cells.get("title") or row.cells.get("content"):
                measure = _measure(len(measures) + 1, row, section, year, head)
                title = row.cells.get("title")
                if title and title.text in repeated and "content" in row.cells:
                    measure = replace(measure, title=_content_title(row.cells["content"].text))
                measures.append(measure)
    return measures, sections


def _repeated_titles(table: Table) -> set[str]:
    """Titles that stand over several rows, which only their content tells apart: a cell merged downwards."""
    times = Counter(row.cells["title"].text for row in table.rows if "title" in row.cells)
    return {title for title, count in times.items() if count > 1}


def _content_title(content: str) -> str:
    label = read_label(content)
    return heading(content[len(label.printed) :] if label else content).title


def _section(chapter: str, order: int) -> Section:
    label = read_label(chapter)
    return Section(label.number, chapter[len(label.printed) :]) if label else Section(str(order), chapter)


def _of_all(cells: list[Attribution], role: str) -> tuple[str, ...]:
    return tuple(name for cell in cells for name in getattr(cell, role))


def _measure(ordinal: int, row: Row, section: Section | None, year: int | None, head: Columns) -> Measure:
    empty = Flow()
    title, content = row.cells.get("title", empty), row.cells.get("content", empty)
    targets = [*find_targets(title, year), *find_targets(content, year)]
    printed = row.cells.get("due", empty)
    limit = read_deadline(printed.text, year)
    cells = [read_cell(row.cells[column].text, column, people=head.people) for column in UNIT_COLUMNS if column in row.cells]
    units = {role: _of_all(cells, role) for role in UNIT_COLUMNS}
    if head.first_leads and not units["lead"]:
        units["lead"], units["responsible"] = units["responsible"][:1], units["responsible"][1:]
    return Measure(
        ordinal=ordinal,
        label=row.cells["label"].text if "label" in row.cells else None,
        section=section.number if section else None,
        subsection=None,
        title=heading(title.text or content.text).title,
        text="\n".join(text for text in (title.text, content.text) if text),
        span=row.span,
        lead=units["lead"],
        responsible=units["responsible"],
        supporting=units["supporting"],
        targets=tuple(targets),
        due=limit.due or max((t.due for t in targets if t.due and not limit.ongoing), default=None),
        ongoing=limit.ongoing,
        deadlines=(*limits_in_label(printed, year), *limits_in_text(title, year), *limits_in_text(content, year)),
    )
