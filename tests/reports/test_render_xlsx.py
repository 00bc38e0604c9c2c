"""A paper's tables as a workbook."""

import io

from openpyxl import Workbook, load_workbook

from tests.reports.samples import sample_paper
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex
from tracker.reports.render_xlsx import to_workbook
from tracker.reports.tables import sheet_name


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def test_the_overview_comes_first_and_each_table_has_a_sheet() -> None:
    book = opened(to_workbook(sample_paper()))
    assert book.sheetnames == ["总览", "一、总体情况", "附件1 任务进展情况一览表"]
    overview = {row[0].value: row[1].value for row in book["总览"].iter_rows()}
    assert overview["标题"] == "关于《示例县促进就业三年行动实施方案》落实情况的督查报告"
    assert overview["表2"] == "附件1 任务进展情况一览表"


def test_figures_are_numbers_and_days_are_text() -> None:
    sheet = opened(to_workbook(sample_paper()))["附件1 任务进展情况一览表"]
    assert sheet.max_row == 151
    assert (sheet.cell(2, 1).value, sheet.cell(2, 5).value) == (1, "2025-12-31")
    assert sheet.freeze_panes == "B2"


def test_nothing_that_was_written_becomes_a_formula() -> None:
    table = f"| 任务 | 值 |\n|---|---|\n| {cell('=HYPERLINK(1)')} | {cell('+1')} |"
    sheet = opened(to_workbook(sample_paper(body=table, annexes=())))["正文"]
    assert [(found.data_type, found.value) for found in sheet[2]] == [("s", "=HYPERLINK(1)"), ("s", "+1")]


def test_names_of_sheets_are_cleaned_and_unlike() -> None:
    taken: set[str] = set()
    names = [
        sheet_name(title, taken) for title in ("甲/乙:丙[1]*?", "甲/乙:丙[1]*?", "长" * 40, "长" * 40, "''", "History".upper())
    ]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_annexes_of_one_name_and_long_ones_still_make_a_file() -> None:
    table = "| 序号 |\n|---|\n| 1 |"
    annexes = (Annex("很长的附件名称" * 8, f"{table}\n\n说明\n\n{table}"), Annex("a'", table))
    assert len(opened(to_workbook(sample_paper(body="无表。", annexes=annexes))).sheetnames) == 4


def test_the_same_paper_gives_the_same_bytes() -> None:
    data = to_workbook(sample_paper())
    assert data == to_workbook(sample_paper())
    assert opened(data).properties.created.date() == sample_paper().issued_on  # and does not tell when it was made


def test_a_sheet_prints_across_the_page_with_its_head_on_each() -> None:
    book = load_workbook(io.BytesIO(to_workbook(sample_paper())))
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
    assert book.properties.creator == sample_paper().issuer
