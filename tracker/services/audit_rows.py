"""Whether the rows of the database stand as their history tells: states, days and units, evidence cited, reports drawn up."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from tracker.event_labels import subject_title
from tracker.labels import label
from tracker.models import Report, ScoreSheet, Update
from tracker.queries.replay import (
    Departure,
    drawn,
    evidence_departures,
    hash_at,
    state_departures,
    step_departures,
)
from tracker.rules.report_states import ReportState
from tracker.rules.transitions import Subject
from tracker.services.audit_breaks import Break
from tracker.services.audit_columns import column_breaks
from tracker.services.events import NO_PLAN
from tracker.services.fingerprints import content_digest, report_digest
from tracker.services.moves import SUBJECTS, Movable, plan_of
from tracker.services.reports import sealed


def row_breaks(session: Session) -> Iterator[Break]:
    """Every row that is not what its events say it is, with the plan and the event that say so."""
    for model, subject in SUBJECTS.items():
        for found in state_departures(session, subject, model):
            yield Break(_plan(session, model, found), found.event or 0, _state_fault(model, subject, found))
    yield from column_breaks(session)
    for found in step_departures(session):
        yield Break(found.chain or NO_PLAN, found.event or 0, "状态的变化与上一次不相接")
    for found in evidence_departures(session):
        yield Break(found.chain or NO_PLAN, found.event or 0, f"佐证材料 {found.row} 被换成了另一个文件")
    yield from _report_breaks(session)
    yield from _content_breaks(session)


def _content_breaks(session: Session) -> Iterator[Break]:
    """Worksheets of scores, and reports of units, that say something else than when they were drawn up, or left their unit.

    A report that was sent before its digest was kept is left out.
    """
    for sheet, told, event in drawn(session, ScoreSheet, Subject.SCORE_SHEET):
        if told != content_digest(sheet.content):
            yield Break(sheet.plan_id, event or 0, f"考核工作表 {sheet.id} 的内容被改动")
    for update, told, event in drawn(session, Update, Subject.UPDATE, ("submit", "approve")):
        if told is not None and told != report_digest(update):
            yield Break(plan_of(update).id, event or 0, f"{subject_title(Subject.UPDATE)} {update.id} 的内容被改动")


def _state_fault(model: type[Movable], subject: Subject, found: Departure) -> str:
    """What the break says: 任务 12 的状态被改动：库中为“已销号”，操作记录为“推进中”."""
    name = f"{subject_title(subject)} {found.row}"
    if found.stored is None:
        return f"{name} 在库中缺失"
    stored = _state_title(model, found.stored)
    if found.told is None:
        return f"{name} 没有操作记录，库中为“{stored}”"
    return f"{name} 的状态被改动：库中为“{stored}”，操作记录为“{_state_title(model, found.told)}”"


def _state_title(model: type[Movable], value: str) -> str:
    """The Chinese title of the state; the bare value of one that no rule knows, for it was written past the program."""
    with suppress(ValueError, KeyError):
        return label(model.__table__.c.state.type.enum_class(value))  # type: ignore[attr-defined]
    return value


def _plan(session: Session, model: type[Movable], found: Departure) -> int:
    if found.chain is not None:
        return found.chain
    row: Any = session.get(model, found.row)
    return plan_of(row).id if row is not None else NO_PLAN


def _report_breaks(session: Session) -> Iterator[Break]:
    """Reports whose content is not what was drawn up, or whose head of the history (annex 附件) stands no more in the chain."""
    for report, told, event in drawn(session, Report, Subject.REPORT):
        noted = told if report.state is ReportState.KEPT else report.sha256  # later hashes are held as columns are
        if sealed(report) != report.sha256 or noted not in (None, report.sha256):
            yield Break(report.plan_id, event or 0, f"督查报告 {report.id} 的内容被改动")
        head = report.figures.get("head")
        if head and hash_at(session, report.plan_id, head["seq"]) != head["hash"]:
            yield Break(report.plan_id, 0, f"与督查报告 {report.id} 所载的链尾不符")
