"""Word documents in their odder forms: lists that Word numbers, changes that it tracks, what is hidden, boxed or nested."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.intake import word
from tracker.intake import parse
from tracker.intake.forms import docx
from tracker.intake.limits import Limits

RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
CHAPTER, ITEM = ("chineseCountingThousand", "%1、", ""), ("chineseCountingThousand", "（%2）", "")


def lines(fill: Callable[[Any], None]) -> list[str]:
    """The lines of a document with the given content."""
    return docx.read(word.document(fill), Limits()).text.split("\n")


def numbered_lines(levels: list[tuple[str, str, str]], places: list[int], override: str = "") -> list[str]:
    """The numbers of paragraphs at the given levels of a list."""

    def fill(doc: Any) -> None:
        word.define_list(doc, 201, levels, override)
        for level in places:
            word.numbered(doc, "甲", level, number=201)

    return [line.removesuffix("甲") for line in lines(fill)]


def test_a_number_may_show_the_levels_above_it() -> None:
    levels = [CHAPTER, ("decimal", "%1.%2", ""), ("decimal", "%1.%2.%3", "")]
    assert numbered_lines(levels, [0, 1, 1, 2, 0, 1]) == ["一、", "一.1", "一.2", "一.2.1", "二、", "二.1"]


def test_a_legal_number_shows_all_levels_in_digits() -> None:
    levels = [CHAPTER, ("chineseCountingThousand", "%1.%2", "<w:isLgl/>")]
    assert numbered_lines(levels, [0, 0, 1, 1]) == ["一、", "二、", "2.1", "2.2"]


def test_numbers_may_run_on_across_chapters() -> None:
    running = (*ITEM[:2], '<w:lvlRestart w:val="0"/>')
    assert numbered_lines([CHAPTER, running], [0, 1, 1, 0, 1]) == ["一、", "（一）", "（二）", "二、", "（三）"]
    by_chapter = ("decimal", "%3.", '<w:lvlRestart w:val="1"/>')
    assert numbered_lines([CHAPTER, ITEM, by_chapter], [0, 1, 2, 1, 2, 0, 1, 2])[4] == "2."


def test_a_list_may_start_elsewhere() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride>'
    assert numbered_lines([CHAPTER], [0, 0], override) == ["十二、", "十三、"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("chineseCounting", ["九", "十", "十一", "二十", "二十一", "一百零一"]),
        ("ideographDigital", ["九", "一〇", "一一", "二〇", "二一", "一〇一"]),
        ("chineseLegalSimplified", ["玖", "壹拾", "壹拾壹", "贰拾", "贰拾壹", "壹佰零壹"]),
        ("decimalFullWidth", ["９", "１０", "１１", "２０", "２１", "１０１"]),
        ("decimalEnclosedCircleChinese", ["⑨", "⑩", "⑪", "⑳", "㉑", "101"]),
        ("ideographEnclosedCircle", ["㊈", "㊉", "11", "20", "21", "101"]),
        ("decimalEnclosedParen", ["⑼", "⑽", "⑾", "⒇", "21)", "101)"]),
        ("ideographTraditional", ["壬", "癸"]),
        ("decimalZero", ["09", "10"]),
        ("upperRoman", ["IX", "X", "XI", "XX", "XXI", "CI"]),
        ("lowerLetter", ["i", "j"]),
        ("bullet", ["", ""]),
        ("none", ["", ""]),
    ],
)
def test_numbers_are_written_as_word_writes_them(kind: str, shown: list[str]) -> None:
    starts = [9, 10, 11, 20, 21, 101][: len(shown)]
    starting = [f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' for start in starts]
    assert [numbered_lines([(kind, "%1", "")], [0], override)[0] for override in starting] == shown


def test_a_style_may_stand_for_a_level_of_a_list() -> None:
    def fill(doc: Any) -> None:
        word.define_list(doc, 201, [("chineseCountingThousand", "%1、", '<w:pStyle w:val="Heading1"/>'), ITEM])
        word.number_style(doc, "Heading 1", 201)
        doc.add_paragraph("主要任务", style="Heading 1")
        word.numbered(doc, "甲项。", 1, number=201)
        doc.add_paragraph("保障措施", style="Heading 1")

    assert lines(fill) == ["一、主要任务", "（一）甲项。", "二、保障措施"]


def test_a_number_without_a_mark_is_kept_apart_from_a_year() -> None:
    def fill(doc: Any) -> None:
        word.define_list(doc, 201, [("decimal", "%1", "")])
        word.numbered(doc, "2025年底前完成", 0, number=201)

    assert lines(fill) == ["1.2025年底前完成"]


def body(*paragraphs: str) -> Callable[[Any], None]:
    return lambda doc: [word.add(doc, f"<w:p>{paragraph}</w:p>") for paragraph in paragraphs]


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        pytest.param(RUN.format("甲") + f'<w:hyperlink w:anchor="x">{RUN.format("链接")}</w:hyperlink>', "甲链接", id="link"),
        pytest.param(FIELD.format(' DATE \\@ "yyyy" ', RUN.format("2025年")), "2025年", id="field"),
        pytest.param(f'<w:fldSimple w:instr=" REF a ">{RUN.format("附件1")}</w:fldSimple>', "附件1", id="simple field"),
        pytest.param(
            f"<w:r><w:ruby><w:rt>{RUN.format('tuō')}</w:rt><w:rubyBase>{RUN.format('托')}</w:rubyBase></w:ruby></w:r>",
            "托",
            id="ruby",
        ),
        pytest.param(RUN.format("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + RUN.format("乙"), "甲乙", id="footnote"),
        pytest.param(
            f'<w:commentRangeStart w:id="0"/>{RUN.format("甲")}<w:r><w:commentReference w:id="0"/></w:r>',
            "甲",
            id="comment",
        ),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + RUN.format("显"), "显", id="hidden"),
        pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', "显", id="not hidden"),
        pytest.param(
            f'<w:moveFrom w:id="1">{RUN.format("旧")}</w:moveFrom><w:moveTo w:id="2">{RUN.format("新")}</w:moveTo>',
            "新",
            id="moved",
        ),
        pytest.param(f"<w:sdt><w:sdtContent>{RUN.format('控件')}</w:sdtContent></w:sdt>", "控件", id="control in a line"),
        pytest.param(f'<w:smartTag w:element="d">{RUN.format("标签")}</w:smartTag>', "标签", id="smart tag"),
    ],
)
def test_what_is_text_in_a_paragraph_and_what_is_not(paragraph: str, text: str) -> None:
    assert lines(body(paragraph)) == [text]


def test_a_paragraph_that_was_deleted_is_not_numbered_and_one_whose_end_was_deleted_goes_on() -> None:
    def fill(doc: Any) -> None:
        word.numbered(doc, "甲项。", 1)
        word.mark_end(word.numbered(doc, "", 1), '<w:del w:id="1" w:author="x"/>')
        word.numbered(doc, "乙项。", 1)
        word.mark_end(doc.add_paragraph("做好"), '<w:del w:id="2" w:author="x"/>')
        doc.add_paragraph("工作。")

    assert lines(fill) == ["（一）甲项。", "（二）乙项。", "做好工作。"]


def test_a_hidden_paragraph_is_not_numbered() -> None:
    def fill(doc: Any) -> None:
        hidden = word.numbered(doc, "隐", 1)
        hidden.runs[0].font.hidden = True
        word.mark_end(hidden, "<w:vanish/>")
        word.numbered(doc, "显。", 1)

    assert lines(fill) == ["（一）显。"]


def test_the_table_of_contents_is_left_out() -> None:
    def fill(doc: Any) -> None:
        gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        word.add(doc, f"<w:sdt>{gallery}<w:sdtContent><w:p>{RUN.format('一、主要任务……1')}</w:p></w:sdtContent></w:sdt>")
        style = doc.styles.add_style("toc 1", 1)
        doc.add_paragraph("二、保障措施……3", style=style)
        doc.add_paragraph("一、主要任务")

    assert lines(fill) == ["一、主要任务"]


def test_rows_and_cells_that_were_deleted_are_left_out_and_rows_may_begin_later() -> None:
    def fill(doc: Any) -> None:
        table = doc.add_table(rows=3, cols=3)
        for at, cell in enumerate(table._cells):
            cell.text = str(at)
        word.in_row(table.rows[0], '<w:del w:id="1" w:author="x"/>')
        word.in_row(table.rows[2], '<w:gridBefore w:val="1"/>')
        table.rows[2]._tr.remove(table.rows[2]._tr.tc_lst[0])

    assert lines(fill) == ["3\t4\t5", "\t7\t8"]


def test_a_cell_over_rows_and_columns_stands_in_each() -> None:
    def fill(doc: Any) -> None:
        table = doc.add_table(rows=3, cols=3)
        for at, cell in enumerate(table._cells):
            cell.text = str(at)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "竖"

    assert lines(fill) == ["横\t横\t2", "3\t4\t竖", "6\t7\t竖"]


def test_a_table_in_a_cell_stays_in_it_and_a_table_of_one_cell_is_a_frame() -> None:
    def nested(doc: Any) -> None:
        outer = doc.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "外"
        inner = outer.cell(0, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "乙"

    def framed(doc: Any) -> None:
        cell = doc.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "一、主要任务\n（一）甲项。"
        cell.add_paragraph("（二）乙项。")

    assert [line.split("\t") for line in lines(nested)] == [["外", "甲 乙"]]
    assert lines(framed) == ["一、主要任务", "（一）甲项。", "（二）乙项。"]


def test_a_text_box_in_a_cell_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{RUN.format('框')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice, fallback = f'<mc:Choice Requires="wps">{box}</mc:Choice>', f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent {mc}>{choice}{fallback}</mc:AlternateContent>"

    def fill(doc: Any) -> None:
        table = doc.add_table(rows=1, cols=2)
        table.cell(0, 0)._tc.append(word.element(f"<w:p><w:r>{both}</w:r></w:p>"))
        table.cell(0, 1).text = "甲"

    assert lines(fill) == ["框\t甲"]


def test_footnotes_are_told_of() -> None:
    def fill(doc: Any) -> None:
        doc.add_paragraph("一、主要任务")
        doc.add_paragraph("（一）甲项。做。（责任单位：县甲局）")
        word.add_footnote(doc, "指标由县统计局核定。")

    plan = parse(word.document(fill), "a.docx")
    assert "1 处脚注" in next(issue.message for issue in plan.issues if issue.code == "footnotes")
    assert "统计局" not in plan.source
