"""Documents that another program converts: what comes out, what is said of it, and that nothing outlives its time."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from tests.intake.helpers import DATA
from tracker import converting
from tracker.intake import IntakeError, Limits

LINES = (
    "示例县托育实施方案",
    "一、主要任务",
    "（一）甲项。做好工作。（责任单位：县甲局、县乙局）",
    "（二）乙项。做。（责任单位：县丙局）",
)
office = pytest.mark.skipif(converting.find_converter() is None, reason="LibreOffice (soffice) is not installed")


def rtf() -> bytes:
    body = "".join("".join(f"\\u{ord(c)}?" for c in line) + "\\par\n" for line in LINES)
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {body}}}".encode()


def odt() -> bytes:
    name, kind = "urn:oasis:names:tc:opendocument:xmlns", "application/vnd.oasis.opendocument.text"
    body = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    parts = {
        "mimetype": kind,
        "content.xml": f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:text="{name}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return out.getvalue()


FORMS = [pytest.param(rtf(), "rtf", id="rtf"), pytest.param(odt(), "odt", id="odt")]


@office
@pytest.mark.parametrize(("data", "code"), FORMS)
def test_what_libreoffice_converts_is_read_and_marked_to_be_checked(data: bytes, code: str) -> None:
    plan = converting.read_plan(data, f"方案.{code}", Limits())
    assert [(m.label, m.title, m.responsible) for m in plan.measures] == [
        ("（一）", "甲项", ("县甲局", "县乙局")),
        ("（二）", "乙项", ("县丙局",)),
    ]
    assert "LibreOffice" in next(i.message for i in plan.issues if i.code == "converted" and i.severity == "doubt")


@pytest.mark.parametrize(("data", "code"), FORMS)
def test_without_libreoffice_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch, data: bytes, code: str) -> None:
    monkeypatch.setattr(converting, "find_converter", lambda: None)
    with pytest.raises(IntakeError, match=r"另存为 \.docx") as refused:
        converting.read_plan(data, f"方案.{code}", Limits())
    assert refused.value.code == code


def test_an_old_document_that_we_read_ourselves_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "convert", lambda *given: pytest.fail("converted"))
    assert len(converting.read_plan((DATA / "old.doc").read_bytes(), "方案.doc", Limits()).measures) == 2


def program(folder: Path, *orders: str) -> str:
    """A converter of the test's own; `$0.seen` is where it leaves what the test wants to see."""
    path = folder / "soffice"
    path.write_text("\n".join(["#!/bin/sh", *orders]) + "\n")
    path.chmod(0o755)
    return str(path)


def test_a_converter_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    hanging = program(tmp_path, "sleep 600 &", 'echo $! > "$0.seen"', "wait")
    assert converting.convert(hanging, rtf(), ".rtf", Limits(convert_seconds=1)) is None
    assert is_gone(int((tmp_path / "soffice.seen").read_text()))


def is_gone(pid: int) -> bool:
    """True where a process has ended, though nobody may have taken notice of it yet."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("orders", [("exit 1",), ("exit 0",), ("kill -9 $$",)], ids=["fails", "makes nothing", "dies"])
def test_a_converter_that_makes_nothing_leaves_the_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, orders: tuple[str, ...]
) -> None:
    found = program(tmp_path, *orders)
    monkeypatch.setattr(converting, "find_converter", lambda: found)
    with pytest.raises(IntakeError) as refused:
        converting.read_plan(rtf(), "方案.rtf", Limits())
    assert refused.value.code == "rtf"


def test_a_converter_that_makes_too_much_is_not_listened_to(tmp_path: Path) -> None:
    large = program(tmp_path, "mkdir made", "head -c 5000 /dev/zero > made/plan.docx")
    assert converting.convert(large, rtf(), ".rtf", Limits(max_bytes=4000)) is None


def test_a_converter_sees_neither_our_secrets_nor_our_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SECRET_KEY", "a secret of the tests")
    converting.convert(program(tmp_path, '(env; pwd; echo "$@") > "$0.seen"'), rtf(), ".rtf", Limits())
    seen = (tmp_path / "soffice.seen").read_text()
    assert "a secret of the tests" not in seen
    assert os.getcwd() not in seen.splitlines()
    assert "-env:UserInstallation=file:///" in seen
