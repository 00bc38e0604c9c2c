"""Charts in a Word file: pictures, for not every office program draws SVG."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from docx.document import Document
from docx.shared import Twips
from lxml.etree import _Element as Xml

from tracker.reports.charts.drawing import in_words, pieces, to_svg
from tracker.reports.charts.svg import WIDTH, Chart
from tracker.reports.docx_xml import w
from tracker.reports.gbt9704 import Profile
from tracker.reports.pdf.compiling import to_png

PIXELS_PER_INCH = 200.0


def chart_pictures(document: Document, charts: Iterable[Chart], profile: Profile, font_dir: Path | None) -> dict[str, list[Xml]]:
    """Return the drawings of each chart by its key, as wide as the type area, with what they show in words beside them."""
    return {str(chart["key"]): [_picture(document, piece, profile, font_dir) for piece in pieces(chart)] for chart in charts}


def _picture(document: Document, piece: Chart, profile: Profile, font_dir: Path | None) -> Xml:
    image = BytesIO(to_png(to_svg(piece), WIDTH, PIXELS_PER_INCH, font_dir))
    inline = document.part.new_pic_inline(image, width=Twips(profile.text_width))
    inline.docPr.set("name", str(piece["title"]))
    inline.docPr.set("descr", in_words(piece))
    drawing: Xml = w("drawing", inline)
    return drawing
