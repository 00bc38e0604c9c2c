"""Fifty people who act at once on the same tasks, each in a thread and a transaction of their own, as web requests do.

Everybody looks first (what can be done, and on what), as one reads a page, and acts afterwards, when others may have been faster.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.closing import strike_off
from tests.factories import ISSUED, NOW, PASSWORD, PDF, PERIOD, Factory, parsed_measure
from tracker.db import Database
from tracker.models import Assignment, Extension, Instruction, Jurisdiction, SupervisionOrder, Task, Update
from tracker.rules.matter_statuses import InstructionKind
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.statuses import UNIT_ROLES, OrderKind, Role, UpdateKind
from tracker.services import (
    accounts,
    assignments,
    closures,
    disputes,
    evidence,
    extensions,
    instructions,
    merging,
    order_answers,
    orders,
    reviews,
    suspensions,
    updates,
)
from tracker.services.registry import Registry
from tracker.witness import Witness

UNITS = tuple(f"县第{name}局" for name in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十"))
POSTS = {Role.LIAISON: UNITS, Role.UNIT_HEAD: UNITS, Role.CLERK: ("县领导小组办公室",) * 22,
         Role.DIRECTOR: ("县领导小组办公室",) * 6, Role.LEADER: ("示例县人民政府",) * 2}  # fmt: skip
PLANS, MEASURES = 4, 5
DAY, LATER = NOW.date(), date(2026, 3, 31)
PROCESSES = 5  # each with connections of its own, as so many web processes


@dataclass(frozen=True)
class Act:
    """Who may think of it, the rows to choose from (people of units: their own), and what is done with the chosen one."""

    name: str
    role: Role
    model: Any
    states: tuple[str, ...]
    do: Callable[[Session, Factory, Any, Actor, datetime], object]
    often: float = 1.0

    def rows(self, actor: Actor) -> Any:
        """The ids that the actor sees on the page."""
        query = select(self.model.id).where(self.model.state.in_(self.states))
        if self.role not in UNIT_ROLES or self.model is Instruction:
            return query
        units = [post.unit_id for post in actor.posts]
        of = Assignment if self.model is Update else self.model
        return (query.join(Assignment) if self.model is Update else query).where(of.unit_id.in_(units))


def _report(session: Session, factory: Factory, share: Assignment, actor: Actor, now: datetime) -> None:
    percent = random.Random(now.timestamp()).choice((40, 100, 100))  # noqa: S311 (a seeded game, no secret)
    said = updates.Progress(UpdateKind.PROGRESS, percent, "已推进。")
    draft = updates.save_draft(session, share, PERIOD, said, actor=actor, now=now)
    evidence.attach(session, factory.storage, draft, "验收单.pdf", PDF, actor=actor, now=now)
    updates.send(session, draft, actor=actor, now=now)


def _order(session: Session, factory: Factory, share: Assignment, actor: Actor, now: datetime) -> None:
    items = (orders.ItemText("公示收费标准"),)
    orders.issue_order(
        session, share.task, share.unit, OrderKind.SUPERVISION, "说明进展", items=items, actor=actor, now=now
    )  # fmt: skip


def _put_off(session: Session, factory: Factory, share: Assignment, actor: Actor, now: datetime) -> None:
    said = extensions.Application(LATER, "场地审批尚未完成", "已完成选址")
    asked = extensions.draft_extension(session, share.task, said, actor=actor, now=now)
    extensions.send(session, asked, actor=actor, now=now)


def _merge(session: Session, factory: Factory, task: Task, actor: Actor, now: datetime) -> None:
    other = session.scalars(select(Task).where(Task.plan_id == task.plan_id, Task.id != task.id).order_by(Task.id)).first()
    assert other is not None
    merging.merge(session, task, other, RULING, actor=actor, now=now)


def _verb(verb: Callable[..., object], *words: Any) -> Callable[[Session, Factory, Any, Actor, datetime], object]:
    return lambda session, factory, row, actor, now: verb(session, row, *words, actor=actor, now=now)


RULING = suspensions.Ruling("选址需重新论证", "会议纪要〔2025〕3号")
OPEN = ("issued", "in_progress")
ACTS = (
    Act("acknowledge", Role.LIAISON, Assignment, ("pending",),
        _verb(assignments.acknowledge)),
    Act("object", Role.LIAISON, Assignment, ("pending",),
        _verb(disputes.object_to, "不属本单位职责"), 0.2),
    Act("report", Role.LIAISON, Assignment, ("acknowledged", "reporting"), _report),
    Act("recall", Role.LIAISON, Update, ("unit_review",), _verb(updates.recall), 0.1),
    Act("receive order", Role.LIAISON, SupervisionOrder, ("issued",),
        _verb(order_answers.receive)),
    Act("answer order", Role.LIAISON, SupervisionOrder, ("received",),
        _verb(order_answers.reply, "正在整改")),
    Act("ask for time", Role.LIAISON, Assignment, ("acknowledged", "reporting"), _put_off, 0.3),
    Act("request closure", Role.UNIT_HEAD, Assignment, ("done",),
        lambda s, f, row, a, now: closures.request_closure(s, row.task, "已完成", actor=a, now=now)),
    Act("approve", Role.UNIT_HEAD, Update, ("unit_review",), _verb(updates.approve)),
    Act("send back", Role.UNIT_HEAD, Update, ("unit_review",),
        _verb(updates.send_back, "数字有误"), 0.3),
    Act("approve answer", Role.UNIT_HEAD, SupervisionOrder, ("unit_review",),
        _verb(order_answers.approve)),
    Act("agree to more time", Role.UNIT_HEAD, Extension, ("unit_review",),
        _verb(extensions.approve)),
    Act("answer instruction", Role.UNIT_HEAD, Instruction, ("given",),
        _verb(instructions.answer, "已加快"), 0.3),
    Act("uphold", Role.CLERK, Assignment, ("objected",),
        _verb(disputes.uphold, "方案已经明确")),
    Act("accept", Role.CLERK, Update, ("submitted",), _verb(reviews.accept)),
    Act("return", Role.CLERK, Update, ("submitted",),
        _verb(reviews.return_update, "佐证材料不全")),
    Act("order", Role.CLERK, Assignment, ("acknowledged", "reporting"), _order, 0.2),
    Act("accept answer", Role.CLERK, SupervisionOrder, ("replied",),
        _verb(order_answers.accept)),
    Act("return answer", Role.CLERK, SupervisionOrder, ("replied",),
        _verb(order_answers.return_reply, "答复空泛", DAY)),
    Act("withdraw order", Role.CLERK, SupervisionOrder, ("accepted",),
        _verb(orders.withdraw_order, "任务调整"), 0.3),
    Act("close", Role.CLERK, Task, ("closure_requested",),
        _verb(strike_off, "现场核查属实", DAY)),
    Act("return closure", Role.CLERK, Task, ("closure_requested",),
        _verb(closures.return_closure, "材料不足")),
    Act("grant", Role.DIRECTOR, Extension, ("submitted",),
        _verb(extensions.grant, LATER, "同意")),
    Act("refuse", Role.DIRECTOR, Extension, ("submitted",),
        _verb(extensions.refuse, "时间充裕"), 0.3),
    Act("go on", Role.DIRECTOR, Assignment, ("done",),
        _verb(closures.resume_share, "核查发现缺项"), 0.2),
    Act("reopen", Role.DIRECTOR, Task, ("closed",),
        _verb(closures.reopen, "核查不符")),
    Act("resume", Role.DIRECTOR, Task, ("suspended",),
        _verb(suspensions.resume, RULING, LATER)),
    Act("suspend", Role.DIRECTOR, Task, OPEN, _verb(suspensions.suspend, RULING), 0.1),
    Act("merge", Role.DIRECTOR, Task, OPEN, _merge, 0.1),
    Act("speed up", Role.LEADER, Task, OPEN,
        _verb(instructions.give, InstructionKind.SPEED_UP, "请加快", LATER), 0.4),
)  # fmt: skip


def gather(factory: Factory) -> list[Actor]:
    """The fifty, with accounts and posts."""
    with factory.database.transaction() as session:
        registry = Registry(session, session.get_one(Jurisdiction, factory.cast.place_id))
        people = []
        for number, (role, name) in enumerate((role, name) for role, names in POSTS.items() for name in names):
            unit = registry.find(name) or registry.enter(name)
            user = accounts.create_user(session, f"p{number:02}", f"第{number}人", PASSWORD, actor=SYSTEM, now=ISSUED)
            accounts.add_membership(session, user, unit, role, actor=SYSTEM, now=ISSUED, from_on=ISSUED.date())
            session.expire(user)
            people.append(accounts.actor_of(session, user.id, DAY))
        return [person for person in people if person]


def give_out(factory: Factory) -> list[int]:
    """Twenty tasks in four plans, each of one lead and two responsible units; the plans' ids."""
    plans = []
    for plan in range(PLANS):
        measures = []
        for number in range(MEASURES):
            units = [UNITS[(plan * MEASURES + number + step) % len(UNITS)] for step in (0, 3, 7)]
            measures.append(
                parsed_measure(title=f"措施{number}", label=f"（{number}）", lead=units[:1], responsible=tuple(units[1:]))
            )
        plans.append(factory.plan(*measures))
    return plans


