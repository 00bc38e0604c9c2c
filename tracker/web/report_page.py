"""The page of one report: what stands at its head, its paper, what can be done with it, what its figures rest on."""

from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy.orm import Session

from tracker.labels import label
from tracker.models import Report
from tracker.queries.report_rows import RowBehind
from tracker.queries.reports import correction_of
from tracker.queries.signers import Signers, signers
from tracker.reports.edited import number_text
from tracker.reports.frozen import thawed_paper
from tracker.reports.paper import Paper, chinese_date
from tracker.reports.reference_words import Words
from tracker.reports.references import Reference, by_key
from tracker.reports.render_html import to_html_body
from tracker.reports.rendering import MEDIA_TYPES
from tracker.rules.permissions import Permission, may_touch
from tracker.rules.report_states import ReportState
from tracker.rules.transitions import Proof, Subject
from tracker.sentences import refusal_sentence
from tracker.services import report_issuing
from tracker.services.moves import offers
from tracker.web.context import actor
from tracker.web.forms.reports import FinalForm, ReasonForm

TABLES = {
    "task": "任务", "assignment": "承办", "update": "填报", "evidence": "佐证材料", "supervision_order": "督办单",
    "occurrence": "定期报告", "unit": "单位", "plan": "方案", "notice": "提醒", "indicator": "量化指标",
    "indicator_reading": "指标读数",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row behind a figure, for the page."""

    kind: str
    words: str
    href: str | None


class Offered:
    """A move that the page offers; `lacks` says in words what it would be refused with, None where it would not."""

    def __init__(self, lacks: str | None) -> None:
        self.lacks = refusal_sentence(lacks, {}, gettext) if lacks else None


def shown(session: Session, report: Report, sent: dict[str, FlaskForm]) -> dict[str, Any]:
    """What the page shows; `sent` holds a form that came back refused."""
    paper, words = thawed_paper(report.paper), Words(report.figures)
    draws = may_touch(actor(), Permission.REPORT_DRAW, region=report.plan.jurisdiction.path)
    is_draft = report.state is ReportState.DRAFT
    replaced_by = correction_of(session, report)
    problems = report_issuing.problems(report) if draws and is_draft else report_issuing.Problems()
    proven = {Proof.REBUILT, *(report_issuing.proofs(session, report, problems, actor=actor()) if draws else ())}
    return {
        "report": report,
        "number": said_number(report),
        "body": paper_html(report, paper),
        "sources": len(paper.references),
        "forms": tuple(MEDIA_TYPES),
        "people": people(session, report),
        "replaced_by": replaced_by,
        "replaced_number": said_issue(replaced_by) if replaced_by else None,
        "corrected_number": said_issue(report.replaces) if report.replaces else None,
        "problem_list": problems.sentences,
        "offered": {offer.name: Offered(offer.lacks) for offer in offers(actor(), report, proven)},
        "may_see_drafts": draws,
        "may_edit": draws and is_draft,
        "may_put_back": draws and report.state in (ReportState.DRAFT, ReportState.APPROVED),
        "may_correct": draws and report.state is ReportState.ISSUED and replaced_by is None,
        "reason": sent.get("reason") or ReasonForm(formdata=None),
        "final": sent.get("final") or FinalForm(formdata=None),
        "words": words,
    }


def preview_html(report: Report, paper: Paper) -> Markup:
    """The paper beside its editor: without the annexes, which are not edited, and which are the most of it."""
    return paper_html(report, replace(paper, annexes=()), title="p")


def paper_html(report: Report, paper: Paper, *, title: str = "h1") -> Markup:
    """The paper for a page: a figure leads straight to what is behind it, which leads back to the very place."""
    known, words = by_key(paper.references), Words(report.figures)
    page = url_for("reports.figure", report_id=report.id)

    def source(key: str, place: str) -> tuple[str, str] | None:
        return (f"{page}?key={key}&back={place}", words.told(known[key])) if key in known else None

    return Markup(to_html_body(paper, source, title=title))  # noqa: S704 - the renderer escapes and cleans


def said_number(report: Report) -> str | None:
    """第3期 or 〔2025〕3号; None where it was not issued."""
    if report.year is None or report.number is None:
        return None
    return number_text(report.kind, report.year, report.number)


def said_issue(report: Report) -> str | None:
    """〔2025〕3号（2025年11月3日印发）; None where it was not issued."""
    number = said_number(report)
    day = chinese_date(report.issued_on) if report.issued_on else ""
    return gettext("%(number)s（%(day)s印发）", number=number, day=day) if number else None


def people(session: Session, report: Report) -> Signers:
    """Who edited, approved and issued it."""
    acted = [report.edited_by_id, report.approved_by_id, report.issued_by_id, *(file.added_by_id for file in report.files)]
    return signers(session, {Subject.REPORT: [report.id]}, acted)


def lines(rows: list[RowBehind]) -> list[Line]:
    """The rows with their pages."""
    return [Line(gettext(TABLES.get(row.table, "记录")), row.words or f"#{row.id}", _page(row.page)) for row in rows]


def _page(page: tuple[str, int] | None) -> str | None:
    if page is None:
        return None
    table, number = page
    pages: dict[str, tuple[str, str]] = {
        "task": ("tasks.show", "task_id"), "update": ("updates.show", "update_id"),
        "supervision_order": ("orders.show", "order_id"), "occurrence": ("obligations.show", "occurrence_id"),
        "plan": ("plans.show", "plan_id"), "indicator": ("indicators.show", "indicator_id"),
    }  # fmt: skip
    endpoint, name = pages[table]
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values)


def rule_words(reference: Reference) -> str:
    """How the figure comes about, in words."""
    return gettext(label(reference.rule))
