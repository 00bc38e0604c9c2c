"""What the page of a task shows that no plan printed: instructions on it, and for an ad hoc task what it is about."""

from typing import Any

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.queries.instructions import instructions_on, matter_of
from tracker.rules.permissions import Permission
from tracker.rules.statuses import TaskState
from tracker.services.moves import may
from tracker.web.context import actor, today


def of_task(session: Session, task: Task) -> dict[str, Any]:
    """For `templates/tasks/show.html`; two statements."""
    matter = matter_of(session, task.id)
    entered_by_me = matter is not None and matter.entered_by_id == actor().user_id
    return {
        "matter": matter,
        "today": today(),
        "instructions": instructions_on(session, task.id),
        "may_confirm": may(actor(), Permission.AD_HOC_CONFIRM, task) and not entered_by_me,
        "may_drop": may(actor(), Permission.AD_HOC_ENTER, task),
        "may_instruct": task.state is not TaskState.DRAFT
        and task.plan.supervised_from is not None
        and may(actor(), Permission.INSTRUCTION_GIVE, task),
    }
