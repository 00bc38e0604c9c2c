"""The first draft of a unit's own report."""

from datetime import date
from typing import Any

from tracker.reports.own_report import compose_own_report
from tracker.rules.own_report_facts import OwnReportFacts, OwnShare, OwnUpdate
from tracker.rules.statuses import AssignmentRole, AssignmentState, UpdateKind


def update(period: str = "2025-03", **over: Any) -> OwnUpdate:
    given: dict[str, Any] = {
        "kind": UpdateKind.PROGRESS, "percent": 40, "narrative": "已新增托位。", "problems": "", "next_step": "",
        "evidence": (), **over,
    }  # fmt: skip
    return OwnUpdate(period=period, **given)


def share(*updates: OwnUpdate, **over: Any) -> OwnShare:
    given: dict[str, Any] = {
        "label": "（一）", "title": "增加托位供给", "clause": None, "role": AssignmentRole.LEAD, "state": AssignmentState.REPORTING,
        "percent": 40, **over,
    }  # fmt: skip
    return OwnShare(updates=updates, **given)


def drafted(*shares: OwnShare) -> str:
    return compose_own_report(OwnReportFacts("托育服务实施方案", "县卫健局", date(2024, 12, 2), date(2025, 12, 1), shares))


def test_the_whole_is_told_in_figures() -> None:
    said = drafted(share(update()), share(state=AssignmentState.DONE, role=AssignmentRole.RESPONSIBLE))
    assert "县卫健局承办《托育服务实施方案》任务共 2 项（牵头 1 项、责任 1 项），其中本单位已完成 1 项。" in said
    assert "2024年12月2日至2025年12月1日，已采信的进展填报 1 份。" in said
    assert "本时段没有已采信的进展填报。" in said


def test_the_newest_report_stands_in_full_and_of_those_before_the_gist() -> None:
    said = drafted(share(update("2025-02", narrative="选址。" * 40), update("2025-03", narrative="第一段\n\n第二段")))
    assert "第一段\n\n第二段" in said
    assert "- 2025年2月：" + "选址。" * 19 + "选址……" in said


def test_the_headings_of_a_unit_do_not_break_those_of_the_report() -> None:
    assert "\n## 我的标题" not in drafted(share(update(narrative="## 我的标题\n内容")))


def test_problems_and_next_steps_are_the_last_that_were_reported() -> None:
    before, last = update("2025-02", problems="缺场地"), update("2025-03", problems="缺师资", next_step="招聘")
    said = drafted(share(before, last))
    assert "- 增加托位供给：缺师资" in said
    assert "- 增加托位供给：招聘" in said
    assert "缺场地" not in said


def test_files_are_named_once() -> None:
    said = drafted(share(update("2025-02", evidence=("a.pdf",)), update("2025-03", evidence=("a.pdf", "b_1.jpg"))))
    assert r"佐证材料：a.pdf、b\_1.jpg。" in said


def test_nothing_new_is_said_with_its_reason() -> None:
    assert "本期无进展。等待上级文件。" in drafted(share(update(kind=UpdateKind.NOTHING_NEW, narrative="等待上级文件。")))
