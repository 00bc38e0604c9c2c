"""A document's text cut beside the measures that were read from it."""

from tracker.models import Measure, Task
from tracker.web.marked_text import doubts_of, passages

TEXT = "前言\n（一）甲事。\n（二）乙事。\n附则"


def task(task_id: int, found: str) -> Task:
    start = TEXT.index(found)
    return Task(id=task_id, measure=Measure(span_from=start, span_to=start + len(found)))


def issue(found: str, severity: str = "doubt") -> dict[str, object]:
    start = TEXT.index(found)
    return {"severity": severity, "message": f"请核对“{found}”", "span": [start, start + len(found)]}


def test_every_character_stands_once_and_beside_its_measure() -> None:
    first, second = task(1, "（一）甲事。"), task(2, "（二）乙事。")
    found = passages(TEXT, [first, second], [])
    assert ["".join(piece.text for piece in passage.pieces) for passage in found] == [
        "前言",
        "（一）甲事。",
        "（二）乙事。",
        "附则",
    ]
    assert [passage.task for passage in found] == [None, first, second, None]


def test_a_doubt_marks_its_words_and_belongs_to_its_measure() -> None:
    second = task(2, "（二）乙事。")
    (doubt,) = doubts_of([issue("乙事")], [second])
    passage = next(passage for passage in passages(TEXT, [second], [doubt]) if passage.task)
    assert doubt.task_id == 2
    assert passage.doubts == (doubt,)
    assert [(piece.text, piece.is_marked) for piece in passage.pieces] == [("（二）", False), ("乙事", True), ("。", False)]
    assert passage.pieces[1].doubts == (1,)


def test_a_note_leads_to_its_place_without_marking_it() -> None:
    (note,) = doubts_of([issue("附则", "note")], [])
    last = passages(TEXT, [], [note])[-1].pieces[-1]
    assert (last.text, last.is_marked, last.doubts) == ("附则", False, (1,))


def test_measures_that_overlap_and_doubts_without_a_place_break_nothing() -> None:
    overlapping = [task(1, "（一）甲事。\n（二）"), task(2, "（二）乙事。")]
    nowhere = doubts_of([{"severity": "note", "message": "未登记的单位", "span": None}], overlapping)
    found = passages(TEXT, overlapping, nowhere)
    assert "".join(piece.text for passage in found for piece in passage.pieces).count("乙事") == 1
    assert nowhere[0].task_id is None
