"""What surrounds the body of a paper: number, title, addressee, list of annexes, signature, 版记."""

from lxml.etree import _Element as Xml

from tracker.reports.docx_head import head
from tracker.reports.docx_xml import SECTION_END, indent, keep_with_next, no_cell_margins, paragraph, text_run, w
from tracker.reports.gbt9704 import Profile, twips
from tracker.reports.paper import Annex, Paper, annex_label, chinese_date
from tracker.reports.setting import annex_mark_width, annex_names, colophon_row, signature_places, title_lines
from tracker.reports.widths import ems


def front(paper: Paper, profile: Profile) -> list[Xml]:
    """Return head, title, subtitle and addressee (GB/T 9704-2012, 7.2.5, 7.3.1, 7.3.2)."""
    blocks = head(paper, profile)
    blocks.append(paragraph("GwTitle", [text_run("\n".join(title_lines(paper.title, profile.title_characters)))]))
    if paper.subtitle:
        blocks.append(paragraph("GwSubtitle", [text_run(paper.subtitle)]))
    blocks.append(paragraph("GwText"))
    if paper.addressee:
        blocks.append(paragraph("Normal", [text_run(paper.addressee.rstrip("：:") + "：")]))
    return blocks


def annex_list(paper: Paper, profile: Profile) -> list[Xml]:
    """Return 附件说明 (7.3.4): a blank line, two characters in, names under one another, no sign after a name."""
    if not paper.annexes:
        return []
    lead, mark = 3.0, annex_mark_width(paper)
    text_at = profile.first_line_characters + lead + mark
    blocks = [paragraph("GwText")]
    for row in annex_names(paper):
        place = indent(profile.text, left=text_at, hanging=lead + mark if row.label else mark)
        text = row.label + (f"{row.mark}\t" if row.mark else "") + row.name
        blocks.append(paragraph("GwText", [text_run(text)], [place]))
    return blocks


def signature(paper: Paper, profile: Profile) -> list[Xml]:
    """Return the signature and the date (7.3.5): the date 4 characters in from the right, the office centred over it.

    An office with a long name stands at the right edge and the date is centred under it.
    """
    blank = [paragraph("GwText") for _ in range(profile.lines_above_signature)]
    office, day = signature_places(paper, profile)
    signed = [_at_right(paper.issuer, office, profile), _at_right(chinese_date(paper.issued_on), day, profile)]
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
    one, row = profile.colophon_indent, colophon_row(line)
    if row.when:
        edge = profile.text_width - one * profile.colophon.character_twips
        tabs = w("tabs", w("tab", val="right", pos=edge))
        return paragraph("GwColophon", [text_run(f"{row.who}\t{row.when}")], [tabs, indent(profile.colophon, left=one)])
    hanging = ems(row.who) if row.rest else 0
    place = indent(profile.colophon, left=one + hanging, right=one, hanging=hanging)
    return paragraph("GwColophon", [text_run(line)], [place])
