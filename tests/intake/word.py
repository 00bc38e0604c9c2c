"""Word documents made for the tests, with numbering rules as Word writes them."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimalEnclosedCircle", "%4"))


def document(fill: Callable[[Any], None]) -> bytes:
    """The bytes of a document with one list definition (numId 101; 102 restarts its second level at 1)."""
    word = Document()
    numbering = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="101"><w:abstractNumId w:val="90"/></w:num>'))
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="102"><w:abstractNumId w:val="90"/>{override}</w:num>'))
    fill(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def numbered(word: Any, text: str, level: int, number: int = 101) -> Any:
    """Add a paragraph that Word numbers by itself."""
    paragraph = word.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))
    return paragraph


def tracked(paragraph: Any, kind: str, text: str) -> None:
    """Append a tracked insertion ("ins") or deletion ("del")."""
    tag = "delText" if kind == "del" else "t"
    paragraph._p.append(
        parse_xml(
            f'<w:{kind} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r></w:{kind}>'
        )
    )


def in_content_control(word: Any, text: str) -> None:
    """Append a paragraph inside a content control."""
    add(word, f"<w:sdt><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>")


def element(xml: str) -> Any:
    """An element written without the declaration of its prefix."""
    name = xml[1 : min(xml.index(end) for end in " />" if end in xml)]
    return parse_xml(xml.replace(name, f"{name} {nsdecls('w')}", 1))


def add(word: Any, xml: str) -> None:
    """Append an element to the text."""
    body = word.element.body
    body.insert(list(body).index(body.find(qn("w:sectPr"))), element(xml))


def define_list(word: Any, number: int, levels: Sequence[tuple[str, str, str]], override: str = "") -> None:
    """Define a list by the kind of number, the text around it and further rules of each level; `override` is that of the list."""
    rules = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text, more) in enumerate(levels)
    )
    numbering = word.part.numbering_part.element
    numbering.insert(0, element(f'<w:abstractNum w:abstractNumId="{number}">{rules}</w:abstractNum>'))
    numbering.append(element(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{override}</w:num>'))


def number_style(word: Any, name: str, number: int) -> None:
    """Let a style stand for the level of a list that names it."""
    properties = word.styles[name].element.get_or_add_pPr()
    properties.append(element(f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'))


def mark_end(paragraph: Any, mark: str) -> None:
    """Mark the end of a paragraph as deleted or hidden."""
    paragraph._p.get_or_add_pPr().append(element(f"<w:rPr>{mark}</w:rPr>"))


def in_row(row: Any, mark: str) -> None:
    """Add a property to a row."""
    row._tr.get_or_add_trPr().append(element(mark))


def add_footnote(word: Any, text: str) -> None:
    """Add the part that holds footnotes, with one of them behind the line that Word puts there itself."""
    notes = f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    xml = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
