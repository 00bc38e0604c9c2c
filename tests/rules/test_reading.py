"""Answers to the doubts of a reading."""

from tracker.rules.reading import Answer, Part, answers_for, owner_of, settled_by


def test_whether_two_names_are_one_unit_is_answered_by_yes_or_no() -> None:
    assert answers_for("unit_like") == (Answer.SAME_UNIT, Answer.OTHER_UNIT)


def test_any_other_doubt_may_be_checked_corrected_or_left_aside() -> None:
    assert set(answers_for("a_code_of_tomorrow")) == {Answer.CHECKED, Answer.CORRECTED, Answer.IGNORED}


def test_a_doubt_is_settled_by_the_correction_of_one_part_at_most() -> None:
    codes = [code for part in Part for code in settled_by(part)]
    assert len(codes) == len(set(codes))
    assert "deadline_year" in settled_by(Part.DUE)


def test_a_place_belongs_to_the_stretch_that_holds_it_the_inner_one_first() -> None:
    spans = [(0, 10, 1), (4, 8, 2), (20, 30, 3)]
    assert [owner_of(place, spans) for place in (0, 5, 9, 10, 29, 30)] == [1, 2, 1, None, 3, None]
