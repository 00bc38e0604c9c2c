"""A life in which everything is tried: at each step the move, or the beginning of something, that was made least so far."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import ISSUED, PASSWORD, PDF, TOWNS, Factory, parsed_measure
from tests.histories import random_plan
from tests.move_verbs import VERBS, Scene, person_of
from tracker.errors import TrackerError
from tracker.intake.model import Obligation, Target
from tracker.models import Assignment, Closure, Indicator, Plan, SupervisionOrder, Task, Unit
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.days import official_day
from tracker.rules.matter_statuses import InstructionKind
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OPEN_TASK_STATES, OrderKind, PlanState, Role, TaskState, UpdateKind
from tracker.rules.transitions import Move, Subject, move_named
from tracker.services import (
    accounts,
    adjustments,
    closures,
    consolidations,
    coordination,
    evidence,
    exemptions,
    extensions,
    indicator_readings,
    instructions,
    issue_requests,
    objections,
    occurrences,
    orders,
    rechecks,
    reports,
    reviews,
    scores,
    updates,
)
from tracker.services.adjustment_changes import Change
from tracker.services.moves import SUBJECTS, consolidating_units

ROWS = {subject: model for model, subject in SUBJECTS.items()}
PLACES = Target("每千人口托位数", 4.5, ">=", "个", "2025-12-31", None, "每千人口托位数达到4.5个")
WHY = "情况有变化"

Birth = Callable[[Scene], object]


def _share(scene: Scene, *states: str) -> Assignment:
    """A share of an open task, in one of the states; the scene's row is a number to choose it by."""
    query = select(Assignment).join(Task).where(Task.state.in_(OPEN_TASK_STATES))
    found = list(scene.session.scalars(query.where(Assignment.state.in_(states)).order_by(Assignment.id)))
    own = [share for share in found if share.unit_id == scene.factory.cast.unit_id("unit_head")]
    if own and scene.row % 2:  # every other one of the unit whose head signs
        return own[scene.row % len(own)]
    return found[scene.row % len(found)]


def _task(scene: Scene, *states: str) -> Task:
    found = list(scene.session.scalars(select(Task).where(Task.state.in_(states or OPEN_TASK_STATES)).order_by(Task.id)))
    return found[scene.row % len(found)]


def _lead(scene: Scene, task: Task, part: str = "liaison") -> Any:
    return person_of(scene.factory, min(consolidating_units(task), default=0), part)


def _report(scene: Scene) -> None:
    share = _share(scene, "acknowledged", "reporting")
    actor = person_of(scene.factory, share.unit_id, "liaison")
    said = updates.Progress(UpdateKind.PROGRESS, (40, 100, 100)[scene.row % 3], "已推进。")
    period = share.task.plan.rhythm.period_on(scene.today).key
    draft = updates.save_draft(scene.session, share, period, said, actor=actor, now=scene.now)
    evidence.attach(scene.session, scene.factory.storage, draft, "验收单.pdf", PDF, actor=actor, now=scene.now)


def _finish(scene: Scene) -> None:
    """Everything that a task's closing asks of its units, and the word of the lead that it is done."""
    task, session, now = _task(scene, "in_progress"), scene.session, scene.now
    for share in task.assignments:
        if share.state not in ("acknowledged", "reporting"):
            continue
        head = person_of(scene.factory, share.unit_id, "head")
        said = updates.Progress(UpdateKind.PROGRESS, 100, "已全部完成。")
        period = task.plan.rhythm.period_on(scene.today).key
        draft = updates.save_draft(session, share, period, said, actor=head, now=now)
        evidence.attach(session, scene.factory.storage, draft, "验收单.pdf", PDF, actor=head, now=now)
        updates.send(session, draft, actor=head, now=now)
        reviews.accept(session, draft, actor=scene.factory.cast.clerk, now=now)
    closures.request_closure(session, task, "已完成", actor=_lead(scene, task, "head"), now=now)


def _order(scene: Scene) -> None:
    ignored = select(SupervisionOrder).where(
        SupervisionOrder.state.in_(("issued", "received")), SupervisionOrder.reply_due_on < scene.today
    )
    before = scene.session.scalars(ignored).first()
    share = before if before is not None else _share(scene, "acknowledged", "reporting")
    limit, items = scene.today + timedelta(days=scene.row % 5), (orders.ItemText("公示收费标准"),)
    orders.issue_order(
        scene.session, share.task, share.unit, OrderKind.SUPERVISION, "说明进展", limit, items=items,
        level_reason=WHY, actor=scene.factory.cast.clerk, now=scene.now,
    )  # fmt: skip


def _extension(scene: Scene) -> None:
    task = _task(scene)
    said = extensions.Application((task.due_on or scene.today) + timedelta(days=20), WHY, "已完成选址")
    extensions.draft_extension(scene.session, task, said, actor=_lead(scene, task), now=scene.now)


