"""The checklists of a task on the pages of those who report, review and close."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.factories import Factory
from tests.services.test_checklist_ticks import accept, listed, send, tie
from tests.web.conftest import Browser, words
from tests.web.test_tasks import CLOSING, VERIFICATION
from tracker.models import Evidence

ClientAs = Callable[[str], Browser]
TYPED = {"kind": "progress", "percent": "45", "narrative": "已办证照。", "do": "save"}


def test_a_liaison_ties_items_to_files_and_the_others_see_it(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    list_id, update_id = listed(factory, task_id), factory.draft(task_id)
    with factory.database.reading() as session:
        file_id = session.scalars(select(Evidence.id)).one()
    form, browser = f"/assignments/{factory.share(task_id)}/updates/2025-03", client_as("liaison")
    assert "对照清单：申报条件" in words(browser.get(form))
    saved = browser.post(form, {**TYPED, f"tick-{list_id}-1": str(file_id), f"tick-{list_id}-0": ""}, follow=True)
    assert f'value="{file_id}" selected' in saved.get_data(as_text=True)
    assert "场地证明 草稿中已选 验收单.pdf" in words(saved)
    send(factory, update_id)
    clerk = client_as("clerk")
    assert "场地证明 佐证待审核 验收单.pdf" in words(clerk.get(f"/reviews/{update_id}"))
    accept(factory, update_id)
    page = words(clerk.get(f"/tasks/{task_id}"))
    assert "已采信 1 项，共 2 项。" in page
    assert "营业执照 暂无佐证" in page


def test_a_file_removed_in_the_same_breath_ties_nothing(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    list_id, _ = listed(factory, task_id), factory.draft(task_id)
    with factory.database.reading() as session:
        file_id = session.scalars(select(Evidence.id)).one()
    form, browser = f"/assignments/{factory.share(task_id)}/updates/2025-03", client_as("liaison")
    browser.get(form)
    gone = {**TYPED, "do": "", "remove": str(file_id), f"tick-{list_id}-1": str(file_id)}
    assert "附上材料并保存草稿后" in words(browser.post(form, gone, follow=True))
    refused = browser.post(form, {**TYPED, "tick-99-0": ""}, follow=True)
    assert "清单已有变化" in words(refused)


@pytest.mark.usefixtures("at_ten")
def test_closing_warns_of_open_items_and_goes_through(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.closure_requested()
    listed(factory, task_id)
    browser = client_as("clerk")
    assert "清单中还有 2 项没有已采信的佐证" in words(browser.get(f"/tasks/{task_id}"))
    browser.post(f"/tasks/{task_id}/verifications/new", VERIFICATION)
    closed = browser.post(f"/tasks/{task_id}/close", CLOSING, follow=True)
    assert "已销号。" in words(closed)


def test_nobody_is_warned_where_all_is_met(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(("liaison",), responsible=())
    list_id = listed(factory, task_id, "营业执照")
    update_id = factory.draft(task_id, percent=100)
    tie(factory, update_id, list_id, 0)
    send(factory, update_id)
    accept(factory, update_id)
    page = words(client_as("liaison").get(f"/tasks/{task_id}"))
    assert ("申请销号" in page, "清单中还有" in page) == (True, False)
