"""Pages of a list in the address."""

from flask import Flask

from tracker.web.paging import Pager


def test_another_page_keeps_the_filter_but_not_the_ticks_of_this_one(app: Flask) -> None:
    with app.test_request_context("/tasks?light=red&tick=page&page=2"):
        pages = Pager(2, 3, 80, leaves=("tick",))
        assert pages.url(3) == "/tasks?light=red&page=3"
        assert pages.url(1) == "/tasks?light=red"
