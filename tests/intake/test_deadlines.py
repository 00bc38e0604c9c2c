"""Time limits of measures in every wording, and units that only the prose charges."""

import pytest

from tests.intake.helpers import plan_of
from tracker.intake import ParsedPlan, parse
from tracker.intake.deadlines import Due, read_deadline


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("2025年底", "2025-12-31"), ("2025年底前", "2025-12-31"), ("2025年6月底前", "2025-06-30"), ("2025年第三季度", "2025-09-30"),
        ("6月底前", "2024-06-30"), ("9月30日前", "2024-09-30"), ("年底前", "2024-12-31"), ("2025-06-30", "2025-06-30"),
        ("2025.6", "2025-06-30"), ("2025/12/1", "2025-12-01"), ("2025年3月底前，持续推进", "2025-03-31"),
        ("2025年3月底前印发，9月底前完成", "2025-09-30"), ("“十四五”末", "2025-12-31"), ("12月完成", "2024-12-31"),
    ],
)  # fmt: skip
def test_days(printed: str, wanted: str) -> None:
    assert read_deadline(printed, 2024) == Due(due=wanted)


@pytest.mark.parametrize(
    "printed",
    ["长期坚持", "长期", "持续推进", "常态化", "每年", "每年6月底前", "每半年", "每季度", "贯穿全年", "按月推进"],
)
def test_duties_without_end(printed: str) -> None:
    assert read_deadline(printed, 2024) == Due(ongoing=True)


@pytest.mark.parametrize(
    ("printed", "code"),
    [("6月底前", "deadline_year"), ("年底前", "deadline_year"), ("5个工作日内", "deadline_span"),
     ("方案印发后三个月内", "deadline_span"), ("按上级要求", "odd_deadline")],
)  # fmt: skip
def test_limits_without_a_day_are_doubts(printed: str, code: str) -> None:
    assert read_deadline(printed, None) == Due(doubt=code)


def doubts(plan: ParsedPlan, code: str) -> list[str]:
    """What stands at the places of the doubts with a code."""
    return [plan.source[slice(*issue.span)] for issue in plan.issues if issue.code == code]


def test_the_year_of_a_limit_is_that_of_the_plan() -> None:
    lines = ["示例县2025年托育工作要点", "一、主要任务", "（一）甲项。做甲。（责任单位：县甲局；完成时限：6月底前）"]
    plan = parse("\n".join(lines).encode(), "a.txt")
    assert plan.measures[0].due == "2025-06-30"
    assert doubts(plan, "deadline_year") == []


def test_the_year_of_a_limit_in_the_text_is_the_one_named_before_it() -> None:
    plan = plan_of("（一）甲项。2025年3月底前，印发方案。9月底前，完成整改。（责任单位：县甲局）")
    assert [t.due for t in plan.measures[0].targets] == ["2025-03-31", "2025-09-30"]


def test_a_limit_whose_year_nobody_names_is_a_doubt_at_its_place() -> None:
    plan = plan_of("（一）甲项。9月底前，完成整改。（责任单位：县甲局）", "（二）乙项。每年9月底前总结。（责任单位：县甲局）")
    assert doubts(plan, "deadline_year") == ["9月底"]
    assert plan.measures[0].due is None


def test_a_doubtful_limit_in_a_table_is_marked_in_its_cell() -> None:
    table = "任务\t责任单位\t完成时限\n新建中心\t县甲局\t5个工作日内\n加强监管\t县乙局\t长期坚持"
    plan = parse(table.encode(), "a.txt")
    assert doubts(plan, "deadline_span") == ["5个工作日内"]
    assert [(m.due, m.ongoing) for m in plan.measures] == [(None, False), (None, True)]


@pytest.mark.parametrize(
    ("prose", "units"),
    [
        ("县发改部门要积极会同县财政局推进。", ["县发改部门"]),
        ("发改、财政等部门要加大投入。", ["发改、财政等部门"]),
        ("由县甲局负责落实，县乙局、县丙局配合。", ["县甲局", "县乙局", "县丙局"]),
        ("各乡镇、街道要压实责任，托育机构要加强管理。", ["各乡镇", "街道"]),
        ("各乡镇、街道每年12月1日前要报告情况。", ["各乡镇", "街道"]),
        ("县卫生健康部门应会同有关部门做好监测。", ["县卫生健康部门"]),
        ("交通部门，负责保障出行。教育部门：负责办好学校。", ["交通部门", "教育部门"]),
        ("社会各界应参与，用人单位要落实假期，县域需求要满足。", []),
    ],
)
def test_units_charged_in_prose_are_doubts_and_no_facts(prose: str, units: list[str]) -> None:
    plan = plan_of(f"（一）甲项。{prose}")
    assert doubts(plan, "charged_in_prose") == units
    assert plan.measures[0].responsible == ()


