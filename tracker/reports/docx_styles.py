"""The style sheet and font table of a paper, written whole from a profile; nothing of Word's own template shows through."""

from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import nsdecls
from lxml.etree import _Element as Xml

from tracker.reports.docx_xml import SECTION_END, fonts, indent, no_cell_margins, w
from tracker.reports.gbt9704 import Face, Profile

FONT_TABLE = "/word/fontTable.xml"


@dataclass(frozen=True)
class Style:
    """One paragraph style. `line` is the fixed pitch in twips; None means single spacing (table text)."""

    id: str
    name: str
    face: Face
    line: int | None
    align: str = "both"
    first_line: int = 0
    outline: int | None = None
    spacing: int = 0


def styles_of(profile: Profile) -> list[Style]:
    """Return the paragraph styles of a paper; names are what a clerk sees in the style list of Word or WPS."""
    text, pitch, two = profile.text, profile.line_pitch, profile.first_line_characters
    tight = profile.character_spacing
    headings = [
        Style(f"Heading{n + 1}", f"heading {n + 1}", face, pitch, "both", two, outline=n, spacing=tight)
        for n, face in enumerate(profile.levels)
    ]
    body = Face(profile.table_font, profile.table_half_points)
    wide = Face(profile.table_font, profile.wide_table_half_points)
    return [
        Style("Normal", "Normal", text, pitch, spacing=tight),
        Style("GwText", "公文正文", text, pitch, "both", two, spacing=tight),
        Style("GwNumber", "发文字号", text, pitch, "center"),
        Style("GwMark", "发文机关标志", profile.mark, profile.mark.half_points * 12, "center"),
        Style("GwTitle", "公文标题", profile.title, pitch, "center", outline=0),
        Style("GwSubtitle", "公文副标题", profile.subtitle, pitch, "center"),
        Style("GwQuote", "公文引文", Face(profile.emphasis_font, text.half_points), pitch, "both", two, spacing=tight),
        Style("GwSignature", "署名和日期", text, pitch, "right"),
        Style("GwAnnexLabel", "附件标识", profile.annex_label, pitch, "left", outline=0),
        Style("GwAnnexTitle", "附件标题", profile.title, pitch, "center"),
        *headings,
        Style("GwTable", "表格文字", body, None, "left"),
        Style("GwTableHead", "表格表头", Face(profile.table_head_font, body.half_points), None, "center"),
        Style("GwWideTable", "横表文字", wide, None, "left"),
        Style("GwWideTableHead", "横表表头", Face(profile.table_head_font, wide.half_points), None, "center"),
        Style("GwPicture", "图", text, None, "center"),
        Style("GwColophon", "版记", profile.colophon, None, "left"),
        Style("GwPageNumber", "页码", profile.page_number, profile.page_number.character_twips, "left"),
        Style(SECTION_END, "分节", Face(text.font, 2), 20, "left"),
    ]


def write_styles(document: Document, profile: Profile) -> None:
    """Replace the document's style sheet and font table by those of the profile."""
    sheet = document.styles.element
    for child in list(sheet):
        sheet.remove(child)
    language = w("lang", val="en-US", eastAsia="zh-CN")  # digits are Latin text: as Chinese, 2025 would break over lines
    defaults = w("rPrDefault", w("rPr", fonts(profile.text.font), w("sz", val=profile.text.half_points), language))
    sheet.append(w("docDefaults", defaults, w("pPrDefault")))
    sheet.append(w("style", w("name", val="Default Paragraph Font"), type="character", default=1, styleId="CharacterDefault"))
    sheet.append(_table_default())
    sheet.extend(_style_element(style) for style in styles_of(profile))
    for part in document.part.package.iter_parts():
        if part.partname == FONT_TABLE:
            part._blob = _font_table(profile)


def _style_element(style: Style) -> Xml:
    default = {"default": 1} if style.id == "Normal" else {}
    element = w("style", w("name", val=style.name), type="paragraph", styleId=style.id, **default)
    if style.id != "Normal":
        element.append(w("basedOn", val="Normal"))
    element.extend([w("qFormat"), _paragraph_properties(style), _run_properties(style)])
    return element


def _paragraph_properties(style: Style) -> Xml:
    """What Word would do by itself is off.

    Widow control would leave a page one line short of 22; automatic space beside digits would push characters out of the
    line; the grid would give a 2号 title two lines, though the fixed pitch already sets every line.
    """
    line = {"line": style.line, "lineRule": "exact"} if style.line else {"line": 240, "lineRule": "auto"}
    properties = [w("keepNext")] if style.id.startswith("Heading") else []
    properties += [w("widowControl", val=0), w("autoSpaceDE", val=0), w("autoSpaceDN", val=0), w("snapToGrid", val=0)]
    properties += [w("spacing", before=0, after=0, **line), indent(style.face, left=0, firstLine=style.first_line)]
    properties += [w("jc", val=style.align)]
    properties += [w("outlineLvl", val=style.outline)] if style.outline is not None else []
    return w("pPr", *properties)


def _run_properties(style: Style) -> Xml:
    size = style.face.half_points
    bold = [w("b", val=0), w("i", val=0)]
    spacing = [w("spacing", val=style.spacing), w("kern", val=0)]
    return w("rPr", fonts(style.face.font), *bold, w("color", val="000000"), *spacing, w("sz", val=size), w("szCs", val=size))


def _table_default() -> Xml:
    properties = w("tblPr", w("tblInd", w=0, type="dxa"), no_cell_margins())
    return w("style", w("name", val="Normal Table"), properties, type="table", default=1, styleId="TableNormal")


def _font_table(profile: Profile) -> bytes:
    declared = [
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>' for name, other in profile.fallbacks
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:fonts {nsdecls('w')}>{''.join(declared)}</w:fonts>".encode()
