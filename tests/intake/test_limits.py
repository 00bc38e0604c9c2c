"""What is longer than any plan is refused with a sentence that says what to do, before time is spent on it."""

import pytest

from tests.intake import word
from tests.intake.helpers import DATA
from tracker.intake import IntakeError, parse
from tracker.intake.limits import Limits

TEXT = (DATA / "shili.txt").read_text(encoding="utf-8")
ROWS = "<tr><td>1</td><td>增加托位</td><td>县教育局</td></tr>" * 30
PAGE = f"<html><body><table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>{ROWS}</table></body></html>"


def refusal(data: bytes, name: str, limits: Limits) -> str:
    with pytest.raises(IntakeError) as refused:
        parse(data, name, limits)
    assert refused.value.code == "too_large"
    return refused.value.message


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(("\n".join([TEXT] * 3)).encode(), "方案.txt", id="text"),
        pytest.param(PAGE.encode(), "方案.html", id="rows of a page"),
        pytest.param(word.document(lambda doc: [doc.add_paragraph() for _ in range(40)]), "方案.docx", id="blank paragraphs"),
    ],
)
def test_a_document_of_too_many_lines_is_refused(data: bytes, name: str) -> None:
    said = refusal(data, name, Limits(max_lines=20))
    assert said == "这份文件超过 20 行，不像一份方案。请只保留方案正文和任务表后再上传。"


def _table(doc: object) -> None:
    doc.add_table(rows=5, cols=5)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(PAGE.encode(), "方案.html", id="page"),
        pytest.param(word.document(_table), "方案.docx", id="Word"),
    ],
)
def test_tables_of_too_many_cells_are_refused(data: bytes, name: str) -> None:
    assert refusal(data, name, Limits(max_cells=20)).startswith("这份文件的表格超过 20 格")


def test_markup_without_text_is_counted_too() -> None:
    assert refusal(b"<html><body>" + b"<b></b>" * 200, "方案.html", Limits(max_characters=100)).startswith(
        "这份文件的文字超过 100 字"
    )


def test_a_plan_is_well_within_the_limits() -> None:
    assert parse(PAGE.encode(), "方案.html").measures
    assert parse(TEXT.encode(), "方案.txt").measures
