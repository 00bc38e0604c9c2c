"""Draw up a paper on a plan as of a day: for reading now, or as a draft that the office edits, approves and issues."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Plan, Report
from tracker.queries.held import told
from tracker.reports.edited import Corrected, as_correction, text_of, with_text
from tracker.reports.figures import Figures
from tracker.reports.frozen import digest, frozen_paper, thawed_paper
from tracker.reports.paper import Paper
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.report_states import ReportState
from tracker.rules.transitions import Subject
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record
from tracker.services.moves import hold
from tracker.services.report_drawing import WHOLE, Asked, Drawn, draw_now


def figures_of(
    session: Session, plan: Plan, as_of: date, kind: ReportKind = ReportKind.REPORT, scope: ReportScope = WHOLE, *, actor: Actor,
    now: datetime,
) -> Figures:  # fmt: skip
    """The figures of the plan at the end of the day; the same whenever they are drawn after it.

    Raises NotAllowed for who may not read the plan's reports, InvalidInput for a day to come, for a plan that is not issued and
    for a part that the plan does not have. As of a day before its issue a report only lists who was to do what.
    """
    return _drawn(session, plan, Asked(plan.id, as_of, kind, scope), actor, now).figures


def paper_of(
    session: Session, plan: Plan, as_of: date, kind: ReportKind = ReportKind.REPORT, scope: ReportScope = WHOLE, *, actor: Actor,
    now: datetime,
) -> Paper:  # fmt: skip
    """The report as a paper, without keeping anything; refusals as in `figures_of`."""
    return _drawn(session, plan, Asked(plan.id, as_of, kind, scope), actor, now).paper


def draw_report(
    session: Session,
    plan: Plan,
    as_of: date,
    kind: ReportKind = ReportKind.REPORT,
    scope: ReportScope = WHOLE,
    *,
    schedule_key: str | None = None,
    replaces: Report | None = None,
    actor: Actor,
    now: datetime,
) -> Report:
    """A draft of the report: paper, figures, manifest, and one sha256 over them. Only the office draws one up.

    `schedule_key` names the occasion on which the scheduler does, `replaces` the issued paper that it is to correct.
    """
    require_plan(actor, Permission.REPORT_DRAW, plan)
    hold_chain(session, plan.id)
    drawn = _drawn(session, plan, Asked(plan.id, as_of, kind, scope), actor, now)
    report = Report(
        plan=plan, kind=kind, about_section_id=scope.section_id, about_task_id=scope.task_id, about_unit_id=scope.unit_id,
        as_of=as_of, state=ReportState.DRAFT, schedule_key=schedule_key, replaces=replaces, drawn_at=now, drawn_by=actor.name,
    )  # fmt: skip
    _take(report, drawn)
    session.add(report)
    session.flush()
    facts = {"as_of": as_of.isoformat(), "kind": kind.value, "sha256": report.sha256}
    entry = Entry(Subject.REPORT, report.id, "draw", None, ReportState.DRAFT, data=facts, wrote=told(report))
    record(session, plan.id, [entry], actor=actor, now=now)
    return report


def refresh(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """Draw the draft anew from what is known now; the text is again the one that it began with, whatever was edited."""
    require_plan(actor, Permission.REPORT_DRAW, report.plan)
    hold(session, report)
    require_draft(report)
    _take(report, _drawn(session, report.plan, Asked(report.plan_id, report.as_of, report.kind, report.scope), actor, now))
    report.version, report.edited_at, report.edited_by_id = report.version + 1, None, None
    session.flush()
    entry = Entry(Subject.REPORT, report.id, "refresh", data={"sha256": report.sha256}, wrote=told(report))
    record(session, report.plan_id, [entry], actor=actor, now=now)


def require_draft(report: Report) -> None:
    """Nothing where the report is a draft; otherwise Conflict."""
    if report.state is not ReportState.DRAFT:
        raise Conflict("报告已经审定、印发或者作废，不能再改。")


def sealed(report: Report) -> str:
    """The sha256 over the report as it stands."""
    return digest(report.paper, report.figures, report.manifest)


def note_download(session: Session, report: Report, form: str, *, actor: Actor, now: datetime) -> None:
    """Keep in the history that a report left the system as a file."""
    require_plan(actor, Permission.REPORT_READ, report.plan)
    record(session, report.plan_id, [Entry("report", report.id, "download", data={"form": form})], actor=actor, now=now)


def _take(report: Report, drawn: Drawn) -> None:
    report.known_until = datetime.fromisoformat(drawn.manifest["known_until"])
    paper = _correcting(report.replaces, drawn) if report.replaces else drawn.paper
    report.drawn_paper, report.figures, report.manifest = drawn.written, drawn.frozen, drawn.manifest
    report.paper, report.title = frozen_paper(paper) if report.replaces else drawn.written, paper.title
    report.sha256 = sealed(report)


def _correcting(old: Report, drawn: Drawn) -> Paper:
    """What the office begins a correction from: the text of the old paper where its figures are the same, else the machine's."""
    if old.year is None or old.number is None or old.issued_on is None:
        raise ValueError("only what was issued is corrected")
    is_same = bool(old.manifest and old.manifest["drawn"] == drawn.manifest["drawn"])
    paper = with_text(drawn.paper, text_of(thawed_paper(old.paper))) if is_same else drawn.paper
    return as_correction(paper, Corrected(old.title, old.kind, old.year, old.number, old.issued_on))


def _drawn(session: Session, plan: Plan, asked: Asked, actor: Actor, now: datetime) -> Drawn:
    require_plan(actor, Permission.REPORT_READ, plan)
    if asked.as_of > official_day(now):
        raise InvalidInput("报告的截止日期不能晚于今天（%(today)s），请改选今天或以前的日期。", today=official_day(now))
    if plan.issued_at is None:
        raise InvalidInput("方案尚未交办，没有可以报告的情况。请先核对并交办。")
    return draw_now(session, asked, now=now)
