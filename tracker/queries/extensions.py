"""Applications to put a due date off (延期申请), within what the actor may see."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Event, Extension, ExtensionFile, Plan, Task, Update
from tracker.queries.scope import found, in_region
from tracker.queries.updates import consolidates
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import ExtensionState, UpdateState
from tracker.rules.transitions import Subject


def visible_extension(actor: Actor) -> ColumnElement[bool]:
    """A condition on Extension joined to Task and Plan: its own unit; once it has left the unit, who answers for the task with
    it, the office and leaders."""
    own = Extension.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    others = or_(in_region(actor, Permission.TASK_READ), consolidates(actor))
    return or_(own, and_(Extension.submitted_at.is_not(None), others))


def the_extension(session: Session, actor: Actor, extension_id: int) -> Extension:
    """The application with its task, plan, unit and files; NotFound where the actor may not see it."""
    query = (
        select(Extension)
        .join(Task, Task.id == Extension.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Extension.id == extension_id, visible_extension(actor))
        .options(
            joinedload(Extension.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(Extension.unit),
            selectinload(Extension.files).joinedload(ExtensionFile.file),
        )
    )
    return found(session.scalar(query))


def the_file(session: Session, actor: Actor, file_id: int) -> ExtensionFile:
    """The file of an application; NotFound where the actor may not see that."""
    query = (
        select(ExtensionFile)
        .join(Extension, Extension.id == ExtensionFile.extension_id)
        .join(Task, Task.id == Extension.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(ExtensionFile.id == file_id, visible_extension(actor))
        .options(joinedload(ExtensionFile.file), joinedload(ExtensionFile.extension).joinedload(Extension.task))
    )
    return found(session.scalar(query))


def extensions_of(session: Session, actor: Actor, task: Task, limit: int = 10) -> list[Extension]:
    """The applications about the task that the actor may see, newest first."""
    query = (
        select(Extension)
        .join(Task, Task.id == Extension.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Extension.task_id == task.id, visible_extension(actor))
        .options(joinedload(Extension.unit))
        .order_by(Extension.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def last_said(session: Session, task_id: int, unit_ids: Iterable[int]) -> str:
    """What one of the units last reported of the task and the office accepted; nothing where there is no such report."""
    query = (
        select(Update.narrative)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.task_id == task_id, Assignment.unit_id.in_(list(unit_ids)), Update.state == UpdateState.ACCEPTED)
        .order_by(Update.period.desc(), Update.version.desc())
    )
    return session.scalar(query.limit(1)) or ""


def sent_back_because(session: Session, extension: Extension) -> str:
    """Why the head of the unit gave the draft back; nothing where it did not."""
    if extension.state is not ExtensionState.DRAFT:
        return ""
    return last_reason(session, Subject.EXTENSION, extension.id, ("send_back",))


def last_reason(session: Session, subject: Subject, subject_id: int, actions: Sequence[str]) -> str:
    """The reason given when one of the acts was last done to the row; nothing where none was."""
    query = select(Event.reason).where(Event.subject == subject, Event.subject_id == subject_id, Event.action.in_(actions))
    return session.scalar(query.order_by(Event.id.desc()).limit(1)) or ""
