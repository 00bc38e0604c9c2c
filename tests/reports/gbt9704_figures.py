"""The figures of GB/T 9704-2012 as data: element, clause, what is expected, and how it is measured in Word and in the PDF.

Figures and clauses as in domain.md d1. Where one of the two cannot show a figure, the row says why instead: the PDF is set in
free stand-ins for fonts that may not be given away, and Word breaks its lines only when it is opened.
Samples: `report` (red head with a number), `upward` (with who signs), `letter` (信函格式), `lines` (nothing but text).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_SECTION

from tests.reports.gbt9704_measuring import CHARACTER, MM, TWIPS, Line, Pdf, Word, attribute, is_turned

FONT = "the PDF is set in a free stand-in: the font may not be given away"
BREAKS = "Word breaks lines and pages when it is opened"
TITLE, SUBTITLE, ADDRESSEE, TEXT = "关于《", "（截至", "县委", "根据《"
LEVELS = ("一、总体", "（一）报送", "1. 进度", "（1）提前")
OFFICE, DAY, NUMBER, MARK = "示例县就业", "2025年12月3日", "示就办督", "示例县人民政府文件"
MIDDLE = 28 + 156 / 2
PITCH = 29.6  # points from line to line in the PDF
SANS = "NotoSansSC"  # stands for 黑体


@dataclass(frozen=True)
class Figure:
    """One figure. `word` and `pdf`: how it is measured, or why it cannot be. `tolerance` in the unit of `expected`."""

    element: str
    clause: str
    expected: Any
    word: Callable[[Word], Any] | str
    pdf: Callable[[Pdf], Any] | str
    tolerance: float = 0
    sample: str = "report"


def characters(millimetres: float) -> float:
    """A length in characters of the text."""
    return millimetres * MM / CHARACTER


def lines_between(above: Line, below: Line) -> int:
    """How many lines are blank between two."""
    return round((below.top - above.top) * MM / PITCH) - 1


def signed(pdf: Pdf) -> tuple[Line, Line]:
    """The signature and the date under the text."""
    date = pdf.line(DAY)
    return pdf.above(date), date


def across(pdf: Pdf) -> dict[str, Any]:
    """The first wide page."""
    return pdf.pages[pdf.line("附件1").page - 1]


def torn(pdf: Pdf) -> list[tuple[str, str]]:
    """Lines of the text that end within a number, or between it and the sign of a date."""
    pairs = zip(pdf.lines, pdf.lines[1:], strict=False)
    text = [(a.text, b.text) for a, b in pairs if a.page == b.page and a.size == b.size == 16]
    return [(above, below) for above, below in text if above[-1].isdigit() and (below[0].isdigit() or below[0] in "年月日")]


def turned_number(pdf: Pdf) -> float:
    """How far the dashes of the turned page number are from the paper's edge, in millimetres."""
    dashes = [char for char in across(pdf)["chars"] if is_turned(char) and char["text"] == "—"]
    return sum(char["x0"] + char["x1"] for char in dashes) / 2 / len(dashes) / MM


def wide_pages_without_head(pdf: Pdf) -> list[int]:
    wide = {number for number, page in enumerate(pdf.pages, 1) if page["width"] > 250}
    return sorted(wide - {line.page for line in pdf.lines if line.text.startswith("序号任务")})


def of_mark(word: Word) -> float:
    """The space above the mark with the white within its line, in millimetres."""
    return int(attribute(word.document.paragraphs[0]._p, "spacing", "line") or 0) / TWIPS + 0.1 * 47 / MM


def printed(word: Word) -> str:
    """The page number as Word shows it before it counts."""
    return str(word.page_number(even=False).text).replace(" ", "")


