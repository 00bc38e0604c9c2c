"""What the office, the leader and the administrators do: review, decide, order, close, resend. Chosen at random."""

from datetime import timedelta

from sqlalchemy import select

from tests.bench.sim.moments import Moment
from tests.closing import strike_off
from tracker.models import Assignment, Delivery, Extension, JobRun, Plan, SupervisionOrder, Task, Unit, Update, User
from tracker.rules.matter_statuses import InstructionKind
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import OrderKind, Role
from tracker.services import (
    accounts,
    closures,
    disputes,
    extensions,
    instructions,
    job_runs,
    messages,
    order_answers,
    orders,
    periods,
    reviews,
    suspensions,
)


def uphold(m: Moment) -> None:
    disputes.uphold(m.session, m.some(Assignment, "objected"), "方案已经明确", actor=m.office(), now=m.now)


def review(m: Moment) -> None:
    update = m.some(Update, "submitted")
    if m.chance.random() < 0.2:
        reviews.return_update(m.session, update, "佐证材料不全", actor=m.office(), now=m.now)
    else:
        reviews.accept(m.session, update, actor=m.office(), now=m.now)


def decide_extension(m: Moment) -> None:
    row = m.some(Extension, "submitted")
    if m.chance.random() < 0.3:
        extensions.refuse(m.session, row, "时间尚充裕", actor=m.office(Role.DIRECTOR), now=m.now)
    else:
        extensions.grant(m.session, row, row.asked_due_on, "同意", actor=m.office(Role.DIRECTOR), now=m.now)


def order(m: Moment) -> None:
    share = m.some(Assignment, "acknowledged", "reporting", "pending")
    items = (orders.ItemText("公示收费标准"),) if m.chance.random() < 0.4 else ()
    limit = m.today + timedelta(days=m.chance.choice((5, 10)))
    kind = m.chance.choice(list(OrderKind))
    unit = m.session.get_one(Unit, share.unit_id)
    orders.issue_order(m.session, share.task, unit, kind, "说明进展", limit, items=items, actor=m.office(), now=m.now)


def judge_answer(m: Moment) -> None:
    order = m.some(SupervisionOrder, "replied", "accepted")
    if order.state == "accepted":
        orders.close_order(m.session, order, "已了结", actor=m.office(), now=m.now)
    elif m.chance.random() < 0.3:
        limit = m.today + timedelta(days=5)
        order_answers.return_reply(m.session, order, "答复空泛", limit, actor=m.office(), now=m.now)
    else:
        order_answers.accept(m.session, order, actor=m.office(), now=m.now)


def close(m: Moment) -> None:
    task = m.some(Task, "closure_requested")
    if m.chance.random() < 0.4:
        closures.return_closure(m.session, task, "材料不足", actor=m.office(), now=m.now)
    else:
        strike_off(m.session, task, "现场核查属实。", m.today, actor=m.office(), now=m.now)


def reopen(m: Moment) -> None:
    closures.reopen(m.session, m.some(Task, "closed"), "核查不符", actor=m.office(Role.DIRECTOR), now=m.now)


def rest(m: Moment) -> None:
    task, ruling = m.some(Task, "suspended", "in_progress"), suspensions.Ruling("需重新论证", "会议纪要〔2025〕3号")
    director = m.office(Role.DIRECTOR)
    if task.state == "suspended":
        due_on = max(task.due_on, m.today) + timedelta(days=30) if task.due_on else None
        suspensions.resume(m.session, task, ruling, due_on, actor=director, now=m.now)
    elif m.chance.random() < 0.1:
        suspensions.suspend(m.session, task, ruling, actor=director, now=m.now)


def instruct(m: Moment) -> None:
    task, due_on = m.some(Task, "issued", "in_progress"), m.today + timedelta(days=7)
    leader = m.office(Role.LEADER)
    instructions.give(m.session, task, InstructionKind.SPEED_UP, "请加快推进。", due_on, actor=leader, now=m.now)


def come_and_go(m: Moment) -> None:
    unit_id = m.chance.choice(list(m.world.people))
    user_id = m.chance.choice(m.world.people[unit_id][Role.UNIT_HEAD])
    m.world.never_closed.discard(user_id)
    user = m.session.get_one(User, user_id)
    accounts.set_active(m.session, user, not user.is_active or m.chance.random() < 0.5, actor=SYSTEM, now=m.now)


def change_rhythm(m: Moment) -> None:
    if m.chance.random() > 0.02:
        return
    plan = m.one(select(Plan).where(Plan.state == "issued"))
    periods.change_rhythm(m.session, plan, plan.cycle, m.chance.randint(5, 28), "减轻负担", actor=m.office(), now=m.now)


def resend(m: Moment) -> None:
    delivery = m.some(Delivery, "failed")
    messages.resend(m.session, delivery, {"mail"}, actor=m.office(), now=m.now)


def run_again(m: Moment) -> None:
    """The administrator asks for a run that was given up."""
    run = m.one(select(JobRun).where(JobRun.state == "failed", JobRun.round == 0, JobRun.attempts >= 4))
    job_runs.ask(m.session, run.job, run.due, actor=m.office(Role.SYSTEM_ADMIN), now=m.now)
