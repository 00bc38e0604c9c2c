"""The register of units: who sees it, what it shows, and every form of it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, parsed_measure
from tests.web.conftest import Browser, words
from tracker.models import Unit, UnitMember, UnitName
from tracker.services import units

ClientAs = Callable[[str], Browser]
LIKE, KNOWN = "县教育体育局", "县教育局"
FACTS = {"official_name": "", "kind": "department", "level": "", "from_on": ""}


def facts(factory: Factory, name: str, **over: Any) -> dict[str, Any]:
    return {"place": factory.cast.place_id, "name": name, **FACTS, **over}


@pytest.mark.parametrize("who", ["clerk", "director", "system_admin"])
def test_the_keepers_of_the_register_find_it_in_the_navigation(client_as: ClientAs, who: str) -> None:
    page = client_as(who).get("/units")
    assert page.status_code == 200
    assert 'href="/units" aria-current' in page.get_data(as_text=True)
    assert "县卫生健康局" in words(page)


@pytest.mark.parametrize("who", ["liaison", "unit_head", "leader", "security_admin", "auditor"])
def test_nobody_else_does(factory: Factory, client_as: ClientAs, who: str) -> None:
    browser = client_as(who)
    assert browser.get("/units").status_code == 403
    assert browser.get(f"/units/{factory.unit(KNOWN)}").status_code == 403
    assert 'href="/units"' not in browser.get("/inbox").get_data(as_text=True)


def test_units_of_another_county_look_as_if_they_were_not_there(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert "邻县卫生健康局" not in words(clerk.get("/units"))
    outside = factory.cast.unit_id("outside_liaison")
    for path in ("", "/edit", "/end", "/join", "/members"):
        assert clerk.get(f"/units/{outside}{path}").status_code == 404
    assert clerk.post(f"/units/{outside}/names", {"name": "邻县"}).status_code == 404
    assert clerk.post("/units/new", facts(factory, "邻县数据局", place=factory.cast.outside_place_id)).status_code == 403


def test_the_list_tells_who_is_a_group_who_has_tasks_and_who_has_no_liaison(factory: Factory, client_as: ClientAs) -> None:
    factory.task(responsible=("县民政局", "县审计局"))
    clerk = client_as("clerk")
    assert "各乡镇人民政府 统称 含 3 个单位" in words(clerk.get("/units"))
    assert "县审计局 部门 没有联络员 1" in words(clerk.get("/units", q="审计"))
    unmanned = words(clerk.get("/units", show="unmanned"))
    assert "县审计局" in unmanned
    assert "县民政局" not in unmanned


def test_the_list_is_searched_by_every_name_and_narrowed_by_kind(client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert "县卫生健康局" in words(clerk.get("/units", q="卫健局"))
    groups = words(clerk.get("/units", kind="collective"))
    assert "各乡镇人民政府" in groups
    assert "县民政局" not in groups
    assert "没有找到单位" in words(clerk.get("/units", q="没有这个"))
    assert clerk.get("/units", kind="nonsense", place="x", show="?").status_code == 200


def test_the_list_costs_the_same_however_many_units_there_are(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    clerk = client_as("clerk")
    with statements() as few:
        clerk.get("/units")
    factory.plan(parsed_measure(responsible=tuple(f"县第{n}机械厂" for n in range(20))), issue_at=None)
    with statements() as many:
        page = clerk.get("/units")
    assert "县第19机械厂" in words(page)
    assert len(many) == len(few)


def test_a_unit_is_entered_with_the_kind_that_its_name_tells(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/units/new")
    page = words(clerk.post("/units/new", facts(factory, "县气象局", kind=""), follow=True))
    assert "示例县 · 垂直管理单位" in page
    answer = clerk.post("/units/new", facts(factory, "县卫健局"))
    assert answer.status_code == 400
    assert "已是“县卫生健康局”的名称" in words(answer)


def test_a_unit_is_corrected_and_renamed(factory: Factory, client_as: ClientAs) -> None:
    clerk, unit_id = client_as("clerk"), factory.unit(KNOWN)
    assert KNOWN in clerk.get(f"/units/{unit_id}/edit").get_data(as_text=True)
    form = facts(factory, LIKE, official_name="示例县教育体育局", from_on="2024-01-01")
    page = words(clerk.post(f"/units/{unit_id}/edit", form, follow=True))
    assert "示例县教育体育局" in page
    assert "成立日期 2024-01-01" in page
    assert "县教育局 登记" in page


def test_names_are_added_and_removed(factory: Factory, client_as: ClientAs) -> None:
    clerk, unit_id = client_as("clerk"), factory.unit(KNOWN)
    clerk.get(f"/units/{unit_id}")
    assert "县教委" in words(clerk.post(f"/units/{unit_id}/names", {"name": "县教委"}, follow=True))
    with factory.database.reading() as session:
        name_id = session.scalars(select(UnitName.id).where(UnitName.name == "县教委")).one()
    assert "已删除名称“县教委”。 撤销" in words(clerk.post(f"/units/names/{name_id}/remove", follow=True))
    assert "县教委" not in words(clerk.get(f"/units/{unit_id}"))
    taken = clerk.post(f"/units/{unit_id}/names", {"name": "县卫健局"})
    assert taken.status_code == 400
    assert "已是“县卫生健康局”的名称" in words(taken)


def test_the_end_of_a_unit_and_its_successor_are_entered_and_taken_back(factory: Factory, client_as: ClientAs) -> None:
    clerk, unit_id = client_as("clerk"), factory.unit("石桥镇人民政府")
    assert "青禾镇人民政府" in words(clerk.get(f"/units/{unit_id}/end", q="青禾"))
    form = {"to_on": "2025-03-01", "successor": factory.unit("青禾镇人民政府")}
    assert "已于 2025-03-01 撤销" in words(clerk.post(f"/units/{unit_id}/end", form, follow=True))
    assert "石桥镇人民政府" in words(clerk.get(f"/units/{form['successor']}"))
    assert "由青禾镇人民政府承接" in words(clerk.get("/units", show="ended"))
    assert "撤销 石桥" not in words(clerk.post(f"/units/{unit_id}/revive", follow=True))
    circle = clerk.post(f"/units/{unit_id}/end", {"to_on": "2025-03-01", "successor": unit_id})
    assert circle.status_code == 400
    assert "首尾相连" in words(circle)


def test_joining_shows_what_will_happen_and_does_it(factory: Factory, client_as: ClientAs) -> None:
    factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    clerk, unit_id, known_id = client_as("clerk"), factory.unit(LIKE), factory.unit(KNOWN)
    assert "可能是同一单位" in words(clerk.get(f"/units/{unit_id}"))
    assert "从名称看可能是同一单位： 县教育局" in words(clerk.get(f"/units/{unit_id}/join"))
    preview = words(clerk.get(f"/units/{unit_id}/join", into=known_id))
    assert "方案草稿《示例县托育服务实施方案》中的 1 项承办事项改由“县教育局”承担" in preview
    page = words(clerk.post(f"/units/{unit_id}/join", {"into": known_id}, follow=True))
    assert "县教育体育局 经核对认定" in page
    assert clerk.get(f"/units/{unit_id}").status_code == 404


def test_what_may_not_be_joined_is_told_with_the_way_out(factory: Factory, client_as: ClientAs) -> None:
    clerk, unit_id, into = client_as("clerk"), factory.unit(KNOWN), factory.unit("县民政局")
    preview = words(clerk.get(f"/units/{unit_id}/join", into=into))
    assert "历史记录须予保留，不能合并" in preview
    assert "登记撤销" in preview
    answer = clerk.post(f"/units/{unit_id}/join", {"into": into})
    assert answer.status_code == 409
    assert clerk.post(f"/units/{unit_id}/join", {"into": "x"}).status_code == 400


def test_members_are_taken_from_the_towns_dated_and_dropped(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    with factory.database.transaction() as session:
        place = session.get_one(Unit, factory.unit(KNOWN)).jurisdiction
        group_id = units.enter_unit(session, place, "各镇人民政府", actor=factory.cast.clerk, now=NOW).id
    assert "还没有登记所含单位" in words(clerk.get(f"/units/{group_id}"))
    assert "填入 2 个单位" in words(clerk.get(f"/units/{group_id}/members"))
    assert "已按名单增加 2 个单位" in words(clerk.post(f"/units/{group_id}/members/take", {"list": "towns"}, follow=True))
    towns = [factory.unit("青禾镇人民政府"), factory.unit("石桥镇人民政府")]
    form = {f"members-{n}-unit_id": town for n, town in enumerate(towns)} | {
        "members-0-is_member": "y", "members-0-from_on": "2025-01-01", "members-0-to_on": "2025-06-30",
    }  # fmt: skip
    page = words(clerk.post(f"/units/{group_id}/members", form, follow=True))
    assert "青禾镇人民政府 2025-01-01 — 2025-06-30" in page
    with factory.database.reading() as session:
        assert list(session.scalars(select(UnitMember.member_id).where(UnitMember.collective_id == group_id))) == [towns[0]]
    form["members-0-to_on"] = "2024-01-01"
    answer = clerk.post(f"/units/{group_id}/members", form)
    assert answer.status_code == 400
    assert "截止日期早于起始日期" in words(answer)


def test_a_member_is_added_after_a_search(factory: Factory, client_as: ClientAs) -> None:
    clerk, group_id, town = client_as("clerk"), factory.unit("各乡镇人民政府"), factory.unit(KNOWN)
    assert "县教育局" in words(clerk.get(f"/units/{group_id}/members", q="教育"))
    page = words(clerk.post(f"/units/{group_id}/members/add", {"unit": town, "from_on": "2025-03-01"}, follow=True))
    assert "已增加所含单位" in page
    assert words(clerk.get(f"/units/{town}")).count("各乡镇人民政府") == 1
    single = clerk.post(f"/units/{town}/members/add", {"unit": group_id})
    assert single.status_code == 409
    assert clerk.post(f"/units/{group_id}/members/take", {"list": "towns-of-elsewhere"}).status_code == 409


def test_the_page_of_a_unit_leads_to_its_people_and_tasks_as_far_as_the_reader_may_go(
    factory: Factory, client_as: ClientAs
) -> None:
    factory.task()
    unit_id = factory.cast.unit_id("liaison")
    of_clerk = client_as("clerk").get(f"/units/{unit_id}").get_data(as_text=True)
    of_admin = client_as("system_admin").get(f"/units/{unit_id}").get_data(as_text=True)
    assert f"/tasks?unit={unit_id}&amp;open=yes" in of_clerk
    assert "/people/" not in of_clerk
    assert "/tasks" not in of_admin
    assert "/people/" in of_admin
    assert "周联络" in of_clerk
    assert "周联络" in of_admin
