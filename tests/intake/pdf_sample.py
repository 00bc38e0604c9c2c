"""PDF files made for the tests: a page as GB/T 9704 prints it, in a font that every viewer has and no file needs.

Places are in points from the upper left corner of an A4 page.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
LEFT, TOP, SIZE, PITCH = 79, 105, 16, 29
PER_LINE, PER_PAGE = 27, 22
_CID_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
)
_FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [3 0 R] >>"
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


@dataclass
class Page:
    """Drawing orders of a page."""

    orders: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Print a text whose characters stand from x to the right, its base line at y."""
        code = text.encode("utf-16-be").hex()
        self.orders.append(f"BT /F {size} Tf {x} {HEIGHT - y} Td <{code}> Tj ET")

    def turned(self, matrix: str, text: str, size: float = SIZE) -> None:
        """Print a text along the axes of a matrix, whose last two numbers are its place from the lower left corner."""
        self.orders.append(f"BT /F {size} Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.orders.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")


def pdf(pages: Sequence[Page], resources: str = "", extra: Sequence[bytes] = ()) -> bytes:
    """The bytes of a file with the given pages; `extra` objects are numbered from 6."""
    objects = [b"", b"", _CID_FONT, _FONT, _DESCRIPTOR, *extra]
    kids = []
    for page in pages:
        orders = "\n".join(page.orders).encode()
        objects.append(b"<< /Length %d >>\nstream\n" % len(orders) + orders + b"\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << /F 4 0 R >> {resources} >> >>".encode()
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    return file_of(objects)


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """The bytes of a file with the given objects, numbered from 1; the first is the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def printed(paragraphs: Iterable[str], head: str = "", per_line: int = PER_LINE, per_page: int = PER_PAGE) -> bytes:
    """A document as a government prints it: first lines indented, page numbers at the foot, an optional running head."""
    lines = [line for paragraph in paragraphs for line in _wrapped(paragraph, per_line)]
    pages = []
    for number, start in enumerate(range(0, max(len(lines), 1), per_page), start=1):
        page = Page()
        if head:
            page.text(LEFT, 60, head, 10)
        for at, (indent, text) in enumerate(lines[start : start + per_page]):
            page.text(LEFT + indent * SIZE, TOP + at * PITCH, text)
        page.text(270, 790, f"— {number} —", 14)
        pages.append(page)
    return pdf(pages)


def _wrapped(paragraph: str, per_line: int) -> Iterable[tuple[int, str]]:
    text = paragraph.strip()
    if not text:
        return
    yield 2, text[: per_line - 2]
    for at in range(per_line - 2, len(text), per_line):
        yield 0, text[at : at + per_line]


def table(page: Page, rows: Sequence[Sequence[str | None]], widths: Sequence[float], y: float, row_height: float = 40) -> None:
    """Draw a ruled table; None is covered by the cell above, an empty string is an empty cell."""
    edges = [float(LEFT)]
    for width in widths:
        edges.append(edges[-1] + width)
    for at, row in enumerate([*rows, []]):
        top = y + at * row_height
        for column in range(len(widths)):
            if at == len(rows) or row[column] is not None:
                page.rule(edges[column], top, edges[column + 1], top)
        for column, text in enumerate(row):
            room = int((widths[column] - 4) // 10)
            for line, start in enumerate(range(0, len(text or ""), room)):
                page.text(edges[column] + 2, top + 12 + line * 12, (text or "")[start : start + room], 10)
    for edge in edges:
        page.rule(edge, y, edge, y + len(rows) * row_height)