def _adjustment(scene: Scene) -> None:
    task = _task(scene)
    said = Change(AdjustmentKind.WORDING, AdjustmentGround.OTHER, WHY, text=f"分步推进，先完成{scene.row}个点位。")
    shares = [share for share in task.assignments if share.role != "lead"]
    if shares and scene.row % 3 == 0:
        said = Change(
            AdjustmentKind.UNIT, AdjustmentGround.OTHER, WHY, assignment_id=shares[0].id, unit_name=TOWNS[scene.row % len(TOWNS)]
        )
    adjustments.draft_adjustment(scene.session, task, said, actor=_lead(scene, task), now=scene.now)


def _instruction(scene: Scene) -> None:
    due, leader = scene.today + timedelta(days=5), scene.factory.cast.leader
    instructions.give(scene.session, _task(scene), InstructionKind.SPEED_UP, "请加快", due, actor=leader, now=scene.now)


def _objection(scene: Scene) -> None:
    task = _task(scene)
    actor = scene.factory.cast.joint_liaison if scene.row % 2 else scene.factory.cast.liaison
    key = next((item.key for item in objections.open_to(scene.session, task, actor=actor, today=scene.today)), "none")
    objections.file_objection(scene.session, task, key, "材料齐全", actor=actor, now=scene.now)


def _consolidation(scene: Scene) -> None:
    task, session = _task(scene), scene.session
    actor = _lead(scene, task)
    row = consolidations.begin(session, task, task.plan.rhythm.period_on(scene.today).key, actor=actor, now=scene.now)
    consolidations.save_text(session, row, "各单位进展如下。", actor=actor)


def _coordination(scene: Scene) -> None:
    task = _task(scene)
    actor = _lead(scene, task)
    said = coordination.Difference("补助由谁发放", "明确发放单位", [unit for unit, _ in coordination.choices(task, actor)][:1])
    coordination.open_item(scene.session, task, said, actor=actor, now=scene.now)


def _reading(scene: Scene) -> None:
    open_ones = select(Indicator).join(Task, Task.measure_id == Indicator.measure_id).where(Task.state.in_(OPEN_TASK_STATES))
    indicators = list(scene.session.scalars(open_ones.order_by(Indicator.id)))
    indicator = indicators[scene.row % len(indicators)]
    said = indicator_readings.ReadingSaid(Decimal(scene.row % 5), scene.today)
    indicator_readings.enter(scene.session, indicator, said, actor=scene.factory.cast.liaison, now=scene.now)


def _exemption(scene: Scene) -> None:
    share = _share(scene, "acknowledged", "reporting")
    period = share.task.plan.rhythm.period_on(scene.today).key
    exemptions.exempt(scene.session, share, period, WHY, actor=scene.factory.cast.clerk, now=scene.now)


def _recheck(scene: Scene) -> None:
    closed = select(Closure).join(Task).where(Task.state == TaskState.CLOSED)
    found = list(scene.session.scalars(closed.order_by(Closure.id)))
    closure = found[scene.row % len(found)]
    rechecks.plan_recheck(scene.session, closure, scene.today + timedelta(days=3), actor=scene.factory.cast.clerk, now=scene.now)


def _request(scene: Scene) -> None:
    draft = scene.session.scalars(select(Plan).where(Plan.state == PlanState.DRAFT)).first()
    if draft is not None:
        issue_requests.ask(scene.session, draft, actor=scene.factory.cast.clerk, now=scene.now)


def _sheet(scene: Scene) -> None:
    plan = _task(scene).plan
    first = plan.supervised_from or scene.today
    scores.draw(scene.session, plan, first, scene.today, actor=scene.factory.cast.clerk, now=scene.now)


def _office_report(scene: Scene) -> None:
    reports.draw_report(scene.session, _task(scene).plan, scene.today, actor=scene.factory.cast.clerk, now=scene.now)


def _fall_due(scene: Scene) -> None:
    plans = list(scene.session.scalars(select(Plan).where(Plan.state == PlanState.ISSUED).order_by(Plan.id)))
    plan = plans[scene.row % len(plans)]
    occurrences.open_occurrences(scene.session, plan, scene.today + timedelta(days=300), actor=SYSTEM, now=scene.now)


BIRTHS: dict[str, Birth] = {
    "report": _report, "finish": _finish, "order": _order, "extension": _extension, "adjustment": _adjustment,
    "instruction": _instruction, "objection": _objection, "consolidation": _consolidation, "coordination": _coordination,
    "reading": _reading, "exemption": _exemption, "recheck": _recheck, "request": _request, "sheet": _sheet, "duty": _fall_due,
    "office_report": _office_report,
}  # fmt: skip
RENEWED = 200  # steps after which more is given out
# Which would end the tasks that the others need.
SELDOM = {
    (Subject.TASK, "merge"),
    (Subject.TASK, "reopen"),
    (Subject.TASK, "suspend"),
    (Subject.ASSIGNMENT, "reassign"),
    (Subject.ISSUE_REQUEST, "approve"),
}


