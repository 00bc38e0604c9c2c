"""Wordings that real plans taught, each with an invented county's names."""

import pytest

from tests.intake.helpers import plan_of
from tests.intake.test_task_lists import answering
from tracker.intake import parse
from tracker.intake.errors import IntakeError
from tracker.intake.script import SENTENCE


@pytest.mark.parametrize(
    "line",
    [
        "责任单位：县甲局、县乙局（第一责任单位为牵头单位，下同）\n时限要求：2025年底前",
        "（责任单位：县甲局、县乙局，排在第一位的为牵头单位，下同；完成时限：2025年底）",
    ],
)
def test_the_statement_that_the_first_leads_ends_before_the_time_limit(line: str) -> None:
    plan = plan_of(f"（一）甲项。做甲。\n{line}", "（二）乙项。做乙。\n责任单位：县丙局")
    assert answering(plan) == [(("县甲局",), ("县乙局",)), (("县丙局",), ())]
    assert plan.measures[0].due == "2025-12-31"


@pytest.mark.parametrize(
    ("printed", "lead", "others"),
    [
        pytest.param("牵头单位：县甲局，配合单位：各项目牵头单位", ("县甲局",), ("各项目牵头单位",), id="a class of leads"),
        pytest.param("县甲局牵头，其他责任单位配合", ("县甲局",), ("其他责任单位",), id="the others"),
        pytest.param("牵头单位：县甲局、县乙局按职责分工负责", ("县甲局", "县乙局"), (), id="a shared lead"),
        pytest.param("牵头单位：县甲局；主责单位：县乙局", ("县甲局",), ("县乙局",), id="led by one, done by another"),
        pytest.param("主责单位：县甲局；配合单位：县乙局", ("县甲局",), ("县乙局",), id="done and led by one"),
        pytest.param("牵头单位：县甲局；县乙局负责", ("县甲局",), ("县乙局",), id="a lead and one that answers"),
        pytest.param("县甲局、县乙局分工负责", (), ("县甲局", "县乙局"), id="each a share"),
    ],
)
def test_words_that_give_a_role_and_words_that_name_a_class(printed: str, lead: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert answering(plan_of(f"（一）甲项。做甲。（{printed}）")) == [(lead, others)]


def test_a_list_of_markdown_may_print_numbers_of_its_own() -> None:
    text = "# 示例县实施方案\n\n- **（一）甲项**。做甲。（县甲局负责）\n- **（二）乙项**。做乙。（县乙局、县丙局）\n"
    plan = parse(text.encode(), "方案.md")
    assert [(m.label, m.title) for m in plan.measures] == [("（一）", "甲项"), ("（二）", "乙项")]
    assert answering(plan) == [((), ("县甲局",)), ((), ("县乙局", "县丙局"))]


def test_a_list_that_is_cut_off_with_the_text_is_read_as_far_as_it_goes() -> None:
    assert answering(plan_of("（一）甲项。做甲。（县甲局、县乙局")) == [((), ("县甲局", "县乙局"))]


def test_a_statement_in_a_bracket_of_its_own_kind_ends_the_list_before_it() -> None:
    plan = plan_of(
        "（一）甲项。做甲。（县甲局负责；各乡镇人民政府〔以下均需各乡镇人民政府负责，不再列出〕）",
        "（二）乙项。做乙。（县乙局负责）",
    )
    assert answering(plan) == [((), ("县甲局", "各乡镇人民政府")), ((), ("县乙局",))]
    assert plan.measures[1].implied == ("各乡镇人民政府",)


def test_the_last_words_of_an_item_say_who_carries_it_out_with_whom() -> None:
    plan = plan_of(
        "（一）关于“守住耕地”的问题，由县自然资源局会同县农业农村局、县水利局等部门负责落实。",
        "（二）关于“种子”的问题，由县农业农村局会同县科技局研究提出落实意见。",
    )
    assert answering(plan) == [(("县自然资源局",), ("县农业农村局", "县水利局")), (("县农业农村局",), ("县科技局",))]


def test_a_text_in_traditional_script_is_told_how_to_be_mended() -> None:
    plan = plan_of(
        "（一）發展養老服務。（牽頭單位：縣民政局；責任單位：縣財政局、各鄉鎮）", "（二）辦好學校。（責任單位：縣教育局）"
    )
    assert [issue.message for issue in plan.issues if issue.code == "traditional_script"] == [SENTENCE]
    with pytest.raises(IntakeError, match="繁转简"):
        parse("關於實施計劃的報告，各縣財務會計單位負責辦理，對業務進行強化。".encode(), "方案.txt")


def test_a_name_in_traditional_script_is_no_reason_to_ask() -> None:
    plan = plan_of("（一）办好“縣國學會”。做甲。（县甲局负责）")
    assert not [issue for issue in plan.issues if issue.code == "traditional_script"]
