"""Draw up what a report says: facts of an instant → figures → paper, with the manifest of what it was drawn from.

The same instant gives the same paper for good, however much happens later: facts come out of the history, the calendar is that of
then, and what no history tells (the name of the office, how the month's reminders stood) is kept in the report itself. Hence a
report can be drawn again and compared (`services/report_verification.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.labels import label
from tracker.marking import N_, Term
from tracker.models import Report
from tracker.queries.calendar_history import notice_of, notices_before
from tracker.queries.held import plain
from tracker.queries.reminder_summary import reminders_on
from tracker.queries.reporting import facts_on
from tracker.queries.reports import issued_before
from tracker.reports.compose import compose
from tracker.reports.compose_annexes import TEMPLATE_VERSION
from tracker.reports.figure_previous import previous_of
from tracker.reports.figure_scope import narrowed
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.frozen import digest, frozen_figures, frozen_paper
from tracker.reports.paper import Paper
from tracker.reports.references import Reference
from tracker.rules.days import end_of_day
from tracker.rules.report_facts import EvidenceRecord, ReminderRecord, ReportFacts
from tracker.rules.report_kinds import ReportKind, ReportScope, covers
from tracker.rules.workdays import YearNotice, calendar_from
from tracker.services.calendars import years_with

WHOLE = ReportScope()
# What part of the plan each kind is on, by the fields of ReportScope; the others are on the whole plan.
PARTS: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.SPECIAL: ("section_id", "task_id", "unit_id"),
    ReportKind.BRIEF: ("task_id",),
    ReportKind.UNIT_YEARLY: ("unit_id",),
}
INSTANT = timedelta(microseconds=1)  # as finely as the databases keep time
_PART_NAMES = {"section_id": N_("一个领域"), "task_id": N_("一项任务"), "unit_id": N_("一个单位")}


@dataclass(frozen=True)
class Asked:
    """Which paper: of which plan, as of the end of which day, of which kind, on what part."""

    plan_id: int
    as_of: date
    kind: ReportKind = ReportKind.REPORT
    scope: ReportScope = WHOLE


@dataclass(frozen=True)
class Known:
    """What a paper rests on besides the facts of the plan. `pinned`: None where it is to be read now."""

    until: datetime
    notices: Mapping[int, YearNotice]
    previous: Mapping[str, Any] | None  # the manifest's entry and the frozen figures
    pinned: "Pinned | None" = None


@dataclass(frozen=True)
class Pinned:
    """What was read when the paper was drawn first, and no history tells."""

    office: str | None
    reminders: ReminderRecord | None


@dataclass(frozen=True)
class Drawn:
    """The figures and the paper, as values and as JSON, with the manifest."""

    figures: Figures
    paper: Paper
    manifest: dict[str, Any]
    frozen: dict[str, Any]
    written: dict[str, Any]


def draw_now(session: Session, asked: Asked, *, now: datetime) -> Drawn:
    """The paper as it is known now: at the end of its day, or at this instant of it."""
    _check_part(asked)
    until = min(now + INSTANT, end_of_day(asked.as_of))  # what happened at this very instant is known
    notices = years_with(notices_before(session, until))
    last = issued_before(session, asked.plan_id, asked.kind, asked.scope, asked.as_of, until)
    previous = {"report": last.id, "sha256": last.sha256, "figures": last.figures} if last else None
    return _draw(session, asked, Known(until, notices, previous))


def _check_part(asked: Asked) -> None:
    """Nothing where the kind of paper is on such a part; otherwise InvalidInput with what it is on."""
    parts = PARTS.get(asked.kind, ())
    chosen = [name for name, value in vars(asked.scope).items() if value is not None]
    if parts and not set(chosen) & set(parts):
        raise InvalidInput(
            "%(kind)s须选定%(parts)s，请重新选择。",
            kind=Term(label(asked.kind)),
            parts=[Term(_PART_NAMES[name]) for name in parts],
        )
    if chosen and not parts:
        raise InvalidInput("%(kind)s写整个方案，不能只写一部分；要写一部分的，请选择专项督查报告。", kind=Term(label(asked.kind)))


def draw_again(session: Session, report: Report) -> Drawn:
    """The paper of a report out of the facts of its instant, whatever has happened since."""
    manifest, until = report.manifest, report.known_until
    if manifest is None or until is None:
        raise ValueError("drawn before there were manifests")
    asked = Asked(report.plan_id, report.as_of, report.kind, report.scope)
    notices = {int(year): notice_of(int(year), kept) for year, kept in manifest["calendar"].items()}
    named = manifest["previous"]
    previous = {**named, "figures": session.get_one(Report, named["report"]).figures} if named else None
    pinned = Pinned(manifest["office"], _reminders(report.figures.get("reminders")))
    return _draw(session, asked, Known(until, notices, previous, pinned))


def _draw(session: Session, asked: Asked, known: Known) -> Drawn:
    facts = _facts(session, asked, known)
    calendar = calendar_from(known.notices.values())
    stretch = covers(asked.kind, asked.as_of)
    first = stretch[0] if stretch else None
    figures = draw_figures(facts, calendar, first=first, opening=_opening(session, facts, first, known.until))
    if known.previous:
        figures = replace(figures, previous=previous_of(known.previous["figures"]))
    figures = _part(figures, asked.scope)
    paper = compose(figures, asked.kind, asked.scope)
    frozen, written = frozen_figures(figures), frozen_paper(paper)
    return Drawn(figures, paper, _manifest(known, facts, figures, paper, digest(written, frozen)), frozen, written)


def _part(figures: Figures, scope: ReportScope) -> Figures:
    try:
        return narrowed(figures, scope)
    except LookupError as error:
        raise InvalidInput("方案中没有所选的领域、任务或者单位的事项，请重新选择。") from error


def _facts(session: Session, asked: Asked, known: Known) -> ReportFacts:
    facts = facts_on(session, asked.plan_id, asked.as_of, known.until)
    if known.pinned is None:
        return replace(facts, reminders=reminders_on(session, asked.plan_id, asked.as_of))
    return replace(facts, reminders=known.pinned.reminders, plan=replace(facts.plan, office=known.pinned.office))


def _opening(session: Session, facts: ReportFacts, first: date | None, until: datetime) -> ReportFacts | None:
    """What was known at the end of the day before the stretch; None where the plan was not issued by then."""
    if first is None or facts.plan.issued_on >= first:
        return None
    return facts_on(session, facts.plan.id, first - timedelta(days=1), until)


def _manifest(known: Known, facts: ReportFacts, figures: Figures, paper: Paper, drawn: str) -> dict[str, Any]:
    """What the paper was drawn from. `drawn` is the hash of machine paper and figures; `rows` and `evidence` what is cited."""
    named = known.previous
    return {
        "known_until": plain(known.until),
        "rules": {"lights": figures.policy.version},
        "template": TEMPLATE_VERSION,
        "calendar": {str(year): _kept(notice) for year, notice in known.notices.items()},
        "office": facts.plan.office,
        "previous": {"report": named["report"], "sha256": named["sha256"]} if named else None,
        "head": frozen_head(facts),
        "rows": _rows(paper.references),
        "evidence": _evidence(paper.references, facts.evidence),
        "drawn": drawn,
    }


def frozen_head(facts: ReportFacts) -> dict[str, Any] | None:
    """The end of the plan's history as of the instant."""
    return {"seq": facts.head.seq, "hash": facts.head.hash} if facts.head else None


def _kept(notice: YearNotice) -> dict[str, Any]:
    days = {name: [day.isoformat() for day in getattr(notice, name)] for name in ("holidays", "makeup_days")}
    return {"document": notice.document, "official": notice.official, **days}


def _rows(references: Iterable[Reference]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for reference in references:
        for table, number in (*reference.rows, *reference.whole):
            found.setdefault(table, set()).add(number)
    return {table: sorted(ids) for table, ids in sorted(found.items())}


def _evidence(references: Iterable[Reference], known: Iterable[EvidenceRecord]) -> dict[str, str]:
    """The files behind what is cited, each by its id with its sha256."""
    cited = {number for reference in references for number in reference.evidence}
    cited |= {number for reference in references for table, number in reference.rows if table == "evidence"}
    return {str(record.id): record.sha256 for record in known if record.id in cited}


def _reminders(kept: Mapping[str, Any] | None) -> ReminderRecord | None:
    """The record out of frozen figures."""
    if kept is None:
        return None
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    values["first"] = date.fromisoformat(kept["first"])
    return ReminderRecord(**values)
