"""A paper in the form asked for."""

from tracker.reports.paper import Paper
from tracker.reports.render_docx import to_docx
from tracker.reports.render_html import to_html
from tracker.reports.render_markdown import to_markdown

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "html": "text/html",
}


def render(paper: Paper, form: str) -> bytes:
    """The bytes of the file: `docx`, `md` or `html`; KeyError for another form."""
    renderers = {"docx": to_docx, "md": lambda given: to_markdown(given).encode(), "html": lambda given: to_html(given).encode()}
    return renderers[form](paper)
