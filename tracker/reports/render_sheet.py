"""A form of the office as a Word or PDF file; the same form gives the same bytes."""

from pathlib import Path

from tracker.reports.docx_blocks import Frame, drawn
from tracker.reports.docx_file import About, Part, empty_document, fill, written
from tracker.reports.docx_head import sheet_head
from tracker.reports.docx_pages import PageKind
from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.markdown import printable
from tracker.reports.papers.sheet import Sheet
from tracker.reports.pdf.compiling import to_pdf_file
from tracker.reports.pdf.values import Values, block_values, day_values, face_values, look_values, page_values
from tracker.reports.rendering import MEDIA_TYPES
from tracker.reports.setting import fitting_points

SHEET_TYPES = {form: MEDIA_TYPES[form] for form in ("docx", "pdf")}


def render_sheet(sheet: Sheet, form: str, font_dir: Path | None = None) -> bytes:
    """The bytes of the file; KeyError for a form that `SHEET_TYPES` does not name."""
    renderers = {"docx": lambda: sheet_to_docx(sheet), "pdf": lambda: sheet_to_pdf(sheet, font_dir=font_dir)}
    return renderers[form]()


def sheet_to_docx(sheet: Sheet, profile: Profile = GBT9704) -> bytes:
    """Return the form as a Word file, set in the type area and the fonts of the profile."""
    blocks = [*sheet_head(sheet, profile), *drawn(sheet.blocks, Frame(profile, profile.text_width, wide=False))]
    document = empty_document(profile)
    fill(document, [Part(blocks, PageKind.PORTRAIT)], profile)
    return written(document, About(_name(sheet), sheet.mark, sheet.made_on))


def sheet_to_pdf(sheet: Sheet, profile: Profile = GBT9704, font_dir: Path | None = None) -> bytes:
    """Return the form as a PDF file."""
    return to_pdf_file(sheet_values(sheet, profile), font_dir)


def _name(sheet: Sheet) -> str:
    """By what the form is told from others of its kind: 督办单〔2025〕1号."""
    return sheet.title + sheet.left


def sheet_values(sheet: Sheet, profile: Profile) -> Values:
    """Return what the template prints of a form."""
    face = {**face_values(profile.mark, profile), "size": fitting_points(sheet.mark, profile.form_mark.half_points / 2, profile)}
    head = {
        "draw": "form-head", "mark": printable(sheet.mark), "face": face,
        "title": printable(sheet.title), "left": printable(sheet.left), "right": printable(sheet.right),
    }  # fmt: skip
    blocks = [head, *block_values(sheet.blocks, profile, across=False, charts={})]
    return {
        "title": printable(_name(sheet)), "issuer": printable(sheet.mark), "day": day_values(sheet.made_on),
        "look": look_values(profile), "page": page_values(profile), "parts": [{"kind": "portrait", "head": None, "blocks": blocks}],
    }  # fmt: skip
