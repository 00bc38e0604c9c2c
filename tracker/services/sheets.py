"""Forms that leave the system as files: who took which, and when (design.md section 7)."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Extension, IssueNotice, SupervisionOrder, Task
from tracker.rules.permissions import Actor
from tracker.rules.transitions import Subject
from tracker.services.events import Entry, record

NOTICE = "issue_notice"


def note_download(
    session: Session, row: SupervisionOrder | IssueNotice | Extension | Task, form: str, *, actor: Actor, now: datetime
) -> None:
    """Keep in the history that the form of a row was taken away; the caller has found the row as one that the actor may see."""
    data = {"form": form}
    if isinstance(row, IssueNotice):
        record(session, row.plan_id, [Entry(NOTICE, row.id, "download", data=data)], actor=actor, now=now)
        return
    if isinstance(row, Task):
        task, subject = row, Subject.TASK
    else:
        task, subject = row.task, Subject.ORDER if isinstance(row, SupervisionOrder) else Subject.EXTENSION
    record(session, task.plan_id, [Entry(subject, row.id, "download", task_id=task.id, data=data)], actor=actor, now=now)
