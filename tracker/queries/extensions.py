"""Applications to put a due date off (延期申请), within what the actor may see."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Extension, ExtensionFile, Plan, Task, Update
from tracker.queries.applications import placed, visible_application
from tracker.queries.scope import found
from tracker.rules.permissions import Actor
from tracker.rules.statuses import UpdateState


def the_extension(session: Session, actor: Actor, extension_id: int) -> Extension:
    """The application with its task, plan, unit and files; NotFound where the actor may not see it."""
    query = (
        placed(select(Extension), Extension)
        .where(Extension.id == extension_id, visible_application(actor, Extension))
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
        placed(select(ExtensionFile).join(Extension, Extension.id == ExtensionFile.extension_id), Extension)
        .where(ExtensionFile.id == file_id, visible_application(actor, Extension))
        .options(joinedload(ExtensionFile.file), joinedload(ExtensionFile.extension).joinedload(Extension.task))
    )
    return found(session.scalar(query))


def last_said(session: Session, task_id: int, unit_ids: Iterable[int]) -> str:
    """What one of the units last reported of the task and the office accepted; nothing where there is no such report."""
    query = (
        select(Update.narrative)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.task_id == task_id, Assignment.unit_id.in_(list(unit_ids)), Update.state == UpdateState.ACCEPTED)
        .order_by(Update.period.desc(), Update.version.desc())
    )
    return session.scalar(query.limit(1)) or ""
