"""Load a plan from its document, correct what was read, and issue its tasks (交办)."""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import intake
from tracker.errors import InvalidInput, NotAllowed
from tracker.intake.header import place_level
from tracker.intake.model import Header
from tracker.models import Assignment, Jurisdiction, Plan, ReadingIssue, SourceDocument, Task
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.reading import Part, settled_by
from tracker.rules.statuses import PlanState
from tracker.services import events, reading_rows, registry
from tracker.services.drafts import require_draft, require_plan
from tracker.services.plan_storing import store_plan
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
    of_place: str | None = None,
) -> Imported:
    """Read the document and store it as a draft plan; the same bytes again change nothing.

    `of_place` is the place whose plan it is, where the operator at the command line says so.
    Raises IntakeError where the bytes cannot be read as a plan, NotAllowed where the actor has no office to load it for.
    """
    draft = parsed or intake.parse(data, filename)
    digest = hashlib.sha256(data).hexdigest()
    known = session.scalar(select(Plan).join(SourceDocument).where(SourceDocument.sha256 == digest))
    if known is not None:
        require_plan(actor, Permission.PLAN_IMPORT, known)
        return _imported(session, known, is_new=False)
    place = _jurisdiction(session, draft.plan, actor, of_place)
    source = SourceDocument(
        sha256=digest, filename=PurePath(filename).name[:200], size=len(data), text=draft.source, stored_at=now,
        marks=[asdict(mark) for mark in draft.marks],
    )  # fmt: skip
    title = draft.plan.title or PurePath(filename).stem
    storage.put(data)
    plan = store_plan(session, draft, key=_free_key(session, filename), title=title, jurisdiction=place, source=source)
    entry = events.Entry("plan", plan.id, "import", new=PlanState.DRAFT, data={"sha256": digest, "filename": source.filename})
    events.record(session, plan.id, [entry], actor=actor, now=now)
    return _imported(session, plan, is_new=True)


def _imported(session: Session, plan: Plan, *, is_new: bool) -> Imported:
    tasks = session.scalar(select(func.count()).select_from(Task).where(Task.plan_id == plan.id)) or 0
    shares = session.scalar(select(func.count()).select_from(Assignment).join(Task).where(Task.plan_id == plan.id)) or 0
    issues = session.scalar(select(func.count()).select_from(ReadingIssue).where(ReadingIssue.plan_id == plan.id)) or 0
    return Imported(plan, tasks, shares, issues, is_new)


def _jurisdiction(session: Session, header: Header, actor: Actor, of_place: str | None) -> Jurisdiction:
    """The place that issued the document if it is the actor's to handle; else the place of the actor's own office."""
    if actor.trusted:
        return _place_of(session, header, of_place)
    place = registry.known_place(session, header.jurisdiction or "")
    if place is not None and may_touch(actor, Permission.PLAN_IMPORT, region=place.path):
        return place
    own = min(actor.regions(Permission.PLAN_IMPORT), default=None)
    if own is None:
        raise NotAllowed("只有领导小组办公室可以导入方案。")
    return session.scalars(select(Jurisdiction).where(Jurisdiction.path == own)).one()


def _place_of(session: Session, header: Header, said: str | None) -> Jurisdiction:
    """The place that the operator named, else that of the document; the whole country for what its highest bodies issue."""
    if said is not None:
        level = place_level(said)
        if level is None:
            raise InvalidInput("“%(name)s”不像一个地区的名称，请写全称，如“示例县”。", name=said)
        return registry.place(session, said, level)
    if header.jurisdiction:
        return registry.place(session, header.jurisdiction, header.level or "other")
    if header.level == registry.ROOT_LEVEL:
        return registry.root(session)
    raise InvalidInput("没有从文件中读到发文地区。请用 --place 指明，如 --place 示例县；或在文件开头补上标题和发文机关后重新导入。")


def _free_key(session: Session, filename: str) -> str:
    """The file's name as a key; with a number where it is taken."""
    stem = re.sub(r"[^\w-]+", "-", PurePath(filename).stem.lower()).strip("-")[:60] or "plan"
    taken = set(session.scalars(select(Plan.key).where(Plan.key.startswith(stem, autoescape=True))))
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbers) if key not in taken)


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
    require_draft(session, plan, actor=actor)
    if not 0 < len(correction.title.strip()) <= 300:
        raise InvalidInput("方案标题须有内容且不超过 300 字，请改正标题。")
    if any(not 0 < len(name.strip()) <= 120 for name in correction.issuers):
        raise InvalidInput("发文机关名称须有内容且不超过 120 字；多个机关之间用“、”隔开。")
    old = _header(plan)
    plan.title = correction.title.strip()
    plan.document_number = (correction.document_number or "").strip() or None
    plan.issuers = [name.strip() for name in correction.issuers]
    plan.document_date = correction.document_date
    plan.sunset = (correction.sunset or "").strip() or None
    reading_rows.settle_corrected(reading_rows.asking(session, plan.id, settled_by(Part.HEADER)), actor=actor, now=now)
    change = reading_rows.Change("correct_header", old, _header(plan))
    reading_rows.write_change(session, plan, None, change, actor=actor, now=now)


def _header(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "document_number": plan.document_number,
        "issuers": list(plan.issuers),
        "document_date": str(plan.document_date) if plan.document_date else None,
        "sunset": plan.sunset,
    }
