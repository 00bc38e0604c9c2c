"""A plan's life at random, the same for the same seed: units sign, report and object, the office reviews, orders, closes.

Every act goes through the services; what they refuse does not happen. For tests of what is said of past days.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import later_acts
from tests.closing import strike_off
from tests.factories import ISSUED, PDF, Cast, Factory, parsed_measure
from tests.indicator_acts import TARGETS, indicate
from tests.reporting_acts import waive
from tracker.errors import TrackerError
from tracker.intake.model import Obligation, Section
from tracker.models import Assignment, Opinion, SupervisionOrder, Task, Unit, Update
from tracker.rules.days import official_day
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OrderKind, UpdateKind
from tracker.rules.transitions import Subject, moves_from
from tracker.services import (
    assignments,
    closures,
    disputes,
    evidence,
    extensions,
    merging,
    opinions,
    order_answers,
    orders,
    reviews,
    suspensions,
    updates,
)

Row = TypeVar("Row")
ACTING = ("liaison", "joint_liaison", "other_liaison")
LONG_REACH = ("各乡镇人民政府",)
SECTIONS = (Section("一", "扩大托育供给"), Section("二", "健全工作机制"))
MEASURES = (
    parsed_measure(title="增加普惠托位", due="2025-06-30", targets=TARGETS),
    parsed_measure(
        title="兴办公办托育园", lead=("县教育局",), responsible=("县卫健局", "县民政局"), due="2025-05-15", label="（二）"
    ),
    parsed_measure(title="培养托育人才", lead=(), responsible=("县民政局", *LONG_REACH), due="2025-09-30", label="（三）"),
    parsed_measure(title="宣传政策", due=None, ongoing=True, section="二", supporting=("县教育局",), responsible=()),
    parsed_measure(title="健全机制", due=None, lead=("县民政局", "县教育局"), responsible=(), section="二", label="（二）"),
    parsed_measure(title="通报情况", due="2025-12-31", lead=(), responsible=(), section=None, label="（三）"),
)
DUTY = Obligation(("各乡镇", "县直有关单位"), "报告工作进展", "yearly", "06-15", ("县委", "县政府"), (), None, "")


def random_plan(factory: Factory, **over: Any) -> int:
    """A plan with every kind of task: dated, undated, ongoing, joint, without a lead, without any unit."""
    return factory.plan(*MEASURES, sections=SECTIONS, obligations=(DUTY,), **over)


def play(factory: Factory, plan_id: int, seed: int, steps: int, acts: "Weighted | None" = None) -> Iterator[tuple[date, datetime]]:
    """Play the steps, about two in three days; gives each day on which one was made, before the next day's first, and
    an instant after it."""
    chance, now = random.Random(seed), ISSUED  # noqa: S311 (a seeded game, no secret)
    for _ in range(steps):
        later = now + timedelta(hours=chance.randint(1, 72))
        if official_day(later) != official_day(now):
            yield official_day(now), now + timedelta(days=1)
        now = later
        weights, choices = zip(*(acts or ACTS_WEIGHTED), strict=True)
        act = chance.choices(choices, weights=weights)[0]
        try:
            with factory.database.transaction() as session:
                act(session, factory, plan_id, chance, now)
        except (TrackerError, RuleViolation, IndexError):
            pass  # refused, or nothing there to act on: nothing happened
    yield official_day(now), now + timedelta(days=1)


def _one(session: Session, chance: random.Random, query: Any) -> Any:
    return chance.choice(list(session.scalars(query)))


def _share(session: Session, factory: Factory, plan_id: int, chance: random.Random) -> tuple[Assignment, Actor]:
    who = chance.choice(ACTING)
    query = select(Assignment).join(Task).where(Task.plan_id == plan_id, Assignment.unit_id == factory.cast.unit_id(who))
    return _one(session, chance, query.order_by(Assignment.id)), getattr(factory.cast, who)


def _acknowledge(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, actor = _share(session, factory, plan_id, chance)
    assignments.acknowledge(session, share, actor=actor, now=now)


def _object(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, actor = _share(session, factory, plan_id, chance)
    disputes.object_to(session, share, "不属本单位职责", actor=actor, now=now)


def _uphold(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, _ = _share(session, factory, plan_id, chance)
    disputes.uphold(session, share, "方案已经明确", actor=factory.cast.clerk, now=now)


def _answer_dispute(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    objected = select(Assignment).join(Task).where(Task.plan_id == plan_id, Assignment.state == "objected")
    share, office = _one(session, chance, objected.order_by(Assignment.id)), factory.cast.clerk
    if chance.random() < 0.4:
        disputes.reword(session, share, f"{share.task.title}，按季度推进（{now:%Y%m%d%H}）。", "口径有误", actor=office, now=now)
    else:
        unit = chance.choice(("县教育局", "县民政局", "县卫生健康局", "青禾镇人民政府"))
        disputes.reassign(session, share, unit, "按三定规定", actor=office, now=now)


def _report(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, actor = _share(session, factory, plan_id, chance)
    kind = chance.choice((UpdateKind.PROGRESS, UpdateKind.PROGRESS, UpdateKind.NOTHING_NEW))
    percent = chance.choice((10, 30, 50, 80, 100))
    progress = updates.Progress(kind, percent, f"已推进到{percent}%。", chance.choice(("", "资金尚未到位")))
    period = share.task.plan.rhythm.period_on(official_day(now) - timedelta(days=chance.choice((0, 0, 20)))).key
    draft = updates.save_draft(session, share, period, progress, actor=actor, now=now)
    evidence.attach(session, factory.storage, draft, "验收单.pdf", PDF, actor=actor, now=now)
    updates.send(session, draft, actor=actor, now=now)
    if draft.state == "unit_review":
        updates.approve(session, draft, actor=factory.cast.unit_head, now=now)


def _review(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    query = select(Update).join(Assignment).join(Task).where(Task.plan_id == plan_id, Update.state == "submitted")
    update = _one(session, chance, query.order_by(Update.id))
    if chance.random() < 0.25:
        reviews.return_update(session, update, "佐证材料不全", actor=factory.cast.clerk, now=now)
    else:
        reviews.accept(session, update, actor=factory.cast.clerk, now=now)


def _order(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, _ = _share(session, factory, plan_id, chance)
    unit, limit = session.get_one(Unit, share.unit_id), official_day(now) + timedelta(days=7)
    orders.issue_order(
        session, share.task, unit, chance.choice(list(OrderKind)), "说明进展", limit, actor=factory.cast.clerk, now=now
    )


def _answer(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    order = _one(session, chance, select(SupervisionOrder).order_by(SupervisionOrder.id))
    act = chance.choice(
        [move.name for move in moves_from(Subject.ORDER, order.state) if move.name not in ("escalate", "send_for_approval")]
    )
    if act == "withdraw" and chance.random() < 0.8:
        return  # an office seldom takes an order back
    actor, limit = factory.cast.clerk, official_day(now) + timedelta(days=5)
    acts: dict[str, Callable[[], None]] = {
        "receive": lambda: order_answers.receive(session, order, actor=SYSTEM, now=now),
        "reply": lambda: order_answers.reply(session, order, "正在整改", actor=SYSTEM, now=now),
        "approve": lambda: order_answers.approve(session, order, actor=SYSTEM, now=now),
        "recall": lambda: order_answers.recall(session, order, actor=SYSTEM, now=now),
        "send_back": lambda: order_answers.send_back(session, order, "请写明时间", actor=SYSTEM, now=now),
        "accept": lambda: order_answers.accept(session, order, actor=actor, now=now),
        "return": lambda: order_answers.return_reply(session, order, "答复空泛", limit, actor=actor, now=now),
        "close": lambda: orders.close_order(session, order, "已了结", actor=actor, now=now),
        "withdraw": lambda: orders.withdraw_order(session, order, "任务调整", actor=actor, now=now),
    }
    acts[act]()


def _closing(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    cast: Cast = factory.cast
    task = _one(session, chance, select(Task).where(Task.plan_id == plan_id).order_by(Task.id))
    if task.state == "closed":
        closures.reopen(session, task, "核查不符", actor=cast.director, now=now)
    elif task.state == "closure_requested" and chance.random() < 0.3:
        closures.return_closure(session, task, "材料不足", actor=cast.clerk, now=now)
    elif task.state == "closure_requested":
        strike_off(session, task, "现场核查属实", official_day(now), actor=cast.director, now=now)
    else:
        closures.request_closure(session, task, "已完成", actor=cast.liaison, now=now)


def _speak(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    """A unit beside the lead says what it thinks of what was handed in last, or the office deals with what was said."""
    asked = select(Opinion).join(Task).where(Task.plan_id == plan_id).order_by(Opinion.id.desc()).limit(3)
    row = _one(session, chance, asked)
    if row.state == "dissented" or chance.random() < 0.3:
        opinions.deal_with(session, row, "经研究，按牵头单位意见办理", actor=factory.cast.clerk, now=now)
    else:
        name, text = chance.choice((("agree", ""), ("agree", ""), ("dissent", "数据与本单位不一致")))
        whose = {factory.cast.unit_id(who): getattr(factory.cast, who) for who in ("unit_head", "joint_liaison", "other_liaison")}
        opinions.state(session, row, name, text, actor=whose.get(row.unit_id, factory.cast.clerk), now=now)


def _resume(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, _ = _share(session, factory, plan_id, chance)
    closures.resume_share(session, share, "核查发现缺项", actor=factory.cast.director, now=now)


def _put_off(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    share, actor = _share(session, factory, plan_id, chance)
    until = (share.task.due_on or official_day(now)) + timedelta(days=chance.choice((10, 40)))
    said = extensions.Application(until, "场地审批尚未完成", "已完成选址")
    asked = extensions.draft_extension(session, share.task, said, actor=actor, now=now)
    extensions.send(session, asked, actor=actor, now=now)
    if asked.state == "unit_review":
        extensions.approve(session, asked, actor=factory.cast.unit_head, now=now)
    if chance.random() < 0.2:
        extensions.refuse(session, asked, "时间尚充裕", actor=factory.cast.director, now=now)
    else:
        extensions.grant(session, asked, until, "同意", actor=factory.cast.director, now=now)


def _rest(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    ruling, director = suspensions.Ruling("选址需重新论证", "会议纪要〔2025〕3号"), factory.cast.director
    task = _one(session, chance, select(Task).where(Task.plan_id == plan_id).order_by(Task.id))
    if task.state == "suspended":
        due_on = max(task.due_on, official_day(now)) + timedelta(days=30) if task.due_on else None
        suspensions.resume(session, task, ruling, due_on, actor=director, now=now)
    elif chance.random() < 0.3:
        other = _one(session, chance, select(Task).where(Task.plan_id == plan_id).order_by(Task.id))
        merging.merge(session, task, other, ruling, actor=director, now=now)
    else:
        suspensions.suspend(session, task, ruling, actor=director, now=now)


Act = Callable[[Session, Factory, int, random.Random, datetime], None]
Weighted = tuple[tuple[int, Act], ...]
ACTS_WEIGHTED: Weighted = (
    (5, _acknowledge), (2, _object), (1, _uphold), (1, _answer_dispute), (10, _report), (10, _review), (1, _order), (1, _answer),
    (4, _closing), (8, _speak), (2, later_acts.adjust), (2, later_acts.look_back),
    (1, _resume), (2, _put_off), (2, waive), (1, _rest), (6, indicate),
)  # fmt: skip
# What every release could do: for tests of what outlives the way from one to the next.
PLAIN_ACTS: Weighted = ((5, _acknowledge), (10, _report), (10, _review))
# What happens where little but orders does.
ORDER_ACTS: Weighted = ((1, _acknowledge), (1, _order), (8, _answer))
