"""Which task a list of conditions belongs to."""

import pytest

from tracker.rules.checklists import annexes_in, subject_of, task_for

GRANT, PLACES = (1, "发放托育补贴\n托育补贴按月发放。"), (2, "增加托位供给\n按附件2的条件改造场地。")


@pytest.mark.parametrize(
    ("title", "subject"),
    [("托育补贴申请条件", "托育补贴"), ("托育补贴申领 材料清单", "托育补贴"), ("示范机构认定条件", "示范机构"), ("申请材料", "")],
)
def test_a_list_is_for_what_its_title_names_before_conditions_or_papers(title: str, subject: str) -> None:
    assert subject_of(title) == subject


@pytest.mark.parametrize(
    ("title", "annex", "task"),
    [
        ("托育补贴申请条件", None, 1),
        ("场地改造条件", "2", 2),
        ("场地改造条件", "3", None),  # nobody names it
        ("补贴申请条件", None, None),  # too short a name to be sure
        ("托育补贴申请条件", "2", None),  # the name leads one way, the annex the other
    ],
)
def test_the_one_measure_that_names_a_list_or_its_annex_has_it(title: str, annex: str | None, task: int | None) -> None:
    assert task_for(title, annex, [GRANT, PLACES]) == task


def test_of_two_measures_with_the_name_the_one_that_names_the_annex_has_it() -> None:
    measures = [GRANT, (3, "宣传托育补贴\n解读托育补贴政策。"), (4, "审核托育补贴\n按附件一审核托育补贴。")]
    assert task_for("托育补贴申请条件", None, measures) is None
    assert task_for("托育补贴申请条件", "1", measures) == 4


def test_annexes_are_told_by_their_number_however_it_is_printed() -> None:
    assert annexes_in("见附件1、附件 二，另见附件。") == ["1", "2", ""]
