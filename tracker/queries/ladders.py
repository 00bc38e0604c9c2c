"""The ladders of plans: their own where they have one, the default otherwise; and which plans share one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.models import LadderRung
from tracker.rules.ladders import LADDERS
from tracker.rules.reminders import Audience, Ladder, Rung, in_order


@dataclass(frozen=True)
class LadderGroup:
    """The plans that have one ladder: those with the ids or, where that is None, all that have none of their own.

    `others` says that there are plans with a ladder of their own, which the default then does not reach.
    """

    ladder: Ladder
    rungs: tuple[Rung, ...]
    plan_ids: tuple[int, ...] | None = None
    others: bool = field(default=False, compare=False)

    def holds(self, plan_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
        """A condition on a column that names a plan: it is one of them."""
        if self.plan_ids is not None:
            return plan_id.in_(self.plan_ids)
        return plan_id.not_in(select(LadderRung.plan_id).where(LadderRung.ladder == self.ladder)) if self.others else true()


def ladder_groups(session: Session) -> dict[Ladder, list[LadderGroup]]:
    """Every ladder with its groups of plans, those without one of their own first; one statement."""
    own: dict[tuple[Ladder, int], list[Rung]] = {}
    for row in session.scalars(select(LadderRung).order_by(LadderRung.plan_id, LadderRung.id)):
        own.setdefault((row.ladder, row.plan_id), []).append(rung_of(row))
    together: dict[tuple[Ladder, tuple[Rung, ...]], list[int]] = {}
    for (ladder, plan_id), rungs in own.items():
        together.setdefault((ladder, in_order(rungs)), []).append(plan_id)
    groups = {
        ladder: [LadderGroup(ladder, rungs, None, any(ladder is kept for kept, _ in own))] for ladder, rungs in LADDERS.items()
    }
    for (ladder, kept), plans in together.items():
        groups[ladder].append(LadderGroup(ladder, kept, tuple(plans)))
    return groups


def own_rungs(session: Session, plan_id: int, ladder: Ladder | None = None) -> Sequence[LadderRung]:
    """The plan's own rungs, of one ladder or of all; one statement."""
    query = select(LadderRung).where(LadderRung.plan_id == plan_id).order_by(LadderRung.id)
    return session.scalars(query.where(LadderRung.ladder == ladder) if ladder else query).all()


def ladders_of(session: Session, plan_id: int) -> dict[Ladder, tuple[tuple[Rung, ...], bool]]:
    """Each ladder of the plan in order of time, and whether it is the plan's own; one statement."""
    own: dict[Ladder, list[Rung]] = {}
    for row in own_rungs(session, plan_id):
        own.setdefault(row.ladder, []).append(rung_of(row))
    return {
        ladder: (in_order(own[ladder]), True) if ladder in own else (default, False) for ladder, default in LADDERS.items()
    }  # fmt: skip


def rung_of(row: LadderRung) -> Rung:
    """The rung that the row keeps."""
    return Rung(
        row.ladder, row.offset_days, "working" if row.day_kind == "working" else "natural",
        tuple(Audience(word) for word in row.audiences.split()), row.every_days, row.is_urgent, tuple(row.via.split()), row.note,
    )  # fmt: skip
