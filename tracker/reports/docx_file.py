"""A Word file out of its parts: sections, page numbers, properties, and the same bytes for the same content."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import _Element as Xml

from tracker.reports.docx_pages import PageKind, number_pages
from tracker.reports.docx_styles import write_styles
from tracker.reports.docx_xml import end_section, section_properties
from tracker.reports.gbt9704 import Profile
from tracker.reports.markdown import printable

# What python-docx's empty document brings along and no paper needs.
UNUSED_PARTS = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML}
UNUSED_PARTS |= {"http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"}
LONGEST_PROPERTY = 255  # characters, by ECMA-376 part 2


@dataclass(frozen=True)
class Part:
    """A run of pages of one kind, which becomes one section; `edges` as in `section_properties`."""

    blocks: list[Xml]
    kind: PageKind
    start: str = "nextPage"
    edges: tuple[int, int] | None = None


@dataclass(frozen=True)
class About:
    """What the file's properties tell: nothing of the program, nor of the day it was made on."""

    title: str
    author: str
    day: date


def empty_document(profile: Profile) -> Document:
    """Return a document without content, in the styles of the profile."""
    document = docx.Document()
    write_styles(document, profile)
    for child in list(document.element.body):
        document.element.body.remove(child)
    return document


def fill(document: Document, parts: list[Part], profile: Profile) -> None:
    """Put the parts in, a section each, and number their pages."""
    body = document.element.body
    for part in parts[:-1]:
        body.extend(end_section(part.blocks, _properties(part, profile)))
    body.extend([*parts[-1].blocks, _properties(parts[-1], profile)])
    number_pages(document, [part.kind for part in parts], profile)


def written(document: Document, about: About) -> bytes:
    """Return the file, with the day of the paper as the time of every entry, so that equal papers are equal files."""
    _describe(document, about)
    for owner in (document.part, document.part.package):
        for name, relation in list(owner.rels.items()):
            if relation.reltype in UNUSED_PARTS:
                owner.rels.pop(name)
    raw, stable = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (max(about.day.year, 1980), about.day.month, about.day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return stable.getvalue()


def _properties(part: Part, profile: Profile) -> Xml:
    return section_properties(profile, landscape=part.kind is PageKind.LANDSCAPE, start=part.start, edges=part.edges)


def _describe(document: Document, about: About) -> None:
    """Fill the file's properties from the paper alone; the library would put its own name and today's date."""
    properties = document.core_properties
    properties.title = printable(about.title)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = printable(about.author)[:LONGEST_PROPERTY]
    properties.created = properties.modified = datetime(about.day.year, about.day.month, about.day.day, tzinfo=UTC)
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1
    theme_language = document.settings.element.find(qn("w:themeFontLang"))
    if theme_language is not None:
        theme_language.set(qn("w:eastAsia"), "zh-CN")
