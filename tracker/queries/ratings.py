"""How the work on tasks goes in one word (自评、核定), as facts of accepted reports."""

from collections.abc import Iterable, Mapping

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Update
from tracker.rules.joint_statuses import Rating
from tracker.rules.ratings import Ratings
from tracker.rules.statuses import AssignmentRole, AssignmentState, UpdateState


def ratings_of(session: Session, task_ids: Iterable[int]) -> Mapping[int, Ratings]:
    """What was last said of each task, as `rules/ratings.py` has it: by a lead unit where one has rated its work or been rated,
    else by a responsible one. One statement; tasks of which nobody has said anything are left out."""
    by_role = case({AssignmentRole.LEAD.value: 0, AssignmentRole.RESPONSIBLE.value: 1}, value=Assignment.role, else_=2)
    newest = (by_role, Update.period.desc(), Update.version.desc(), Update.id.desc())
    ranked = (
        select(
            Assignment.task_id, Update.self_rating, Update.verified_rating,
            func.row_number().over(partition_by=Assignment.task_id, order_by=newest).label("place"),
        )
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(
            Assignment.task_id.in_(list(task_ids)),
            Assignment.state != AssignmentState.ENDED,
            Update.state == UpdateState.ACCEPTED,
            or_(Update.self_rating.is_not(None), Update.verified_rating.is_not(None)),
        )
        .subquery()
    )  # fmt: skip
    rows = session.execute(select(ranked).where(ranked.c.place == 1))
    return {row.task_id: Ratings(_rating(row.self_rating), _rating(row.verified_rating)) for row in rows}


def _rating(value: str | None) -> Rating | None:
    return Rating(value) if value else None
