"""Acts of a random life (tests/histories.py) that change what had been given out, or look back at what was closed."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import Factory
from tracker.models import Assignment, Closure, Recheck, Task
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.days import official_day
from tracker.rules.statuses import CheckMethod
from tracker.services import adjustment_decisions, adjustments, recheck_results, rechecks
from tracker.services.adjustment_changes import Change
from tracker.services.verifications import Findings


def adjust(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    """The lead asks for another wording or another unit; the office grants most of it."""
    cast = factory.cast
    task = chance.choice(list(session.scalars(select(Task).where(Task.plan_id == plan_id).order_by(Task.id))))
    ground, reason = AdjustmentGround.OTHER, "情况已经变化"
    said = Change(AdjustmentKind.WORDING, ground, reason, text=f"分步推进，先完成{chance.randint(10, 90)}个点位。")
    shares = [share for share in task.assignments if share.role != "lead"]
    if shares and chance.random() < 0.5:
        share: Assignment = chance.choice(shares)
        said = Change(
            AdjustmentKind.UNIT, ground, reason, assignment_id=share.id, unit_name=chance.choice(("县教育局", "县民政局"))
        )
    row = adjustments.draft_adjustment(session, task, said, actor=cast.liaison, now=now)
    adjustments.send(session, row, actor=cast.liaison, now=now)
    if row.state == "unit_review":
        adjustments.approve(session, row, actor=cast.unit_head, now=now)
    adjustment_decisions.review(session, row, "情况属实", touches_goal=chance.random() < 0.2, actor=cast.clerk, now=now)
    if chance.random() < 0.2:
        adjustment_decisions.refuse(session, row, "可以克服", actor=cast.director, now=now)
    else:
        adjustment_decisions.grant(session, row, "同意", "会议纪要〔2025〕4号", actor=cast.director, now=now)


def look_back(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    """The office plans to look back at a closed task, or does so: some have fallen back."""
    director, of_plan = factory.cast.director, select(Task.id).where(Task.plan_id == plan_id)
    planned = session.scalar(select(Recheck).where(Recheck.task_id.in_(of_plan), Recheck.state == "planned"))
    if planned is None:
        closures = select(Closure).where(Closure.task_id.in_(of_plan), Closure.reopened_at.is_(None)).order_by(Closure.id)
        closure = chance.choice(list(session.scalars(closures)))
        rechecks.plan_recheck(session, closure, official_day(now) + timedelta(days=3), actor=director, now=now)
        return
    found = Findings(CheckMethod.VISIT, director.name, official_day(now), "已经回访")
    verb = recheck_results.rebound if chance.random() < 0.5 else recheck_results.confirm
    verb(session, planned, found, actor=director, now=now)