@dataclass(frozen=True)
class Attempt:
    """What somebody tried, at an instant that no other attempt has, and the refusal; None where it was told to be done."""

    act: str
    actor: Actor
    at: datetime
    refusal: Exception | None


def act_at_once(factory: Factory, people: list[Actor], witness: Witness, *, turns: int, seed: int) -> list[Attempt]:
    """Let everybody take so many turns, each begun by all together; every attempt made."""
    numbers, start = count(1), Barrier(len(people))
    url = factory.database.engine.url.render_as_string(hide_password=False)
    opened = [Database(url, witness) for _ in range(PROCESSES)]

    def live(person: Actor, database: Database, chance: random.Random) -> list[Attempt]:
        tried = []
        for _ in range(turns):
            start.wait()
            tried.append(_take_turn(factory, database, person, chance, NOW + timedelta(seconds=next(numbers))))
        return [attempt for attempt in tried if attempt]

    with ThreadPoolExecutor(len(people)) as pool:
        lives = [
            pool.submit(live, person, opened[number % PROCESSES], random.Random(seed * 100 + number))  # noqa: S311
            for number, person in enumerate(people)
        ]
        made = [attempt for life in lives for attempt in life.result()]
    for database in opened:
        database.dispose()
    return made


def _take_turn(factory: Factory, database: Database, person: Actor, chance: random.Random, now: datetime) -> Attempt | None:
    acts = [act for act in ACTS if act.role in person.roles and chance.random() < act.often]
    chance.shuffle(acts)
    with database.reading() as session:
        seen = next(((act, rows) for act in acts if (rows := list(session.scalars(act.rows(person))))), None)
    if seen is None:
        return None
    act, rows = seen
    try:
        with database.transaction() as session:
            act.do(session, factory, session.get_one(act.model, chance.choice(rows)), person, now)
    except Exception as refusal:  # the test looks at what it is
        return Attempt(act.name, person, now, refusal)
    return Attempt(act.name, person, now, None)
