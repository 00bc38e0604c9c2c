import pytest

from tracker.rules.doubts import Doubt, Said, doubts, is_copy, is_empty

LAST = Said(40, "已新增托位 120 个。", 1)


@pytest.mark.parametrize(
    ("said", "before", "expected"),
    [
        pytest.param(Said(50, "又新增托位 30 个。", 1), LAST, (), id="nothing to doubt"),
        pytest.param(Said(50, "已新增托位\n120个。", 1), LAST, (Doubt.COPIED,), id="last report's text, spaced anew"),
        pytest.param(Said(30, "有三处托位因消防改造停用。", 1), LAST, (Doubt.BACKWARDS,), id="fewer per cent than before"),
        pytest.param(Said(100, "新增托位 240 个，全部完成。", 0), LAST, (Doubt.COMPLETE_WITHOUT_EVIDENCE,), id="complete, no file"),
        pytest.param(Said(100, "新增托位 240 个，全部完成。", 1), None, (), id="complete with a file, first report"),
        pytest.param(Said(50, "正在有序推进。", 1), LAST, (Doubt.EMPTY,), id="a stock phrase only"),
        pytest.param(Said(40, "", 0, has_news=False), Said(40, "", 0, has_news=False), (), id="nothing new twice is no copy"),
    ],
)
def test_doubts_about_a_report(said, before, expected):
    assert doubts(said, before) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "正在推进", "按计划推进。", "各项工作正在有序推进中。", "目前，相关工作按照方案要求稳步推进，进展顺利。",
        "高度重视，认真落实，取得了一定成效。", "**扎实推进**",
    ],
)  # fmt: skip
def test_phrases_that_fit_any_task_are_no_report(text):
    assert is_empty(text)


@pytest.mark.parametrize(
    "text",
    [
        "已新增托位 120 个。", "完成 3 处选址，正在办理用地手续。", "县医院托育园主体封顶，正在开展内部装修。",
        "与县教育局会商两次，场地已确定。", "已选址。",
    ],
)  # fmt: skip
def test_what_names_a_fact_is_a_report(text):
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "before", "is_one"),
    [
        ("截至4月，已建成托育园 3 家，托位 120 个。", "截至3月，已建成托育园 3 家，托位 120 个。", True),
        ("已建成托育园 3 家，托位 150 个。", "已建成托育园 3 家，托位 120 个。", False),
        (
            "完成场地选址并开展施工图设计，已与两家机构签订合作意向书，正在办理消防手续，计划下月开工。",
            "完成场地选址并开展施工图设计，已与两家机构签订合作意向书，正在办理消防手续，计划近期开工。",
            True,
        ),
        ("主体工程封顶，开始内部装修。", "完成场地选址，开展施工图设计。", False),
    ],
    ids=["only the month moved on", "a new figure", "a word changed", "another text"],
)
def test_a_copy_with_little_changed_is_a_copy(text, before, is_one):
    assert is_copy(text, before) is is_one
