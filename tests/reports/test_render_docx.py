"""The Word file as its readers meet it: sections, tables, page numbers, 版记, and the same bytes each time."""

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.table import Table

from tests.reports.samples import sample_paper
from tracker.reports.paper import Annex, Paper
from tracker.reports.render_docx import to_docx
from tracker.reports.setting import title_lines
from tracker.reports.widths import column_widths


def _open(paper: Paper) -> Document:
    return docx.Document(io.BytesIO(to_docx(paper)))


@pytest.fixture(scope="module")
def document() -> Document:
    return _open(sample_paper())


def _ledger(document: Document) -> Table:
    return next(table for table in document.tables if len(table.rows) == 151)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_docx(sample_paper()) == to_docx(sample_paper())


def test_the_file_tells_the_day_of_issue_and_the_office_and_nothing_of_the_program(document: Document) -> None:
    about = document.core_properties
    assert (about.author, about.created.date().isoformat(), about.modified.date().isoformat()) == (
        "示例县就业工作领导小组办公室", "2025-12-03", "2025-12-03",
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(to_docx(sample_paper()))) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(2025, 12, 3)}
        assert "docProps/thumbnail.jpeg" not in package.namelist()


def test_the_wide_annex_lies_across_and_its_margins_turn_with_the_paper(document: Document) -> None:
    upright, across, after = document.sections
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    assert (across.top_margin, across.left_margin) == (upright.left_margin, upright.bottom_margin)
    assert after.start_type == WD_SECTION.NEW_PAGE


def test_every_page_of_the_ledger_repeats_its_head_and_no_row_is_torn(document: Document) -> None:
    rows = list(_ledger(document)._tbl.tr_lst)
    assert [row for row in rows if row.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") is not None] == rows[:1]
    assert all(row.find(f"./{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_table_text_is_smaller_than_the_text_and_not_stretched_to_its_lines(document: Document) -> None:
    assert [document.styles[name].font.size.pt for name in ("表格文字", "横表文字")] == [12, 10.5]
    assert document.styles["表格文字"].paragraph_format.line_spacing == 1.0


def test_the_number_column_is_narrow_and_the_progress_column_wide(document: Document) -> None:
    widths = [int(column.get(qn("w:w"))) for column in _ledger(document)._tbl.tblGrid]
    assert sum(widths) == 12756
    assert min(widths) == widths[0]
    assert max(widths) == widths[5]


def test_odd_pages_are_numbered_at_the_right_and_even_ones_at_the_left(document: Document) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    first = document.sections[0]
    for footer, side in ((first.footer, "right"), (first.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert [code.text for code in line._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert line.text == "— 1 —"
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert line._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_a_landscape_page_has_its_number_turned_at_the_left_edge(document: Document) -> None:
    across, after = document.sections[1:]
    assert across.footer.paragraphs[0].text == ""
    cell = across.header.tables[0]._tbl.tr_lst[0].tc_lst[0]
    assert cell.tcPr.find(qn("w:textDirection")).get(qn("w:val")) == "tbRl"
    assert (after.footer.paragraphs[0].text, after.header.tables) == ("— 1 —", [])


def test_the_colophon_stands_at_the_foot_of_the_last_page(document: Document) -> None:
    table = document.tables[-1]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert table.rows[1].cells[0].text == "示例县就业工作领导小组办公室\t2025年12月3日印发"


def test_after_a_landscape_annex_the_colophon_is_the_back_of_the_paper() -> None:
    paper = sample_paper()
    own = _open(sample_paper(annexes=paper.annexes[:1])).sections[-1]
    assert (own.start_type, own.orientation) == (WD_SECTION.EVEN_PAGE, WD_ORIENT.PORTRAIT)
    assert own.footer.paragraphs[0].text == ""


def test_an_only_annex_has_no_number_and_a_plain_paper_needs_none() -> None:
    one = _open(sample_paper(annexes=(Annex("任务清单", "正文"),)))
    texts = [line.text for line in one.paragraphs]
    assert "附件：任务清单" in texts
    assert "附件" in texts
    bare = _open(sample_paper(annexes=(), colophon=(), number=None, subtitle=None, addressee=None, body=""))
    assert len(bare.sections) == 1


def test_markdown_marks_become_what_official_papers_use(document: Document) -> None:
    lines = {line.text: line for line in document.paragraphs}
    assert "——资金拨付环节较多。" in lines
    numbered = lines["1. 零工驿站建设进度偏慢，3个乡镇尚未开工。"]
    assert [run.text for run in numbered.runs if run.bold] == ["3个乡镇"]
    assert lines["请各牵头单位于2025年12月20日前书面反馈整改情况。"].style.name == "公文引文"


def test_user_text_with_signs_that_xml_forbids_still_makes_a_file() -> None:
    odd = _open(sample_paper(title="关于\x0b落实情况" * 100, issuer="办公室\x00", body="完成\x02<b>加粗</b> & 其他"))
    assert "完成加粗 & 其他" in [line.text for line in odd.paragraphs]


def test_a_signature_never_stands_alone_on_its_page() -> None:
    plain = _open(sample_paper(annexes=(), colophon=()))
    assert all(line.paragraph_format.keep_with_next for line in plain.paragraphs[-5:-1])


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于落实情况的督查报告", ["关于落实情况的督查报告"]),
        (
            "关于《示例县促进就业三年行动实施方案》落实情况的督查报告",
            ["关于《示例县促进就业三年行动实施方案》", "落实情况的督查报告"],
        ),
        (
            "关于《示例县优化生育支持政策促进人口长期均衡发展实施方案》落实情况的督查报告",
            ["关于《示例县优化生育支持政策", "促进人口长期均衡发展实施方案》", "落实情况的督查报告"],
        ),
        ("关于“清理生育限制规定”落实情况的督查专报", ["关于“清理生育限制规定”", "落实情况的督查专报"]),
        ("一" * 30, ["一" * 30]),
        ("关于落实" * 100, ["关于落实" * 100]),
    ],
)
def test_a_long_title_is_cut_where_no_word_is_torn(title: str, lines: list[str]) -> None:
    assert title_lines(title, 20) == lines


def test_columns_fill_the_width_whatever_they_hold() -> None:
    for rows in (
        [["序号", "状态"], ["1", "逾期"]],
        [["序号", "进展"], ["1", "很长的进展" * 50]],
        [[f"很长的表头名称{n}" for n in range(20)]],
        [["", ""], ["", ""]],
    ):
        assert sum(column_widths(rows, 40)) == pytest.approx(40)
