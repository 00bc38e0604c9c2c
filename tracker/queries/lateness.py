"""Reports that left their unit after the cut-off (迟报), as a condition on tasks: the rule is `rules/periods.is_late`."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from tracker.models import Assignment, Task, Update
from tracker.queries.lights import LightClock
from tracker.queries.rhythms import follows_accepted
from tracker.queries.scope import own_share
from tracker.rules.days import end_of_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import UpdateState

# All but what the tally counts as received. Said by what it is not, for of states that it is SQLite would walk the index over
# the whole country's reports since the cut-off instead of looking up the one of the share.
_NOT_RECEIVED = (UpdateState.DRAFT, UpdateState.UNIT_REVIEW, UpdateState.RETURNED)


def reported_late(clock: LightClock, actor: Actor) -> ColumnElement[bool]:
    """True for a task of which some unit sent its report of the newest closed period late; to units only their own, for each
    answers for its own share. The query must join Plan.

    Each report is looked up by its share and period, of which there is a unique key, so that a page of the ledger costs what it
    shows.
    """
    sees_all = actor.trusted or actor.regions(Permission.TASK_READ)
    whose = true() if sees_all else own_share(actor, Permission.TASK_READ)
    conditions = []
    for group in clock.rhythms:
        closed = group.rhythm.last_closed(clock.today)
        late = exists().where(
            Update.assignment_id == Assignment.id,
            Update.period == closed.key,
            Update.state.not_in(_NOT_RECEIVED),
            Update.submitted_at >= end_of_day(closed.cutoff),
            ~follows_accepted(),
        )
        share = exists().where(Assignment.task_id == Task.id, whose, late.correlate(Assignment)).correlate(Task)
        conditions.append(and_(group.holds(), share))
    return or_(false(), *conditions)
