"""What Word documents and web pages share: rows of tables as lines, numbers in their marks, and a bound on the text made."""

from collections.abc import Iterable

from tracker.intake.errors import IntakeError
from tracker.intake.limits import Limits

# Cells of a table row, and paragraphs inside a cell.
CELL, CELL_LINE = "\t", "\u2028"
# A cell that spans more columns or rows than this is forged.
MOST_SPANNED = 100


def whole(text: str | None, default: int, most: int) -> int:
    """A whole number out of the marks of a document, at most `most`; the default for anything else."""
    return min(int(text), most) if text and text.isdecimal() and len(text) < 10 else default


def row_line(cells: list[str], limits: Limits) -> str:
    """A row as a line of cells; a single cell across the whole table is a heading inside it."""
    if sum(map(len, cells)) > limits.max_characters:
        raise too_long(limits)
    return cells[0] if len(set(cells)) == 1 else CELL.join(cells)


def table_line(row: list[str]) -> str:
    """A row as a line of cells; a row that has only its first cell, or one across, is a title or a heading between rows."""
    filled = {cell for cell in row if cell}
    if len(filled) == 1 and row[0] and not row[0].isdecimal() and (len(set(row)) == 1 or not any(row[1:])):
        return row[0]
    return CELL.join(row) if filled else ""


def gather(pieces: Iterable[str], limits: Limits) -> str:
    """The pieces joined, refused as soon as they grow too long: spanned cells may multiply a small file.

    A piece without text counts for a character, for markup without end takes its time too.
    """
    found, length, lines = [], 0, 0
    for piece in pieces:
        length += len(piece) or 1
        lines += len(piece) > 1 and piece.endswith("\n")
        if length > limits.max_characters:
            raise too_long(limits)
        if lines > limits.max_lines:
            raise too_many_lines(limits)
        found.append(piece)
    return "".join(found)


def check_length(text: str, limits: Limits) -> None:
    """Nothing for a text of a length that a plan may have; otherwise the refusal."""
    if len(text) > limits.max_characters:
        raise too_long(limits)
    if text.count("\n") > limits.max_lines:
        raise too_many_lines(limits)


def too_long(limits: Limits) -> IntakeError:
    """The refusal of a text that is longer than any plan."""
    return IntakeError(
        "too_large",
        "这份文件的文字超过 %(limit)s 字，不像一份方案。请只保留方案正文后再上传。",
        limit=limits.max_characters,
    )


def too_many_lines(limits: Limits) -> IntakeError:
    """The refusal of a text with more lines, or a table with more rows, than any plan."""
    return IntakeError(
        "too_large", "这份文件超过 %(limit)s 行，不像一份方案。请只保留方案正文和任务表后再上传。", limit=limits.max_lines
    )


def too_many_cells(limits: Limits) -> IntakeError:
    """The refusal of tables with more cells than any plan."""
    return IntakeError(
        "too_large", "这份文件的表格超过 %(limit)s 格，不像一份方案。请只保留任务表后再上传。", limit=limits.max_cells
    )
