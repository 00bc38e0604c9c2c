"""The reports of the office, within what the actor may read: lists, one of them, those issued before."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.models import Event, Plan, Report, ReportFile
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.report_states import ReportState
from tracker.rules.statuses import PlanState
from tracker.rules.transitions import Subject

CHOICES = 300
WRITING = ("draw", "edit", "refresh", "put_back")  # acts that make their actor a writer of the paper


@dataclass(frozen=True)
class ReportRow:
    """A line of the list. `year` and `number`: None where it was not issued; `is_replaced`: an issued correction stands for it."""

    id: int
    title: str
    kind: ReportKind
    state: ReportState
    plan_id: int
    plan_title: str
    as_of: date
    drawn_at: datetime
    drawn_by: str
    year: int | None
    number: int | None
    issued_on: date | None
    is_replaced: bool


@dataclass(frozen=True)
class ReportFilter:
    """Which reports to list; None: not narrowed."""

    plan_id: int | None = None
    kind: ReportKind | None = None
    state: ReportState | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on Report."""
        asked = ((Report.plan_id, self.plan_id), (Report.kind, self.kind), (Report.state, self.state))
        return [column == value for column, value in asked if value is not None]


def report_rows(session: Session, actor: Actor, number: int = 1, narrowed: ReportFilter | None = None) -> Page[ReportRow]:
    """The reports that the actor may read, the newest first, in pages. Who only reads sees no drafts."""
    query = (
        select(
            Report.id, Report.title, Report.kind, Report.state, Report.plan_id, Plan.title, Report.as_of, Report.drawn_at,
            Report.drawn_by, Report.year, Report.number, Report.issued_on, _is_replaced(),
        )
        .join(Plan, Plan.id == Report.plan_id)
        .where(readable(actor), *(narrowed or ReportFilter()).conditions())
        .order_by(Report.id.desc())
    )  # fmt: skip
    rows, number, total = page_of(session, query, number)
    return Page([ReportRow(*row) for row in rows], number, total)


def _is_replaced() -> ColumnElement[bool]:
    correction = aliased(Report)
    found = select(correction.id).where(correction.replaces_id == Report.id, correction.state == ReportState.ISSUED)
    return found.exists()


def readable(actor: Actor) -> ColumnElement[bool]:
    """A condition on Report joined to Plan: what stands, for all who read reports; what is being written, for the office alone."""
    own = in_region(actor, Permission.REPORT_DRAW)
    stands = Report.state.in_((ReportState.APPROVED, ReportState.ISSUED, ReportState.KEPT))
    return and_(in_region(actor, Permission.REPORT_READ), own | stands)


def the_report(session: Session, actor: Actor, report_id: int) -> Report:
    """The report with its plan and files, or NotFound where there is none that the actor may read."""
    query = select(Report).join(Plan, Plan.id == Report.plan_id)
    query = query.options(
        joinedload(Report.plan).joinedload(Plan.jurisdiction),
        joinedload(Report.replaces),
        selectinload(Report.files).joinedload(ReportFile.file),
    )
    return found(session.scalar(query.where(Report.id == report_id, readable(actor))))


def correction_of(session: Session, report: Report) -> Report | None:
    """The newest paper that corrects the report, a draft included; None where nobody has begun one."""
    query = select(Report).where(Report.replaces_id == report.id, Report.state != ReportState.WITHDRAWN)
    return session.scalar(query.order_by(Report.id.desc()).limit(1))


def writers(session: Session, report_id: int) -> set[int]:
    """The people who drew the report up or edited it; one statement."""
    query = select(Event.actor_id).where(
        Event.subject == Subject.REPORT, Event.subject_id == report_id, Event.action.in_(WRITING), Event.actor_id.is_not(None)
    )
    return {user_id for user_id in session.scalars(query.distinct()) if user_id is not None}


def issued_before(
    session: Session, plan_id: int, kind: ReportKind, scope: ReportScope, as_of: date, until: datetime
) -> Report | None:
    """The last paper of the same kind on the same part that had been issued before the instant and spoke of an earlier day."""
    query = select(Report).where(
        Report.plan_id == plan_id, Report.kind == kind, Report.issued_at < until, Report.as_of < as_of,
        Report.about_section_id.is_not_distinct_from(scope.section_id),
        Report.about_task_id.is_not_distinct_from(scope.task_id),
        Report.about_unit_id.is_not_distinct_from(scope.unit_id),
    )  # fmt: skip
    return session.scalar(query.order_by(Report.as_of.desc(), Report.issued_at.desc(), Report.id.desc()).limit(1))


def reportable_plans(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The plans that were issued, of which the actor may draw up a report, the newest first."""
    query = select(Plan.id, Plan.title).where(Plan.state != PlanState.DRAFT, in_region(actor, Permission.REPORT_DRAW))
    return [(row.id, row.title) for row in session.execute(query.order_by(Plan.id.desc()).limit(CHOICES))]


def reported_plans(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The plans of which there is a report that the actor may read, the newest first; to narrow the list by."""
    of_plan = select(Report.id).where(Report.plan_id == Plan.id, readable(actor)).exists()
    query = select(Plan.id, Plan.title).where(of_plan).order_by(Plan.id.desc()).limit(CHOICES)
    return [(row.id, row.title) for row in session.execute(query)]


def drafts_waiting(session: Session, actor: Actor) -> int:
    """How many drafts wait to be approved or issued in the places where the actor draws reports."""
    waiting = Report.state.in_((ReportState.DRAFT, ReportState.APPROVED))
    query = select(func.count()).select_from(Report).join(Plan, Plan.id == Report.plan_id)
    return session.scalar(query.where(waiting, in_region(actor, Permission.REPORT_DRAW))) or 0


def issued_ids(session: Session) -> list[tuple[int, datetime | None]]:
    """Every report that was issued, or kept from before, with the instant of its issue, the oldest first."""
    query = select(Report.id, Report.issued_at).where(Report.state.in_((ReportState.ISSUED, ReportState.KEPT)))
    return [(row.id, row.issued_at) for row in session.execute(query.order_by(Report.id))]
