"""The real plans in other forms: as Word documents and in other encodings they read as their plain text does."""

import io
import re
from typing import Any

import pytest
from docx import Document

from tests.intake.helpers import SHARED, without_places
from tests.intake.pdf_sample import printed
from tracker.intake import parse

PLANS = sorted((SHARED / "plans").glob("*.txt")) if SHARED.is_dir() else []
pytestmark = pytest.mark.skipif(not PLANS, reason="the shared folder with the real plans is absent (TRACKER_SHARED)")
READ = ("plan", "sections", "measures", "obligations", "plan_targets", "abbreviations", "leading_group", "checklists")


def content(data: bytes, filename: str) -> dict[str, Any]:
    """What was read, without places in the source."""
    plan = parse(data, filename).to_dict()
    return {key: without_places(plan[key]) for key in READ}


def as_word(text: str) -> bytes:
    """A Word document with one paragraph for each line."""
    word = Document()
    for line in text.splitlines():
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.fixture(params=PLANS, ids=lambda path: path.stem)
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param.read_text(encoding="utf-8"))


def test_as_a_word_document(text: str) -> None:
    assert content(as_word(text), "plan.docx") == content(text.encode(), "plan.txt")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_in_another_encoding(text: str, encoding: str) -> None:
    assert content(text.encode(encoding), "plan.txt") == content(text.encode(), "plan.txt")


def test_with_the_line_ends_of_windows(text: str) -> None:
    assert content("\r\n".join(text.split("\n")).encode(), "plan.txt") == content(text.encode(), "plan.txt")


def test_as_a_page_of_a_site(text: str) -> None:
    """Paragraphs in spans and breaks, within what frames the pages of governments."""
    lines = "".join(f"<span>&emsp;&emsp;{line}</span><br>" for line in text.split("\n"))
    frame = "<html><head><meta charset=gb2312></head><body><div class='crumbs'>首页 &gt; 文件</div>"
    page = f"{frame}<div id='zoom'>{lines}</div></body></html>"
    assert content(page.encode("gb18030"), "plan.html") == content(text.encode(), "plan.txt")


def test_as_a_printed_document(text: str) -> None:
    """Marks of Markdown and runs of blanks, which nobody prints, are left out."""
    plain = re.sub(r"[ \u3000]{2,}", " ", text.replace("**", "").replace("# ", ""))
    assert content(printed(plain.split("\n"), per_line=28), "plan.pdf") == content(plain.encode(), "plan.txt")
