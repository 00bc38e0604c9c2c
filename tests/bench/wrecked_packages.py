"""Word documents, workbooks and pages that are torn, forged, or grow beyond measure when they are opened."""

import io
import zipfile

from tests.bench.wreck_tools import Chance, damaged, repacked, some
from tests.intake import word
from tests.intake.helpers import DATA
from tests.intake.sheet_sample import package, workbook
from tests.intake.test_robustness import SAMPLE, TEXT, mutated, nonsense

_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def damaged_word(chance: Chance) -> bytes:
    return damaged(SAMPLE, chance)


def _word(chance: Chance) -> bytes:
    return word.document(lambda doc: [word.numbered(doc, line, chance.randrange(4)) for line in TEXT.split("\n")[:20]])


def broken_parts(chance: Chance) -> bytes:
    """A Word document or a workbook that is well packed, with nonsense, cuts or foreign bytes in one of its parts."""
    data = chance.choice((_word(chance), SAMPLE, _sheet()))
    with zipfile.ZipFile(io.BytesIO(data)) as package_:
        part = chance.choice([name for name in package_.namelist() if name.endswith((".xml", ".rels"))])

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        text = content.decode("utf-8", "replace")
        return chance.choice(
            (
                nonsense(text, chance).encode(),
                mutated(text, chance).encode(),
                damaged(content, chance),
                content[: len(content) // 2],
                b"",
            )
        )

    return repacked(data, change)


def _sheet() -> bytes:
    rows = (("序号", "任务", "责任单位"), *((at, f"{at}项", "县甲局、县乙局") for at in range(1, 9)))
    return workbook(rows, ["A2:A4"])


def damaged_sheets(chance: Chance) -> bytes:
    """A workbook, new or old, with damaged bytes or with cells, ranges and texts that it does not have."""
    kind = chance.randrange(4)
    if kind == 0:
        return damaged(_sheet(), chance)
    if kind == 1:
        return damaged((DATA / "old.xls").read_bytes(), chance)
    place = chance.choice(("A1048576", "XFD1", "XFD1048576", "ZZZ9999999", "A0", "1", "", "A" * 50, "A-1"))
    value = chance.choice(("-1", "99999999", "x", "1e999", "nan", ""))
    kind_of_cell = chance.choice(("s", "n", "e", "d", "b", "str"))
    forged = f'<c r="{place}" t="{kind_of_cell}"><v>{value}</v></c>'
    cells = f'<row r="1"><c r="A1" t="s"><v>{value}</v></c>{forged}</row>'
    merged = f'<mergeCells><mergeCell ref="A1:{place}"/></mergeCells>' * some(chance, 1, 20_000)
    return package(f"<sheetData>{cells}</sheetData>{merged if kind == 2 else ''}", shared="<si><t>县甲局</t></si>")


def zip_bombs(chance: Chance) -> bytes:
    """Parts that unpack to very much more, headers that lie about it, ten thousand parts, packages in packages."""
    base = chance.choice((SAMPLE, _sheet(), _calc("")))
    kind = chance.randrange(4)
    if kind == 0:
        filling = chance.choice((b"0", b"<", b"<w:p/>", b" ", "一、".encode())) * some(chance, 1_000_000, 30_000_000)
        part = chance.choice(
            ("word/document.xml", "word/numbering.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "content.xml", "x")
        )
        return repacked(base, lambda name, content: filling[:60_000_000] if name == part else content)
    if kind == 1:
        data = bytearray(repacked(base, lambda name, content: content + b" " * 3_000_000))
        at = data.find(b"PK\x01\x02")
        while at >= 0:
            data[at + 24 : at + 28] = chance.choice((b"\1\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\0"))
            at = data.find(b"PK\x01\x02", at + 4)
        return bytes(data)
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a") as package_:
        for at in range(some(chance, 10, 10_000)):
            package_.writestr(
                f"{chance.choice(('word', 'xl/worksheets', 'x'))}/{at}.xml", base if kind == 2 and at < 9 else b"<x/>"
            )
    return out.getvalue()


def entity_bombs(chance: Chance) -> bytes:
    """A billion laughs, and files of the machine named as entities, in every form that holds XML."""
    head = chance.choice(
        (_LAUGHS, "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE x [<!ENTITY a11 '&a11;'>]>")
    )
    kind = chance.randrange(4)
    if kind == 0:
        return f"{head}<html><body><p>一、任务&a11;</p><div>（一）甲。&a11;（责任单位：县甲局）</div></body></html>".encode()
    if kind == 1:
        return _calc("<text:p>&a11;</text:p>", head)
    body = f"<w:document {_W}><w:body><w:p><w:r><w:t>一、任务&a11;</w:t></w:r></w:p></w:body></w:document>"
    part = chance.choice(("word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels", "[Content_Types].xml"))
    if kind == 2:
        return repacked(SAMPLE, lambda name, content: (head + body).encode() if name == part else content)
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    sheets = repacked(_sheet(), lambda name, content: head.encode() + content if name.endswith("sheet1.xml") else content)
    return chance.choice((sheets, package(f"<sheetData>{cells}</sheetData>")))


def _calc(cells: str, head: str = "") -> bytes:
    """A workbook of LibreOffice with the given cells."""
    names = f'xmlns:office="{_ODS}office:1.0" xmlns:table="{_ODS}table:1.0" xmlns:text="{_ODS}text:1.0"'
    content = f"<table:table>{cells}</table:table>"
    for element in ("spreadsheet", "body", f"document-content {names}"):
        content = f"<office:{element}>{content}</office:{element.split()[0]}>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package_:
        package_.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package_.writestr("content.xml", head + content)
        package_.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def deep_markup(chance: Chance) -> bytes:
    """Elements inside elements, a thousand deep and more, and tables inside tables."""
    depth = some(chance, 500, 50_000)
    kind = chance.randrange(5)
    if kind == 0:
        tag = chance.choice(("div", "table><tr><td", "span", "ul><li", "b", "font", "form"))
        closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
        return (f"<html><body>{f'<{tag}>' * depth}一、任务{closing * chance.choice((0, depth))}</body></html>").encode()
    if kind == 1:
        return _calc(
            f"<table:table-row>{'<table:table-cell>' * depth}<text:p>甲</text:p>{'</table:table-cell>' * depth}</table:table-row>"
        )
    if kind == 2:
        name = chance.choice(("w:tbl><w:tr><w:tc", "w:sdt><w:sdtContent", "w:p><w:r", "w:r", "w:ins", "w:p><w:r><w:txbxContent"))
        closing = "".join(f"</{part}>" for part in reversed(name.split("><")))
        inner = f"{f'<{name}>' * depth}<w:p><w:r><w:t>一、</w:t></w:r></w:p>{closing * depth}"
        body = f"<w:document {_W}><w:body>{inner}</w:body></w:document>"
        return repacked(SAMPLE, lambda part, content: body.encode() if part == "word/document.xml" else content)
    if kind == 3:
        return package(f"<sheetData>{'<row>' * depth}{'</row>' * depth}</sheetData>")
    return b"{\\rtf1" + b"{" * depth + b"x" + b"}" * depth


def wide_markup(chance: Chance) -> bytes:
    """Cells that span thousands of columns or rows, said to be repeated without end, and thousands of tables and paragraphs."""
    many, span = some(chance, 50, 5_000), chance.choice((2, 99, 1_000, 999_999_999))
    kind = chance.randrange(4)
    if kind == 0:
        row = f'<tr><td colspan="{span}" rowspan="{span}">县甲局</td><td>甲</td></tr>'
        return f"<html><body><table>{row * many}</table></body></html>".encode()
    if kind == 1:
        marks = f'table:number-columns-repeated="{span}" table:number-columns-spanned="{span}"'
        cell = f"<table:table-cell {marks}><text:p>甲</text:p></table:table-cell>"
        return _calc(
            f'<table:table-row table:number-rows-repeated="{span}">{cell * chance.randrange(1, 9)}</table:table-row>' * (many // 10)
        )
    if kind == 2:
        tags = chance.choice(("p", "br", "td", "table", "a", "li", "h1", "!--", "?x", "![CDATA["))
        return f"<html><body><div>{f'<{tags}>甲' * many}（责任单位：县甲局）</div></body></html>".encode()
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>县甲局</w:t></w:r></w:p></w:tc>'
    body = f"<w:document {_W}><w:body><w:tbl>{f'<w:tr>{cell * 9}</w:tr>' * many}</w:tbl></w:body></w:document>"
    return repacked(SAMPLE, lambda part, content: body.encode() if part == "word/document.xml" else content)
