"""What a Word file and a PDF are measured with: lengths in millimetres, sizes in points, counts in characters and lines."""

import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import docx
import pdfplumber
import pypdfium2
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from PIL import Image, ImageChops

from tracker.reports.paper import Paper
from tracker.reports.render_docx import to_docx
from tracker.reports.render_pdf import to_pdf

MM = 72 / 25.4  # points
TWIPS = 1440 / 25.4  # of a millimetre
RASTER = 4  # pixels of a point
LINE_SHARE = 80  # of 255: a row that is red from edge to edge is a line, not letters
TALLEST_MARK = 70  # points
CHARACTER = 15.75  # points from one character of the text to the next


class Word:
    """A paper's Word file, read back from its XML."""

    def __init__(self, paper: Paper) -> None:
        self.document = docx.Document(io.BytesIO(to_docx(paper)))
        self.first, self.sections = self.document.sections[0], list(self.document.sections)

    def edge(self, name: str) -> float:
        """A length of the first section's page."""
        return float(getattr(self.first, name).mm)

    def line(self, beginning: str) -> Paragraph:
        """The first paragraph that begins so, tabs left out."""
        return next(p for p in self.document.paragraphs if p.text.strip().startswith(beginning))

    def place(self, beginning: str) -> int:
        """Which paragraph it is, counted from nought."""
        return [p._p for p in self.document.paragraphs].index(self.line(beginning)._p)

    def blanks_before(self, beginning: str) -> int:
        """How many empty paragraphs stand right above the one that begins so."""
        count, at = 0, self.place(beginning) - 1
        while at >= 0 and not self.document.paragraphs[at].text:
            count, at = count + 1, at - 1
        return count

    def own(self, beginning: str, tag: str, name: str) -> Any:
        """A value of the paragraph itself, or of its style."""
        line = self.line(beginning)
        return attribute(line._p, tag, name) or attribute(line.style.element, tag, name)

    def style(self, beginning: str, tag: str, name: str) -> Any:
        """A value of the style of the paragraph."""
        return attribute(self.line(beginning).style.element, tag, name)

    def size(self, beginning: str) -> float:
        return float(self.line(beginning).style.font.size.pt)

    def page_number(self, *, even: bool) -> Any:
        """The paragraph with the page number."""
        return (self.first.even_page_footer if even else self.first.footer).paragraphs[0]

    def in_by(self, beginning: str, side: str) -> float:
        """How many characters the paragraph stands in, by its own setting or its style's."""
        return int(self.own(beginning, "ind", f"{side}Chars") or 0) / 100

    def is_centred(self, beginning: str) -> bool:
        return bool(self.own(beginning, "jc", "val") == "center")

    def is_font(self, beginning: str, name: str) -> bool:
        return bool(self.style(beginning, "rFonts", "eastAsia") == name)

    def tab(self, beginning: str, nth: int) -> int:
        """Where the tab stop stands, in twips from the left edge of the text."""
        return int(list(self.line(beginning)._p.pPr.iter(qn("w:tab")))[nth].get(qn("w:pos")))

    def colophon(self, tag: str, name: str, nth: int = 0) -> Any:
        """A value of the table of the 版记, the borders of which are those of its cells."""
        found = [e for e in self.document.tables[-1]._tbl.iter(qn(f"w:{tag}")) if e.getparent().tag != qn("w:tblCellMar")]
        return found[nth].get(qn(f"w:{name}"))

    def ledgers(self) -> list[Any]:
        """The long tables of the annexes."""
        return [table for table in self.document.tables if len(table.rows) > 20]

    def letter(self, tag: str, name: str, *, foot: bool = False) -> Any:
        """A value of the first page's header or footer."""
        return attribute((self.first.first_page_footer if foot else self.first.first_page_header)._element, tag, name)


def attribute(element: Any, tag: str, name: str) -> str | None:
    """The value of the first w:tag below the element; None where there is none."""
    found = next(iter(element.iter(qn(f"w:{tag}"))), None)
    return None if found is None else found.get(qn(f"w:{name}"))


