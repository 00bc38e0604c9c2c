"""Random histories as report facts. What users wrote holds no digit, so that every digit of a paper is its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.reports.facts import AS_OF, ISSUED_ON, duty, facts, order, plan, share, task, text, update
from tracker.reports.figure_previous import Previous
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.curves import IndicatorFacts
from tracker.rules.indicators import IndicatorKind, Reading, Target
from tracker.rules.joint_report_facts import CoordinationRecord, DissentRecord, JointRecords
from tracker.rules.joint_statuses import CoordinationState, Rating
from tracker.rules.report_facts import (
    AdjustmentRecord,
    DutyReportRecord,
    EvidenceRecord,
    ReminderRecord,
    ReportFacts,
    ScoreRecord,
)
from tracker.rules.statuses import AssignmentRole, AssignmentState, OrderKind, OrderState, TaskState, UpdateKind, UpdateState

UNITS = ("县卫健局", "县教育局", "县民政局", "青禾镇人民政府", "县公安局")
LETTERS = "甲乙丙丁戊己庚辛壬"
SAID = ("已建成一批托位。", "完成选址；正在招标。", "开展宣传，入户走访。")
TROUBLES = ("", "", "配套资金尚未到位。", "人员不足。")
TARGETS = (Target(Decimal(120), None, ">="), Target(Decimal("4.5"), None, "<="), Target(None, None, None))
Draw = Any


@st.composite
def report_facts(draw: st.DrawFn) -> ReportFacts:
    """A plan under supervision with everything that a report can speak of."""
    tasks = tuple(_task(draw, number) for number in range(1, draw(st.integers(1, 9)) + 1))
    shares = tuple(_share(draw, number, tasks) for number in range(1, draw(st.integers(0, 14)) + 1))
    updates = tuple(_updates(draw, shares))
    numbers = [item.id for item in tasks]
    return facts(
        plan=plan(measures=len(tasks)),
        tasks=tasks,
        shares=shares,
        updates=updates,
        texts=_texts(draw, updates),
        evidence=tuple(
            EvidenceRecord(number, draw(st.sampled_from(numbers)), draw(st.sampled_from("abcd")))
            for number in range(1, draw(st.integers(0, 8)) + 1)
        ),
        orders=_orders(draw, shares),
        duties=(duty(),) if draw(st.booleans()) else (),
        duty_reports=_duty_reports(draw),
        indicators=tuple(_indicator(draw, number) for number in range(1, draw(st.integers(0, 4)) + 1)),
        exempt=frozenset((item.id, "2025-11") for item in shares if draw(st.integers(0, 5)) == 0),
        joint=_joint(draw, shares),
        adjustments=_adjustments(draw, numbers),
        reminders=_reminders(draw),
        scores=ScoreRecord(1, ISSUED_ON, AS_OF, AS_OF, (1, 2)) if draw(st.booleans()) else None,
    )


def _task(draw: Draw, number: int) -> Any:
    due = draw(st.none() | st.dates(date(2025, 6, 1), date(2026, 3, 1)))
    return task(
        number, title=f"增加托位{LETTERS[number - 1]}", section_id=draw(st.sampled_from((1, 2, None))),
        state=draw(st.sampled_from([*TaskState, *[TaskState.IN_PROGRESS] * 8])), due_on=due,
        is_ongoing=draw(st.integers(0, 5)) == 0, extensions=draw(st.sampled_from((0, 0, 1, 2))),
        original_due_on=due - timedelta(days=30) if due and draw(st.booleans()) else due,
    )  # fmt: skip


def _share(draw: Draw, number: int, tasks: Any) -> Any:
    states = [state for state in AssignmentState if state is not AssignmentState.DRAFT]
    state = draw(st.sampled_from([*states, *[AssignmentState.REPORTING] * 6]))
    unit = draw(st.integers(0, len(UNITS) - 1))
    return share(
        number, draw(st.sampled_from(tasks)).id, unit=UNITS[unit], unit_id=unit + 1, role=draw(st.sampled_from(AssignmentRole)),
        state=state, state_at_cutoff=draw(st.sampled_from((state, AssignmentState.REPORTING, None))),
        issued_on=draw(st.sampled_from((ISSUED_ON, date(2025, 9, 1), date(2025, 11, 26)))),
    )  # fmt: skip


def _updates(draw: Draw, shares: Any) -> Any:
    number = 0
    for item in shares:
        for period in ("2025-09", "2025-10", "2025-11"):
            for version in range(1, draw(st.sampled_from((0, 1, 1, 2, 3))) + 1):
                number += 1
                sent = date(int(period[:4]), int(period[5:]), 1) + timedelta(days=draw(st.integers(17, 29)))
                state = draw(
                    st.sampled_from((UpdateState.SUBMITTED, UpdateState.ACCEPTED, UpdateState.ACCEPTED, UpdateState.RETURNED))
                )
                decided = datetime.combine(min(sent, AS_OF), datetime.min.time(), UTC)
                yield update(
                    number, item.id, percent=draw(st.integers(0, 100)), state=state, period=period, version=version,
                    submitted_on=min(sent, AS_OF), decided_at=None if state is UpdateState.SUBMITTED else decided,
                    kind=draw(st.sampled_from((UpdateKind.PROGRESS, UpdateKind.PROGRESS, UpdateKind.NOTHING_NEW))),
                    self_rating=draw(st.none() | st.sampled_from(Rating)),
                    verified_rating=draw(st.none() | st.sampled_from(Rating)),
                )  # fmt: skip


def _texts(draw: Draw, updates: Any) -> Any:
    newest = {item.share_id: item for item in updates if item.state is UpdateState.ACCEPTED}
    return {
        share_id: (text(share_id, draw(st.sampled_from(SAID)), draw(st.sampled_from(TROUBLES)), item.id),)
        for share_id, item in newest.items()
    }


def _orders(draw: Draw, shares: Any) -> Any:
    count = draw(st.integers(0, 3)) if shares else 0
    chosen = [draw(st.sampled_from(shares)) for _ in range(count)]
    return tuple(
        order(
            number, kind=draw(st.sampled_from(OrderKind)), task_id=item.task_id, unit=item.unit,
            state=draw(st.sampled_from(OrderState)),
            issued_on=draw(st.dates(date(2025, 9, 1), AS_OF)),
            reply_due_on=draw(st.dates(date(2025, 11, 1), date(2025, 12, 20))),
        )
        for number, item in enumerate(chosen, start=1)
    )  # fmt: skip


def _duty_reports(draw: Draw) -> Any:
    due = date(2025, 11, 20)
    days = st.none() | st.dates(due - timedelta(days=5), due + timedelta(days=5))
    return tuple(
        DutyReportRecord(1, "报告工作进展", due, UNITS[number], draw(days), number + 1)
        for number in range(draw(st.integers(0, len(UNITS))))
    )


def _indicator(draw: Draw, number: int) -> IndicatorFacts:
    days = sorted(draw(st.lists(st.dates(date(2025, 2, 1), AS_OF), max_size=4, unique=True)))
    value = st.decimals(0, 150, places=1)
    readings = tuple(Reading(10 * number + n, draw(value), on, files=draw(st.integers(0, 3))) for n, on in enumerate(days))
    return IndicatorFacts(
        id=number, name=f"指标{LETTERS[number]}", quantity_unit="个",
        target=draw(st.sampled_from(TARGETS)), kind=draw(st.sampled_from(IndicatorKind)), start_on=ISSUED_ON,
        due_on=draw(st.none() | st.dates(date(2025, 6, 1), date(2026, 3, 1))),
        ordinal=draw(st.sampled_from((None, 1, 2))), readings=readings,
    )  # fmt: skip


def _joint(draw: Draw, shares: Any) -> JointRecords:
    if not shares or draw(st.booleans()):
        return JointRecords()
    item = shares[0]
    said = DissentRecord(1, item.task_id, item.unit, None, AS_OF, "尚未验收。", "")
    asked = CoordinationRecord(1, item.task_id, item.unit, "经费由谁列支", AS_OF, CoordinationState.SUBMITTED, "", "", None)
    return JointRecords((said,), (asked,))


def _adjustments(draw: Draw, numbers: list[int]) -> Any:
    return tuple(
        AdjustmentRecord(
            n, draw(st.sampled_from(numbers)), AdjustmentKind.WORDING, AdjustmentGround.LAW_CHANGED, "原表述。", "新表述。",
            AS_OF, "会议纪要", "标准已经修订。", n,
        )
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )  # fmt: skip


def _reminders(draw: Draw) -> ReminderRecord | None:
    if draw(st.booleans()):
        return None
    matters = tuple(range(1, draw(st.integers(1, 5)) + 1))
    return ReminderRecord(date(2025, 11, 1), draw(st.integers(5, 9)), matters, matters[:1], matters[1:2], ())


def opening_of(draw: Draw, known: ReportFacts, day: date) -> ReportFacts:
    """How the same plan may have stood on an earlier day: fewer tasks, other states, only the reports of then."""
    tasks = tuple(
        replace(item, state=draw(st.sampled_from((item.state, TaskState.IN_PROGRESS, TaskState.DRAFT))), extensions=0)
        for item in known.tasks
        if draw(st.integers(0, 6))
    )
    kept = {item.id for item in tasks}
    shares = tuple(item for item in known.shares if item.task_id in kept)
    ids = {item.id for item in shares}
    updates = tuple(item for item in known.updates if item.share_id in ids and item.submitted_on <= day)
    return replace(known, as_of=day, tasks=tasks, shares=shares, updates=updates, period=None)


def previous_of(draw: Draw, known: ReportFacts) -> Previous | None:
    """What the last paper may have said."""
    if draw(st.booleans()):
        return None
    codes = ("closed", "on_course", "lagging", "serious", "ongoing", "not_begun")
    found: dict[str, list[int]] = {code: [] for code in codes}
    for item in known.tasks:
        found[draw(st.sampled_from(codes))].append(item.id)
    return Previous(date(2025, 10, 31), {code: tuple(ids) for code, ids in found.items()})
