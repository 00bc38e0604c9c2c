"""Annexes: leading groups however they are laid out, without names; lists; and what is said of either."""

import pytest

from tracker.intake import ParsedPlan, parse

BODY = ["示例县托育实施方案", "一、主要任务", "（一）甲项。做甲。（责任单位：县甲局）", "附件1"]


def plan_with(*annex: str) -> ParsedPlan:
    return parse("\n".join([*BODY, *annex]).encode(), "plan.txt")


def seats(*lines: str) -> list[tuple[str, str, str]]:
    group = plan_with("示例县托育工作领导小组", *lines).leading_group
    return [(m.role, m.unit, m.post) for m in group.members] if group else []


TABLE = (
    "序号\t姓名\t单位\t职务\t小组职务",
    "1\t甲某某\t县政府\t副县长\t组长",
    "2\t乙某\t县甲局\t局长\t副组长",
    "3\t丙某某\t县乙局\t副局长\t成员",
)
LAYOUTS = {
    "names, then posts": ("组  长：甲某某  县政府副县长", "副组长：乙  某  县甲局局长", "成  员：丙某某  县乙局副局长"),
    "posts alone": ("组  长：县政府副县长", "副组长：县甲局局长", "成  员：县乙局副局长"),
    "posts, then names": ("组长：县政府副县长 甲某某", "副组长：县甲局局长 乙某", "成员：县乙局副局长 丙某某"),
    "posts in brackets": ("组长：甲某某（县政府副县长）", "副组长：乙某（县甲局局长）", "成员：丙某某（县乙局副局长）"),
    "tabs": ("组　长\t甲某某\t县政府副县长", "副组长\t乙某\t县甲局局长", "成　员\t丙某某\t县乙局副局长"),
    "a table": TABLE,
    "roles on lines of their own": (
        "组长：",
        "甲某某  县政府副县长",
        "副组长：",
        "乙某  县甲局局长",
        "成员：",
        "丙某某  县乙局",
        "副局长",
    ),
}


@pytest.mark.parametrize("lines", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_group_in_every_layout(lines: tuple[str, ...]) -> None:
    assert seats(*lines) == [("组长", "县政府", "副县长"), ("副组长", "县甲局", "局长"), ("成员", "县乙局", "副局长")]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        pytest.param(
            "成员：县甲局局长、县乙局局长、县丙局局长", [("县甲局", "局长"), ("县乙局", "局长"), ("县丙局", "局长")], id="posts"
        ),
        pytest.param(
            "成员：县甲局、县乙局主要负责同志", [("县甲局", "主要负责同志"), ("县乙局", "主要负责同志")], id="one post for all"
        ),
        pytest.param("成员单位：县甲局、县乙局", [("县甲局", ""), ("县乙局", "")], id="units alone"),
        pytest.param(
            "成员：甲某（县甲局局长）、乙某某（县乙局局长）", [("县甲局", "局长"), ("县乙局", "局长")], id="names with brackets"
        ),
        pytest.param("成员：示例县甲局局长", [("示例县甲局", "局长")], id="the place's own name"),
        pytest.param("成员：县长", [("县政府", "县长")], id="the head of the government"),
    ],
)
def test_seats_in_one_line(line: str, wanted: list[tuple[str, str]]) -> None:
    assert [(unit, post) for _, unit, post in seats(line)] == wanted


def test_two_posts_of_one_person() -> None:
    group = plan_with("示例县托育工作领导小组", "组长：县委常委、组织部部长").leading_group
    assert group is not None
    (member,) = group.members
    assert [(member.unit, member.post), *((p.unit, p.post) for p in member.also)] == [("县委", "常委"), ("县委组织部", "部长")]


@pytest.mark.parametrize("line", ["成员：甲某某县甲局局长", "成员：县甲局甲某某", "成员：甲某某、乙某", "成员：甲某某"])
def test_a_line_that_may_hide_a_name_is_left_out(line: str) -> None:
    assert seats(line) == []


