"""The head (版头) of a paper in Word: the mark in red, number, signer, red line; and the frame of a letter (信函格式)."""

from docx.section import Section
from lxml.etree import _Element as Xml

from tracker.reports.docx_xml import fonts, paragraph, text_run, w
from tracker.reports.gbt9704 import Profile, twips
from tracker.reports.markdown import printable
from tracker.reports.paper import Masthead, Paper, chinese_date
from tracker.reports.papers.sheet import Sheet
from tracker.reports.setting import fitting_points, mark_points

RED = "FF0000"
LEADING = 1.2  # of the mark's line; a fixed line of the size itself would have its letters cut in Word
ABOVE_INK = 0.1  # of the mark's size: white between the upper edge of such a line and the letters
LETTER_RULE = 18  # eighths of a point, the thick line


def head(paper: Paper, profile: Profile) -> list[Xml]:
    """Return what stands above the title (7.2); a paper without a mark has its number alone."""
    masthead, blanks = paper.masthead, [paragraph("GwText") for _ in range(profile.lines_above_title)]
    if masthead is None:
        return [paragraph("GwNumber", [text_run(paper.number)]), *blanks] if paper.number else []
    if masthead.is_letter:
        return [paragraph("GwSignature", [text_run(paper.number or "")]), paragraph("GwText")]
    size = mark_points(masthead, profile)
    gap = twips(profile.mark_top) - round(ABOVE_INK * size * 20)
    space = paragraph("GwText", properties=[w("spacing", line=gap, lineRule="exact")])
    under = [paragraph("GwText") for _ in range(profile.lines_under_mark)]
    return [space, _mark(masthead.mark, size), *under, *_number_lines(paper, masthead, profile), *blanks]


def sheet_head(sheet: Sheet, profile: Profile) -> list[Xml]:
    """Return what stands above a form: the office in red, the form's name, its number and what stands beside it, the red line."""
    size = fitting_points(sheet.mark, profile.form_mark.half_points / 2, profile)
    tabs = w("tabs", w("tab", val="right", pos=profile.text_width))
    border = w("pBdr", w("bottom", val="single", sz=round(profile.red_line * 8), space=4, color=RED))
    line = text_run(f"{sheet.left}\t{sheet.right}")
    return [
        _mark(sheet.mark, size),
        paragraph("GwTitle", [text_run("\u2002".join(sheet.title))]),
        paragraph("GwNumber", [line], [border, tabs, w("spacing", after=160), w("jc", val="left")]),
    ]


def _mark(mark: str, size: float, *properties: Xml) -> Xml:
    line = w("spacing", line=round(LEADING * size * 20), lineRule="exact")
    run = text_run(mark, w("color", val=RED), w("spacing", val=0), w("sz", val=round(size * 2)))
    return paragraph("GwMark", [run], [*properties, line])


def _number_lines(paper: Paper, masthead: Masthead, profile: Profile) -> list[Xml]:
    """The number, or the issue of a bulletin with who draws it up; the last line carries the red line under it."""
    if masthead.issue:
        issue = paragraph("GwNumber", [text_run(masthead.issue)])
        day = [text_run(chinese_date(paper.issued_on))]
        return [issue, _at_both_ends(paper.issuer, day, profile, profile.line_pitch)]
    number = printable(paper.number or "")
    if not masthead.signer:
        return [paragraph("GwNumber", [text_run(number)], _over_red_line(profile, profile.text.character_twips))]
    signer = [text_run("签发人："), text_run(masthead.signer, fonts(profile.emphasis_font))]
    return [_at_both_ends(number, signer, profile, profile.text.character_twips)]


def _at_both_ends(left: str, right: list[Xml], profile: Profile, height: int) -> Xml:
    """One character in from either side; by tabs, so that the red line under it keeps the whole width."""
    one = profile.text.character_twips
    tabs = w("tabs", w("tab", val="left", pos=one), w("tab", val="right", pos=profile.text_width - one))
    border, spacing = _over_red_line(profile, height)
    return paragraph("GwNumber", [text_run(f"\t{left}\t"), *right], [border, tabs, spacing, w("jc", val="left")])


def _over_red_line(profile: Profile, height: int) -> list[Xml]:
    space = round(profile.red_line_gap * 72 / 25.4)
    line = w("bottom", val="single", sz=round(profile.red_line * 8), space=space, color=RED)
    return [w("pBdr", line), w("spacing", line=height, lineRule="exact")]


def frame_letter(section: Section, masthead: Masthead, profile: Profile) -> None:
    """Give the first page of a letter its mark and its lines: 170 mm each, in the middle of the paper, and no page number."""
    size = mark_points(masthead, profile)
    section.different_first_page_header_footer = True
    upper = w("pBdr", _double("bottom", "thickThinSmallGap", round(profile.red_line_gap * 72 / 25.4)))
    lower = w("pBdr", _double("top", "thinThickSmallGap", 0))
    line = w("spacing", line=20, lineRule="exact")
    _put(section.first_page_header._element, _mark(masthead.mark, size, upper, _reach(profile)))
    _put(section.first_page_footer._element, paragraph("GwMark", properties=[lower, line, _reach(profile)]))


def letter_distances(masthead: Masthead, profile: Profile) -> tuple[int, int]:
    """Return how far header and footer of a letter's first page are from the paper's edges, in twips."""
    mark = twips(profile.letter_mark_top) - round(ABOVE_INK * mark_points(masthead, profile) * 20)
    return mark, twips(profile.letter_foot)


def _put(place: Xml, block: Xml) -> None:
    for child in list(place):
        place.remove(child)
    place.append(block)


def _double(side: str, kind: str, space: int) -> Xml:
    return w(side, val=kind, sz=LETTER_RULE, space=space, color=RED)


def _reach(profile: Profile) -> Xml:
    across = (profile.page_width - profile.letter_line) / 2
    return w("ind", left=twips(across) - twips(profile.left), right=twips(across) - twips(profile.right), firstLine=0)
