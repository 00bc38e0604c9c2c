"""The figures of what stands around the text: head, 版记, page numbers, wide tables, letters. See `gbt9704_figures.py`."""

from tests.reports.gbt9704_figures import (
    DAY,
    FONT,
    MARK,
    MIDDLE,
    NUMBER,
    PITCH,
    TEXT_FIGURES,
    Figure,
    across,
    characters,
    of_mark,
    printed,
    turned_number,
    wide_pages_without_head,
)
from tests.reports.gbt9704_measuring import MM, TWIPS, attribute

FRAME_FIGURES = [
    # Head
    Figure(
        "发文机关标志: red", "7.2.4", True, lambda w: attribute(w.line(MARK)._p, "color", "val") == "FF0000",
        lambda p: tuple(p.line(MARK).colour) == (1, 0, 0),
    ),
    Figure("发文机关标志: 小标宋", "7.2.4", True, lambda w: w.is_font(MARK, "方正小标宋简体"), FONT),
    Figure("发文机关标志: centred", "7.2.4", True, lambda w: w.is_centred(MARK), lambda p: abs(p.line(MARK).middle - MIDDLE) < 1),
    Figure("发文机关标志: upper edge under that of the 版心, mm", "7.2.4", 35, of_mark, lambda p: p.red_ink(1)[0] - 37, 0.7),
    Figure(
        "发文字号: lines blank under the mark", "7.2.5", 2, lambda w: w.blanks_before(NUMBER),
        lambda p: round((p.line(NUMBER).top - p.red_ink(1)[1]) * MM / PITCH),
    ),
    Figure("发文字号: centred", "7.2.5", True, lambda w: w.is_centred(NUMBER), lambda p: abs(p.line(NUMBER).middle - MIDDLE) < 1),
    Figure("发文字号: 3号, pt", "7.2.5", 16, lambda w: w.size(NUMBER), lambda p: p.line(NUMBER).size, 0.1),
    Figure(
        "发文字号: year in 〔〕, no 第, no leading nought", "7.2.5", "示就办督〔2025〕3号", lambda w: w.line(NUMBER).text,
        lambda p: p.line(NUMBER).text,
    ),
    Figure(
        "签发人: number one character in from the left", "7.2.6", 1, lambda w: w.tab(NUMBER, 0) / 320,
        lambda p: characters(p.line(NUMBER).left - 28), 0.2, "upward",
    ),
    Figure(
        "签发人: name one character in from the right", "7.2.6", 1, lambda w: (156 * TWIPS - w.tab(NUMBER, 1)) / 320,
        lambda p: characters(184 - p.line(NUMBER).right), 0.2, "upward",
    ),
    Figure(
        "签发人: name in 楷体", "7.2.6", "楷体_GB2312", lambda w: attribute(w.line(NUMBER).runs[-1]._r, "rFonts", "eastAsia"), FONT,
        0, "upward",
    ),
    Figure(
        "签发人: full-width colon", "7.2.6", True, lambda w: "签发人：张三" in w.line(NUMBER).text,
        lambda p: "签发人：张三" in p.line(NUMBER).text, 0, "upward",
    ),
    Figure(
        "红线: below the number, mm", "7.2.7", 4, lambda w: int(attribute(w.line(NUMBER)._p, "bottom", "space") or 0) / MM,
        lambda p: p.rules(1, red=True)[0]["top"] - p.line(NUMBER).bottom, 0.5,
    ),
    Figure(
        "红线: width, mm", "7.2.7", 156, lambda w: 156 - w.in_by(NUMBER, "left") - w.in_by(NUMBER, "right"),
        lambda p: p.rules(1, red=True)[0]["right"] - p.rules(1, red=True)[0]["left"], 0.5,
    ),
    Figure(
        "红线: red", "7.2.7", True, lambda w: attribute(w.line(NUMBER)._p, "bottom", "color") == "FF0000",
        lambda p: len(p.rules(1, red=True)) == 1,
    ),
    # 版记
    Figure(
        "版记: lines as wide as the 版心, mm", "7.4.1", 156, lambda w: int(w.colophon("tblW", "w")) / TWIPS,
        lambda p: p.rules(len(p.pages))[-1]["right"] - p.rules(len(p.pages))[-1]["left"], 0.5,
    ),
    Figure(
        "版记: first and last line, mm thick", "7.4.1", 0.35, lambda w: int(w.colophon("top", "sz")) / 8 / MM,
        lambda p: p.rules(len(p.pages))[-1]["thick"] / MM, 0.02,
    ),
    Figure(
        "版记: line between, mm thick", "7.4.1", 0.25, lambda w: int(w.colophon("top", "sz", -1)) / 8 / MM,
        lambda p: p.rules(len(p.pages))[-2]["thick"] / MM, 0.02,
    ),
    Figure("版记: 4号, pt", "7.4.2", 14, lambda w: w.document.styles["版记"].font.size.pt, lambda p: p.line("抄送").size, 0.1),
    Figure(
        "抄送: one character in", "7.4.2", 1,
        lambda w: (int(w.colophon("ind", "leftChars")) - int(w.colophon("ind", "hangingChars"))) / 100,
        lambda p: (p.line("抄送").left - 28) * MM / 14, 0.1,
    ),
    Figure(
        "抄送: ends with a full stop", "7.4.2", "。", lambda w: w.document.tables[-1].rows[0].cells[0].text[-1],
        lambda p: p.on(len(p.pages))[-2].text[-1],
    ),
    Figure(
        "印发日期: one character in from the right", "7.4.3", 1, lambda w: (156 * TWIPS - int(w.colophon("tab", "pos"))) / 280,
        lambda p: (184 - p.on(len(p.pages))[-1].right) * MM / 14, 0.15,
    ),
    Figure(
        "印发日期: with 印发", "7.4.3", f"{DAY}印发", lambda w: w.document.tables[-1].rows[-1].cells[0].text.split("\t")[1],
        lambda p: p.on(len(p.pages))[-1].text.removeprefix("示例县就业工作领导小组办公室"),
    ),
    Figure(
        "版记: at the foot of the last page, mm", "7.4", 262, lambda w: {"bottom": 262}[w.colophon("tblpPr", "tblpYSpec")],
        lambda p: p.rules(len(p.pages))[-1]["top"], 1,
    ),
    # Page numbers
    Figure("页码: 4号, pt", "7.5", 14, lambda w: w.document.styles["页码"].font.size.pt, lambda p: p.numbers()[0].size, 0.1),
    Figure("页码: 宋体", "7.5", "宋体", lambda w: attribute(w.document.styles["页码"].element, "rFonts", "eastAsia"), FONT),
    Figure("页码: a dash at each side", "7.5", "—1—", printed, lambda p: p.numbers()[0].text),
    Figure(
        "页码: dash below the 版心, mm", "7.5", 7, lambda w: 35 - w.edge("footer_distance") - 7 / MM,
        lambda p: (p.numbers()[0].top + p.numbers()[0].bottom) / 2 - 262, 0.7,
    ),
    Figure(
        "页码: odd pages one character in from the right", "7.5", 1,
        lambda w: int(attribute(w.page_number(even=False)._p, "ind", "rightChars") or 0) / 100,
        lambda p: (184 - p.numbers()[0].right) * MM / 14, 0.25,
    ),
    Figure(
        "页码: even pages one character in from the left", "7.5", 1,
        lambda w: int(attribute(w.page_number(even=True)._p, "ind", "leftChars") or 0) / 100,
        lambda p: (p.numbers()[1].left - 28) * MM / 14, 0.25,
    ),
    Figure(
        "页码: annexes go on counting", "7.5", True, lambda w: not list(w.document.element.iter("{*}pgNumType")),
        lambda p: p.numbers()[-1].text.strip("—") == str(len(p.pages)),
    ),
    # Wide tables
    Figure("横排表格: page turned, mm wide", "8", 297, lambda w: w.sections[1].page_width.mm, lambda p: across(p)["width"], 0.5),
    Figure(
        "横排表格: upper edge of the 版心 at the binding, mm", "8", 28, lambda w: w.sections[1].top_margin.mm,
        lambda p: p.line("附件1").top, 1,
    ),
    Figure(
        "横排表格: number at the left of the table, turned, mm from the edge", "8", 28,
        lambda w: int(attribute(w.sections[1].header.tables[0]._tbl, "tblpPr", "tblpX") or 0) / TWIPS + 7 / MM,
        turned_number, 1,
    ),
    Figure(
        "横排表格: head on every page", "8", [], lambda w: [t for t in w.ledgers() if not list(t._tbl.iter("{*}tblHeader"))],
        wide_pages_without_head,
    ),
    # Letters
    Figure(
        "信函: mark under the paper's upper edge, mm", "10.1", 30,
        lambda w: w.edge("header_distance") + 0.1 * int(w.letter("sz", "val")) / 2 / MM, lambda p: p.red_ink(1)[0], 0.7, "letter",
    ),
    Figure(
        "信函: lines 170 mm", "10.1", 170, lambda w: 156 - (int(w.letter("ind", "left")) + int(w.letter("ind", "right"))) / TWIPS,
        lambda p: p.rules(1, red=True)[0]["right"] - p.rules(1, red=True)[0]["left"], 0.5, "letter",
    ),
    Figure(
        "信函: lines in the middle of the paper, mm from its edge", "10.1", 20, lambda w: 28 + int(w.letter("ind", "left")) / TWIPS,
        lambda p: p.rules(1, red=True)[0]["left"], 0.5, "letter",
    ),
    Figure(
        "信函: lines 4 mm under the mark", "10.1", 4, lambda w: int(w.letter("bottom", "space")) / MM,
        lambda p: p.rules(1, red=True)[0]["top"] - p.red_ink(1)[1], 0.7, "letter",
    ),
    Figure(
        "信函: thick above thin under the mark", "10.1", True, lambda w: w.letter("bottom", "val") == "thickThinSmallGap",
        lambda p: p.rules(1, red=True)[0]["thick"] > p.rules(1, red=True)[1]["thick"], 0, "letter",
    ),
    Figure(
        "信函: thin above thick at the foot", "10.1", True, lambda w: w.letter("top", "val", foot=True) == "thinThickSmallGap",
        lambda p: p.rules(1, red=True)[2]["thick"] < p.rules(1, red=True)[3]["thick"], 0, "letter",
    ),
    Figure(
        "信函: lower lines above the paper's lower edge, mm", "10.1", 20, lambda w: w.edge("footer_distance"),
        lambda p: 297 - p.rules(1, red=True)[3]["top"], 1.5, "letter",
    ),
    Figure(
        "信函: no number on the first page", "10.1", True,
        lambda w: w.first.different_first_page_header_footer and not w.first.first_page_footer.paragraphs[0].text,
        lambda p: p.numbers()[0].page == 2, 0, "letter",
    ),
    Figure(
        "信函: number at the right, under the first line", "10.1", True,
        lambda w: w.style(NUMBER, "jc", "val") == "right" and w.place(NUMBER) == 0,
        lambda p: abs(p.line(NUMBER).right - 184) < 0.5 and p.above(p.line(NUMBER)).size > 20, 0, "letter",
    ),
]  # fmt: skip

FIGURES = [*TEXT_FIGURES, *FRAME_FIGURES]
