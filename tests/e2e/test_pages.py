"""The main pages of each person of the cast, held against `checks.py`: no error, light, still, no wider than the screen, WCAG AA.

Each page is looked at once; language, light and size go round, so that each is met by every person. All pages in all of them:
`audit.py`, by hand.
"""

from itertools import product
from urllib.parse import quote

import pytest

from tests.e2e import checks
from tests.e2e.checks import LIGHTS
from tests.e2e.conftest import DESK, PHONE, LogIn
from tests.everything import one_of_everything
from tests.factories import NOW, PERIOD, Cast, Factory
from tracker.models import Task
from tracker.services import consolidations
from tracker.web.appearance import LANGUAGES

pytestmark = pytest.mark.databases("sqlite")

PAGES = {
    "clerk": (
        "/board", "/tasks", "/tasks/{task_id}", "/plans/{plan_id}", "/plans/{draft_plan_id}/check", "/plans/{plan_id}/grid",
        "/plans/{plan_id}/timeline", "/reviews/{update_id}", "/reports/{report_id}", "/orders/{order_id}", "/reminders/preview",
    ),
    "liaison": (
        "/mine", "/tasks/{task_id}", "/assignments/{assignment_id}/updates/2025-04", "/updates/{update_id}", "/orders/{order_id}",
        "/obligations", "/inbox", "/search?q=托位",
    ),
    "unit_head": ("/approvals", "/mine", "/mine/history", "/delegations", "/no-such-page"),
    "leader": ("/board", "/tasks?light=red", "/reports", "/instructions", "/tasks/{task_id}/instructions/new"),
    "system_admin": ("/people", "/people/{user_id}", "/units", "/units/{unit_id}", "/jobs", "/checkup", "/channels"),
    "security_admin": ("/permissions", "/security"),
    "auditor": ("/events", "/events/verification"),
}  # fmt: skip
# What the demonstration does not come to, so that `audit.py` does not either: drafts and papers that do not last.
RARE = {
    "clerk": (
        "/ad-hoc/{ad_hoc_task_id}/drop", "/office-ledgers/{ledger_id}", "/units/{collective_id}/members",
        "/tasks/bulk/urge?task={task_id}", "/tasks/bulk/export?task={task_id}", "/tasks/{task_id}/verifications/new",
    ),
    "director": (
        "/tasks/{task_id}/merge", "/tasks/{task_id}/resume", "/tasks/bulk/dates?task={task_id}", "/tasks/bulk/units?task={task_id}",
        "/calendars/new", "/calendars/preview?year=2026&document=国办发明电〔2025〕7号&off=2026-01-01+2026-01-02&worked=2026-01-04",
    ),
    "liaison": (
        "/adjustments/{draft_adjustment_id}/edit", "/extensions/{draft_extension_id}/edit", "/obligations/{occurrence_id}/edit",
        "/ledger-imports/{import_id}", "/assignments/{unsigned_assignment_id}/objection", "/updates/{draft_update_id}/files",
    ),
    "unit_head": (
        "/handovers/{handover_id}/sign", "/handovers/of/{membership_id}", "/objections/{objection_id}",
        "/consolidations/{draft_consolidation_id}/edit",
    ),
}  # fmt: skip
_TURNS = tuple(product((DESK, PHONE), LANGUAGES, LIGHTS))


def _at_hand(factory: Factory) -> dict[str, int]:
    """What somebody is still at work on: a share not signed for, a draft of a report, one that puts two units' reports together."""
    task_id = factory.acknowledged()
    with factory.database.transaction() as session:
        task, head = session.get_one(Task, task_id), factory.cast.unit_head
        consolidation_id = consolidations.begin(session, task, PERIOD, actor=head, now=NOW).id
    return {
        "unsigned_assignment_id": factory.share(factory.task()), "draft_update_id": factory.draft(task_id),
        "draft_consolidation_id": consolidation_id,
    }  # fmt: skip


@pytest.mark.parametrize("pages", [PAGES, RARE], ids=["main", "rare"])
def test_pages_are_light_still_and_open_to_everybody(
    pages: dict[str, tuple[str, ...]], factory: Factory, page_as: LogIn, site: str
) -> None:
    made = {**one_of_everything(factory), **_at_hand(factory)}
    wrong = []
    for first, who in enumerate(pages):
        screens = {size["viewport"]["width"]: page_as(who, size, reduced_motion="reduce") for size in (DESK, PHONE)}
        for turn, path in enumerate(pages[who], start=first):
            size, language, light = _TURNS[turn % len(_TURNS)]
            page = screens[size["viewport"]["width"]]
            checks.speak(page, site, language)
            address = path.format(**made)
            seen = checks.load(page, site + address, 404 if path == "/no-such-page" else 200)
            assert page.url.endswith(quote(address, safe="/?=&+%")), f"{path} led to {page.url}"
            faults = [*seen.faults, *checks.unfold(page, menus=size is PHONE), *checks.violations(page, light)]
            wrong += [f"{who} {path} ({language}, {light}): {fault}" for fault in faults]
    assert wrong == []


def test_a_form_that_came_back_is_open_to_everybody(cast: Cast, page_as: LogIn) -> None:
    page = page_as("system_admin", reduced_motion="reduce")  # a colour on its way is not yet the one to judge
    page.goto("/people/new")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form button").last.click()
    page.locator(".form-errors").wait_for()
    assert [checks.violations(page, light) for light in LIGHTS] == [[], []]