@dataclass(frozen=True)
class Line:
    """A printed line; edges in millimetres from the left and the upper edge of the paper. `page` counts from 1."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    font: str
    colour: Any

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Pdf:
    """A paper's PDF, read back from its pages."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with pdfplumber.open(io.BytesIO(data)) as file:
            self.pages = [self._kept(page) for page in file.pages]

    @classmethod
    def of(cls, paper: Paper) -> "Pdf":
        return cls(to_pdf(paper))

    def _kept(self, page: Any) -> dict[str, Any]:
        return {"width": page.width / MM, "height": page.height / MM, "chars": page.chars, "rules": [*page.lines, *page.rects]}

    @cached_property
    def lines(self) -> list[Line]:
        """Every line of upright text, from the first page to the last, by its middle; sizes do not mix on one of ours."""
        found = []
        for number, page in enumerate(self.pages, 1):
            rows = defaultdict(list)
            for char in page["chars"]:
                if not is_turned(char) and char["text"].strip():
                    rows[round((char["top"] + char["bottom"]) / 2)].append(char)
            found += [self._line(number, rows[middle]) for middle in sorted(rows)]
        return found

    def _line(self, page: int, chars: list[Any]) -> Line:
        chars = sorted(chars, key=lambda char: char["x0"])
        first = chars[0]
        return Line(
            page, "".join(char["text"] for char in chars), first["x0"] / MM, chars[-1]["x1"] / MM,
            min(char["top"] for char in chars) / MM, max(char["bottom"] for char in chars) / MM,
            first["size"], first["fontname"].split("+")[-1], first["non_stroking_color"],
        )  # fmt: skip

    def line(self, beginning: str) -> Line:
        """The first line that begins so; blanks do not count."""
        return next(line for line in self.lines if line.text.startswith(beginning.replace(" ", "")))

    def above(self, line: Line) -> Line:
        """The line right above on the same page."""
        return self.lines[self.lines.index(line) - 1]

    def full(self) -> list[Line]:
        """The lines of the first page that holds nothing but text."""
        return next(lines for number in range(1, len(self.pages) + 1) if len(lines := self.on(number)) > 20)

    def on(self, page: int) -> list[Line]:
        """The lines of a page, its number left out."""
        return [line for line in self.lines if line.page == page and not line.text.startswith("—")]

    def numbers(self) -> list[Line]:
        """The page numbers of upright pages."""
        return [line for line in self.lines if line.text.startswith("—") and line.text.endswith("—") and len(line.text) < 6]

    def rules(self, page: int, *, red: bool = False) -> list[dict[str, float]]:
        """The level lines of a page from above: left, right, top, thick (points)."""
        found = [
            {"left": r["x0"] / MM, "right": r["x1"] / MM, "top": r["top"] / MM, "thick": r["linewidth"] or 1}
            for r in self.pages[page - 1]["rules"]
            if abs(r["top"] - r["bottom"]) < 0.1 and (tuple(r["stroking_color"] or ()) == (1, 0, 0)) == red
        ]
        return sorted(found, key=lambda rule: rule["top"])

    def red_ink(self, page: int) -> tuple[float, float]:
        """Upper and lower edge of the red letters of a page, in millimetres from its upper edge; the lines are left out."""
        picture = pypdfium2.PdfDocument(self.data)[page - 1].render(scale=RASTER).to_pil().convert("RGB")
        strong, *weak = (channel.point(lambda value: 255 * (value > 150)) for channel in picture.split())
        red = ImageChops.subtract(ImageChops.subtract(strong, weak[0]), weak[1])
        shares = red.resize((1, red.height), Image.Resampling.BOX).tobytes()  # how much of each row is red, of 255
        rows = [row for row, share in enumerate(shares) if 0 < share < LINE_SHARE]
        whole = [row for row in rows if row - rows[0] < TALLEST_MARK * RASTER]
        return whole[0] / RASTER / MM, whole[-1] / RASTER / MM


def is_turned(char: dict[str, Any]) -> bool:
    """True for letters that do not read from left to right."""
    return abs(char["matrix"][1]) > 0.01
