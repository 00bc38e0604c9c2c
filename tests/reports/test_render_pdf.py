"""The PDF as its readers meet it: every sign of what was written, tables over pages, and the same bytes each time."""

import io

import pdfplumber
import pypdfium2
import pytest

from tests.reports.charts import CHARTS, chart
from tests.reports.gbt9704_measuring import Pdf
from tests.reports.samples import sample_paper
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex, Masthead, Paper
from tracker.reports.references import Reference
from tracker.reports.render_pdf import to_pdf


def read(paper: Paper) -> str:
    """All that the PDF says, without blanks."""
    with pdfplumber.open(io.BytesIO(to_pdf(paper))) as file:
        return "".join("".join((page.extract_text() or "").split()) for page in file.pages)


def short(**over: object) -> Paper:
    return sample_paper(**{"annexes": (), "colophon": (), "body": "正文。", **over})


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_pdf(sample_paper()) == to_pdf(sample_paper())


def test_the_file_is_one_for_the_archive_and_tells_title_and_office() -> None:
    data = to_pdf(short())
    assert b"<pdfaid:part>2" in data
    about = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert (about["Title"], about["Author"]) == (short().title, short().issuer)


def test_headings_and_annexes_are_in_the_outline_and_the_number_comes_after_the_text() -> None:
    annexes = (Annex("任务一览表", "| 序号 |\n|---|\n| 1 |", landscape=True), Annex("数据口径说明", "1. 口径。"))
    document = pypdfium2.PdfDocument(to_pdf(short(body="## 一、总体情况\n\n正文。", annexes=annexes)))
    assert [mark.get_title() for mark in document.get_toc()] == ["一、总体情况", "任务一览表", "数据口径说明"]
    assert document[0].get_textpage().get_text_range().split()[-3:] == ["—", "1", "—"]


def test_every_font_is_inside_the_file() -> None:
    with pdfplumber.open(io.BytesIO(to_pdf(sample_paper()))) as file:
        names = {char["fontname"].split("+")[-1] for page in file.pages[:6] for char in page.chars}
    assert names == {"NotoSerifSC-Regular", "NotoSansSC-Regular"}


@pytest.mark.parametrize(
    "text", ['#import "x"', "$x^2$", "@ref", "#eval(1)", "= 标题", "/* 注 */", "\\u{41}", "a_b_*c*", "<b>加粗</b>"]
)
def test_what_people_write_is_never_read_as_a_program(text: str) -> None:
    table = f"| 项目 |\n|---|\n| {cell(text)} |"
    said = read(short(body=f"写的是{cell(text)}。\n\n{table}", title=f"关于{text}", issuer=text))
    assert said.count("".join(text.split())) >= 4


def test_a_sign_that_no_font_has_leaves_the_rest_readable() -> None:
    assert "联系人𠮷先生" in read(short(body="联系人𠮷先生。")) or "先生" in read(short(body="联系人𠮷先生。"))


def test_a_reference_is_printed_as_its_figure_alone() -> None:
    said = read(short(body="共[12](ref:late)项。", references=(Reference("late", "count", "12", (("task", 1),)),)))
    assert "共12项。" in said


def test_a_row_higher_than_a_page_goes_on_over_the_next() -> None:
    long = f"| 序号 | 进展 |\n|---|---|\n| 1 | {'很长的进展，' * 900}末尾 |"
    pdf = Pdf(to_pdf(short(body=long)))
    assert any("末尾" in line.text for line in pdf.lines)
    assert max(line.bottom for line in pdf.lines if not line.text.startswith("—")) < 263


def test_after_a_wide_annex_the_colophon_is_the_back_of_the_paper() -> None:
    wide = Annex("一览表", "| 序号 |\n|---|\n| 1 |", landscape=True)
    pdf = Pdf(to_pdf(sample_paper(body="正文。", annexes=(wide,))))
    assert (pdf.line("抄送").page % 2, pdf.pages[-1]["width"]) == (0, pytest.approx(210, abs=0.5))
    assert len(pdf.pages) not in {line.page for line in pdf.numbers()}


def test_charts_stand_where_the_text_has_them_and_their_letters_are_readable() -> None:
    body = "\n\n".join(f"见图。\n\n![图](chart:{one['key']})" for one in CHARTS)
    pdf = Pdf(to_pdf(short(body=body, charts=CHARTS)))
    assert all(any(one["title"] in line.text for line in pdf.lines) for one in CHARTS)
    assert min(char["size"] for page in pdf.pages for char in page["chars"]) >= 8.9


def test_a_chart_of_many_units_is_cut_into_pieces_that_fit() -> None:
    units = [f"第{n}镇人民政府" for n in range(60)]
    many = chart("on_time_by_unit", labels=units, series=[{"name": "按时率", "values": list(range(60))}], unit="%")
    pdf = Pdf(to_pdf(short(body=f"![图](chart:{many['key']})", charts=(many,))))
    said = "".join(line.text for line in pdf.lines)
    assert all(unit in said for unit in units)
    assert max(line.bottom for line in pdf.lines if not line.text.startswith("—")) < 263


def test_a_bulletin_has_its_issue_office_and_day_over_the_red_line() -> None:
    pdf = Pdf(to_pdf(short(masthead=Masthead("示例县政务督查", issue="第3期"), number=None)))
    issue, ends = pdf.line("第3期"), pdf.line("示例县就业工作领导小组办公室")
    assert ends.text.endswith("2025年12月3日")
    assert issue.top < ends.top < pdf.rules(1, red=True)[0]["top"]