@dataclass
class Life:
    """What was tried, and how often; the same for the same seed."""

    factory: Factory
    seed: int
    reviewer: Actor = SYSTEM  # a second director, who takes part in nothing but decides on objections
    made: Counter[Any] = field(default_factory=Counter)
    tried: Counter[Any] = field(default_factory=Counter)
    refused: dict[Any, str] = field(default_factory=dict)
    wanted: Collection[tuple[str, str]] = ()  # moves still to be made, tried four times as often

    def begin(self) -> int:
        """Give out what the life is about; the plan with every kind of task."""
        plan_id = random_plan(self.factory)
        with self.factory.database.transaction() as session:
            self.reviewer = self._second_director(session)
        self._give_out([plan_id], ISSUED)
        return plan_id

    def _give_out(self, plans: list[int], now: datetime) -> None:
        """More to act upon, for tasks come to their end: plans with an indicator and a duty of the lead's, and a draft."""
        for month_day in ("04-10", "07-10", "10-10"):
            duty = Obligation(("县卫健局",), "报告托育工作", "yearly", month_day, ("县政府",), (), None, "")
            plans.append(self.factory.plan(parsed_measure(targets=(PLACES,)), obligations=(duty,), issue_at=now))
        self.factory.plan(issue_at=None)
        with self.factory.database.transaction() as session:
            for plan_id in plans:
                plan, director = session.get_one(Plan, plan_id), self.factory.cast.director
                scores.switch(session, plan, "考核办法", on=True, actor=director, now=now)

    def _second_director(self, session: Session) -> Actor:
        office = session.get_one(Unit, self.factory.cast.unit_id("director"))
        user = accounts.create_user(session, "reviewer", "何副主任", PASSWORD, actor=SYSTEM, now=ISSUED)
        accounts.add_membership(session, user, office, Role.DIRECTOR, actor=SYSTEM, now=ISSUED, from_on=date(2025, 1, 1))
        session.expire(user)
        found = accounts.actor_of(session, user.id, official_day(ISSUED))
        assert found is not None
        return found

    def play(self, steps: int) -> Iterator[tuple[date, datetime]]:
        """Play the steps, some to a day; gives each day, before the next day's first step, and an instant after it."""
        chance, now = random.Random(self.seed), ISSUED  # noqa: S311 (a seeded game, no secret)
        for number in range(1, steps + 1):
            later = now + timedelta(hours=chance.choice((0, 1, 2, 6)), minutes=1)
            if official_day(later) != official_day(now):
                yield official_day(now), now + timedelta(days=1)
            now = later
            if number % RENEWED == 0:
                self._give_out([], now)
            self._step(chance, now)
        yield official_day(now), now + timedelta(days=1)

    def _step(self, chance: random.Random, now: datetime) -> None:
        key, rows = self._choose(chance)
        self.tried[key] += 1
        try:
            with self.factory.database.transaction() as session:
                if isinstance(key, str):
                    BIRTHS[key](Scene(session, self.factory, chance.randrange(1000), now, self.reviewer))
                else:
                    row = session.get_one(ROWS[key[0]], chance.choice(rows))
                    VERBS[key](Scene(session, self.factory, row, now, self.reviewer))
        except (TrackerError, RuleViolation, ZeroDivisionError) as refusal:  # or nothing there to act on
            self.refused[key] = repr(refusal)
            return
        self.made[key] += 1

    def _choose(self, chance: random.Random) -> tuple[Any, list[int]]:
        """What was made least of all that can be tried now; of a move the ids of the rows from whose state it starts."""

        def rank(one: Any) -> tuple[float, float]:
            times = self.tried[one] + 2 * self.made[one] + 6 * (one in SELDOM)
            return (times / 4 if one in self.wanted else times, chance.random())

        keys = sorted([*BIRTHS, *VERBS], key=rank)
        states: dict[Subject, list[Any]] = {}
        with self.factory.database.reading() as session:
            for key in keys:
                if isinstance(key, str):
                    return key, []
                subject, name = key
                if subject not in states:
                    states[subject] = list(
                        session.execute(select(ROWS[subject].id, ROWS[subject].state).order_by(ROWS[subject].id))
                    )
                rows = [row.id for row in states[subject] if row.state in move_named(subject, name).sources]
                if rows:
                    return key, self._of_a_unit_with_a_head(session, subject, rows) if name == "send_for_approval" else rows
        raise AssertionError("there is always something to begin")

    def _of_a_unit_with_a_head(self, session: Session, subject: Subject, rows: list[int]) -> list[int]:
        """Those of the rows that belong to 县卫生健康局; all where none does, or where the rows name no unit."""
        unit = getattr(ROWS[subject], "unit_id", None)
        if unit is None:
            return rows
        own = select(ROWS[subject].id).where(ROWS[subject].id.in_(rows), unit == self.factory.cast.unit_id("liaison"))
        return list(session.scalars(own)) or rows


def name_of(move: Move) -> tuple[str, str]:
    """The name of a move as an event bears it."""
    return (move.subject.value, move.name)
