"""A plan's own ladders of reminders (提醒阶梯): change a rung, take one away, go back to the default.

What was planned before stays; from the next sweep on the new rungs hold. The first change copies the default, so that a plan's own
ladder is whole by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotFound
from tracker.models import LadderRung, Plan
from tracker.queries.ladders import ladders_of, own_rungs
from tracker.rules.ladders import checked
from tracker.rules.permissions import Actor, Permission
from tracker.rules.reminders import Ladder, Rung
from tracker.rules.statuses import ENDED_PLAN_STATES
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record


def put_rung(
    session: Session, plan: Plan, rung: Rung, *, replaces: str | None = None, reason: str, actor: Actor, now: datetime
) -> None:
    """Give the plan the rung, in the place of the one named `replaces` or beside the others.

    RuleViolation where the ladder would not be one (`rules.ladders.checked`), NotFound where the replaced one is gone.
    """
    _begin(session, plan, reason, actor)
    rungs = _without(_standing(session, plan, rung.ladder), replaces)
    _keep(session, plan, checked([*rungs, rung]), reason, actor, now)


def take_rung_away(session: Session, plan: Plan, ladder: Ladder, name: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take the rung out of the plan's ladder; the last one cannot be."""
    _begin(session, plan, reason, actor)
    _keep(session, plan, checked(_without(_standing(session, plan, ladder), name)), reason, actor, now)


def reset_ladder(session: Session, plan: Plan, ladder: Ladder, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let the default hold again; nothing where it does."""
    _begin(session, plan, reason, actor)
    old = own_rungs(session, plan.id, ladder)
    if not old:
        return
    _drop(session, plan, ladder)
    record(
        session,
        plan.id,
        [Entry("plan", plan.id, "reset_ladder", reason=reason, data={"ladder": ladder.value})],
        actor=actor,
        now=now,
    )


def copy_ladders(session: Session, old: Plan, new: Plan) -> None:
    """Let the plan's next edition remind as it did."""
    session.flush()
    for row in own_rungs(session, old.id):
        session.add(
            LadderRung(
                plan_id=new.id, ladder=row.ladder, offset_days=row.offset_days, day_kind=row.day_kind, every_days=row.every_days,
                audiences=row.audiences, via=row.via, is_urgent=row.is_urgent, note=row.note,
            )
        )  # fmt: skip


def _begin(session: Session, plan: Plan, reason: str, actor: Actor) -> None:
    require_plan(actor, Permission.LADDER_CHANGE, plan)
    hold_chain(session, plan.id)
    if plan.state in ENDED_PLAN_STATES:
        raise InvalidInput("方案已经失效，不再提醒，不需要调整提醒阶梯。")
    if not reason.strip():
        raise InvalidInput("请写明调整提醒阶梯的理由。")


def _standing(session: Session, plan: Plan, ladder: Ladder) -> tuple[Rung, ...]:
    return ladders_of(session, plan.id)[ladder][0]


def _without(rungs: Sequence[Rung], name: str | None) -> list[Rung]:
    if name is not None and name not in [rung.name for rung in rungs]:
        raise NotFound("这一级提醒已被其他人改动，请刷新页面后重试。")
    return [rung for rung in rungs if rung.name != name]


def _keep(session: Session, plan: Plan, rungs: Sequence[Rung], reason: str, actor: Actor, now: datetime) -> None:
    ladder = rungs[0].ladder
    before = _standing(session, plan, ladder)
    _drop(session, plan, ladder)
    session.add_all(_row(plan, rung) for rung in rungs)
    session.flush()
    facts = {"ladder": ladder.value, "old": [_facts(rung) for rung in before], "new": [_facts(rung) for rung in rungs]}
    record(session, plan.id, [Entry("plan", plan.id, "change_ladder", reason=reason, data=facts)], actor=actor, now=now)


def _drop(session: Session, plan: Plan, ladder: Ladder) -> None:
    session.execute(delete(LadderRung).where(LadderRung.plan_id == plan.id, LadderRung.ladder == ladder))


def _row(plan: Plan, rung: Rung) -> LadderRung:
    return LadderRung(
        plan_id=plan.id, ladder=rung.ladder, offset_days=rung.offset, day_kind=rung.day_kind, every_days=rung.every,
        audiences=" ".join(rung.audiences), via=" ".join(rung.via), is_urgent=rung.is_urgent, note=rung.note,
    )  # fmt: skip


def _facts(rung: Rung) -> dict[str, Any]:
    return {
        "rung": rung.name, "every": rung.every, "audiences": [audience.value for audience in rung.audiences], "via": list(rung.via),
        "urgent": rung.is_urgent, "note": rung.note,
    }  # fmt: skip
