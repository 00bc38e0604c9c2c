"""Load a plan from its document, correct what was read, and issue its tasks (交办)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import intake
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import Measure as ParsedMeasure
from tracker.models import Assignment, Jurisdiction, Plan, SourceDocument, Task
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import PlanState
from tracker.services import events, registry
from tracker.services.plan_storing import assign, store_plan
from tracker.storage import Storage


@dataclass(frozen=True)
class Imported:
    """A plan as it stands after an import; `is_new` is False where the same bytes had been imported before."""

    plan: Plan
    tasks: int
    assignments: int
    issues: int
    is_new: bool


def import_plan(
    session: Session,
    storage: Storage,
    data: bytes,
    filename: str,
    *,
    actor: Actor,
    now: datetime,
    parsed: intake.ParsedPlan | None = None,
) -> Imported:
    """Read the document and store it as a draft plan; the same bytes again change nothing.

    Raises IntakeError where the bytes cannot be read as a plan, NotAllowed where the actor has no office to load it for.
    """
    draft = parsed or intake.parse(data, filename)
    digest = hashlib.sha256(data).hexdigest()
    known = session.scalar(select(Plan).join(SourceDocument).where(SourceDocument.sha256 == digest))
    if known is not None:
        require_plan(actor, Permission.PLAN_IMPORT, known)
        return _imported(session, known, is_new=False)
    place = _jurisdiction(session, draft, actor)
    source = SourceDocument(sha256=digest, filename=PurePath(filename).name[:200], size=len(data), text=draft.source, stored_at=now)
    title = draft.plan.title or PurePath(filename).stem
    storage.put(data)
    plan = store_plan(session, draft, key=_free_key(session, filename), title=title, jurisdiction=place, source=source)
    entry = events.Entry("plan", plan.id, "import", new=PlanState.DRAFT, data={"sha256": digest, "filename": source.filename})
    events.record(session, plan.id, [entry], actor=actor, now=now)
    return _imported(session, plan, is_new=True)


def _imported(session: Session, plan: Plan, *, is_new: bool) -> Imported:
    tasks = session.scalar(select(func.count()).select_from(Task).where(Task.plan_id == plan.id)) or 0
    shares = session.scalar(select(func.count()).select_from(Assignment).join(Task).where(Task.plan_id == plan.id)) or 0
    return Imported(plan, tasks, shares, len(plan.issues), is_new)


def _jurisdiction(session: Session, draft: intake.ParsedPlan, actor: Actor) -> Jurisdiction:
    """The place that issued the document if it is the actor's to handle; else the place of the actor's own office."""
    if draft.plan.jurisdiction:
        place = registry.place(session, draft.plan.jurisdiction, draft.plan.level or "other")
        if may_touch(actor, Permission.PLAN_IMPORT, region=place.path):
            return place
    if actor.trusted:
        raise InvalidInput("没有从文件中读到发文地区。请在文件开头补上标题和发文机关后重新导入。")
    own = min(actor.regions(Permission.PLAN_IMPORT), default=None)
    if own is None:
        raise NotAllowed("只有领导小组办公室可以导入方案。")
    return session.scalars(select(Jurisdiction).where(Jurisdiction.path == own)).one()


def _free_key(session: Session, filename: str) -> str:
    """The file's name as a key; with a number where it is taken."""
    stem = re.sub(r"[^\w-]+", "-", PurePath(filename).stem.lower()).strip("-")[:60] or "plan"
    taken = set(session.scalars(select(Plan.key).where(Plan.key.startswith(stem, autoescape=True))))
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbers) if key not in taken)


@dataclass(frozen=True)
class Correction:
    """What the office says of a measure after looking at the text beside it. Unit names as they should read."""

    title: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    due_on: date | None
    is_ongoing: bool


def correct_measure(session: Session, task: Task, correction: Correction, *, actor: Actor, now: datetime) -> None:
    """Write the office's reading of a measure over the reader's, as long as the plan is a draft.

    Units that the text gives to single clauses stay as they are while the three lists are unchanged.
    """
    plan = task.plan
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    if not is_draft(session, plan):
        raise Conflict("方案已经交办，措施原文不能再改。如需调整，请走调整程序。")
    if not 0 < len(correction.title.strip()) <= 300:
        raise InvalidInput("措施标题须有内容且不超过 300 字，请改正标题。")
    if correction.is_ongoing and correction.due_on:
        raise InvalidInput("长期坚持的任务没有完成时限：请去掉时限，或取消“长期坚持”。")
    task.title = correction.title.strip()
    task.due_on = task.original_due_on = correction.due_on
    task.is_ongoing = correction.is_ongoing
    if _units_by_role(task) != (correction.lead, correction.responsible, correction.supporting):
        _reassign(session, task, correction)
    entry = events.Entry("task", task.id, "correct", task_id=task.id, data={"title": task.title, "due_on": str(task.due_on)})
    events.record(session, plan.id, [entry], actor=actor, now=now)


@dataclass(frozen=True)
class HeaderCorrection:
    """What the office says of the plan itself."""

    title: str
    document_number: str | None
    issuers: tuple[str, ...]
    document_date: date | None
    sunset: str | None


def correct_header(session: Session, plan: Plan, correction: HeaderCorrection, *, actor: Actor, now: datetime) -> None:
    """Write the office's reading of the plan's title, number, issuers, date and term over the reader's, while it is a draft."""
    raise NotImplementedError


def _units_by_role(task: Task) -> tuple[tuple[str, ...], ...]:
    names: dict[str, list[str]] = {"lead": [], "responsible": [], "supporting": []}
    for share in task.assignments:
        if share.unit.name not in names[share.role]:
            names[share.role].append(share.unit.name)
    return tuple(tuple(found) for found in names.values())


def _reassign(session: Session, task: Task, correction: Correction) -> None:
    for share in list(task.assignments):
        session.delete(share)
    session.flush()
    units = registry.Registry(session, task.plan.jurisdiction)
    reading = ParsedMeasure(
        ordinal=0, label=None, section=None, subsection=None, title=task.title, text="", span=(0, 0),
        lead=correction.lead, responsible=correction.responsible, supporting=correction.supporting,
    )  # fmt: skip
    assign(session, task, units, reading, ())
    task.plan.issues = [*task.plan.issues, *units.issues()]
    session.flush()
    session.expire(task, ["assignments"])


def is_draft(session: Session, plan: Plan) -> bool:
    """True for a draft, which stays one until this transaction ends: nobody else can issue it meanwhile."""
    events.hold_chain(session, plan.id)
    return plan.state is PlanState.DRAFT


def require_plan(actor: Actor, permission: Permission, plan: Plan) -> None:
    """Nothing where the actor holds the permission for the plan's jurisdiction; otherwise NotAllowed."""
    if not may_touch(actor, permission, region=plan.jurisdiction.path):
        raise NotAllowed("您没有办理这份方案的权限。如确需办理，请联系领导小组办公室。")
