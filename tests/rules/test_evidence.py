import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.evidence import ENDINGS, MEDIA_TYPES, EvidenceKind, FileLimits, check_file, display_name, kind_of
from tracker.rules.refusals import RuleViolation

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def archive(*members):
    """A zip file with the members, as office documents are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for member in members:
            bundle.writestr(member, "x")
    return buffer.getvalue()


def ole(*entries):
    """The bytes of an old office document as far as the rule looks: its head and the names of its streams."""
    return OLE + b"".join(entry.encode("utf-16-le") + bytes(64) for entry in entries)


DOCX = archive("[Content_Types].xml", "word/document.xml")
GOOD = [
    ("验收意见.pdf", b"%PDF-1.7\n...", EvidenceKind.PDF),
    ("批复.ofd", archive("OFD.xml", "Doc_0/Document.xml"), EvidenceKind.OFD),
    ("总结.docx", DOCX, EvidenceKind.DOCX),
    ("台账.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), EvidenceKind.XLSX),
    ("汇报.pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), EvidenceKind.PPTX),
    ("旧总结.doc", ole("WordDocument"), EvidenceKind.DOC),
    ("旧总结.wps", ole("WordDocument"), EvidenceKind.DOC),
    ("旧台账.xls", ole("Workbook"), EvidenceKind.XLS),
    ("含文档的台账.xls", ole("Workbook", "WordDocument"), EvidenceKind.XLS),
    ("现场.PNG", PNG, EvidenceKind.PNG),
    ("现场.jpg", b"\xff\xd8\xff\xe0" + bytes(20), EvidenceKind.JPEG),
    ("现场.gif", b"GIF89a" + bytes(20), EvidenceKind.GIF),
    ("现场.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", EvidenceKind.WEBP),
    ("微信图片.jpg", PNG, EvidenceKind.PNG),
    ("说明.txt", "进展说明".encode(), EvidenceKind.TEXT),
    ("说明.txt", "进展说明".encode("gb18030"), EvidenceKind.TEXT),
    ("名单.csv", "\ufeff单位,人数\r\n教育局,3\r\n".encode(), EvidenceKind.TEXT),
]
BAD = [
    pytest.param("空.pdf", b"", "file_empty", id="empty"),
    pytest.param("大.pdf", b"%PDF-" + bytes(100), "file_too_large", id="too large"),
    pytest.param("带宏.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file_macro_refused",
                 id="macro in a new document"),
    pytest.param("带宏.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "file_macro_refused", id="macro in an old document"),
    pytest.param("资料.zip", archive("a.txt"), "file_type_refused", id="plain archive"),
    pytest.param("资料.docx", archive("a.txt"), "file_type_refused", id="archive called a document"),
    pytest.param("坏.docx", b"PK\x03\x04" + bytes(60), "file_type_refused", id="broken archive"),
    pytest.param("安装.doc", ole("Installer"), "file_type_refused", id="installer called a document"),
    pytest.param("程序.exe", b"MZ\x90\x00", "file_type_refused", id="program"),
    pytest.param("程序.txt", b"MZ\x90\x00", "file_type_refused", id="program called a text"),
    pytest.param("网页.html", b"<html></html>", "file_type_refused", id="web page"),
    pytest.param("图.svg", b"<svg/>", "file_type_refused", id="svg"),
    pytest.param("总结.pdf", DOCX, "file_type_refused", id="ending belies the content"),
    pytest.param("无后缀", b"%PDF-1.7", "file_type_refused", id="no ending"),
    pytest.param("乱码.txt", b"\x81\x00\xff\xff", "file_type_refused", id="neither utf-8 nor gb18030"),
    pytest.param("../..", b"%PDF-1.7", "file_name_bad", id="only a path"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind"), GOOD, ids=[f"{name} {kind}" for name, _, kind in GOOD])
def test_a_file_is_known_by_its_content(name, data, kind):
    facts = check_file(name, data)
    assert (facts.kind, facts.media_type, facts.size) == (kind, MEDIA_TYPES[kind], len(data))


@pytest.mark.parametrize(("name", "data", "code"), BAD)
def test_what_may_not_be_handed_in(name, data, code):
    with pytest.raises(RuleViolation) as refusal:
        check_file(name, data, FileLimits(max_bytes=100) if code == "file_too_large" else None)
    assert refusal.value.code == code


def test_the_limit_itself_is_allowed():
    assert check_file("大.pdf", b"%PDF-" + bytes(95), FileLimits(max_bytes=100)).size == 100


def test_every_kind_has_its_media_type_and_endings():
    assert set(MEDIA_TYPES) == set(ENDINGS) == set(EvidenceKind)


@given(st.sampled_from([b"", b"PK\x03\x04", OLE, DOCX, b"%PDF-", b"RIFF"]), st.binary(max_size=300))
def test_any_bytes_get_an_answer(head, rest):
    kind = kind_of(head + rest, "说明.txt")
    assert kind in (None, EvidenceKind.TEXT)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("C:\\用户\\桌面\\验收 意见.pdf", "验收 意见.pdf", id="path of Windows"),
        pytest.param("../../etc/说明.txt", "说明.txt", id="path upwards"),
        pytest.param("说\x00明\r\n.txt", "说明.txt", id="control characters"),
        pytest.param("说明\u202etxt.exe", "说明txt.exe", id="right-to-left mark that disguises the ending"),
        pytest.param("  .说明.txt. ", "说明.txt", id="dots and blanks at the ends"),
        pytest.param("进展\u3000 说明.txt", "进展 说明.txt", id="runs of blanks"),
        pytest.param("长" * 100 + ".docx", "长" * 75 + ".docx", id="too long: the ending stays"),
        pytest.param("长" * 100, "长" * 80, id="too long without an ending"),
    ],
)
def test_the_name_that_is_shown(name, shown):
    assert display_name(name) == shown


@given(st.text())
def test_a_shown_name_is_short_and_has_neither_path_nor_line_breaks(text):
    shown = display_name(text + "说明")
    assert 0 < len(shown) <= FileLimits().max_name
    assert not set(shown) & {"/", "\\", "\n", "\0"}
