"""What the page of a task shows of striking it off: what the records tell, how it was verified, each closing, the looks back."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import Task, VerificationFile
from tracker.queries.closing import closing_facts, closures_of, verifications_now
from tracker.queries.rechecks import rechecks_of
from tracker.queries.signers import signers
from tracker.rules.permissions import Permission
from tracker.rules.statuses import TaskState
from tracker.rules.transitions import Subject
from tracker.services.moves import may
from tracker.web.context import actor, now
from tracker.web.forms.closing import RecheckDayForm


def of_task(session: Session, task: Task, sent: Mapping[str, FlaskForm], *, sees_all: bool) -> dict[str, Any]:
    """For `templates/tasks/show.html`; `sent`: a form that came back refused; `sees_all`: the reader may open the files of the
    office."""
    is_asked = task.state is TaskState.CLOSURE_REQUESTED
    may_close = may(actor(), Permission.TASK_CLOSE, task)
    closings = closures_of(session, task.id)
    looks = rechecks_of(session, task.id) if closings else ()
    return {
        "closing_facts": closing_facts(session, task, now()) if is_asked and may_close else (),
        "verifications": verifications_now(session, task) if is_asked else (),
        "closings": closings,
        "rechecks": looks,
        "closers": signers(session, {Subject.TASK: [task.id]}, [row.closed_by_id for row in closings]) if closings else None,
        "may_verify": is_asked and may_close,
        "may_look_back": may_close,
        "recheck_form": _day_form(task, looks, sent.get("plan_recheck")) if may_close else None,
        "office_files": files if sees_all else lambda _files: [],
    }


def _day_form(task: Task, looks: Iterable[Any], sent: FlaskForm | None) -> FlaskForm | None:
    """The form to plan a look back; None where one is planned already, or nothing is closed."""
    is_planned = any(look.state == "planned" for look in looks)
    return None if task.state is not TaskState.CLOSED or is_planned else sent or RecheckDayForm(formdata=None)


def files(found: Iterable[VerificationFile]) -> list[dict[str, Any]]:
    """Files as the macro `evidence_list` takes them."""
    return [
        {"name": item.name, "size": item.file.size, "href": url_for("closures.download", verification_file_id=item.id)}
        for item in found
    ]
