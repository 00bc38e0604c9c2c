"""The blocks of a paper as Word paragraphs and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.etree import _Element as Xml

from tracker.reports.blocks import Block, ChartMark, Form, Grid, Heading, Manner, NewPage, Text, leads_in
from tracker.reports.docx_table import form, table
from tracker.reports.docx_xml import SECTION_END, keep_with_next, paragraph, runs, stand_off, w
from tracker.reports.gbt9704 import Profile

Pictures = Mapping[str, Sequence[Xml]]

AIR = 120  # twips over and under a table or chart, so that no text leans on it
STYLES = {Manner.TEXT: "GwText", Manner.QUOTE: "GwQuote", Manner.FLUSH: "Normal", Manner.NOTE: "GwWideTable"}


@dataclass(frozen=True)
class Frame:
    """Where blocks go: the profile, the width in twips that tables fill, whether tables take the smaller letters.

    `pictures`: the drawings of each chart by its key, one for each piece that it was cut into.
    """

    profile: Profile
    width: int
    wide: bool
    pictures: Pictures = field(default_factory=dict)


def drawn(blocks: Iterable[Block], frame: Frame) -> list[Xml]:
    """Return the Word paragraphs and tables of the blocks."""
    given = list(blocks)
    elements = [list(_block(block, frame)) for block in given]
    for number, (block, following) in enumerate(pairwise(given)):
        if leads_in(block, following):
            keep_with_next(elements[number][-1])
        if isinstance(block, Text | Heading) and isinstance(following, Grid | Form | ChartMark):
            stand_off(elements[number][-1], AIR)
    return [element for one in elements for element in one]


def _block(block: Block, frame: Frame) -> Iterator[Xml]:
    if isinstance(block, Heading):
        yield paragraph(f"Heading{block.level}", runs(block.pieces, frame.profile))
    elif isinstance(block, Text):
        yield paragraph(STYLES[block.manner], runs(block.pieces, frame.profile))
    elif isinstance(block, Grid):
        yield table(block, frame.profile, width=frame.width, wide=frame.wide)
        yield paragraph(SECTION_END, properties=[w("spacing", after=AIR)])
    elif isinstance(block, Form):
        yield form(block, frame.profile, width=frame.width)
        yield paragraph(SECTION_END, properties=[w("spacing", after=AIR)])
    elif isinstance(block, ChartMark):
        below = [w("spacing", after=AIR)]
        yield from (paragraph("GwPicture", [w("r", drawing)], below) for drawing in frame.pictures.get(block.key, ()))
    elif isinstance(block, NewPage):
        yield paragraph("GwText", properties=[w("pageBreakBefore")])
