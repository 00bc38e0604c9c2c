"""WordprocessingML in short words: elements, runs, paragraphs, indents and section properties as values."""

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element as Xml

from tracker.reports.blocks import Piece
from tracker.reports.gbt9704 import Face, Profile, twips
from tracker.reports.markdown import printable

SECTION_END = "GwSectionEnd"
EMPTY_EDGE = twips(10)  # where an empty header or footer lies, far from the text


def w(tag: str, *children: Xml, **attributes: Any) -> Xml:
    """Return the element `w:tag` with `w:` attributes and children; the caller keeps the order that the schema asks."""
    element: Xml = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def fonts(font: str) -> Xml:
    """Return a w:rFonts that names one font for every script and no theme font, which Word would prefer."""
    return w("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font, hint="eastAsia")


def text_run(text: str, *properties: Xml) -> Xml:
    """Return a run; a tab or line break in the text becomes one in Word, signs that XML forbids are dropped."""
    run = w("r", *([w("rPr", *properties)] if properties else []))
    for number, line in enumerate(printable(text).split("\n")):
        if number:
            run.append(w("br"))
        for position, piece in enumerate(line.split("\t")):
            if position:
                run.append(w("tab"))
            if piece:
                run.append(_text(piece))
    return run


def runs(pieces: Iterable[Piece], profile: Profile) -> list[Xml]:
    """Return the runs of a text; bold stays bold, emphasis takes 楷体, for Chinese has no italics."""
    return [text_run(piece.text, *_look(piece, profile)) for piece in pieces]


def paragraph(style: str, runs: Iterable[Xml] = (), properties: Iterable[Xml] = ()) -> Xml:
    """Return a paragraph of a style; `properties` add to it what belongs to this paragraph alone."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *runs)


def indent(face: Face, **characters: float) -> Xml:
    """Return a w:ind in characters of a face, e.g. `firstLine=2`; also in twips for programs that know no characters."""
    values: dict[str, int] = {}
    for side, count in characters.items():
        values[f"{side}Chars"] = round(count * 100)
        values[side] = round(count * face.character_twips)
    return w("ind", **values)


def keep_with_next(block: Xml) -> None:
    """Bind a paragraph to the next one, so that no page break falls between; a table is left as it is."""
    properties = block.find(qn("w:pPr"))
    if properties is not None and properties.find(qn("w:keepNext")) is None:
        properties.insert(1, w("keepNext"))


def stand_off(block: Xml, white: int, side: str = "after") -> None:
    """Leave white, in twips, after or before a paragraph that has no spacing of its own."""
    properties = block.find(qn("w:pPr"))
    if properties is not None and properties.find(qn("w:spacing")) is None:
        place = 2 if properties.find(qn("w:keepNext")) is not None else 1
        properties.insert(place, w("spacing", **{side: white}))


def page_field() -> list[Xml]:
    """Return the runs of a page number with its dashes, — 1 — (GB/T 9704-2012, 7.5)."""
    begin, separate, end = (w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    return [text_run("— "), begin, w("r", _instruction("PAGE")), separate, text_run("1"), end, text_run(" —")]


def section_properties(profile: Profile, *, landscape: bool, start: str, edges: tuple[int, int] | None = None) -> Xml:
    """Return the w:sectPr of a section; `edges`: how far its header and footer are from the paper's edges, where not as usual.

    A landscape page is the portrait page turned clockwise: its top lies at the binding edge, so the four margins turn
    with it and a printed, bound paper keeps one type area (GB/T 9704-2012, 8: A4 横排表格).
    """
    width, height = twips(profile.page_width), twips(profile.page_height)
    top, right, bottom, left = (twips(side) for side in (profile.top, profile.right, profile.bottom, profile.left))
    size: dict[str, Any] = {"w": width, "h": height}
    if landscape:
        top, right, bottom, left = left, top, right, bottom
        size = {"w": height, "h": width, "orient": "landscape"}
    header, footer = edges or (EMPTY_EDGE, EMPTY_EDGE if landscape else profile.footer_distance)
    margins = {"top": top, "right": right, "bottom": bottom, "left": left, "header": header, "footer": footer, "gutter": 0}
    return w(
        "sectPr",
        w("type", val=start),
        w("pgSz", **size),
        w("pgMar", **margins),
        w("docGrid", type="lines", linePitch=profile.line_pitch),
    )


def no_cell_margins() -> Xml:
    """Return a w:tblCellMar of nothing, for tables that only place text and must not indent it."""
    return w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))


def end_section(blocks: list[Xml], properties: Xml) -> list[Xml]:
    """Return the blocks with the section's properties on the last paragraph; after a table a hair-thin one carries them."""
    last = blocks[-1].find(qn("w:pPr")) if blocks else None
    if last is None:
        return [*blocks, paragraph(SECTION_END, properties=[properties])]
    last.append(properties)
    return blocks


def _look(piece: Piece, profile: Profile) -> list[Xml]:
    look = [fonts(profile.emphasis_font)] if piece.emphasis else []
    return look + ([w("b")] if piece.bold else [])


def _text(piece: str) -> Xml:
    text = w("t")
    text.text = piece
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return text


def _instruction(code: str) -> Xml:
    instruction = w("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return instruction
