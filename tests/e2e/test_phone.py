"""The liaison's phone: 390 by 844, a finger, an unreliable line."""

import pytest

from tests.e2e.conftest import PHONE, LogIn
from tests.factories import Factory

pytestmark = pytest.mark.databases("sqlite")


def test_a_task_is_signed_for_in_one_tap_on_its_row(factory: Factory, page_as: LogIn) -> None:
    factory.task(title="增加托位供给")
    page = page_as("liaison", PHONE)
    assert page.title().startswith("我的任务")
    page.get_by_role("button", name="签收", exact=True).tap()
    page.get_by_text("已签收《增加托位供给》。").wait_for()
    assert page.get_by_role("link", name="填报2025年2月").is_visible()