TEXT_FIGURES = [
    # Paper and type area
    Figure("paper: width, mm", "5.1", 210, lambda w: w.edge("page_width"), lambda p: p.pages[0]["width"], 0.5),
    Figure("paper: height, mm", "5.1", 297, lambda w: w.edge("page_height"), lambda p: p.pages[0]["height"], 0.5),
    Figure("天头, mm", "5.2.1", 37, lambda w: w.edge("top_margin"), lambda p: p.full()[0].top, 1, "lines"),
    Figure("订口, mm", "5.2.1", 28, lambda w: w.edge("left_margin"), lambda p: p.full()[1].left, 1, "lines"),
    Figure("right margin, mm", "5.2.1", 26, lambda w: w.edge("right_margin"), lambda p: 210 - p.full()[1].right, 1, "lines"),
    Figure("bottom margin, mm", "5.2.1", 35, lambda w: w.edge("bottom_margin"), lambda p: 297 - p.full()[-1].bottom, 1, "lines"),
    Figure(
        "版心: width, mm", "5.2.1", 156, lambda w: 210 - w.edge("left_margin") - w.edge("right_margin"),
        lambda p: p.full()[1].right - p.full()[1].left, 1, "lines",
    ),
    Figure(
        "版心: height, mm", "5.2.1", 225, lambda w: 297 - w.edge("top_margin") - w.edge("bottom_margin"),
        lambda p: p.full()[-1].bottom - p.full()[0].top, 1, "lines",
    ),
    # Text
    Figure(
        "lines a page", "5.2.3", 22, lambda w: int(225 * TWIPS / int(w.style("国", "spacing", "line"))),
        lambda p: len(p.full()), 0, "lines",
    ),
    Figure(
        "characters a line", "5.2.3", 28,
        lambda w: int(156 * TWIPS / (320 + int(attribute(w.line("国").style.element.rPr, "spacing", "val") or 0))),
        lambda p: len(p.full()[1].text), 0, "lines",
    ),
    Figure(
        "text: pitch of lines, pt", "3.7, 5.2.3", 29, lambda w: int(w.style("国", "spacing", "line")) / 20,
        lambda p: (p.full()[1].top - p.full()[0].top) * MM, 0.7, "lines",
    ),
    Figure("text: the pitch is fixed", "5.2.3", "exact", lambda w: w.style("国", "spacing", "lineRule"), BREAKS, 0, "lines"),
    Figure("text: 3号, pt", "5.2.2", 16, lambda w: w.size(TEXT), lambda p: p.line(TEXT).size, 0.1),
    Figure("text: 仿宋", "5.2.2", True, lambda w: w.is_font(TEXT, "仿宋_GB2312"), FONT),
    Figure("text: black", "5.2.4", {0}, lambda w: {int(w.style(TEXT, "color", "val"), 16)}, lambda p: set(p.line(TEXT).colour)),
    Figure(
        "text: first line in by 2 characters", "7.3.3", 2, lambda w: w.in_by(TEXT, "firstLine"),
        lambda p: characters(p.line(TEXT).left - 28), 0.5,
    ),
    Figure(
        "text: lines filled to both edges", "5.2.3", True, lambda w: w.style("国", "jc", "val") == "both",
        lambda p: abs(p.full()[2].right - p.full()[1].right) < 0.3, 0, "lines",
    ),
    Figure("text: no number is torn", "7.3.3", [], BREAKS, torn),
    # Title and addressee
    Figure("标题: 2号, pt", "7.3.1", 22, lambda w: w.size(TITLE), lambda p: p.line(TITLE).size, 0.1),
    Figure("标题: 小标宋", "7.3.1", True, lambda w: w.is_font(TITLE, "方正小标宋简体"), FONT),
    Figure("标题: centred", "7.3.1", True, lambda w: w.is_centred(TITLE), lambda p: abs(p.line("落实情况").middle - MIDDLE) < 1),
    Figure(
        "标题: lines blank under the red line", "7.3.1", 2, lambda w: w.blanks_before(TITLE),
        lambda p: round((p.line(TITLE).top - p.rules(1, red=True)[0]["top"]) * MM / PITCH),
    ),
    Figure(
        "标题: no name is torn", "7.3.1", ["关于《示例县促进就业三年行动实施方案》", "落实情况的督查报告"],
        lambda w: w.line(TITLE).text.split("\n"), lambda p: [p.line(TITLE).text, p.line("落实情况").text],
    ),
    Figure(
        "主送机关: lines blank above it", "7.3.2", 1, lambda w: w.blanks_before(ADDRESSEE),
        lambda p: lines_between(p.line(SUBTITLE), p.line(ADDRESSEE)),
    ),
    Figure(
        "主送机关: flush left, characters in", "7.3.2", 0, lambda w: w.in_by(ADDRESSEE, "firstLine"),
        lambda p: characters(p.line(ADDRESSEE).left - 28), 0.1,
    ),
    Figure("主送机关: full-width colon", "7.3.2", "：", lambda w: w.line(ADDRESSEE).text[-1], lambda p: p.line(ADDRESSEE).text[-1]),
    # Levels
    Figure("level 一、: 黑体", "7.3.3", True, lambda w: w.is_font(LEVELS[0], "黑体"), lambda p: SANS in p.line(LEVELS[0]).font),
    Figure("level （一）: 楷体", "7.3.3", True, lambda w: w.is_font(LEVELS[1], "楷体_GB2312"), FONT),
    Figure("level 1.: 仿宋", "7.3.3", True, lambda w: w.is_font(LEVELS[2], "仿宋_GB2312"), FONT),
    Figure("level （1）: 仿宋", "7.3.3", True, lambda w: w.is_font(LEVELS[3], "仿宋_GB2312"), FONT),
    Figure(
        "levels: 3号, pt", "7.3.3", {16}, lambda w: {w.size(level) for level in LEVELS},
        lambda p: {round(p.line(level).size, 1) for level in LEVELS},
    ),
    Figure(
        "levels: in by 2 characters", "7.3.3", {2}, lambda w: {w.in_by(level, "firstLine") for level in LEVELS},
        lambda p: {round(characters(p.line(level).left - 28) - 0.2) for level in LEVELS},
    ),
    # List of annexes, signature
    Figure(
        "附件说明: lines blank above it", "7.3.4", 1, lambda w: w.blanks_before("附件：1."),
        lambda p: lines_between(p.above(p.line("附件：1.")), p.line("附件：1.")),
    ),
    Figure(
        "附件说明: in by 2 characters", "7.3.4", 2, lambda w: w.in_by("附件：1.", "left") - w.in_by("附件：1.", "hanging"),
        lambda p: characters(p.line("附件：1.").left - 28), 0.1,
    ),
    Figure(
        "附件说明: numbers under one another, characters apart", "7.3.4", 3,
        lambda w: w.in_by("附件：1.", "hanging") - w.in_by("2.\t数据", "hanging"),
        lambda p: (p.line("2.数据口径").left - p.line("附件：1.").left) * MM / 16, 0.1,
    ),
    Figure(
        "附件说明: no sign after a name", "7.3.4", "表", lambda w: w.line("附件：1").text[-1], lambda p: p.line("附件：1").text[-1],
    ),
    Figure("成文日期: Arabic, in full, no leading noughts", "7.3.5", DAY, lambda w: w.line(DAY).text, lambda p: signed(p)[1].text),
    Figure(
        "成文日期: 4 characters in from the right", "7.3.5.1", 4, lambda w: w.in_by(DAY, "right"),
        lambda p: characters(184 - signed(p)[1].right), 0.2,
    ),
    Figure(
        "署名: centred over the date, mm apart", "7.3.5.1", 0,
        lambda w: (w.in_by(OFFICE, "right") + 14 / 2 - w.in_by(DAY, "right") - 6.5 / 2) * 16 / MM,
        lambda p: signed(p)[0].middle - signed(p)[1].middle, 2,
    ),
    Figure(
        "署名: not alone on its page", "7.3.5.4", True, lambda w: w.line("2.\t数据").paragraph_format.keep_with_next,
        lambda p: len(p.on(signed(p)[0].page)) > 4,
    ),
    # Annexes
    Figure(
        "附件: on a page of its own", "7.3.7", True, lambda w: w.sections[1].start_type == WD_SECTION.NEW_PAGE,
        lambda p: p.on(p.line("附件1").page)[0].text == "附件1",
    ),
    Figure("附件: label in 黑体", "7.3.7", True, lambda w: w.is_font("附件1", "黑体"), lambda p: SANS in p.line("附件1").font),
    Figure("附件: label 3号, pt", "7.3.7", 16, lambda w: w.size("附件1"), lambda p: p.line("附件1").size, 0.1),
    Figure(
        "附件: label flush left, characters in", "7.3.7", 0, lambda w: w.in_by("附件2", "firstLine"),
        lambda p: characters(p.line("附件2").left - 28), 0.1,
    ),
    Figure("附件: label on the first line, mm", "7.3.7", 37, BREAKS, lambda p: p.line("附件2").top, 1),
    Figure(
        "附件: title on the third line, lines blank between", "7.3.7", 1, lambda w: w.blanks_before("数据口径"),
        lambda p: lines_between(p.line("附件2"), p.line("数据口径")),
    ),
    Figure(
        "附件: title centred", "7.3.7", True, lambda w: w.is_centred("数据口径"),
        lambda p: abs(p.line("数据口径").middle - MIDDLE) < 1,
    ),
]  # fmt: skip
