"""Limits against documents that are no plans."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a document may weigh at most.

    Sizes are in bytes; `max_ratio` is unpacked to packed size of a part of a .docx (ten for text, a thousand for a bomb);
    `max_characters` is the length of the text, `max_lines` its lines, of which a row of a table is one: the longest plans have a
    hundred thousand characters and two thousand lines. `max_pages` and `max_drawing` (bytes of drawing orders, those of a form as
    often as it is drawn) bound a PDF: a page of text has five to fifty thousand bytes. `max_cells` bounds the cells of the tables
    of a page or of a Word document, and those of a workbook. `convert_seconds` is how long another program may take to convert
    an old form (LibreOffice needs two to ten).
    """

    max_bytes: int = 50 * _MIB
    max_unpacked: int = 200 * _MIB
    max_ratio: int = 250
    max_characters: int = 500_000
    max_lines: int = 10_000
    max_pages: int = 300
    max_drawing: int = 10 * _MIB
    max_cells: int = 200_000
    convert_seconds: int = 60


DEFAULT_LIMITS = Limits()
