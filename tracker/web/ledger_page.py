"""The ledger (台账) as a page: filter, kept views, chosen columns, rows, and what can be done with many at once."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.ledger_view_labels import COLUMNS
from tracker.queries import plans as plan_queries
from tracker.queries.ledger import LedgerFilter, ledger
from tracker.queries.ledger_facts import facts_of
from tracker.queries.ratings import ratings_of
from tracker.queries.saved_views import office_paths, views_for
from tracker.rules.ledger_shown import Shown, shown_columns
from tracker.rules.permissions import Permission, holds
from tracker.web import ledger_filters
from tracker.web.context import actor, clock, database
from tracker.web.forms.saved_views import SaveViewForm
from tracker.web.forms.tasks import PLAIN, ledger_filter, ledger_pairs, ledger_query
from tracker.web.paging import asked_page, here, pager


def page() -> ResponseReturnValue:
    """The ledger that the address asks for; an address that asks for nothing opens the reader's start view."""
    if len(request.args.getlist("cols")) > 1:  # boxes of a form: one way of writing for each choice
        return redirect(here(cols=",".join(shown_columns(request.args.getlist("cols")))))
    chosen, shown = ledger_filter(request.args), shown_columns(request.args.getlist("cols"))
    with database().reading() as session:
        views = views_for(session, actor())
        start = next((view.query for view in views if view.is_start and not view.owner), "")
        if start and not request.args:
            return redirect(ledger_url(start))
        return render_template(
            "tasks/index.html",
            views=[(view.name, ledger_url(view.query), view.query == ledger_query(chosen, shown), view.owner) for view in views],
            **_rows(session, chosen, shown),
            **_choices(chosen, shown),
        )


def ledger_url(query: str) -> str:
    """The address of the ledger for what `ledger_query` wrote; it names an order, for without any part it opens the start view."""
    return f"{url_for('tasks.index')}?{query or f'sort={PLAIN}'}"


def _rows(session: Session, chosen: LedgerFilter, shown: tuple[Shown, ...]) -> dict[str, Any]:
    """The page of the ledger and what is said above and below it."""
    found = ledger(session, actor(), chosen, clock(), asked_page())
    ids = [row.id for row in found.rows]
    choices = ledger_filters.Choices(
        plans=plan_queries.plan_choices(session, actor()),
        sections=plan_queries.section_choices(session, actor(), chosen.plan_id),
        units=plan_queries.unit_choices(session, actor(), chosen.plan_id),
    )
    return {
        "rows": found.rows,
        "facts": facts_of(session, actor(), ids, shown, clock()),
        "ratings": ratings_of(session, ids),
        "pager": pager(found, leaves=("tick",)),
        "one_plan": chosen.plan_id is not None or len(choices.plans) == 1,
        "fields": ledger_filters.fields(chosen, choices),
        "chips": ledger_filters.chips(chosen, choices),
    }


def _choices(chosen: LedgerFilter, shown: tuple[Shown, ...]) -> dict[str, Any]:
    """What the reader may choose, keep and do."""
    query = ledger_query(chosen, shown)
    return {
        "shown": shown,
        "columns": ledger_filters.columns(chosen, shown),
        "all_columns": [(column, gettext(title)) for column, title in COLUMNS.items()],
        "quick": ledger_filters.quick(chosen),
        "hidden": ledger_filters.hidden(chosen, shown),
        "kept": ledger_pairs(chosen, shown),
        "sort": chosen.sort,
        "is_plain": not query,
        "all_url": ledger_url(""),
        "save_form": SaveViewForm(formdata=None, query=query),
        "may_share": bool(office_paths(actor())),
        "may_enter": holds(actor(), Permission.AD_HOC_ENTER),
        "may_urge": holds(actor(), Permission.ORDER_ISSUE),
        "may_correct": holds(actor(), Permission.PLAN_ISSUE),
        "all_ticked": request.args.get("tick") == "page",
        "tick_url": here(tick="page", sort=chosen.sort),
        "untick_url": here(tick=None, sort=chosen.sort),
    }
