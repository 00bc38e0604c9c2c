"""Workbooks as grids: what LibreOffice's own form tells, and files that nobody should open."""

import io
import zipfile
from datetime import date

import pytest

from tracker.intake.errors import IntakeError
from tracker.intake.ledgers.cells import UnreadableCell, read_day, read_percent, read_text
from tracker.intake.ledgers.grids import read_grids
from tracker.intake.ledgers.office import find_table, guess
from tracker.intake.limits import DEFAULT_LIMITS, Limits

CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
MANY = CELL.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"', 1)
WIDE = CELL.replace(
    "<table:table-cell", '<table:table-cell table:number-rows-spanned="999999" table:number-columns-spanned="99"', 1
)


def ods(*rows: str, manifest: str = "<m/>", also: str | None = None) -> bytes:
    """A workbook of one sheet as LibreOffice packs it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        table = f'<table:table table:name="台账">{"".join(rows)}</table:table>'
        package.writestr("content.xml", f'<d xmlns:table="t" xmlns:text="x" xmlns:office="o">{table}</d>')
        if also:
            package.writestr(also, "x")
    return out.getvalue()


def line(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def test_an_ods_tells_percentages_days_and_merged_cells() -> None:
    percent = '<table:table-cell office:value-type="percentage" office:value="0.6"><text:p>60%</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2025-12-31T00:00:00"/>'
    merged = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>甲</text:p></table:table-cell>'
    (grid,) = read_grids(
        ods(line(), line(merged, percent, day), line("<table:covered-table-cell/>", CELL)), "a.ods", DEFAULT_LIMITS
    )
    assert grid.rows == ((), ("甲", 0.6, date(2025, 12, 31)), (None, "x"))
    assert (grid.percents, grid.covered) == (frozenset({(1, 1)}), {(2, 0): (1, 0)})


def test_blank_rows_without_end_are_never_laid_out() -> None:
    (grid,) = read_grids(ods(line(CELL), line("<table:table-cell/>", times=1_048_575)), "a.ods", DEFAULT_LIMITS)
    assert len(grid.rows) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(ods(line(MANY, times=1_048_576)), "zip_bomb", id="a cell in every place"),
        pytest.param(ods(*[line(WIDE)] * 3), "zip_bomb", id="a cell over all places"),
        pytest.param(ods(line(CELL), manifest="<m>encryption-data</m>"), "password_protected", id="a password"),
        pytest.param(ods(line(CELL), also="Basic/Standard/Module1.xml"), "macros", id="macros"),
        pytest.param(
            ods('<table:table-row><table:table-cell office:value-type="float" office:value="many"/>'), "damaged", id="torn"
        ),
    ],
)
def test_what_nobody_should_open_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read_grids(data, "a.ods", DEFAULT_LIMITS)
    assert refused.value.code == code


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(IntakeError, match="太大"):
        read_grids(b"a,b" * 100, "a.csv", Limits(max_bytes=100))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, -1.5])
def test_numbers_that_are_none_are_read_as_text_or_refused(value: float) -> None:
    assert read_day(value) == read_text(value)
    for is_percent in (True, False, None):
        with pytest.raises(UnreadableCell):
            read_percent(value, is_percent)


def test_an_offices_ledger_is_found_below_its_title_and_guessed() -> None:
    table = "示例县任务清单,,\r\n序号,工作任务,责任单位\r\n1,增加托位供给,县卫健局\r\n"
    found = find_table(read_grids(table.encode(), "a.csv", DEFAULT_LIMITS), DEFAULT_LIMITS)
    assert (found.title, found.heads) == ("示例县任务清单", ("序号", "工作任务", "责任单位"))
    assert guess(found.heads) == ("label", "title", "responsible")
