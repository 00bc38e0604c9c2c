"""Forms of documents: encodings, Word, web pages, tables, and what is refused with a sentence."""

import io
import zipfile
from typing import Any

import pytest

from tests.intake import word
from tests.intake.helpers import DATA
from tracker.intake import IntakeError, Limits, ParsedPlan, parse
from tracker.intake.forms.text import decode

PLAN = (DATA / "shili.txt").read_text(encoding="utf-8")
UNITS = "（责任单位：县甲局）"


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in names.items():
            package.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def measures(plan: ParsedPlan) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [(m.label, m.title, m.responsible) for m in plan.measures]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_read_alike(encoding: str) -> None:
    assert parse(PLAN.encode(encoding), "a.txt") == parse(PLAN.encode(), "a.txt")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_one_line_of_nothing_but_chinese_is_read_in_any_encoding(encoding: str) -> None:
    """Without a mark, a line end or a digit, only what comes out tells the encoding."""
    text = "示例县托育服务实施方案主要任务甲项做好监管工作责任单位县甲局" * 3
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends_read_alike(end: str) -> None:
    plan = parse(PLAN.replace("\n", end).encode(), "a.txt")
    assert plan == parse(PLAN.encode(), "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_is_shown_and_does_not_spoil_the_rest(encoding: str) -> None:
    data = f"一、主要任务\n（一）甲项。做好监管工作。{UNITS}\n（二）乙项。落实责任。{UNITS}".encode(encoding)
    at = data.index("监管".encode(encoding))
    plan = parse(data[:at] + b"\xff" + data[at:], "a.txt")
    assert [m.label for m in plan.measures] == ["（一）", "（二）"]
    (doubt,) = [issue for issue in plan.issues if issue.code == "unreadable"]
    assert plan.source[slice(*doubt.span)] == "\ufffd"


def test_the_name_of_a_file_does_not_decide() -> None:
    assert parse(PLAN.encode(), "plan.docx") == parse(PLAN.encode(), "plan.txt")


def test_word_numbers_are_computed() -> None:
    def fill(doc: Any) -> None:
        word.numbered(doc, "主要任务", 0)
        word.numbered(doc, f"甲项。做。{UNITS}", 1)
        word.numbered(doc, f"乙项。做。{UNITS}", 1)
        word.numbered(doc, "保障措施", 0)
        word.numbered(doc, f"丙项。做。{UNITS}", 1)
        word.numbered(doc, f"丁项。做。{UNITS}", 1, number=102)

    plan = parse(word.document(fill), "a.docx")
    assert [s.number for s in plan.sections] == ["一", "二"]
    assert [m.label for m in plan.measures] == ["（一）", "（二）", "（一）", "（一）"]


def test_tracked_changes_and_content_controls() -> None:
    def fill(doc: Any) -> None:
        doc.add_paragraph("一、主要任务")
        paragraph = doc.add_paragraph("（一）甲项。做。（责任单位：县甲局")
        word.tracked(paragraph, "ins", "、县乙局")
        word.tracked(paragraph, "del", "、县丙局")
        word.tracked(paragraph, "ins", "）")
        word.in_content_control(doc, "（二）乙项。做。（责任单位：县丁局）")

    assert measures(parse(word.document(fill), "a.docx")) == [
        ("（一）", "甲项", ("县甲局", "县乙局")),
        ("（二）", "乙项", ("县丁局",)),
    ]


def test_a_table_of_tasks_in_word() -> None:
    def fill(doc: Any) -> None:
        doc.add_paragraph("示例县任务分工方案")
        rows = (
            ("序号", "工作任务", "牵头单位", "责任单位", "完成时限"),
            ("一、增加供给", "", "", "", ""),
            ("1", "新建中心3个", "县甲局", "县乙局\n县丙局", "2025年6月底前"),
            ("2", "加强监管", "县甲局", "县丁局", "长期坚持"),
        )
        table = doc.add_table(rows=len(rows), cols=5)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.rows[1].cells[0].merge(table.rows[1].cells[4])

    plan = parse(word.document(fill), "a.docx")
    assert [(m.label, m.title, m.lead, m.responsible, m.due, m.ongoing) for m in plan.measures] == [
        ("1", "新建中心3个", ("县甲局",), ("县乙局", "县丙局"), "2025-06-30", False),
        ("2", "加强监管", ("县甲局",), ("县丁局",), None, True),
    ]
    assert [(s.number, s.title) for s in plan.sections] == [("一", "增加供给")]
    assert plan.measures[0].targets[0].value == 3


def test_a_web_page() -> None:
    page = f"""<html><head><meta charset="gb2312"><title>示例</title><style>p {{}}</style></head><body><nav>首页</nav>
    <p>一、主要任务</p><p>（一）<b>甲项。</b>做。<span>{UNITS}</span></p>
    <div>（二）乙项。<br>做。{UNITS}</div></body></html>"""
    plan = parse(page.encode("gb18030"), "a.html")
    assert measures(plan) == [("（一）", "甲项", ("县甲局",)), ("（二）", "乙项", ("县甲局",))]
    assert "首页" not in plan.source


def test_an_old_word_document_is_read_and_marked_to_be_checked() -> None:
    plan = parse((DATA / "old.doc").read_bytes(), "方案.wps")
    assert [(m.label, m.title, m.lead, m.responsible) for m in plan.measures] == [
        ("（一）", "新建中心", ("县甲局",), ("县乙局",)),
        ("（二）", "加强监管", ("县乙局",), ()),
    ]
    assert "converted" in [i.code for i in plan.issues if i.severity == "doubt"]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>（二）乙项。做。（责任单位：县乙局）</w:t></w:r></w:p></w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    alternatives = (
        f'<w:r {word.nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="{shape}">'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    def fill(doc: Any) -> None:
        doc.add_paragraph("一、主要任务")
        doc.add_paragraph(f"（一）甲项。做。{UNITS}")._p.append(word.parse_xml(alternatives))
        doc.add_paragraph("（三）丙项。做。（责任单位：县丙局）")

    assert measures(parse(word.document(fill), "a.docx")) == [
        ("（一）", "甲项", ("县甲局",)),
        ("（二）", "乙项", ("县乙局",)),
        ("（三）", "丙项", ("县丙局",)),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param("　\r\n ".encode(), "empty", id="only blanks"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image", id="picture"),
        pytest.param(bytes(range(256)) * 40, "not_a_document", id="binary renamed .txt"),
        pytest.param(b"{\\rtf1 x}", "rtf", id="rtf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_document", id="torn .doc"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "slides", id=".ppt"),
        pytest.param(zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "slides", id=".pptx"),
        pytest.param(zipped({"OFD.xml": b"<ofd:OFD/>"}), "ofd", id=".ofd"),
        pytest.param(zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "xlsb", id=".xlsb"),
        pytest.param(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt", id=".odt"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password_protected", id="password"
        ),
        pytest.param(zipped({"a.txt": b"x"}), "not_a_document", id="zip that is no docx"),
        pytest.param(zipped({"[Content_Types].xml": b"", "word/vbaProject.bin": b"", "word/a": b""}), "macros", id="macros"),
        pytest.param(zipped({"[Content_Types].xml": b"", "word/document.xml": bytes(5_000_000)}), "zip_bomb", id="bomb"),
        pytest.param(zipped({"[Content_Types].xml": b"", "word/document.xml": b"<w"}), "damaged", id="broken xml"),
        pytest.param(b"PK\x03\x04 torn", "damaged", id="torn zip"),
        pytest.param("今天天气很好。".encode(), "no_measures", id="prose"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse(data, "方案.txt")
    assert refused.value.code == code
    assert refused.value.message.endswith("。")
    assert "请" in refused.value.message


def test_a_document_over_the_limit_is_refused() -> None:
    with pytest.raises(IntakeError) as refused:
        parse(PLAN.encode(), "方案.txt", Limits(max_bytes=100))
    assert refused.value.code == "too_large"


def test_an_encrypted_member_and_outside_entities_do_no_harm() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d><body><p><t>&a;</t></p></body></d>'
    with pytest.raises(IntakeError):
        parse(zipped({"[Content_Types].xml": b"", "word/document.xml": bomb}), "a.docx")
