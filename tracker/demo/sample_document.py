"""The sample plan of the invented 示例县 as a Word file, set like a document that an office issues (GB/T 9704-2012).

It uses python-docx with formatting of its own, not the style sheet of `tracker.reports`: the reader is to meet a document
as other people make them.
"""

import datetime
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
RED = RGBColor(0xE6, 0x00, 0x12)
LINE_PITCH = Pt(28.95)  # 22 lines fill the 225 mm of the type area
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# What must follow numbering and borders among the properties of a paragraph (the schema fixes the order).
_AFTER_BORDER = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
_NOT_NEEDED = {RELATIONSHIP_TYPE.THUMBNAIL, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"}


@dataclass(frozen=True)
class Look:
    """How a block is set: font, size in points, alignment, indent of the first line or of all lines in characters.

    `head_font` sets the first sentence of the paragraph, the measure's own title, apart from its text.
    """

    font: str = FANG
    size: int = 16
    align: ALIGN = ALIGN.JUSTIFY
    first_line: int = 0
    left: int = 0
    colour: RGBColor | None = None
    head_font: str | None = None


LOOKS = {
    "mark": Look(SONG, 42, ALIGN.CENTER, colour=RED),
    "number": Look(align=ALIGN.CENTER),
    "title": Look(SONG, 22, ALIGN.CENTER),
    "addressee": Look(),
    "body": Look(first_line=2),
    "remark": Look(KAI, 14, first_line=2),
    "signature": Look(align=ALIGN.RIGHT),
    "heading": Look(HEI, first_line=2),
    "subheading": Look(KAI, first_line=2),
    "measure": Look(first_line=2, head_font=KAI),
    "point": Look(first_line=2),
    "attachments": Look(first_line=2),
    "annex": Look(HEI),
    "roster": Look(left=6),
    "imprint": Look(size=14, first_line=1),
}


def sample_document(source: Path) -> bytes:
    """Return the .docx that a file like `seeds/plans/sample.yaml` describes; the same file always gives the same bytes."""
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    document = docx.Document()
    _drop_table_styles(document)
    _set_page(document)
    numbered = _add_numbering(document)
    for block in content["blocks"]:
        _add_block(document, block, numbered)
    _describe(document, content["document"])
    return _without_clock(document)


def write_sample_document(source: Path, folder: Path) -> Path:
    """Return where the sample plan was written: `folder`, under the file name that the source gives it."""
    name = yaml.safe_load(source.read_text(encoding="utf-8"))["document"]["file_name"]
    target = folder / str(name)
    target.write_bytes(sample_document(source))
    return target


def _drop_table_styles(document: Document) -> None:
    """Leave out the hundred table styles of the library's template: nine tenths of the file, and there is no table."""
    sheet = document.styles.element
    for style in [s for s in sheet if s.get(qn("w:type")) == "table" and s.get(qn("w:default")) is None]:
        sheet.remove(style)


def _set_page(document: Document) -> None:
    """A4 with the margins of the standard, and page numbers — n — outside: odd pages right, even pages left."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    document.settings.odd_and_even_pages_header_footer = True
    _add_page_number(section.footer.paragraphs[0], ALIGN.RIGHT)
    _add_page_number(section.even_page_footer.paragraphs[0], ALIGN.LEFT)


def _add_page_number(paragraph: Paragraph, align: ALIGN) -> None:
    paragraph.alignment = align
    _set_font(paragraph.add_run("— "), "宋体", 14)
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)
    _set_font(paragraph.add_run(" —"), "宋体", 14)


def _add_numbering(document: Document) -> str:
    """The id of a list that Word numbers （一）（二）（三） by itself."""
    numbering = document.part.numbering_part.element
    abstract_id = str(1 + max(int(a.get(qn("w:abstractNumId"))) for a in numbering.findall(qn("w:abstractNum"))))
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val="（%1）"/><w:lvlJc w:val="left"/>'
        f'<w:rPr><w:rFonts w:ascii="{KAI}" w:hAnsi="{KAI}" w:eastAsia="{KAI}"/><w:sz w:val="32"/></w:rPr></w:lvl>'
        "</w:abstractNum>"
    )
    # The schema wants every w:abstractNum before the first w:num.
    numbering.insert(list(numbering).index(numbering.find(qn("w:num"))), abstract)
    return str(numbering.add_num(int(abstract_id)).numId)


def _add_block(document: Document, block: Mapping[str, Any], numbered: str) -> None:
    look = LOOKS[block["style"]]
    paragraph = document.add_paragraph()
    _set_paragraph(paragraph, look)
    paragraph.paragraph_format.page_break_before = True if block.get("page") else None
    if "numbering" in block:
        _number(paragraph, numbered)
    if block["style"] == "number":
        _rule_below(paragraph)
    head, stop, rest = block["text"].partition("。")
    if look.head_font and rest:
        _add_text(paragraph, head + stop, look.head_font, look)
        _add_text(paragraph, rest, look.font, look)
    else:
        _add_text(paragraph, block["text"], look.font, look)


def _set_paragraph(paragraph: Paragraph, look: Look) -> None:
    form = paragraph.paragraph_format
    form.alignment = look.align
    form.space_before = form.space_after = Pt(0)
    form.first_line_indent = Pt(look.first_line * look.size)
    form.left_indent = Pt(look.left * look.size)
    if look.size <= LINE_PITCH.pt:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE_PITCH


def _number(paragraph: Paragraph, number_id: str) -> None:
    list_item = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(list_item), "w:pBdr", *_AFTER_BORDER)


def _rule_below(paragraph: Paragraph) -> None:
    """The red line under the document number."""
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="11" w:color="E60012"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(border), *_AFTER_BORDER)


def _add_text(paragraph: Paragraph, text: str, font: str, look: Look) -> None:
    run = paragraph.add_run(text)
    _set_font(run, font, look.size)
    if look.colour is not None:
        run.font.color.rgb = look.colour


def _set_font(run: Run, font: str, size: int) -> None:
    """Name one font for every script; w:eastAsia is the one that Chinese characters take."""
    run.font.size = Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _describe(document: Document, about: Mapping[str, str]) -> None:
    properties = document.core_properties
    created = datetime.datetime.fromisoformat(about["created"]).replace(tzinfo=datetime.UTC)
    properties.title, properties.author, properties.last_modified_by = about["title"], about["author"], about["author"]
    properties.created = properties.modified = created
    properties.language, properties.comments = "zh-CN", "虚构的示例文件"


def _without_clock(document: Document) -> bytes:
    """The package with a fixed time on every entry, and not compressed: zlib's output differs from one build to another."""
    for owner in (document.part, document.part.package):
        for name in [name for name, relation in owner.rels.items() if relation.reltype in _NOT_NEEDED]:
            owner.rels.pop(name)
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as written, zipfile.ZipFile(fixed, "w", zipfile.ZIP_STORED) as target:
        for name in written.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), written.read(name))
    return fixed.getvalue()
