"""What surrounds the body of a paper: number, title, addressee, list of annexes, signature, 版记."""

import re

from lxml.etree import _Element as Xml

from tracker.reports.docx_xml import SECTION_END, indent, keep_with_next, no_cell_margins, paragraph, text_run, w
from tracker.reports.gbt9704 import Profile, twips
from tracker.reports.paper import Annex, Paper, annex_label, chinese_date
from tracker.reports.widths import ems

AFTER, BEFORE = "》的和及、", "《（"  # a title line may end after or before these, so that no word is torn
PRINTED = re.compile(r"^(?P<who>.+?)\s+(?P<when>\d{4}年\d{1,2}月\d{1,2}日印发)$")


def front(paper: Paper, profile: Profile) -> list[Xml]:
    """Return number, title, subtitle and addressee (GB/T 9704-2012, 7.2.5, 7.3.1, 7.3.2)."""
    blocks: list[Xml] = []
    if paper.number:
        blocks = [paragraph("GwNumber", [text_run(paper.number)])]
        blocks += [paragraph("GwText") for _ in range(profile.lines_above_title)]
    blocks.append(paragraph("GwTitle", [text_run("\n".join(title_lines(paper.title, profile.title_characters)))]))
    if paper.subtitle:
        blocks.append(paragraph("GwSubtitle", [text_run(paper.subtitle)]))
    blocks.append(paragraph("GwText"))
    if paper.addressee:
        blocks.append(paragraph("Normal", [text_run(paper.addressee.rstrip("：:") + "：")]))
    return blocks


def title_lines(title: str, longest: int) -> list[str]:
    """Return a title cut into lines of much the same length, at places where no word or book title mark is torn.

    7.3.1 asks for one or more lines shaped as a trapezium or rhombus, "词意完整". Without a good place to cut, the title is
    left to the office program.
    """
    if ems(title) <= longest:
        return [title]
    cuts = [n for n in range(1, len(title)) if _may_cut(title, n) and ems(title[:n]) <= longest]
    cuts = [n for n in cuts if ems(title[n:]) <= longest]
    if not cuts:
        return [title]
    cut = min(cuts, key=lambda n: (abs(ems(title[:n]) - ems(title[n:])), n))
    return [title[:cut], title[cut:]]


def annex_list(paper: Paper, profile: Profile) -> list[Xml]:
    """Return 附件说明 (7.3.4): a blank line, two characters in, names under one another, no sign after a name."""
    if not paper.annexes:
        return []
    several = len(paper.annexes) > 1
    lead, mark = 3.0, (1.5 if len(paper.annexes) < 10 else 2.0) if several else 0.0
    text_at = profile.first_line_characters + lead + mark
    blocks = [paragraph("GwText")]
    for number, annex in enumerate(paper.annexes, 1):
        label = ("附件：" if number == 1 else "") + (f"{number}.\t" if several else "")
        hanging = lead + mark if number == 1 else mark
        place = indent(profile.text, left=text_at, hanging=hanging)
        blocks.append(paragraph("GwText", [text_run(label + annex.title)], [place]))
    return blocks


def signature(paper: Paper, profile: Profile) -> list[Xml]:
    """Return the signature and the date (7.3.5): the date 4 characters in from the right, the office centred over it.

    An office with a long name stands at the right edge and the date is centred under it.
    """
    blank = [paragraph("GwText") for _ in range(profile.lines_above_signature)]
    day = chinese_date(paper.issued_on)
    middle = profile.date_right_characters + ems(day) / 2
    signature_right = max(middle - ems(paper.issuer) / 2, 0)
    date_right = max(profile.date_right_characters, ems(paper.issuer) / 2 - ems(day) / 2 + signature_right)
    signed = [_at_right(paper.issuer, signature_right, profile), _at_right(day, date_right, profile)]
    for block in [*blank, signed[0]]:
        keep_with_next(block)
    return [*blank, *signed]


def annex_head(paper: Paper, annex: Annex, profile: Profile) -> list[Xml]:
    """Return 附件N flush left on the first line and the annex's name on the third (7.3.7)."""
    label = annex_label(paper, paper.annexes.index(annex) + 1)
    title = "\n".join(title_lines(annex.title, profile.title_characters)) if not annex.landscape else annex.title
    return [
        paragraph("GwAnnexLabel", [text_run(label)]),
        paragraph("GwText"),
        paragraph("GwAnnexTitle", [text_run(title)]),
        paragraph("GwText"),
    ]


def colophon(paper: Paper, profile: Profile) -> list[Xml]:
    """Return the 版记 (7.4): a table without side rules that stands at the foot of the type area of its page."""
    if not paper.colophon:
        return []
    last = len(paper.colophon) - 1
    rows = [_colophon_row(line, profile, first=n == 0, last=n == last) for n, line in enumerate(paper.colophon)]
    place = w(
        "tblpPr",
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=twips(profile.left),
        tblpYSpec="bottom",
        leftFromText=0,
        rightFromText=0,
    )
    properties = w("tblPr", place, w("tblW", w=profile.text_width, type="dxa"), w("tblLayout", type="fixed"), no_cell_margins())
    grid = w("tblGrid", w("gridCol", w=profile.text_width))
    return [w("tbl", properties, grid, *rows), paragraph(SECTION_END)]


def _may_cut(title: str, n: int) -> bool:
    inside_quotes = title[:n].count("《") > title[:n].count("》")
    return not inside_quotes and (title[n - 1] in AFTER or title[n] in BEFORE)


def _at_right(text: str, characters: float, profile: Profile) -> Xml:
    return paragraph("GwSignature", [text_run(text)], [indent(profile.text, right=characters, firstLine=0)])


def _colophon_row(line: str, profile: Profile, *, first: bool, last: bool) -> Xml:
    rules = [_rule("top", profile.colophon_outer_rule if first else profile.colophon_inner_rule)]
    rules += [_rule("bottom", profile.colophon_outer_rule)] if last else []
    cell = w("tcPr", w("tcW", w=profile.text_width, type="dxa"), w("tcBorders", *rules))
    return w("tr", w("trPr", w("cantSplit")), w("tc", cell, _colophon_line(line, profile)))


def _rule(side: str, eighths: int) -> Xml:
    return w(side, val="single", sz=eighths, space=0, color="000000")


def _colophon_line(line: str, profile: Profile) -> Xml:
    """印发机关 stands one character in, its date one character from the right; 抄送 hangs under the first addressee."""
    one = profile.colophon_indent
    if found := PRINTED.match(line):
        edge = profile.text_width - one * profile.colophon.character_twips
        tabs = w("tabs", w("tab", val="right", pos=edge))
        runs = [text_run(f"{found['who']}\t{found['when']}")]
        return paragraph("GwColophon", runs, [tabs, indent(profile.colophon, left=one)])
    hanging = ems(line.partition("：")[0]) + 1 if "：" in line else 0
    place = indent(profile.colophon, left=one + hanging, right=one, hanging=hanging)
    return paragraph("GwColophon", [text_run(line)], [place])
