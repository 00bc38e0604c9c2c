"""The main navigation: what waits behind its entries."""

import re
from collections.abc import Callable

from tests.factories import Factory
from tests.web.conftest import Browser

ClientAs = Callable[[str], Browser]


def count_of(browser: Browser, title: str) -> int:
    page = browser.get("/tasks").get_data(as_text=True)
    found = re.search(rf'>{title}(?: <span class="count">(\d+)</span>)?</a>', page)
    assert found, title
    return int(found[1] or 0)


def test_the_office_sees_how_many_reports_wait(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert count_of(clerk, "审核") == 0
    factory.submitted(factory.acknowledged(), "joint_liaison")
    assert count_of(clerk, "审核") == 1
    assert count_of(client_as("outside_clerk"), "审核") == 0


def test_messages_count_until_they_are_read(factory: Factory, client_as: ClientAs) -> None:
    factory.task()
    liaison = client_as("liaison")
    assert count_of(liaison, "消息") == 1
    liaison.post("/inbox/read")
    assert count_of(liaison, "消息") == 0
