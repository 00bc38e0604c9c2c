"""Page numbers of a paper: odd right, even left, and turned at the left edge of a landscape page."""

from enum import Enum

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section, _BaseHeaderFooter
from lxml.etree import _Element as Xml

from tracker.reports.docx_xml import indent, no_cell_margins, page_field, paragraph, w
from tracker.reports.gbt9704 import Profile, twips


class PageKind(Enum):
    """How a section's pages are numbered.

    BARE pages (a 版记 that stands alone) carry no number (7.5), a LETTER has one from its second page on (10.1).
    """

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    BARE = "bare"
    LETTER = "letter"


def number_pages(document: Document, kinds: list[PageKind], profile: Profile) -> None:
    """Give each section its headers and footers; a section of the same kind as the one before goes on with those."""
    document.settings.odd_and_even_pages_header_footer = True
    before: PageKind | None = None
    for section, kind in zip(document.sections, kinds, strict=True):
        if kind is not before:
            _furnish(section, kind, profile)
        before = kind


def _furnish(section: Section, kind: PageKind, profile: Profile) -> None:
    for even, header, footer in (
        (False, section.header, section.footer),
        (True, section.even_page_header, section.even_page_footer),
    ):
        _fill(header, _turned_number(profile, even=even) if kind is PageKind.LANDSCAPE else [])
        lift = profile.footer_distance - twips(profile.letter_foot) if kind is PageKind.LETTER else 0
        is_numbered = kind in (PageKind.PORTRAIT, PageKind.LETTER)
        _fill(footer, [_number(profile, even=even, lift=lift)] if is_numbered else [])


def _fill(place: _BaseHeaderFooter, blocks: list[Xml]) -> None:
    place.is_linked_to_previous = False
    root = place._element
    for child in list(root):
        root.remove(child)
    root.extend(blocks)
    if not blocks or blocks[-1].tag != qn("w:p"):
        root.append(paragraph("GwPageNumber"))


def _number(profile: Profile, *, even: bool, lift: int = 0) -> Xml:
    """单页码居右空一字，双页码居左空一字 (7.5). `lift`: twips under it, where the footer lies lower than usual."""
    side = "left" if even else "right"
    place = indent(profile.page_number, **{side: profile.page_number_indent})
    raised = [w("spacing", after=lift)] if lift else []
    return paragraph("GwPageNumber", page_field(), [*raised, place, w("jc", val=side)])


def _turned_number(profile: Profile, *, even: bool) -> list[Xml]:
    """The page number of a landscape page, where it would be on the portrait page that it is bound with.

    The paper is turned clockwise, so the portrait foot is now the left edge and the number reads from top to bottom; the
    portrait right is now below. It lives in a one-cell table that floats from the header.
    """
    size = profile.page_number.character_twips
    place = w("tblpPr", vertAnchor="page", horzAnchor="page", tblpX=profile.footer_distance, tblpY=twips(profile.left))
    properties = w("tblPr", place, w("tblW", w=size, type="dxa"), w("tblLayout", type="fixed"), no_cell_margins())
    turned = w("tcPr", w("tcW", w=size, type="dxa"), w("textDirection", val="tbRl"))
    row = w("tr", w("trPr", w("trHeight", val=profile.text_width, hRule="exact")), w("tc", turned, _number(profile, even=even)))
    return [w("tbl", properties, w("tblGrid", w("gridCol", w=size)), row)]
