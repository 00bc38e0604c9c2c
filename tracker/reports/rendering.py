"""A paper in the form asked for."""

from pathlib import Path

from tracker.reports import tables
from tracker.reports.paper import Paper
from tracker.reports.render_docx import to_docx
from tracker.reports.render_html import to_html
from tracker.reports.render_markdown import to_markdown
from tracker.reports.render_pdf import to_pdf
from tracker.reports.render_xlsx import to_workbook

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": tables.MEDIA_TYPES["xlsx"],
    "md": "text/markdown",
    "html": "text/html",
}


def render(paper: Paper, form: str, font_dir: Path | None = None) -> bytes:
    """The bytes of the file; KeyError for a form that `MEDIA_TYPES` does not name.

    `font_dir`: a folder of the site with its own fonts, for what bears its fonts inside (TRACKER_FONT_DIR).
    """
    renderers = {
        "docx": lambda: to_docx(paper, font_dir=font_dir),
        "pdf": lambda: to_pdf(paper, font_dir=font_dir),
        "xlsx": lambda: to_workbook(paper),
        "md": lambda: to_markdown(paper).encode(),
        "html": lambda: to_html(paper).encode(),
    }
    return renderers[form]()
