"""Reporting periods of a plan: opened and locked by the scheduler, their rhythm changed by the office."""

from tracker.models import Plan, RhythmChange


def take_over_rhythm(old: Plan, new: Plan) -> None:
    """Let the units report on the plan's next edition as they did, with the changes that have not begun yet."""
    new.cycle, new.cutoff_day = old.cycle, old.cutoff_day
    new.rhythm_changes = [
        RhythmChange(
            from_on=row.from_on, cycle=row.cycle, cutoff_day=row.cutoff_day, reason=row.reason,
            decided_at=row.decided_at, decided_by_id=row.decided_by_id,
        )
        for row in old.rhythm_changes
    ]  # fmt: skip
