"""What the report prints of adjusted tasks."""

from dataclasses import replace
from datetime import date

from tests.reports.facts import annex, facts, plain
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.reports.paper import Paper
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.report_facts import AdjustmentRecord
from tracker.services.calendars import shipped_calendar

TITLE = "延期、调整、中止清单"
REWORDED = AdjustmentRecord(
    1, 1, AdjustmentKind.WORDING, AdjustmentGround.LAW_CHANGED, "增加托位。", "按新标准增加托位。", date(2025, 5, 6),
    "示例县政府专题会议纪要〔2025〕3号", "国家标准已经修订。", 17,
)  # fmt: skip


def paper(*adjustments: AdjustmentRecord) -> Paper:
    return plain(compose(draw_figures(facts(adjustments=adjustments), shipped_calendar())))


def test_an_adjustment_is_printed_with_what_was_document_day_reason_and_record() -> None:
    drawn = paper(REWORDED)
    assert (
        "| 1 | （一）增加托位1 | 内容表述 | 增加托位。 | 按新标准增加托位。 | 法规制度变化：国家标准已经修订。 | 2025-05-06 "
        "| 示例县政府专题会议纪要〔2025〕3号，办理记录第17条 |"
    ) in annex(drawn, TITLE)
    assert "经批准调整1项；" in drawn.body


def test_a_wording_that_came_of_an_objection_says_so() -> None:
    drawn = paper(replace(REWORDED, adjustment_id=None, ground=None, approval=""))
    assert "采纳承办异议：国家标准已经修订。 | 2025-05-06 | 办理记录第17条 |" in annex(drawn, TITLE)


def test_without_adjustments_there_is_no_such_annex() -> None:
    drawn = paper()
    assert all(found.title != TITLE for found in drawn.annexes)
    assert "经批准调整" not in drawn.body
