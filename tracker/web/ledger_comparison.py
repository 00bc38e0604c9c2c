"""The page on which a ledger that came back is compared: what can be taken over a page at a time, everything else folded away.

Nothing ticked is lost by turning the page: what is ticked on other pages goes with each of them, out of sight.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from tracker.ledger_labels import FATES
from tracker.queries.sql import Page
from tracker.rules.ledger_merge import CHOOSABLE, Cell, Comparison, Fate
from tracker.rules.ledger_rows import Trouble, Why
from tracker.services.ledger_imports import comparison_mark
from tracker.web.forms.ledgers import ApplyForm
from tracker.web.paging import pager

CELLS_A_PAGE = 15
MOST_FOLDED = 100  # of a kind that nobody can take over
# In the order of the page: what has to be decided first.
CHOSEN = (Fate.CONFLICT, Fate.DOUBTFUL, Fate.APPLY)
FOLDED = (Fate.REFUSED, Fate.READ_ONLY, Fate.DONE)

Group = tuple[Fate, str, int, Sequence[Cell]]  # what becomes of the cells, in words, how many there are, those that are shown


def comparison(found: Comparison, form: ApplyForm | None) -> dict[str, Any]:
    """What the page shows of the comparison; `form` as it came back, with what was ticked and the page that was asked for."""
    mark = comparison_mark(found)
    cells = [cell for fate in CHOSEN for cell in found.cells if cell.fate is fate]
    ticked = _ticked(found, form, mark)
    pages = Page(cells, 1, len(cells), CELLS_A_PAGE).pages
    number = min(form.page() if form is not None else 1, pages)
    here = cells[(number - 1) * CELLS_A_PAGE : number * CELLS_A_PAGE]
    elsewhere = ticked - {(cell.share_id, cell.column.value) for cell in here}
    return {
        "found": found, "mark": mark, "choosable": CHOOSABLE, "ticked": ticked, "elsewhere": sorted(elsewhere),
        "groups": _groups(CHOSEN, cells, here), "folded": _groups(FOLDED, found.cells, found.cells, MOST_FOLDED),
        "pager": pager(Page(here, number, len(cells), CELLS_A_PAGE)),
        "troubles": _by_reason(found.troubles),
        "computed": sum(cell.is_computed for cell in cells),
    }  # fmt: skip


def _by_reason(troubles: Sequence[Trouble]) -> list[tuple[Why, list[Trouble]]]:
    """The rows that are not read, by what is wrong with them."""
    found: dict[Why, list[Trouble]] = {}
    for trouble in troubles:
        found.setdefault(trouble.why, []).append(trouble)
    return list(found.items())


def _groups(fates: Sequence[Fate], every: Sequence[Cell], shown: Sequence[Cell], most: int = CELLS_A_PAGE) -> list[Group]:
    found: list[Group] = []
    for fate in fates:
        here = [cell for cell in shown if cell.fate is fate][:most]
        if here:
            found.append((fate, FATES[fate], sum(cell.fate is fate for cell in every), here))
    return found


def _ticked(found: Comparison, form: ApplyForm | None, mark: str) -> set[tuple[int, str]]:
    """What was ticked, as far as it can be taken over still; to begin with what only the unit changed."""
    if form is None or form.seen.data is None:
        return {key for key, cell in found.choosable.items() if cell.fate is Fate.APPLY}
    if form.seen.data != mark and not form.form_errors:
        form.form_errors.append(gettext("翻页以前，填报内容又有改动。请按现在的对照结果重新核对、勾选。"))
    return form.chosen() & set(found.choosable)
