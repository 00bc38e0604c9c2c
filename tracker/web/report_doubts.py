"""What to look at twice in a report, in sentences: for the office that reviews it, and for the unit before it sends it."""

from datetime import date

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.labels import label
from tracker.models import Update
from tracker.queries.evidence import EarlierUse, used_before
from tracker.queries.updates import corrects_accepted
from tracker.rules.days import official_day
from tracker.rules.doubts import Said, doubts
from tracker.rules.periods import is_late
from tracker.rules.statuses import UpdateKind
from tracker.web import formats
from tracker.web.context import actor, today


def doubts_about(session: Session, update: Update, before: Update | None) -> list[str]:
    """One sentence for each doubt about the report, `before` being the last accepted one of its share; one statement."""
    return [*doubts_of_the_words(update, before), *map(_reused, used_before(session, actor(), update))]


def doubts_of_the_words(update: Update, before: Update | None) -> list[str]:
    """The doubts about what the report says; that its files were shown before is left out, for one may bear out many tasks."""
    found = doubts(_said(update), _said(before) if before else None)
    return [gettext(label(doubt)) for doubt in found]


def _said(update: Update) -> Said:
    return Said(update.percent, update.narrative, len(update.evidence), has_news=update.kind is UpdateKind.PROGRESS)


def _reused(use: EarlierUse) -> str:
    words = {"name": use.name, "task": use.task, "unit": use.unit, "period": formats.period(use.period)}
    if use.is_same_task:
        return gettext("材料“%(name)s”已用于%(unit)s %(period)s的填报，请核实是否反映本期情况。", **words)
    return gettext("材料“%(name)s”已用于%(unit)s%(period)s“%(task)s”的填报，请核实是否反映本项任务的情况。", **words)


def lateness(session: Session, update: Update) -> str | None:
    """That the report left its unit, or would today, after the cut-off (迟报); None where it is in time."""
    cutoff = update.assignment.task.plan.rhythm.cutoff_of(update.period)
    if not is_late(_sent_on(update), cutoff, corrects_accepted=corrects_accepted(session, update)):
        return None
    if update.submitted_at is None:
        return gettext("本期已于 %(day)s 截止，现在报送按迟报计。", day=cutoff.isoformat())
    return gettext("迟报：%(day)s 截止，%(sent)s 报送。", day=cutoff.isoformat(), sent=_sent_on(update).isoformat())


def _sent_on(update: Update) -> date:
    return official_day(update.submitted_at) if update.submitted_at else today()
