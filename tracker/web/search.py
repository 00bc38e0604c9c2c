"""Search (检索): what the reader may see of plans, tasks, reports and files, by words or by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.labels import N_, numbered, period_title
from tracker.queries import search as queries
from tracker.queries.search_rows import Finding, Paper, Place, findings, papers
from tracker.rules.grams import LONGEST, Piece, excerpt, fold, holds_any
from tracker.rules.permissions import Permission
from tracker.rules.searching import Numbered, Question, SearchKind, paper_number, question_of
from tracker.rules.statuses import PlanState, TaskState
from tracker.web.context import actor, database
from tracker.web.filters import asked_choice
from tracker.web.guards import needs
from tracker.web.paging import asked_rows, pager

bp = Blueprint("search", __name__)

FIRST = 5  # of each kind, where all are shown together
ON_A_PAGE = 20
EXCERPT = 90  # characters
TITLES: dict[SearchKind, str] = {
    SearchKind.PLAN: N_("方案"), SearchKind.TASK: N_("任务"),
    SearchKind.UPDATE: N_("进展填报"), SearchKind.EVIDENCE: N_("佐证材料"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: pieces of its title and text, and where it stands, from the outside in."""

    url: str
    title: Sequence[Piece]
    text: Sequence[Piece]
    where: Sequence[tuple[str, str | None]]
    state: PlanState | TaskState | None = None


@dataclass(frozen=True)
class Group:
    """The findings of one kind; `more` leads to all of them where there are further ones."""

    kind: SearchKind
    title: str
    rows: Sequence[Shown]
    more: str | None


@bp.get("/search")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    asked = request.args.get("q", "").strip()[:LONGEST]
    kind = asked_choice(SearchKind, "kind")
    question = question_of(asked)
    with database().reading() as session:
        named = _numbered_papers(session, asked)
        if len(named) == 1:
            return redirect(_paper_url(named[0]))
        if kind is not None:
            return _page("search/kind.html", asked, question, kind, **_of_kind(session, kind, question))
        if straight := _only_one(session, asked, question):
            return redirect(straight)
        groups = [_group(session, one, asked, question) for one in SearchKind] if question.is_answerable else []
    links = [(_paper_url(paper), paper) for paper in named]
    return _page("search/index.html", asked, question, None, groups=[group for group in groups if group.rows], papers=links)


def _page(template: str, asked: str, question: Question, kind: SearchKind | None, **more: Any) -> str:
    tabs = [(gettext("全部"), url_for("search.index", q=asked), kind is None, None)]
    tabs += [(gettext(title), url_for("search.index", q=asked, kind=one), kind is one, None) for one, title in TITLES.items()]
    return render_template(
        template, asked=asked, kind=kind, tabs=tabs if asked and question.is_answerable else [],
        is_too_short=bool(asked) and not question.is_answerable, **more,
    )  # fmt: skip


def _numbered_papers(session: Session, asked: str) -> list[Paper]:
    wanted = paper_number(asked)
    return papers(session, actor(), wanted) if wanted else []


def _paper_url(paper: Paper) -> str:
    if paper.paper is Numbered.NOTICE:
        return url_for("issue_notices.show", issue_notice_id=paper.id)
    return url_for("orders.show", order_id=paper.id)


def _only_one(session: Session, asked: str, question: Question) -> str | None:
    """The address of the one plan that bears the document number, or of the one task with the number, where that was asked for."""
    if question.label and not asked.isalnum():  # a bare figure may as well be looked for in the texts
        tasks = queries.numbered(session, actor(), question, 2)
        return url_for("tasks.show", task_id=tasks[0]) if len(tasks) == 1 else None
    plans = findings(session, SearchKind.PLAN, queries.find(session, actor(), SearchKind.PLAN, question, FIRST))
    bearing = [plan.id for plan in plans if plan.number and fold(plan.number) == fold(asked)]
    return url_for("plans.show", plan_id=bearing[0]) if len(bearing) == 1 else None


def _ids(session: Session, kind: SearchKind, question: Question, limit: int) -> list[int]:
    if kind is SearchKind.TASK:
        return queries.find_tasks(session, actor(), question, limit)
    return queries.find(session, actor(), kind, question, limit)


def _group(session: Session, kind: SearchKind, asked: str, question: Question) -> Group:
    ids = _ids(session, kind, question, FIRST + 1)
    more = url_for("search.index", q=asked, kind=kind) if len(ids) > FIRST else None
    return Group(kind, gettext(TITLES[kind]), _shown(session, kind, ids[:FIRST], question), more)


def _of_kind(session: Session, kind: SearchKind, question: Question) -> dict[str, Any]:
    """A page of the findings of one kind."""
    ids = _ids(session, kind, question, queries.MOST + 1)
    is_cut, ids = len(ids) > queries.MOST, ids[: queries.MOST]
    page = asked_rows(ids, ON_A_PAGE)
    return {"rows": _shown(session, kind, page.rows, question), "page": pager(page), "most": queries.MOST if is_cut else None}


def _shown(session: Session, kind: SearchKind, ids: Sequence[int], question: Question) -> list[Shown]:
    return [_row(kind, found, question.terms) for found in findings(session, kind, ids)]


def _row(kind: SearchKind, found: Finding, terms: Sequence[str]) -> Shown:
    text = next((text for text in found.texts if holds_any(text, terms)), next(iter(found.texts), ""))
    pieces = excerpt(" ".join(line.strip("-*#> \t") for line in text.splitlines()), terms, EXCERPT)
    place = found.place
    if kind is SearchKind.PLAN:
        number = [(found.number, None)] if found.number else []
        title, where = excerpt(found.title, terms), [(place.unit or "", None), *number]
        return Shown(url_for("plans.show", plan_id=found.id), title, [], where, found.state)
    if kind is SearchKind.TASK:
        title = excerpt(numbered(found.number, found.title), terms)
        return Shown(url_for("tasks.show", task_id=found.id), title, pieces, _where(place), found.state)
    if kind is SearchKind.UPDATE:
        title = [Piece(gettext("%(unit)s：%(period)s", unit=place.unit, period=period_title(place.period or "", gettext)))]
        return Shown(url_for("updates.show", update_id=found.id), title, pieces, _where(place)[:2])
    return Shown(url_for("evidence.download", evidence_id=found.id), excerpt(found.title, terms), [], _where(place))


def _where(place: Place) -> list[tuple[str, str | None]]:
    """Plan → task → unit and the period of its report, as far as there are such."""
    steps: list[tuple[str, str | None]] = []
    if place.plan:
        steps.append((place.plan, url_for("plans.show", plan_id=place.plan_id)))
    if place.task:
        steps.append((place.task, url_for("tasks.show", task_id=place.task_id)))
    if place.unit:
        steps.append((place.unit, None))
    if place.period:
        steps.append((period_title(place.period, gettext), url_for("updates.show", update_id=place.update_id)))
    return steps
