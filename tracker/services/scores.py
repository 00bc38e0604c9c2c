"""Scores of units (考核) as a worksheet: off until the director switches them on, drawn up by the office, remarked on by the units,
approved by the director before anything leaves the system."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.marking import N_
from tracker.models import Plan, ScoreExclusion, ScoreRemark, ScoreSheet, ScoreSwitch, Unit
from tracker.queries.held import told
from tracker.queries.scores import is_scored
from tracker.reports.score_sheet import frozen_sheet, matter_keys
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.scores import ScorePolicy, ScoreState
from tracker.rules.statuses import PlanState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record
from tracker.services.fingerprints import content_digest
from tracker.services.moves import hold, make_move
from tracker.services.score_terms import term_of
from tracker.services.standing_in import principals

TEXT_LIMIT = 2_000


def switch(session: Session, plan: Plan, reason: str, *, on: bool, actor: Actor, now: datetime) -> None:
    """Scores on or off for the plan, with the reason; what was drawn up before stays."""
    require_plan(actor, Permission.SCORE_APPROVE, plan)
    hold_chain(session, plan.id)
    if on == is_scored(session, plan.id):
        raise Conflict("刚才已有其他人改过这一设置，请刷新页面查看。")
    if on and plan.supervised_from is None:
        raise InvalidInput("方案没有在本平台交办，不能启用考核。")
    _said(reason, N_("请写明启用或者停用考核的理由和依据。"))
    if on:
        session.add(ScoreSwitch(plan_id=plan.id, since=now))
    else:
        session.delete(session.get_one(ScoreSwitch, plan.id))
    session.flush()
    behalf = principals(actor, lambda person: may_touch(person, Permission.SCORE_APPROVE, region=plan.jurisdiction.path))
    entry = Entry("plan", plan.id, "score_on" if on else "score_off", reason=reason.strip(), behalf=behalf)
    record(session, plan.id, [entry], actor=actor, now=now)


def draw(session: Session, plan: Plan, from_on: date, to_on: date, *, actor: Actor, now: datetime) -> ScoreSheet:
    """A draft of the worksheet for the stretch of days, both included; its units are told, each to look at its own lines."""
    require_plan(actor, Permission.SCORE_DRAW, plan)
    hold_chain(session, plan.id)
    _check_days(session, plan, from_on, to_on, official_day(now))
    policy = ScorePolicy()
    content = frozen_sheet(term_of(session, plan.id, from_on, to_on), policy)
    sheet = ScoreSheet(
        plan=plan, from_on=from_on, to_on=to_on, policy_version=policy.version, content=content,
        state=ScoreState.DRAFT, drawn_at=now, drawn_by_id=actor.user_id,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    facts = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat(), "sha256": content_digest(content)}
    entry = Entry(Subject.SCORE_SHEET, sheet.id, "draw", None, ScoreState.DRAFT, data=facts, wrote=told(sheet))
    record(session, plan.id, [entry], actor=actor, now=now)
    _tell_units(session, sheet, "drawn", "考核工作表征求意见", "请登录核对本单位的扣分事项，有不同意见的，请在审定以前提出。", now)
    return sheet


def _check_days(session: Session, plan: Plan, from_on: date, to_on: date, today: date) -> None:
    if not is_scored(session, plan.id):
        raise InvalidInput("这份方案没有启用考核。确需考核的，请由主任启用。")
    if plan.state is PlanState.DRAFT or plan.supervised_from is None:
        raise InvalidInput("方案尚未交办，不能编制考核工作表。")
    if from_on > to_on:
        raise InvalidInput("起始日期不能晚于截止日期，请改正。")
    if to_on > today:
        raise InvalidInput("截止日期不能晚于今天（%(today)s），请改正。", today=today)
    if to_on < plan.supervised_from:
        raise InvalidInput("这段时间方案还没有交办，没有可以考核的事项。")


def exclude(session: Session, sheet: ScoreSheet, matter: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """Leave a matter out of a draft, with the reason that the sheet shows."""
    _hold_draft(session, sheet, Permission.SCORE_DRAW, actor)
    if matter not in matter_keys(sheet.content):
        raise InvalidInput("没有找到这个扣分事项，请刷新页面后重新选择。")
    if any(item.matter == matter for item in sheet.exclusions):
        raise Conflict("这一项已经认定不计。")
    _said(reason, N_("请写明不计这一项的理由。"))
    sheet.exclusions.append(
        ScoreExclusion(sheet_id=sheet.id, matter=matter, reason=reason.strip(), excluded_at=now, excluded_by_id=actor.user_id)
    )
    session.flush()
    _record(session, sheet, "exclude", reason.strip(), {"matter": matter}, actor, now)


def include(session: Session, sheet: ScoreSheet, matter: str, *, actor: Actor, now: datetime) -> None:
    """Count a matter of a draft again that had been left out."""
    _hold_draft(session, sheet, Permission.SCORE_DRAW, actor)
    found = next((item for item in sheet.exclusions if item.matter == matter), None)
    if found is None:
        raise Conflict("这一项没有被认定不计。")
    sheet.exclusions.remove(found)
    session.delete(found)
    session.flush()
    _record(session, sheet, "include", "", {"matter": matter}, actor, now)


def remark(session: Session, sheet: ScoreSheet, text: str, *, actor: Actor, now: datetime) -> ScoreRemark:
    """What a unit of the sheet has to say against its lines, while they are a draft; the office is told."""
    hold(session, sheet)
    units = actor.units(Permission.SCORE_REMARK) & {unit["id"] for unit in sheet.content["units"]}
    if not units:
        raise NotAllowed("工作表中没有您的单位，不能提出意见。")
    _check_draft(sheet)
    _said(text, N_("请写明意见和依据。"))
    row = ScoreRemark(sheet_id=sheet.id, unit_id=min(units), text=text.strip(), written_at=now, written_by_id=actor.user_id)
    sheet.remarks.append(row)
    session.flush()
    _record(session, sheet, "remark", row.text, {"unit": row.unit_id, "remark": row.id}, actor, now)
    notices.tell_office(
        session, sheet.plan, key=f"score_remark:{row.id}", title=f"考核意见：{session.get_one(Unit, row.unit_id).name}",
        body=f"对《{sheet.plan.title}》考核工作表提出意见，请登录查看并答复。", path=f"/scores/{sheet.id}", due_on=None, now=now,
        about=(Subject.SCORE_SHEET, sheet.id),
    )  # fmt: skip
    return row


def answer(session: Session, sheet: ScoreSheet, remark_id: int, text: str, *, actor: Actor, now: datetime) -> None:
    """What the office answers to a remark; a matter that it finds right it also leaves out."""
    _hold_draft(session, sheet, Permission.SCORE_DRAW, actor)
    row = next((item for item in sheet.remarks if item.id == remark_id and not item.answer), None)
    if row is None:
        raise Conflict("这条意见已经答复，请刷新页面查看。")
    _said(text, N_("请写明答复。"))
    row.answer, row.answered_at, row.answered_by_id = text.strip(), now, actor.user_id
    session.flush()
    _record(session, sheet, "answer", row.answer, {"unit": row.unit_id, "remark": row.id}, actor, now)
    notices.tell(
        session, row.unit, key=f"score_answer:{row.id}", title="考核意见已答复", plan_id=sheet.plan_id,
        body=f"《{sheet.plan.title}》：{row.answer}", path=f"/scores/{sheet.id}/units/{row.unit_id}", now=now,
    )  # fmt: skip


def approve(session: Session, sheet: ScoreSheet, *, actor: Actor, now: datetime) -> None:
    """The director finds the sheet right; from now on nothing of it changes, and it may be exported."""
    hold(session, sheet)
    make_move(session, sheet, "approve", actor=actor, now=now, proven=proofs(sheet), approved_at=now, approved_by_id=actor.user_id)


def withdraw(session: Session, sheet: ScoreSheet, reason: str, *, actor: Actor, now: datetime) -> None:
    """The sheet counts no longer; its units are told why."""
    make_move(session, sheet, "withdraw", actor=actor, now=now, reason=reason, withdrawn_at=now)
    _tell_units(session, sheet, "withdrawn", "考核工作表已作废", f"理由：{reason.strip()}", now)


def note_download(session: Session, sheet: ScoreSheet, form: str, *, actor: Actor, now: datetime) -> None:
    """Keep in the history that an approved sheet left the system as a file; nothing else of a sheet does."""
    require_plan(actor, Permission.SCORE_DRAW, sheet.plan)
    if sheet.state is not ScoreState.APPROVED:
        raise Conflict("工作表审定以后才能导出。")
    _record(session, sheet, "download", "", {"form": form}, actor, now)


def proofs(sheet: ScoreSheet) -> set[Proof]:
    """What holds of the sheet towards its approval."""
    return {Proof.REMARKS_ANSWERED} if all(row.answer for row in sheet.remarks) else set()


def _hold_draft(session: Session, sheet: ScoreSheet, permission: Permission, actor: Actor) -> None:
    require_plan(actor, permission, sheet.plan)
    hold(session, sheet)
    _check_draft(sheet)


def _check_draft(sheet: ScoreSheet) -> None:
    if sheet.state is not ScoreState.DRAFT:
        raise Conflict("工作表已经审定或者作废，不能再改。")


def _said(text: str, sentence: str) -> None:
    if not text.strip():
        raise InvalidInput(sentence)
    if len(text) > TEXT_LIMIT:
        raise InvalidInput("文字不超过 %(limit)s 字，请精简。", limit=TEXT_LIMIT)


def _record(
    session: Session, sheet: ScoreSheet, action: str, reason: str, data: dict[str, Any], actor: Actor, now: datetime
) -> None:
    record(session, sheet.plan_id, [Entry(Subject.SCORE_SHEET, sheet.id, action, reason=reason, data=data)], actor=actor, now=now)


def _tell_units(session: Session, sheet: ScoreSheet, act: str, title: str, words: str, now: datetime) -> None:
    for unit in sheet.content["units"]:
        notices.tell(
            session, session.get_one(Unit, unit["id"]), key=f"score:{sheet.id}:{act}:{unit['id']}", title=title,
            body=f"《{sheet.plan.title}》：{words}", path=f"/scores/{sheet.id}/units/{unit['id']}", plan_id=sheet.plan_id, now=now,
        )  # fmt: skip
