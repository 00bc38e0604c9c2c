"""What every stretch of the source became: places hold, units stand where they are marked, and no numbered paragraph is lost."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.helpers import DATA, SHARED, normal, plan_of
from tests.intake.layouts import ITEMS, LAYOUTS, Item, Layout
from tests.intake.test_layouts import ITEM, TABLES, as_rows, read
from tracker.intake import ParsedPlan, parse
from tracker.intake.kinds import MarkKind
from tracker.intake.model import Mark
from tracker.intake.outline import read_label
from tracker.intake.text import tidy

UNITS = {MarkKind.LEAD, MarkKind.RESPONSIBLE, MarkKind.SUPPORTING, MarkKind.IMPLIED}
# Marks of one family are apart, or one holds the other.
FAMILIES = (
    UNITS | {MarkKind.ATTRIBUTION},
    {MarkKind.SECTION, MarkKind.LABEL, MarkKind.MEASURE_TITLE, MarkKind.NOT_MEASURE, MarkKind.CHECKLIST, MarkKind.SEAT},
    {MarkKind.CLAUSE},
    {MarkKind.TARGET},
    {MarkKind.DEADLINE},
    {MarkKind.OBLIGATION},
    {MarkKind.TITLE, MarkKind.ISSUER, MarkKind.ISSUED_ON, MarkKind.DOCUMENT_NUMBER},
)
REAL = sorted([*(SHARED / "plans").glob("*"), *(SHARED / "plans-more").glob("*")]) if SHARED.is_dir() else []


def check_marks(plan: ParsedPlan) -> None:
    assert list(plan.marks) == sorted(plan.marks, key=lambda mark: (mark.span[0], -mark.span[1]))
    for mark in plan.marks:
        assert 0 <= mark.span[0] < mark.span[1] <= len(plan.source)
        if mark.kind in UNITS:
            assert printed_name(plan.source[slice(*mark.span)]) == normal(mark.value or "")
    for family in FAMILIES:
        check_nested([mark for mark in plan.marks if mark.kind in family])
    check_units(plan)
    assert [line for line in numbered_lines(plan.source) if not covered(plan, line)] == []


def printed_name(place: str) -> str:
    """A name as it is read: without white space and its own short form, and with one kind of comma."""
    return re.sub("，|,", "、", re.sub(r"（以下简称[^）]*）", "", normal(place)))


def check_nested(marks: list[Mark]) -> None:
    ends: list[int] = []
    for mark in marks:
        while ends and ends[-1] <= mark.span[0]:
            ends.pop()
        assert not ends or mark.span[1] <= ends[-1], mark
        ends.append(mark.span[1])


def check_units(plan: ParsedPlan) -> None:
    """Each unit of each measure is marked in it, or in a heading above it, under its role."""
    marked = {(mark.measure, mark.kind.value, mark.value) for mark in plan.marks if mark.kind in UNITS}
    for measure in plan.measures:
        for role in ("lead", "responsible", "supporting"):
            names = getattr(measure, role)
            missing = {name for name in names if not {(measure.ordinal, role, name), (None, role, name)} & marked}
            assert missing == set()


def numbered_lines(source: str) -> list[tuple[int, int]]:
    lines, at = [], 0
    for line in source.split("\n"):
        flow = tidy(source, at, at + len(line))
        if flow.text and read_label(flow.text):
            lines.append(flow.span())
        at += len(line) + 1
    return lines


def covered(plan: ParsedPlan, line: tuple[int, int]) -> bool:
    """True where a measure, a heading, a list or a reason why it is no measure takes the line."""
    kinds = (MarkKind.SECTION, MarkKind.NOT_MEASURE, MarkKind.CHECKLIST)
    takes = [*(m.span for m in plan.measures), *(m.span for m in plan.marks if m.kind in kinds)]
    return any(start <= line[0] < end for start, end in takes)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_marks_hold_in_every_layout(layout: Layout) -> None:
    plan = read(layout, ITEMS)
    check_marks(plan)
    assert {MarkKind.SECTION, MarkKind.LABEL, MarkKind.MEASURE_TITLE, MarkKind.LEAD} <= {mark.kind for mark in plan.marks}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(list(LAYOUTS.values())), st.lists(ITEM, min_size=2, max_size=9))
def test_marks_hold_whatever_is_printed(layout: Layout, items: list[Item]) -> None:
    check_marks(read(layout, tuple(items)))


@pytest.mark.parametrize("form", TABLES.values(), ids=TABLES)
def test_marks_hold_in_tables(form: Callable[[list[list[str]]], bytes]) -> None:
    plan = parse(form(as_rows(list(ITEMS))), "任务")
    check_marks(plan)
    assert [mark.value for mark in plan.marks if mark.kind is MarkKind.LEAD] == [name for item in ITEMS for name in item.lead]


@pytest.mark.skipif(not REAL, reason="the shared folder with the real plans is absent (TRACKER_SHARED)")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_marks_hold_in_real_plans(path: object) -> None:
    check_marks(parse(path.read_bytes(), path.name))  # type: ignore[attr-defined]


def test_marks_of_the_example_plan() -> None:
    plan = parse((DATA / "shili.txt").read_bytes(), "shili.txt")
    check_marks(plan)
    assert {mark.kind for mark in plan.marks} == set(MarkKind) - {MarkKind.SUPPORTING}


def marked(plan: ParsedPlan, kind: MarkKind) -> list[tuple[str, str | None]]:
    return [(plan.source[slice(*mark.span)], mark.value) for mark in plan.marks if mark.kind is kind]


def test_a_name_inside_a_longer_name_is_not_taken_for_it() -> None:
    plan = plan_of("（一）甲项。做甲。（牵头单位：县教育局办公室；责任单位：县教育局、县教育局办公室）")
    assert marked(plan, MarkKind.RESPONSIBLE) == [("县教育局", "县教育局"), ("县教育局办公室", "县教育局办公室")]


def test_blanks_inside_a_name_are_part_of_its_mark() -> None:
    plan = plan_of("（一）甲项。做甲。（责任单位：县 甲 局、县乙局）")
    assert marked(plan, MarkKind.RESPONSIBLE) == [("县 甲 局", "县甲局"), ("县乙局", "县乙局")]


def test_a_name_may_be_printed_with_another_comma_or_around_its_short_form() -> None:
    plan = plan_of(
        "（一）甲项。做甲。（各市（州），县（市、区）人民政府落实）",
        "（二）乙项。做乙。（责任单位：各乡镇（以下简称乡镇）党委、政府）",
    )
    check_marks(plan)
    assert marked(plan, MarkKind.RESPONSIBLE) == [
        ("各市（州），县（市、区）人民政府", "各市（州）、县（市、区）人民政府"),
        ("各乡镇（以下简称乡镇）党委、政府", "各乡镇党委、政府"),
    ]


def test_a_paragraph_that_opens_a_section_is_marked_as_no_measure() -> None:
    plan = plan_of("围绕以下方面开展工作：", "（一）甲项。做甲。（责任单位：县甲局）")
    assert marked(plan, MarkKind.NOT_MEASURE) == [("围绕以下方面开展工作：", "它是这一部分开头的话，没有编号")]


def test_numbers_before_and_behind_the_plan_say_why_they_are_no_measures() -> None:
    text = (
        "关于印发《示例县托育实施方案》的通知\n一、请认真执行。\n二、请按时报送。\n示例县托育实施方案\n一、主要任务\n"
        "（一）甲项。做甲。（责任单位：县甲局）\n附件：1.名单\n2.清单\n附件1\n名单\n一、说明\n"
    )
    plan = parse(text.encode(), "a.txt")
    check_marks(plan)
    assert [said for said, _ in marked(plan, MarkKind.NOT_MEASURE)] == [
        "一、请认真执行。", "二、请按时报送。", "附件：1.名单", "2.清单", "一、说明",
    ]  # fmt: skip


def test_a_heading_above_a_table_says_why_it_is_no_measure() -> None:
    plan = parse("一、主要任务\n（一）任务分工\n任务\t责任单位\n甲项\t县甲局".encode(), "a.txt")
    check_marks(plan)
    assert [m.title for m in plan.measures] == ["甲项"]


def test_a_row_without_units_is_a_measure_that_asks_for_them() -> None:
    rows = [
        "序号\t任务\t牵头单位\t完成时限",
        "一、供给\t\t\t",
        "1\t甲项\t县甲局\t2025年底",
        "2\t乙项\t\t长期坚持",
        "合计\t2\t\t",
        "备注：略\t\t\t",
    ]
    plan = parse("\n".join(rows).encode(), "a.txt")
    assert [(m.section, m.label, m.title, m.lead) for m in plan.measures] == [
        ("一", "1", "甲项", ("县甲局",)),
        ("一", "2", "乙项", ()),
    ]
    assert [plan.source[slice(*issue.span)] for issue in plan.issues if issue.code == "no_unit"] == ["2\t乙项\t\t长期坚持"]
    assert [s.title for s in plan.sections] == ["供给"]


def test_seats_told_in_running_text_are_marked() -> None:
    plan = plan_of("（一）加强领导。由县长任组长，县甲局、县乙局为成员。（责任单位：县甲局）")
    assert marked(plan, MarkKind.SEAT) == [
        ("由县长任组长", "组长 县政府县长"),
        ("县甲局、县乙局为成员", "成员 县甲局；成员 县乙局"),
    ]


def test_units_in_a_heading_are_marked_for_all_that_stands_under_it() -> None:
    plan = parse("一、主要任务（牵头单位：县甲局）\n（一）甲项。做甲。（责任单位：县乙局）\n（二）乙项。做乙。".encode(), "a.txt")
    check_marks(plan)
    leads = [(mark.measure, mark.value) for mark in plan.marks if mark.kind is MarkKind.LEAD]
    assert leads == [(None, "县甲局")]


@pytest.mark.parametrize(
    ("units", "code", "place"),
    [
        ("县甲局、县乙局、县甲局", "repeated_unit", "县甲局"),
        ("市住建局、税务局", "elided_prefix", "税务局"),
    ],
)
def test_a_doubt_about_a_unit_stands_at_the_unit(units: str, code: str, place: str) -> None:
    """At its last place, where it is printed twice."""
    plan = plan_of(f"（一）甲项。做甲。（责任单位：{units}）")
    (issue,) = [issue for issue in plan.issues if issue.code == code]
    assert issue.span == (plan.source.rindex(place), plan.source.rindex(place) + len(place))


def test_only_a_missing_title_has_no_place() -> None:
    plan = parse("一、任务\n（一）甲项。做甲。\n（三）乙项。（责任单位：市甲局、税务局；完成时限：择机）".encode(), "a.txt")
    assert {issue.code for issue in plan.issues if issue.span[0] == issue.span[1]} == {"no_title"}
    assert {"no_unit", "number_gap", "elided_prefix", "odd_deadline"} <= {issue.code for issue in plan.issues}
