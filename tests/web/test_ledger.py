"""The ledger as an office uses it: columns, kept views, links that narrow it, and many tasks at once."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests import orders as made_orders
from tests.factories import Factory, parsed_measure
from tests.web.conftest import Browser, words
from tracker.models import Event, SavedView, SupervisionOrder, Task

pytestmark = pytest.mark.databases("sqlite")

ClientAs = Callable[[str], Browser]
DEMAND = {"demand": "请说明进展缓慢的原因。", "reply_due_on": "2025-03-20"}


def heads(page: Any) -> list[str]:
    """The heads of the table, as a reader sees them."""
    table = page.get_data(as_text=True).split("<thead>")[1].split("</thead>")[0]
    return [words_of.split("</th>")[0].split(">")[-1].strip() or "?" for words_of in _plain(table).split("<th")[1:]]


def _plain(html: str) -> str:
    return html.replace('<span class="sort-mark" aria-hidden="true">▲</span>', "").replace("</a>", "")


def at(browser: Browser, url: str) -> Any:
    """The page of an address with its query."""
    parts = urlsplit(url.replace("&amp;", "&"))
    return browser.get(parts.path, **parse_qs(parts.query))


def only(factory: Factory, model: Any) -> Any:
    with factory.database.reading() as session:
        return session.scalars(select(model)).one()


def test_columns_are_chosen_and_links_carry_them(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged()
    clerk = client_as("clerk")
    page = clerk.get("/tasks", cols="due,number,reported", sort="due")
    assert heads(page) == ["任务", "编号", "时限", "最近报送"]
    assert "cols=due,number,reported" in page.get_data(as_text=True).replace("%2C", ",")
    assert heads(clerk.get("/tasks", cols="nonsense")) == ["任务", "亮灯", "承办单位", "时限", "完成比例", "状态"]


def test_boxes_of_the_column_form_become_one_address(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged()
    answer = at(client_as("clerk"), "/tasks?cols=state&cols=light&unit=1&sort=plan")
    assert answer.status_code == 302
    assert "cols=light,state" in answer.headers["Location"].replace("%2C", ",")
    assert "unit=1" in answer.headers["Location"]


def test_a_view_is_kept_opened_at_the_start_and_left_again(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(title="增加托位供给")
    clerk = client_as("clerk")
    clerk.get("/tasks")
    form = {"name": "红灯", "query": "light=red&cols=due&nonsense=1&sort=due", "start": "y", "shared": "y"}
    page = clerk.post("/saved-views", form, follow=True)
    assert "已保存视图“红灯”" in words(page)
    assert only(factory, SavedView).query == "light=red&sort=due&cols=due"
    assert clerk.get("/tasks").headers["Location"].endswith("light=red&sort=due&cols=due")
    whole = clerk.get("/tasks", sort="plan")
    assert "增加托位供给" in words(whole)
    shared = client_as("director").get("/tasks")
    assert "红灯" in words(shared)
    assert 'href="/tasks?light=red&amp;sort=due&amp;cols=due"' in shared.get_data(as_text=True)


def test_taking_the_last_condition_off_does_not_lead_back_to_the_start_view(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged()
    clerk = client_as("clerk")
    clerk.get("/tasks")
    clerk.post("/saved-views", {"name": "红灯", "query": "light=red", "start": "y"})
    page = clerk.get("/tasks", light="red").get_data(as_text=True)
    chip = page.split('class="chip" href="')[1].split('"')[0]
    assert at(clerk, chip).status_code == 200


def test_a_view_without_a_name_is_refused_beside_its_form(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/tasks")
    page = clerk.post("/saved-views", {"name": " ", "query": "light=red"})
    assert page.status_code == 400
    assert 'value="light=red"' in page.get_data(as_text=True)


def test_views_are_renamed_and_removed(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/tasks")
    clerk.post("/saved-views", {"name": "红灯", "query": "light=red"})
    view_id = only(factory, SavedView).id
    page = clerk.post(f"/saved-views/{view_id}", {f"view{view_id}-name": "亮红灯的"}, follow=True)
    assert "亮红灯的" in words(page)
    assert client_as("director").post(f"/saved-views/{view_id}/remove").status_code == 404
    assert "还没有自己的视图" in words(clerk.post(f"/saved-views/{view_id}/remove", follow=True))


def test_links_narrow_to_what_an_office_asks_most(factory: Factory, client_as: ClientAs) -> None:
    factory.task(title="没有签收的")
    made_orders.issue(factory, factory.acknowledged(title="催办了的"))
    clerk = client_as("clerk")
    for query, there, gone in (
        ({"share": "pending"}, "没有签收的", "催办了的"),
        ({"ordered": "yes"}, "催办了的", "没有签收的"),
    ):
        seen = words(clerk.get("/tasks", **query))
        assert there in seen
        assert gone not in seen
        assert "符合条件的任务共 1 项" in seen


def test_ticked_tasks_are_urged_after_a_page_that_says_so(factory: Factory, client_as: ClientAs) -> None:
    fine, stricter = factory.acknowledged(title="增加托位供给"), factory.acknowledged(title="早该办完", due="2025-01-31")
    clerk = client_as("clerk")
    page = at(clerk, f"/tasks/bulk/urge?task={fine}&task={stricter}&light=red")
    seen = words(page)
    assert "将向 1 项任务的承办单位发出 1 份催办单" in seen
    assert "按规则应发督办单" in seen
    assert f'name="task" value="{stricter}"' not in page.get_data(as_text=True)
    answer = clerk.post("/tasks/bulk/urge?light=red", {"task": [fine], **DEMAND})
    assert answer.headers["Location"] == "/tasks?light=red"
    assert "已发出催办单 1 份" in words(clerk.get("/tasks", sort="plan"))
    again = clerk.post("/tasks/bulk/urge", {"task": [fine], **DEMAND})
    assert again.status_code == 400
    assert "没有发出催办单" in words(again)
    assert only(factory, SupervisionOrder).task_id == fine


def test_all_of_a_filter_can_be_chosen(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(title="增加托位供给")
    factory.acknowledged(title="培训保育人员")
    seen = words(client_as("clerk").get("/tasks/bulk/urge", scope="all", q="培训"))
    assert "培训保育人员" in seen
    assert "增加托位供给" not in seen


def test_without_a_tick_nothing_is_done_and_the_reader_is_told(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged()
    clerk = client_as("clerk")
    for page in ("urge", "dates", "units", "export"):
        assert "还没有选任务" in words(at(clerk, clerk.get(f"/tasks/bulk/{page}").headers["Location"])), page


def test_dates_and_units_of_drafts_are_changed_and_those_of_issued_tasks_are_not(factory: Factory, client_as: ClientAs) -> None:
    draft, issued = factory.task(title="起草中的", issue_at=None), factory.acknowledged(title="已交办的")
    clerk = client_as("clerk")
    seen = words(at(clerk, f"/tasks/bulk/dates?task={draft}&task={issued}"))
    assert "将修改 1 项任务的完成时限" in seen
    assert "时限按延期程序" in seen
    assert "已修改 1 项任务的完成时限" in words(
        clerk.post("/tasks/bulk/dates", {"task": [draft], "due_on": "2026-06-30"}, follow=True)
    )
    at(clerk, f"/tasks/bulk/units?task={draft}")
    wrong = clerk.post("/tasks/bulk/units", {"task": [draft], "unit": "县教玉局", "role": "lead"})
    assert wrong.status_code == 400
    assert "没有登记“县教玉局”" in words(wrong)
    done = clerk.post("/tasks/bulk/units", {"task": [draft], "unit": "县教育局", "role": "lead"}, follow=True)
    assert "已调整 1 项任务的承办单位" in words(done)
    with factory.database.reading() as session:
        assert str(session.get_one(Task, draft).due_on) == "2026-06-30"


def test_the_workbook_has_the_rows_and_columns_of_the_page(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(title="增加托位供给")
    factory.acknowledged(title="培训保育人员")
    clerk = client_as("clerk")
    page = clerk.get("/tasks/bulk/export", scope="all", q="培训", cols="due,state")
    link = page.get_data(as_text=True).split('button-primary" href="')[1].split('"')[0]
    sheet = load_workbook(io.BytesIO(at(clerk, link).get_data())).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][2:] == ["任务", "时限", "状态"]
    assert [row[2:] for row in rows[1:]] == [["培训保育人员", "2025-12-31", "推进中"]]
    with factory.database.reading() as session:
        assert session.scalars(select(Event.action).where(Event.subject == "task_list")).all() == ["download"]


def test_units_choose_columns_and_export_but_do_not_urge(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    liaison = client_as("liaison")
    page = liaison.get("/tasks").get_data(as_text=True)
    assert "/tasks/bulk/export" in page
    assert "/tasks/bulk/urge" not in page
    assert at(liaison, f"/tasks/bulk/urge?task={task_id}").status_code == 403


@pytest.mark.parametrize(
    "path", ["/tasks?cols=light,units,reported,next,indicators,orders&unreported=yes", "/tasks/bulk/urge?scope=all"]
)
def test_a_page_costs_the_same_for_few_tasks_and_for_many(
    factory: Factory, client_as: ClientAs, statements: Any, path: str
) -> None:
    def cost(browser: Browser) -> int:
        with statements() as sent:
            assert at(browser, path).status_code == 200
        return len(sent)

    clerk = client_as("clerk")
    factory.plan(*(parsed_measure(title=f"措施{n}") for n in range(3)))
    few = cost(clerk)
    factory.plan(*(parsed_measure(title=f"举措{n}") for n in range(25)))
    assert cost(clerk) == few
