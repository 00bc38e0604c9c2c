"""Rows by their ids, cells three ways: what is offered, asked, done already, refused."""

from typing import Any

import pytest

from tracker.rules.formulas import harmless, unmarked
from tracker.rules.ledger_columns import RowId, base_version, read_row_id, write_row_id
from tracker.rules.ledger_merge import Fate, Now, compare, not_undone
from tracker.rules.ledger_merge import LedgerColumn as C
from tracker.rules.ledger_rows import FileRow, Why

BASE = {
    1: {"title": "增加托位供给", "unit": "县卫生健康局", "percent": "30", "narrative": "已新增 60 个。", "kind": "progress"},
    2: {"title": "开展照护指导", "unit": "县卫生健康局", "percent": "20", "narrative": "", "kind": "progress"},
}


def row(share_id: int = 1, *, of_export: int = 7, **changed: Any) -> FileRow:
    values = {**BASE.get(share_id, BASE[1]), "version": base_version(BASE.get(share_id, BASE[1])), **changed}
    return FileRow(f"第 {share_id} 行", write_row_id(RowId(of_export, share_id)), values)


def fate(theirs: str, now: str, column: str = "narrative", locked: Why | None = None) -> tuple[Fate, Why | None] | None:
    """What becomes of one cell of the first row; None where it is as it was exported."""
    stands = {1: Now({**BASE[1], column: now}, locked)}
    cells = compare(7, BASE, stands, [row(**{column: theirs})]).cells
    return (cells[0].fate, cells[0].why) if cells else None


@pytest.mark.parametrize(
    ("theirs", "now", "expected"),
    [
        pytest.param("已新增 60 个。", "已新增 60 个。", None, id="nobody changed it"),
        pytest.param("已新增 60 个。", "已新增 90 个。", None, id="only we changed it"),
        pytest.param("已新增 80 个。", "已新增 60 个。", (Fate.APPLY, None), id="only they changed it"),
        pytest.param("已新增 80 个。", "已新增 80 个。", (Fate.DONE, None), id="both alike"),
        pytest.param("已新增 80 个。", "已新增 90 个。", (Fate.CONFLICT, None), id="both differently"),
        pytest.param("", "已新增 60 个。", (Fate.DOUBTFUL, Why.CLEARED), id="emptied"),
        pytest.param("已新增 60 个。 \r\n", "已新增 60 个。", None, id="blanks at the end"),
        pytest.param("?新? 60 ??", "已新增 60 个。", (Fate.REFUSED, Why.LOST_CHARACTERS), id="characters lost"),
    ],
)
def test_a_cell_is_compared_three_ways(theirs: str, now: str, expected: object) -> None:
    assert fate(theirs, now) == expected


def test_a_percentage_is_never_emptied() -> None:
    assert fate("", "30", "percent") == (Fate.REFUSED, Why.NOT_PERCENT)


def test_a_locked_report_is_not_written_to() -> None:
    assert fate("已新增 80 个。", "已新增 60 个。", locked=Why.ON_ITS_WAY) == (Fate.REFUSED, Why.ON_ITS_WAY)


def test_what_is_not_theirs_to_change_is_named() -> None:
    assert fate("2026-12-31", "2025-12-31", "due") == (Fate.READ_ONLY, None)


def troubles(*rows: FileRow) -> list[Why]:
    found = compare(7, BASE, {share_id: Now(values) for share_id, values in BASE.items()}, rows)
    assert not [cell for cell in found.cells if cell.fate is Fate.APPLY]
    return [trouble.why for trouble in found.troubles]


def test_rows_that_cannot_be_placed_are_not_read() -> None:
    assert troubles(row(1), FileRow("第 9 行", "", {"title": "小计"})) == [Why.NO_ID]
    assert troubles(FileRow("第 9 行", "R7-2-000000X", {"title": "开展照护指导", "percent": "90"})) == [Why.BAD_ID]
    assert troubles(row(of_export=8, percent="90")) == [Why.OTHER_EXPORT]
    assert troubles(row(3, percent="90")) == [Why.NOT_EXPORTED]


NUMBERED = {
    1: {"label": "（一）", "title": "增加托位供给", "unit": "县卫生健康局", "percent": "30"},
    2: {"label": "（二）", "title": "开展照护指导", "unit": "县卫生健康局", "percent": "20"},
    3: {"label": "（三）", "title": "建设示范机构", "unit": "县卫生健康局", "clause": "选址", "percent": "0"},
    4: {"label": "（三）", "title": "建设示范机构", "unit": "县卫生健康局", "clause": "验收", "percent": "0"},
}