def test_a_measure_with_a_list_has_no_such_doubt() -> None:
    plan = plan_of("（一）甲项。县发改部门要积极推进。（责任单位：县甲局）")
    assert doubts(plan, "charged_in_prose") == []


def typed(body: str, labels: str = "责任单位：县甲局") -> list[tuple[str, ...]]:
    """Kind, and what tells the day, of each time limit of a measure."""
    lines = ["示例县2025年托育工作要点", "一、主要任务", f"（一）甲项。{body}（{labels}）"]
    (measure,) = parse("\n".join(lines).encode(), "a.txt").measures
    return [
        tuple(str(part) for part in (d.kind.value, d.due, d.count, d.day_kind, d.event, d.recurs, d.month_day) if part is not None)
        for d in measure.deadlines
    ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("2025年底前建成。", [("year_end", "2025-12-31")]),
        ("6月底前印发方案。", [("month_end", "2025-06-30")]),
        ("2026年第三季度完成。", [("quarter_end", "2026-09-30")]),
        ("2026年3月5日前完成。", [("date", "2026-03-05")]),
        ("2025—2027年组织实施。", [("year_end", "2027-12-31")]),
        ("每年12月1日前报告。", [("recurring", "yearly", "12-01")]),
        ("各责任单位每年12月1日前将落实情况报县甲局。", [("recurring", "yearly", "12-01")]),
        ("每半年开展1次演练。", [("recurring", "half-yearly")]),
        ("每季度末报送进展。", [("recurring", "quarterly")]),
        ("每月25日前报送进展。", [("recurring", "monthly")]),
        ("按周调度。", [("recurring", "weekly")]),
        ("自受理之日起20个工作日内办结。", [("working_days", "20", "工作日", "受理")]),
        ("县甲局收到申请后5个工作日内答复。", [("working_days", "5", "工作日", "收到申请")]),
        ("方案印发后三个月内启动。", [("days", "3", "月", "方案印发")]),
        ("在10个自然日内公示。", [("days", "10", "自然日")]),
        ("坚持公开透明，并长期坚持。", [("ongoing",)]),
        ("持续推进。", [("ongoing",)]),
        ("持续推进改革，每人每年补助500元，3年以内的贷款贴息。", []),
        ("在2023年工作基础上，按《示例县2024年要点》执行。", []),
        ("从2024年1月起实施。", []),
    ],
)
def test_time_limits_in_the_text(body: str, wanted: list[tuple[str, ...]]) -> None:
    assert typed(body) == wanted


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("长期坚持，每月25日前报送", [("ongoing",), ("recurring", "monthly")]),
        ("长期坚持，2026年底前初见成效", [("ongoing",), ("year_end", "2026-12-31")]),
        ("2025年3月底前，持续推进", [("month_end", "2025-03-31"), ("ongoing",)]),
        ("2025.6", [("month_end", "2025-06-30")]),
        ("每年年底前", [("recurring", "yearly", "12-31")]),
        ("收到申请后5个工作日内", [("working_days", "5", "工作日", "收到申请")]),
    ],
)
def test_time_limits_in_a_label(label: str, wanted: list[tuple[str, ...]]) -> None:
    assert typed("做甲。", f"责任单位：县甲局；完成时限：{label}") == wanted


def test_a_duty_that_goes_on_for_good_has_no_last_day() -> None:
    assert read_deadline("长期坚持，2026年底前初见成效", 2025) == Due(ongoing=True)


def test_a_count_from_a_named_event_is_no_doubt() -> None:
    plan = plan_of("（一）甲项。做甲。（责任单位：县甲局；完成时限：收到申请后5个工作日内）")
    assert [(i.severity, plan.source[slice(*i.span)]) for i in plan.issues if i.code == "deadline_span"] == [
        ("note", "收到申请后5个工作日内")
    ]


def test_every_time_limit_stands_where_it_says() -> None:
    plan = plan_of("（一）甲项。2025年 6月底前，印发《甲办法》；自受 理之日起5个工作日内办结，每半年报告。（责任单位：县甲局）")
    (measure,) = plan.measures
    assert [d.quote for d in measure.deadlines] == ["2025年6月底前", "自受理之日起5个工作日内", "每半年"]
    assert all("".join(plan.source[slice(*d.span)].split()) == d.quote for d in measure.deadlines)
