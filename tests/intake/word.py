"""Word documents made for the tests, with numbering rules as Word writes them."""

import io
from collections.abc import Callable
from typing import Any

from docx import Document
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
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    body = word.element.body
    body.insert(list(body).index(body.find(qn("w:sectPr"))), parse_xml(control))
