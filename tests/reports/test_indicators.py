"""What the report says of indicators: one line for each, those that lag apart, and nothing where there is nothing to say."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from tests.reports.facts import AS_OF, ISSUED_ON, annex, facts, plain, plan, task
from tests.rules.calendars import OFFICIAL
from tracker.reports.compose import compose
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.paper import Paper
from tracker.rules.curves import IndicatorFacts, IndicatorStanding
from tracker.rules.indicators import IndicatorKind, Reading, Target
from tracker.rules.report_facts import ReportFacts


def indicator(number: int = 1, *read: str, **over: Any) -> IndicatorFacts:
    readings = tuple(Reading(10 * number + n, Decimal(value), date(2025, 6 + n, 1), files=1) for n, value in enumerate(read))
    given: dict[str, Any] = {
        "id": number, "name": f"每千人口托位数{number}", "quantity_unit": "个", "target": Target(Decimal("4.5"), None, ">="),
        "kind": IndicatorKind.LEVEL, "start_on": ISSUED_ON, "due_on": date(2025, 12, 31), "ordinal": 1, "readings": readings,
        **over,
    }  # fmt: skip
    return IndicatorFacts(**given)


def known(*indicators: IndicatorFacts, **over: Any) -> ReportFacts:
    return facts(tasks=(task(),), indicators=indicators, **over)


def figures(*indicators: IndicatorFacts, **over: Any) -> Figures:
    return draw_figures(known(*indicators, **over), OFFICIAL)


def paper(*indicators: IndicatorFacts, **over: Any) -> Paper:
    return plain(compose(figures(*indicators, **over)))


def test_each_indicator_is_led_back_to_the_readings_behind_it() -> None:
    level, added = figures(
        indicator(1, "3.9", "4.2"), indicator(2, "30", "20", kind=IndicatorKind.ADDED, target=Target(Decimal(120), None, "="))
    ).indicators
    assert (level.value, level.read_on, level.attainment, level.reading_ids, level.files) == (
        Decimal("4.2"), date(2025, 7, 1), 93, (11,), 1,
    )  # fmt: skip
    assert (added.value, added.reading_ids, added.files) == (Decimal(50), (20, 21), 2)
    assert added.standing is IndicatorStanding.FAR_BEHIND


def test_the_section_counts_them_and_lists_those_that_lag() -> None:
    body = paper(indicator(1, "4.6"), indicator(2, "2"), indicator(3), indicator(4, "4", due_on=AS_OF.replace(month=6))).body
    section = body[body.index("量化指标完成情况") :]
    assert "量化指标共4项" in section
    assert "已达标1项，到期未达标1项，严重落后序时1项，尚无读数1项" in section
    assert "每千人口托位数2（严重落后序时，落后47个百分点）" in section
    assert section.index("每千人口托位数4") < section.index("每千人口托位数2")  # what is missed before what is behind
    assert "每千人口托位数1" not in section[: section.index("## 四")]


def test_the_annex_lists_all_of_them() -> None:
    rows = unescape(annex(paper(indicator(1, "4.6"), indicator(2, ordinal=None)), "量化指标完成情况一览表"))
    assert "| 1 | 每千人口托位数1 | ≥ 4.5个 | 2025-12-31 | 4.6个 | 2025-06-01 | 100% | 4.1个 | 已达标 | 1 |" in rows
    assert "| — | 每千人口托位数2 |" in rows


def test_a_plan_without_indicators_says_nothing_of_them() -> None:
    drawn = paper()
    assert "量化指标" not in drawn.body
    assert all("指标" not in found.title for found in drawn.annexes)


def test_none_that_lags_is_said_so() -> None:
    assert "没有落后序时或者到期未达标的指标。" in paper(indicator(1, "4.6")).body


def test_of_a_plan_that_is_not_supervised_nothing_is_judged() -> None:
    assert figures(indicator(1), plan=plan(supervised_from=None)).indicators == ()


def test_a_name_out_of_the_text_cannot_break_the_table() -> None:
    assert "甲 \\| 乙" in paper(indicator(1, "1", name="甲 | 乙")).body
