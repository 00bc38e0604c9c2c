"""Draw up the 督查 report of a plan as of a day: for reading now, or to be kept with its figures and hash."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Plan, Report
from tracker.queries.reminder_summary import reminders_on
from tracker.queries.reporting import facts_on
from tracker.reports.compose import compose
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.frozen import digest, frozen_figures, frozen_paper
from tracker.reports.paper import Paper, chinese_date
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.services.calendars import work_calendar
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record


def figures_of(session: Session, plan: Plan, as_of: date, *, actor: Actor, now: datetime) -> Figures:
    """The figures of the plan at the end of the day; the same whenever they are drawn after it.

    Raises NotAllowed for who may not read the plan's reports, InvalidInput for a day to come and
    for a plan that is not issued. As of a day before its issue a report only lists who was to do what.
    """
    require_plan(actor, Permission.REPORT_READ, plan)
    _check_day(plan, as_of, official_day(now))
    facts = replace(facts_on(session, plan.id, as_of), reminders=reminders_on(session, plan.id, as_of))
    return draw_figures(facts, work_calendar(session))


def paper_of(session: Session, plan: Plan, as_of: date, *, actor: Actor, now: datetime) -> Paper:
    """The report as a paper, without keeping anything; refusals as in `figures_of`."""
    return compose(figures_of(session, plan, as_of, actor=actor, now=now))


def draw_report(session: Session, plan: Plan, as_of: date, *, actor: Actor, now: datetime) -> Report:
    """The report as a row: paper, figures, and one sha256 over both. Only the office draws one up."""
    require_plan(actor, Permission.REPORT_DRAW, plan)
    figures = figures_of(session, plan, as_of, actor=actor, now=now)
    paper, numbers = frozen_paper(compose(figures)), frozen_figures(figures)
    report = Report(
        plan_id=plan.id,
        as_of=as_of,
        title=paper["title"],
        paper=paper,
        figures=numbers,
        sha256=digest(paper, numbers),
        drawn_at=now,
        drawn_by=actor.name,
    )
    session.add(report)
    session.flush()
    entry = Entry("report", report.id, "draw", data={"as_of": as_of.isoformat(), "sha256": report.sha256})
    record(session, plan.id, [entry], actor=actor, now=now)
    return report


def _check_day(plan: Plan, as_of: date, today: date) -> None:
    if as_of > today:
        raise InvalidInput(f"报告的截止日期不能晚于今天（{chinese_date(today)}），请改选今天或以前的日期。")
    if plan.issued_at is None:
        raise InvalidInput("方案尚未交办，没有可以报告的情况。请先核对并交办。")


def note_download(session: Session, report: Report, form: str, *, actor: Actor, now: datetime) -> None:
    """Keep in the history that a report left the system as a file."""
    require_plan(actor, Permission.REPORT_READ, report.plan)
    record(session, report.plan_id, [Entry("report", report.id, "download", data={"form": form})], actor=actor, now=now)
