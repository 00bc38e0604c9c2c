"""What units and their people do: sign, report, ask for time, answer, go away, wish for peace. Chosen at random."""

from datetime import timedelta

from sqlalchemy import select

from tests.bench.sim.moments import Moment
from tracker.models import Assignment, Extension, Instruction, Membership, Mute, Occurrence, SupervisionOrder, Task, User
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import Role, UpdateKind
from tracker.services import (
    assignments,
    closures,
    delegations,
    disputes,
    extensions,
    instructions,
    mutes,
    occurrences,
    order_answers,
    updates,
)


def sign(m: Moment) -> None:
    share = m.some(Assignment, "pending")
    actor = m.of_unit(share.unit_id)
    if m.chance.random() < 0.05:
        disputes.object_to(m.session, share, "不属本单位职责", actor=actor, now=m.now)
    else:
        assignments.acknowledge(m.session, share, actor=actor, now=m.now)


def report(m: Moment) -> None:
    share = m.some(Assignment, "acknowledged", "reporting")
    actor = m.of_unit(share.unit_id)
    percent = m.chance.choice((20, 40, 60, 80, 100))
    period = share.task.plan.rhythm.period_on(m.today - timedelta(days=m.chance.choice((0, 0, 20)))).key
    said = updates.Progress(UpdateKind.PROGRESS, max(percent, share.percent), "已推进。")
    draft = updates.save_draft(m.session, share, period, said, actor=actor, now=m.now)
    updates.send(m.session, draft, actor=actor, now=m.now)
    if draft.state == "unit_review" and m.chance.random() < 0.9:
        updates.approve(m.session, draft, actor=m.of_unit(share.unit_id, Role.UNIT_HEAD), now=m.now)


def put_off(m: Moment) -> None:
    task = m.one(select(Task).where(Task.due_on < m.today + timedelta(days=40), Task.state.in_(("issued", "in_progress"))))
    share = m.chance.choice(task.assignments)
    actor = m.of_unit(share.unit_id)
    until = max(task.due_on, m.today) + timedelta(days=m.chance.choice((10, 40, 90)))
    asked = extensions.draft_extension(m.session, task, extensions.Application(until, "场地未定", "已选址"), actor=actor, now=m.now)
    extensions.send(m.session, asked, actor=actor, now=m.now)
    if asked.state == "unit_review" and m.chance.random() < 0.7:
        extensions.approve(m.session, asked, actor=m.of_unit(share.unit_id, Role.UNIT_HEAD), now=m.now)


def sign_paper(m: Moment) -> None:
    asked = m.some(Extension, "unit_review")
    head = m.of_unit(asked.unit_id, Role.UNIT_HEAD)
    if m.chance.random() < 0.7:
        extensions.approve(m.session, asked, actor=head, now=m.now)
    else:
        extensions.send_back(m.session, asked, "请补充依据", actor=head, now=m.now)


def answer(m: Moment) -> None:
    order = m.some(SupervisionOrder, "issued", "received", "unit_review")
    actor = m.of_unit(order.unit_id)
    if order.state == "issued":
        order_answers.receive(m.session, order, actor=actor, now=m.now)
    elif order.state == "received":
        order_answers.reply(m.session, order, "正在整改", actor=actor, now=m.now)
    else:
        order_answers.approve(m.session, order, actor=m.of_unit(order.unit_id, Role.UNIT_HEAD), now=m.now)


def ask_to_close(m: Moment) -> None:
    task = m.some(Task, "in_progress", "issued")
    share = m.chance.choice(task.assignments)
    closures.request_closure(m.session, task, "目标已全部完成。", actor=m.of_unit(share.unit_id), now=m.now)


def answer_instruction(m: Moment) -> None:
    row = m.some(Instruction, "given")
    share = m.chance.choice(row.task.assignments)
    instructions.answer(m.session, row, "已加快。", actor=m.of_unit(share.unit_id, Role.UNIT_HEAD), now=m.now)


def duty(m: Moment) -> None:
    row = m.some(Occurrence, "open", "returned", "unit_review", "submitted")
    if row.state == "submitted":
        occurrences.receive(m.session, row, actor=m.office(), now=m.now)
    elif row.state == "unit_review":
        occurrences.approve(m.session, row, actor=m.of_unit(row.unit_id, Role.UNIT_HEAD), now=m.now)
    else:
        actor = m.of_unit(row.unit_id)
        occurrences.save_text(m.session, row, "工作进展顺利。", actor=actor)
        occurrences.send(m.session, row, actor=actor, now=m.now)


def mute(m: Moment) -> None:
    unit_id = m.chance.choice(list(m.world.people))
    actor = m.of_unit(unit_id)
    running = m.session.scalar(select(Mute).where(Mute.user_id == actor.user_id))
    if running is not None and m.chance.random() < 0.5:
        mutes.end(m.session, running, actor=actor, now=m.now)
        return
    share = m.one(select(Assignment).where(Assignment.unit_id == unit_id))
    until = m.today + timedelta(days=m.chance.randint(1, 30))
    task = share.task if m.chance.random() < 0.5 else None
    mutes.mute(m.session, share.task.plan, task, until, "正在办理", actor=actor, now=m.now)


def be_away(m: Moment) -> None:
    unit_id = m.chance.choice(list(m.world.people))
    people = [user for users in m.world.people[unit_id].values() for user in users]
    if len(people) < 2:
        return
    absent, deputy = m.chance.sample(people, 2)
    post = m.session.scalars(select(Membership).where(Membership.user_id == absent, Membership.unit_id == unit_id)).one()
    term = delegations.Term(m.today, m.today + timedelta(days=m.chance.randint(1, 15)))
    delegations.stand_in(m.session, post, m.session.get_one(User, deputy), term, "出差", actor=SYSTEM, now=m.now)
