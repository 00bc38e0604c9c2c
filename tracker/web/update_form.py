"""The form in which a unit writes its report: what it begins with, what stands beside it, what is kept of it."""

from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from tracker.models import Assignment, Update
from tracker.queries.checklists import checklists_of_task
from tracker.queries.updates import Version, exemption_of, last_accepted, newest_versions
from tracker.rules.periods import is_late, open_periods
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import UpdateKind, UpdateState
from tracker.services import evidence, updates
from tracker.services.moves import offers
from tracker.web.context import actor, now, storage, today
from tracker.web.errors import message_of
from tracker.web.forms.updates import UpdateForm
from tracker.web.indicator_page import of_task
from tracker.web.report_doubts import doubts_about
from tracker.web.report_view import changes, files


def typed(update: Update | None, assignment: Assignment) -> dict[str, Any]:
    """What the form begins with: the period's own text, else that of the last accepted report, to be carried on.

    The reason for which there was nothing new holds for its own period only.
    """
    if update is None:
        return {"kind": UpdateKind.PROGRESS.value, "percent": assignment.percent}
    return {
        "kind": update.kind.value if update.state is UpdateState.DRAFT else UpdateKind.PROGRESS.value,
        "percent": update.percent if update.kind is UpdateKind.PROGRESS else assignment.percent,
        "narrative": "" if update.state is UpdateState.ACCEPTED and update.kind is UpdateKind.NOTHING_NEW else update.narrative,
        "problems": update.problems,
        "next_step": update.next_step,
        "self_rating": update.self_rating.value if update.self_rating else "",
    }


def edit_page(session: Session, assignment: Assignment, period: str, latest: Update | None) -> dict[str, Any]:
    versions = {version.period: version for version in newest_versions(session, [assignment.id]).get(assignment.id, [])}
    return {
        "assignment": assignment,
        "period": period,
        "cutoff": assignment.task.plan.rhythm.cutoff_of(period),
        "periods": _periods(assignment, period, versions),
        "latest": latest,
        "newest": versions.get(period),
        "files": files(latest) if latest else [],
        "is_draft": latest is not None and latest.state is UpdateState.DRAFT,
        "obstacle": _obstacle(assignment),
        "late": _late(assignment, period, versions),
        "exemption": exemption_of(session, assignment.id, period),
        "may_autosave": latest is None or latest.state in (UpdateState.DRAFT, UpdateState.RETURNED),
        **_against_last_time(session, assignment, latest),
        "checklists": checklists_of_task(session, actor(), assignment.task_id, latest.id if latest else None),
        **of_task(session, assignment.task),
    }


def _late(assignment: Assignment, period: str, versions: Mapping[str, Version]) -> bool:
    """True where what is sent today is a late report (迟报)."""
    cutoff = assignment.task.plan.rhythm.cutoff_of(period)
    accepted = period in versions and versions[period].was_accepted
    return is_late(today(), cutoff, corrects_accepted=accepted)


def _against_last_time(session: Session, assignment: Assignment, latest: Update | None) -> dict[str, Any]:
    """Of a saved draft: what it changes since the last accepted report, and what its reviewer would look at twice."""
    if latest is None or latest.state is not UpdateState.DRAFT:
        return {"doubts": [], "changes": {}, "percents": None}
    last = last_accepted(session, latest, assignment.id)
    return {
        "doubts": doubts_about(session, latest, last),
        "changes": changes(latest, last),
        "percents": (last.percent, latest.percent) if last else None,
    }


def _periods(assignment: Assignment, period: str, versions: Mapping[str, Version]) -> list[str]:
    """The periods to choose from: those still owed, those returned, and the one that is open."""
    plan = assignment.task.plan
    since = assignment.issued_on or today()
    owed = [p.key for p in open_periods(since, assignment.reported_through, today(), plan.rhythm)]
    returned = [key for key, version in versions.items() if version.was_returned]
    return sorted({*owed, *returned, period})


def _obstacle(assignment: Assignment) -> str | None:
    """Why no report on this assignment can be sent now, in words; None where one can."""
    # Stands in for the draft, which may not exist yet; the words are for the form to ask.
    report = Update(assignment=assignment, state=UpdateState.DRAFT, kind=UpdateKind.PROGRESS, narrative="…")
    offer = next((offer for offer in offers(actor(), report, updates.proofs(report)) if offer.name == "send_for_approval"), None)
    return message_of(RuleViolation(offer.lacks)) if offer and offer.lacks else None


def progress(session: Session, form: UpdateForm, assignment: Assignment, period: str) -> updates.Progress:
    latest = updates.latest_version(session, assignment, period)
    if latest is None:
        return form.progress(updates.Progress(UpdateKind.PROGRESS, assignment.percent, ""))
    return form.progress(updates.said(latest))


def says(form: UpdateForm, update: Update) -> bool:
    """True where the form holds what the report says already, and nothing that cannot be right."""
    return not any(field.errors for field in form) and form.progress(updates.said(update)) == updates.said(update)


def remove(session: Session, draft: Update) -> None:
    """Take off the file whose button was pressed; the button is part of the form, so that what was typed is kept."""
    chosen = request.form.get("remove", type=int)
    for item in [item for item in draft.evidence if item.id == chosen]:
        evidence.detach(session, item, actor=actor(), now=now())


def attach(session: Session, form: UpdateForm, draft: Update) -> None:
    """Attach the files one by one; a refused one is named with its reason and stops none of the others."""
    refused = []
    day = None if form.fact_on.errors else form.fact_on.data
    for file in form.chosen_files():
        try:
            evidence.attach(session, storage(), draft, file.filename or "", file.read(), day, actor=actor(), now=now())
        except RuleViolation as error:
            refused.append(message_of(error))
    form.files.errors = refused
