"""The workbook as it is handed out: what stays in sight, what is hidden, what can be chosen, how it prints."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.ledgers.sheets import FIRST, HEAD, KEYS, C
from tracker.ledger_labels import HEADS
from tracker.reports.ledger_book import ABOUT_SHEET, LEDGER_SHEET, Book, BookRow, to_csv, to_xlsx
from tracker.rules.ledger_columns import COLUMNS_VERSION, RowId, base_version, read_row_id
from tracker.rules.statuses import Light

VALUES = {
    "label": "（一）", "title": "增加托位供给", "unit": "县卫生健康局", "role": "牵头", "due": "2025-12-31", "light": "滞后",
    "accepted": "40", "kind": "progress", "percent": "45", "narrative": "=1+1\n- 已新增", "problems": "缺场地",
}  # fmt: skip
BOOK = Book(7, "shili", "示例县任务台账", "填报期：2025年3月", "2025-03", date(2025, 3, 10), [BookRow(42, VALUES, Light.RED)])


@pytest.fixture
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(BOOK)))


def column(name: C) -> int:
    return list(C).index(name) + 1


def test_rows_bear_their_ids_and_versions_out_of_sight(book: Any) -> None:
    sheet = book[LEDGER_SHEET]
    assert read_row_id(sheet.cell(FIRST, 1).value) == RowId(7, 42)
    assert sheet.cell(FIRST, 2).value == base_version(VALUES)
    hidden = sheet.column_dimensions["A"]  # openpyxl tells neighbours that are alike as one
    assert (hidden.hidden, hidden.min, hidden.max) == (True, 1, 2)
    assert sheet.row_dimensions[KEYS].hidden
    told = {row[0].value: row[1].value for row in book[ABOUT_SHEET].iter_rows()}
    assert told["columns_version"] == str(COLUMNS_VERSION)
    assert (told["plan"], told["export"], told["period"], told["as_of"]) == ("shili", "7", "2025-03", "2025-03-10")
    assert book[ABOUT_SHEET].sheet_state == "veryHidden"


def test_the_head_stays_in_sight_and_can_be_filtered_by(book: Any) -> None:
    sheet = book[LEDGER_SHEET]
    assert [cell.value for cell in sheet[HEAD]] == [HEADS[name] for name in C]
    assert sheet.freeze_panes == "E5"
    assert sheet.auto_filter.ref.startswith("A4:")


def test_it_prints_on_a4_across_with_the_head_on_every_page(book: Any) -> None:
    sheet = book[LEDGER_SHEET]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.page_setup.fitToHeight) == ("$4:$4", 0)


def test_choices_are_drop_downs_and_the_percentage_a_whole_number(book: Any) -> None:
    rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in book[LEDGER_SHEET].data_validations.dataValidation}
    assert rules[column(C.KIND)].formula1 == '"有进展,无进展"'
    assert (rules[column(C.PERCENT)].type, rules[column(C.PERCENT)].formula2) == ("whole", "100")


def test_lights_have_a_word_and_a_colour(book: Any) -> None:
    light = book[LEDGER_SHEET].cell(FIRST, column(C.LIGHT))
    assert (light.value, light.fill.fgColor.rgb) == ("滞后", "FFF4B084")


def test_nothing_that_a_user_wrote_is_a_formula(book: Any) -> None:
    cell = book[LEDGER_SHEET].cell(FIRST, column(C.NARRATIVE))
    assert (cell.data_type, cell.value, cell.style.startswith("=")) == ("s", VALUES["narrative"], False)
    assert cell.quotePrefix
    assert '"\'=1+1\n- 已新增"' in to_csv(BOOK).decode("utf-8-sig")


def test_a_row_is_high_enough_for_its_words(book: Any) -> None:
    assert book[LEDGER_SHEET].row_dimensions[FIRST].height > 20


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert to_xlsx(BOOK) == to_xlsx(BOOK)
