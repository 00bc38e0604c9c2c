"""What follows a plan: its next edition, which takes the tasks over; another plan that replaces it; or the end of its term."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.act_labels import document_name
from tracker.errors import Conflict, InvalidInput
from tracker.models import Plan
from tracker.queries.editions import measure_text, tasks_by_measure
from tracker.queries.held import told
from tracker.rules.days import official_day
from tracker.rules.editions import Diff, compare
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import PlanState
from tracker.services import edition_texts, events
from tracker.services.carrying import carry, handover
from tracker.services.drafts import require_plan
from tracker.services.ending import end_tasks
from tracker.services.issuing import expand_collectives, issue_plan
from tracker.services.ladders import copy_ladders
from tracker.services.periods import take_over_rhythm

Chosen = Mapping[int, int | None]


@dataclass(frozen=True)
class Preview:
    """Two editions compared. `digest` stands for what was compared and how: with it `adopt` does what was looked at, or nothing."""

    diff: Diff
    digest: str


@dataclass(frozen=True)
class Succession:
    """What was done: tasks carried over, newly issued, ended, and struck off before in the old plan."""

    carried: int
    issued: int
    ended: int
    closed: int


def preview(session: Session, old: Plan, new: Plan, chosen: Chosen | None = None, *, actor: Actor) -> Preview:
    """What became of each measure of the old plan in the new one; `chosen` are the office's own pairs, by ids of measures.

    Raises InvalidInput where a pair names a measure that is in neither plan, or one twice.
    """
    require_plan(actor, Permission.PLAN_ISSUE, old)
    require_plan(actor, Permission.PLAN_ISSUE, new)
    texts = [[measure_text(task) for task in tasks_by_measure(session, plan.id).values()] for plan in (old, new)]
    try:
        diff = compare(texts[0], texts[1], chosen)
    except ValueError as error:
        raise InvalidInput("指定的对应关系有误：措施不在这两份方案里，或者同一条原措施被指定了两次。请重新选择。") from error
    return Preview(diff, _digest(diff))


def _digest(diff: Diff) -> str:
    seen = [(pair.old.key, pair.new.key, pair.change, pair.old.words, pair.new.words) for pair in diff.pairs]
    alone = [[(item.measure.key, item.measure.words) for item in items] for items in (diff.new, diff.dropped)]
    return hashlib.sha256(json.dumps([seen, alone], ensure_ascii=False).encode()).hexdigest()


def adopt(
    session: Session, old: Plan, new: Plan, chosen: Chosen | None = None, *, seen: str | None = None, actor: Actor, now: datetime
) -> Succession:
    """Issue the draft `new` as the next edition of `old`: tasks of paired measures go on in it, those left out end.

    `seen` is the digest of the preview that the office looked at; Conflict where either plan has been changed since.
    """
    _hold(session, old, new, actor)
    _require_draft(new)
    compared = preview(session, old, new, chosen, actor=actor)
    if seen is not None and seen != compared.digest:
        raise Conflict("核对期间，新方案或者原方案又有改动，比对结果已经不同。请重新看过比对结果后再办理。")
    return _succeed(session, old, new, compared.diff, f"{_name(new)}未再列入", actor=actor, now=now)


def supersede(
    session: Session, old: Plan, new: Plan, pairs: Mapping[int, int] | None = None, *, actor: Actor, now: datetime
) -> Succession:
    """Let another plan replace `old`: what is still open ends with a reference to it. Only paired measures are carried over.

    `pairs`: by the id of a measure of the new plan that of the old one. They need the new plan to be a draft, which is issued
    with this; a plan that is issued already takes nothing over.
    """
    _hold(session, old, new, actor)
    reason = f"由{_name(new)}替代"
    if new.state is not PlanState.DRAFT:
        if pairs:
            raise Conflict("新方案已经交办，不能再承接原方案的任务；只能替代，原方案未完成的任务随之终止。")
        return _succeed(session, old, new, Diff((), (), ()), reason, actor=actor, now=now)
    texts = [measure_text(task) for task in tasks_by_measure(session, new.id).values()]
    chosen: Chosen = {text.key: (pairs or {}).get(text.key) for text in texts}
    if set(pairs or {}) - set(chosen):
        raise InvalidInput("指定的对应关系有误：有的措施不在新方案里。请重新选择。")
    return _succeed(session, old, new, preview(session, old, new, chosen, actor=actor).diff, reason, actor=actor, now=now)


def lapse(session: Session, plan: Plan, last_day: date, *, actor: Actor, now: datetime) -> Succession:
    """End the plan whose term was over with `last_day`: what is still open ends with it."""
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    events.hold_chain(session, plan.id)
    _require_in_force(plan)
    if official_day(now) <= last_day:
        raise InvalidInput("方案的有效期到%(last_day)s为止，还没有届满。", last_day=last_day.isoformat())
    reason = f"{_name(plan)}的有效期于{last_day.year}年{last_day.month}月{last_day.day}日届满"
    closed = len(tasks_by_measure(session, plan.id))
    ended = end_tasks(session, plan, reason, last_day, actor=actor, now=now)
    _end_plan(session, plan, last_day, reason, None, actor=actor, now=now)
    edition_texts.tell_ended(session, plan, ended, reason, now=now)
    return Succession(carried=0, issued=0, ended=len(ended), closed=closed - len(ended))


def _succeed(session: Session, old: Plan, new: Plan, diff: Diff, left_out: str, *, actor: Actor, now: datetime) -> Succession:
    today = official_day(now)
    handovers, drafts = [], 0
    if new.state is PlanState.DRAFT:
        expand_collectives(session, new, today)
        session.expire_all()
        before, after = tasks_by_measure(session, old.id), tasks_by_measure(session, new.id)
        handovers = [handover(pair, before[pair.old.key], after[pair.new.key]) for pair in diff.pairs]
        drafts = len(after)
        if old.supervised_from is not None:  # units go on reporting in the rhythm in which they did
            take_over_rhythm(old, new)
            copy_ladders(session, old, new)
            new.acknowledge_days = old.acknowledge_days
    letters = edition_texts.carried_letters(handovers)
    carry(session, old, new, handovers, f"由{_name(new)}承接", actor=actor, now=now)
    ended = end_tasks(session, old, left_out, today, actor=actor, now=now)
    closed = len(tasks_by_measure(session, old.id)) - len(ended)
    if new.state is PlanState.DRAFT:
        issue_plan(session, new, actor=actor, now=now)
    _end_plan(session, old, today, f"由{_name(new)}替代", new, actor=actor, now=now)
    edition_texts.tell_succession(session, old, new, letters, ended, now=now)
    return Succession(carried=len(handovers), issued=drafts - len(handovers), ended=len(ended), closed=closed)


def _hold(session: Session, old: Plan, new: Plan, actor: Actor) -> None:
    """Both chains, in the order of their ids, so that two successions cannot wait for each other; then what must hold of both."""
    require_plan(actor, Permission.PLAN_ISSUE, old)
    require_plan(actor, Permission.PLAN_ISSUE, new)
    for plan_id in sorted({old.id, new.id}):
        events.hold_chain(session, plan_id)
    if old.id == new.id:
        raise InvalidInput("一份方案不能替代它自己，请选择另一份方案。")
    if old.is_standing or new.is_standing:
        raise Conflict("专项交办事项不随方案替代，请逐项办理销号、中止或者并案。")
    _require_in_force(old)
    if new.state not in (PlanState.DRAFT, PlanState.ISSUED):
        raise Conflict("新方案已经终止，不能用来替代别的方案。")


def _require_in_force(plan: Plan) -> None:
    if plan.state is PlanState.DRAFT:
        raise Conflict("原方案还没有交办，谈不上替代或者期满。如不再需要，不交办即可。")
    if plan.state is not PlanState.ISSUED:
        raise Conflict("%(plan)s已经终止（%(end_reason)s），请刷新页面查看。", plan=_name(plan), end_reason=plan.end_reason)


def _require_draft(new: Plan) -> None:
    if new.state is not PlanState.DRAFT:
        raise Conflict("新方案已经交办，不能再作为修订版承接任务；如原方案不再执行，可以登记为被新方案替代。")


def _end_plan(
    session: Session, plan: Plan, ended_on: date, reason: str, successor: Plan | None, *, actor: Actor, now: datetime
) -> None:
    before, state = plan.state, PlanState.SUPERSEDED if successor else PlanState.LAPSED
    plan.ended_on, plan.end_reason, plan.successor_id = ended_on, reason, successor.id if successor else None
    plan.state = state
    session.flush()
    action = "supersede" if successor else "lapse"
    data = {"successor": successor.id} if successor else {"last_day": ended_on.isoformat()}
    wrote = told(plan, "state", "ended_on", "successor_id")
    entry = events.Entry("plan", plan.id, action, before, state, reason, data=data, wrote=wrote)
    events.record(session, plan.id, [entry], actor=actor, now=now)


def _name(plan: Plan) -> str:
    return document_name(plan.title, plan.document_number)