def test_a_note_says_what_an_annex_was_read_as() -> None:
    plan = plan_with(
        "示例县托育工作领导小组", "组长：县长", "附件2", "备案条件", "一、材料", "（一）营业执照；", "（二）场地证明。", "二、其他"
    )
    assert [(i.code, i.message) for i in plan.issues if i.code in ("annex", "not_a_measure")] == [
        ("annex", "“附件1 示例县托育工作领导小组”已读为领导小组名单（1 席），不作为措施。"),
        ("annex", "“附件2 备案条件”已读为条件和材料清单（1 份，共 2 项），不作为措施。"),
        ("not_a_measure", "“二、其他”没有作为措施读入，因为它属于附件。"),
    ]


def test_a_note_says_that_the_tasks_of_an_annex_are_measures() -> None:
    table = "序号\t任务\t责任单位\n1\t办好甲\t县甲局\n2\t办好乙\t县乙局\n"
    plan = parse(f"示例县托育方案\n一、要求\n坚持。\n附件1\n任务表\n\n{table}附件2\n名单\n甲\n".encode(), "a.txt")
    assert [i.message for i in plan.issues if i.code == "annex"] == [
        "“附件1 任务表”的表格已读为 2 条措施。",
        "“附件2 名单甲”没有作为措施读入。",
    ]


def test_limits_in_days() -> None:
    plan = plan_with("备案条件", "一、材料", "（一）营业执照。", "县甲局应当在5个工作日内出具回执，十日内办结。")
    (checklist,) = plan.checklists
    assert [(d.what, d.days, d.day_kind) for d in checklist.deadlines] == [("出具回执", 5, "工作日"), ("办结", 10, "日")]


def told(sentence: str) -> list[tuple[str, str, str]]:
    lines = ["示例县托育实施方案", "一、主要任务", f"（一）加强领导。{sentence}（责任单位：县甲局）"]
    group = parse("\n".join(lines).encode(), "plan.txt").leading_group
    return [(m.role, m.unit, m.post) for m in group.members] if group else []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "成立由县长任组长，分管副县长任副组长，县甲局、县乙局等部门主要负责同志为成员的领导小组。",
            [("组长", "县政府", "县长"), ("副组长", "县政府", "副县长"),
             ("成员", "县甲局", "主要负责同志"), ("成员", "县乙局", "主要负责同志")],
        ),
        (
            "领导小组组长由县政府主要领导担任，成员由县甲局、各乡镇人民政府组成。",
            [("组长", "县政府", "主要领导"), ("成员", "县甲局", ""), ("成员", "各乡镇人民政府", "")],
        ),
        ("县委书记、县长任双组长。", [("组长", "县委", "书记")]),
        ("由县政府分管卫生健康工作的副县长任总召集人。", [("总召集人", "县政府", "副县长")]),
        ("县甲局、县乙局为成员单位。", []),
        ("学校要发挥教研组长作用。", []),
    ],
)  # fmt: skip
def test_a_group_told_in_running_text(sentence: str, wanted: list[tuple[str, str, str]]) -> None:
    assert told(sentence) == wanted


def test_names_in_running_text_are_never_kept() -> None:
    assert told("由县长甲某某任组长，副县长乙某某同志任副组长，县甲局局长丙某某、县乙局局长丁某为成员。") == [
        ("组长", "县政府", "县长"),
        ("副组长", "县政府", "副县长"),
        ("成员", "县甲局", "局长"),
        ("成员", "县乙局", "局长"),
    ]
    assert told("由县长任组长，县甲局丙某某局长、丁某某为成员。") == [("组长", "县政府", "县长")]


def test_the_office_of_a_group_told_in_running_text() -> None:
    plan = parse("一、任务\n（一）领导。由县长任组长，领导小组办公室设在县甲局。（责任单位：县甲局）".encode(), "a.txt")
    assert plan.leading_group is not None
    assert plan.leading_group.office_at == "县甲局"
