"""Approve, number and issue a report; send it back, withdraw it, correct one that was issued.

Issued is frozen: text, figures and manifest. Whoever wrote the paper does not approve it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Report
from tracker.queries.held import told
from tracker.queries.reports import correction_of, writers
from tracker.reports.adverse import unproved
from tracker.reports.edited import issued, wrong_figures
from tracker.reports.frozen import digest, frozen_paper, thawed_paper
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.report_states import ReportState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.drafts import require_plan
from tracker.services.moves import hold, make_move, may, require
from tracker.services.numbering import next_number
from tracker.services.report_verification import is_rebuilt
from tracker.services.reports import draw_report
from tracker.services.standing_in import principals

SENTENCES_SHOWN = 3


@dataclass(frozen=True)
class Problems:
    """What stands against approving a text: figures that differ from what they cite, statements against a body without any."""

    wrong: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """One for each, the figures first."""
        return [*self.wrong, *(f"“{said}”没有注明依据，请引用数据或者改写。" for said in self.unproved)]


def approve(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """The director finds the draft right. InvalidInput with the sentences where a figure or a statement is not borne out."""
    require(actor, Permission.REPORT_APPROVE, report)
    hold(session, report)
    found = problems(report)
    if report.state is ReportState.DRAFT and found.sentences:
        said = "".join(found.sentences[:SENTENCES_SHOWN])
        raise InvalidInput(said)
    make_move(
        session, report, "approve", actor=actor, now=now, proven=proofs(session, report, found, actor=actor),
        data={"sha256": report.sha256},
        beside=lambda: told(report), approved_at=now, approved_by_id=actor.user_id,
    )  # fmt: skip


def send_back(session: Session, report: Report, reason: str, *, actor: Actor, now: datetime) -> None:
    """Not yet, and why: the office edits it again."""
    make_move(
        session, report, "return", actor=actor, now=now, reason=reason, beside=lambda: told(report), approved_at=None,
        approved_by_id=None,
    )  # fmt: skip
    notices.tell_office(
        session, report.plan, key=f"report:{report.id}:returned:{report.version}", title="报告退回修改", due_on=None, now=now,
        body=f"《{report.title}》退回修改。理由：{reason.strip()}", path=f"/reports/{report.id}", but=actor.user_id,
        about=(Subject.REPORT, report.id),
    )  # fmt: skip


def withdraw(session: Session, report: Report, reason: str, *, actor: Actor, now: datetime) -> None:
    """Give the draft up."""
    make_move(session, report, "withdraw", actor=actor, now=now, reason=reason, beside=lambda: told(report), withdrawn_at=now)


def issue(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """Number the report, date it, and freeze it with its manifest and the hash of the final file.

    Refused where the same instant does not give the same paper any more (`report_facts_differ`): what is issued can be verified.
    """
    require(actor, Permission.REPORT_APPROVE, report)
    hold(session, report)
    proven = {Proof.REBUILT} if report.state is ReportState.APPROVED and is_rebuilt(session, report) else set()
    day = official_day(now)
    number = next_number(session, report.plan.jurisdiction_id, _numbers(report, day.year)) if proven else 0
    paper = issued(thawed_paper(report.paper), report.kind, day.year, number, day)
    values: dict[str, Any] = {
        "jurisdiction_id": report.plan.jurisdiction_id, "year": day.year, "number": number, "issued_on": day, "issued_at": now,
        "issued_by_id": actor.user_id, "paper": frozen_paper(paper),
        "manifest": {**(report.manifest or {}), "final": _final(report)},
    }  # fmt: skip
    values["sha256"] = digest(values["paper"], report.figures, values["manifest"])
    make_move(
        session, report, "issue", actor=actor, now=now, proven=proven, data={"sha256": values["sha256"]},
        beside=lambda: told(report), **values,
    )  # fmt: skip


def correct(session: Session, report: Report, *, actor: Actor, now: datetime) -> Report:
    """A draft that is to correct the issued report: drawn anew of the same day, with its text where the figures are the same.

    Conflict where one is already being written, or was issued: then that one is corrected.
    """
    require_plan(actor, Permission.REPORT_DRAW, report.plan)
    hold(session, report)
    if report.state is not ReportState.ISSUED:
        raise Conflict("只有已经印发的报告才能更正。")
    if correction_of(session, report) is not None:
        raise Conflict("这份报告已有更正，请在更正的报告上办理。")
    return draw_report(session, report.plan, report.as_of, report.kind, report.scope, replaces=report, actor=actor, now=now)


def problems(report: Report) -> Problems:
    """What stands against approving the text of the report as it is."""
    paper = thawed_paper(report.paper)
    return Problems(tuple(wrong_figures(paper, report.figures)), tuple(unproved(paper)))


def proofs(session: Session, report: Report, problems: Problems, *, actor: Actor) -> set[Proof]:
    """What holds of the draft towards its approval, as far as the text and its writers tell."""
    found = set()
    if not problems.wrong:
        found.add(Proof.FIGURES_CITED)
    if not problems.unproved:
        found.add(Proof.STATEMENTS_PROVED)
    behalf = principals(actor, lambda person: may(person, Permission.REPORT_APPROVE, report))
    if not writers(session, report.id) & {actor.user_id, *(principal.user_id for principal in behalf)}:
        found.add(Proof.NOT_OWN_DRAFT)
    return found


def _numbers(report: Report, year: int) -> Select[Any]:
    """The highest number of the place, the kind and the year."""
    place = report.plan.jurisdiction_id
    return select(func.max(Report.number)).where(
        Report.jurisdiction_id == place, Report.kind == report.kind, Report.year == year
    )  # fmt: skip


def _final(report: Report) -> dict[str, str] | None:
    """The file that was put back last; None where the paper is as written here."""
    if not report.files:
        return None
    last = report.files[-1]
    return {"name": last.name, "sha256": last.sha256}