def without_id(share_id: int, **changed: Any) -> FileRow:
    return FileRow(f"第 {share_id} 行", "", {**NUMBERED[share_id], **changed})


def test_where_all_ids_are_gone_rows_are_known_by_number_and_unit_and_asked_about() -> None:
    stands = {share_id: Now(values) for share_id, values in NUMBERED.items()}
    found = compare(7, NUMBERED, stands, [without_id(1, percent="45"), without_id(2)])
    assert found.is_by_number
    assert [(cell.share_id, cell.fate, cell.why) for cell in found.cells] == [(1, Fate.DOUBTFUL, Why.BY_NUMBER)]
    assert found.same == 1


@pytest.mark.parametrize("lost", [without_id(3, percent="45"), without_id(1, unit="县教育局"), without_id(2, title="增加托位供给")])
def test_a_row_without_an_id_that_is_not_one_row_alone_is_not_read(lost: FileRow) -> None:
    stands = {share_id: Now(values) for share_id, values in NUMBERED.items()}
    found = compare(7, NUMBERED, stands, [lost])
    assert not found.cells
    assert [trouble.why for trouble in found.troubles] == [Why.NOT_MATCHED]


def test_what_corrects_an_accepted_report_is_told_of_the_rows_that_can_be_taken_over() -> None:
    stands = {1: Now(BASE[1], corrects=True), 2: Now(BASE[2], corrects=True)}
    assert compare(7, BASE, stands, [row(1, percent="45"), row(2)]).corrections == {1}
    assert compare(7, BASE, stands, [row(1, due="2026-12-31")]).corrections == frozenset()


def test_what_a_formula_gave_is_told() -> None:
    filled = row(1, percent="45", problems="缺教师")
    worked_out = FileRow(filled.place, filled.row_id, filled.values, computed=("percent", "narrative"))
    stands = {share_id: Now(values) for share_id, values in BASE.items()}
    cells = compare(7, BASE, stands, [worked_out]).cells
    assert {cell.column.value: cell.is_computed for cell in cells} == {"percent": True, "problems": False}


def test_a_row_whose_words_are_anothers_is_not_read() -> None:
    assert troubles(row(1, title="开展照护指导", percent="90")) == [Why.MOVED_ROW]
    assert troubles(row(1, title="", percent="90")) == [Why.MOVED_ROW]
    assert troubles(row(1, version=base_version(BASE[2]), percent="90")) == [Why.MOVED_ROW]


def test_copies_that_differ_are_not_read() -> None:
    assert troubles(row(1, percent="80"), row(1, percent="90")) == [Why.DUPLICATE] * 2


def test_a_copy_that_was_left_alone_takes_nothing_back() -> None:
    stands = {share_id: Now(values) for share_id, values in BASE.items()}
    for rows in ((row(1), row(1, percent="80")), (row(1, percent="80"), row(1))):
        assert [cell.theirs for cell in compare(7, BASE, stands, rows).cells] == ["80"]


def test_contents_that_changed_places_are_asked_about() -> None:
    stands = {share_id: Now(values) for share_id, values in BASE.items()}
    found = compare(7, BASE, stands, [row(1, percent="20", narrative=""), row(2, percent="30", narrative="已新增 60 个。")])
    assert {cell.why for cell in found.cells} == {Why.MOVED}


def test_what_was_taken_over_is_given_back_while_nothing_was_built_on_it() -> None:
    assert not_undone("80", "80", C.PERCENT, is_same_draft=True) is None
    assert not_undone("80", "90", C.PERCENT, is_same_draft=True) is Why.CHANGED_SINCE
    assert not_undone("80", "80", C.PERCENT, is_same_draft=False) is Why.SENT_SINCE


@pytest.mark.parametrize("share_id", [1, 9, 10, 99, 123456])
def test_an_id_that_a_spreadsheet_counted_on_is_none(share_id: int) -> None:
    text = write_row_id(RowId(12, share_id))
    assert read_row_id(f" {text} ") == RowId(12, share_id)
    assert read_row_id(text.replace(f"-{share_id}-", f"-{share_id + 1}-")) is None
    assert read_row_id(text.lower()) is None


@pytest.mark.parametrize("text", ["", "=1", "'=1", "''+1", "- 一", "@我", "\t1", "\r1", "'90后", "普通"])
def test_the_mark_of_a_harmless_text_comes_off_again(text: str) -> None:
    assert unmarked(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
