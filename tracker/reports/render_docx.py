"""A paper as .docx, set by GB/T 9704-2012; the same paper gives the same bytes."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import _Element as Xml

from tracker.reports.blocks import blocks_of
from tracker.reports.docx_blocks import Frame, Pictures, drawn
from tracker.reports.docx_charts import chart_pictures
from tracker.reports.docx_front import annex_head, annex_list, colophon, front, signature
from tracker.reports.docx_head import frame_letter, letter_distances
from tracker.reports.docx_pages import PageKind, number_pages
from tracker.reports.docx_styles import write_styles
from tracker.reports.docx_xml import SECTION_END, end_section, keep_with_next, paragraph, section_properties
from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.markdown import printable
from tracker.reports.paper import Annex, Paper

# What python-docx's empty document brings along and no paper needs.
UNUSED_PARTS = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML}
UNUSED_PARTS |= {"http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"}
LONGEST_PROPERTY = 255  # characters, by ECMA-376 part 2


@dataclass(frozen=True)
class Part:
    """A run of pages of one kind, which becomes one section."""

    blocks: list[Xml]
    kind: PageKind
    start: str = "nextPage"


def to_docx(paper: Paper, profile: Profile = GBT9704, font_dir: Path | None = None) -> bytes:
    """Return the paper as a Word file.

    Order (GB/T 9704-2012, 7): number, title, addressee, text, list of annexes, signature and date, annexes each on a new
    page, 版记 last. Wide annexes lie across the page. Fonts are named, not embedded; `font_dir` is for the pictures of charts.
    """
    document = docx.Document()
    write_styles(document, profile)
    parts = _parts(paper, profile, chart_pictures(document, paper.charts, profile, font_dir))
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for part in parts[:-1]:
        body.extend(end_section(part.blocks, _properties(part, paper, profile)))
    body.extend([*parts[-1].blocks, _properties(parts[-1], paper, profile)])
    number_pages(document, [part.kind for part in parts], profile)
    if paper.masthead and paper.masthead.is_letter:
        frame_letter(document.sections[0], paper.masthead, profile)
    _describe(document, paper)
    return _stable(document, paper.issued_on)


def _parts(paper: Paper, profile: Profile, pictures: Pictures) -> list[Part]:
    """Cut the paper into sections. After a landscape annex the 版记 has an even page of its own: it is the paper's back."""
    body = drawn(blocks_of(paper.body), Frame(profile, profile.text_width, False, pictures))
    text = [*body, *annex_list(paper, profile)]
    if text:
        keep_with_next(text[-1])  # a signature must not stand alone on its page (7.3.5.4)
    kind = PageKind.LETTER if paper.masthead and paper.masthead.is_letter else PageKind.PORTRAIT
    parts = [Part([*front(paper, profile), *text, *signature(paper, profile)], kind)]
    parts += [_annex_part(paper, annex, profile, pictures) for annex in paper.annexes]
    foot = colophon(paper, profile)
    if foot and parts[-1].kind is PageKind.LANDSCAPE:
        parts.append(Part([paragraph(SECTION_END), *foot], PageKind.BARE, start="evenPage"))
    else:
        parts[-1].blocks.extend(foot)
    return parts


def _annex_part(paper: Paper, annex: Annex, profile: Profile, pictures: Pictures) -> Part:
    width = profile.text_height if annex.landscape else profile.text_width
    blocks = drawn(blocks_of(annex.body), Frame(profile, width, annex.landscape, pictures))
    kind = PageKind.LANDSCAPE if annex.landscape else PageKind.PORTRAIT
    return Part([*annex_head(paper, annex, profile), *blocks], kind)


def _properties(part: Part, paper: Paper, profile: Profile) -> Xml:
    edges = letter_distances(paper.masthead, profile) if part.kind is PageKind.LETTER and paper.masthead else None
    return section_properties(profile, landscape=part.kind is PageKind.LANDSCAPE, start=part.start, edges=edges)


def _describe(document: Document, paper: Paper) -> None:
    """Fill the file's properties from the paper alone; the library would put its own name and today's date."""
    issued = datetime(paper.issued_on.year, paper.issued_on.month, paper.issued_on.day, tzinfo=UTC)
    about = document.core_properties
    about.title, issuer = printable(paper.title)[:LONGEST_PROPERTY], printable(paper.issuer)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = issuer
    about.created = about.modified = issued
    about.comments, about.language, about.revision = "", "zh-CN", 1
    theme_language = document.settings.element.find(qn("w:themeFontLang"))
    if theme_language is not None:
        theme_language.set(qn("w:eastAsia"), "zh-CN")


def _stable(document: Document, day: date) -> bytes:
    """Write the package with the day of issue as the time of every entry, so that equal papers are equal files."""
    for owner in (document.part, document.part.package):
        for name, relation in list(owner.rels.items()):
            if relation.reltype in UNUSED_PARTS:
                owner.rels.pop(name)
    raw, stable = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return stable.getvalue()
