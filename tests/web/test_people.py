"""Accounts and posts, kept by the system administrator."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.factories import NOW, Cast, Factory
from tests.web.conftest import Browser, words
from tracker.models import Event, Membership, Unit, User
from tracker.rules.permissions import SYSTEM
from tracker.services import accounts

ClientAs = Callable[[str], Browser]


def password_in(page: TestResponse) -> str:
    found = re.search(r"<code>([^<]+)</code>", page.get_data(as_text=True))
    assert found, words(page)
    return found[1]


def user_id(factory: Factory, login: str) -> int:
    with factory.database.reading() as session:
        return session.scalars(select(User.id).where(User.login == login)).one()


def test_a_new_account_has_a_password_shown_once_and_to_be_changed(app: Flask, factory: Factory, client_as: ClientAs) -> None:
    admin = client_as("system_admin")
    admin.get("/people/new")
    password = password_in(admin.post("/people/new", {"login": "sun", "name": "孙联络", "email": ""}))
    assert password not in admin.get(f"/people/{user_id(factory, 'sun')}").get_data(as_text=True)
    newcomer = Browser(app)
    assert newcomer.log_in("sun", password).status_code == 302
    assert newcomer.get("/inbox").headers["Location"] == "/password"


def test_a_login_that_is_taken_is_refused_and_the_form_kept(client_as: ClientAs) -> None:
    answer = client_as("system_admin").post("/people/new", {"login": "liaison", "name": "孙联络"})
    assert answer.status_code == 400
    assert "登录名“liaison”已被使用" in words(answer)
    assert "孙联络" in answer.get_data(as_text=True)


def test_a_post_is_given_by_searching_the_unit(factory: Factory, client_as: ClientAs) -> None:
    admin, person = client_as("security_admin"), user_id(factory, "leader")
    assert "县民政局（示例县）" in words(admin.get(f"/people/{person}", unit_name="民政"))
    form = {"unit": factory.unit("县民政局"), "role": "unit_head", "from_on": "2025-03-10"}
    assert "县民政局 单位负责人" in words(admin.post(f"/people/{person}/memberships", form, follow=True))


def test_a_post_that_cannot_be_given_keeps_the_search(factory: Factory, client_as: ClientAs) -> None:
    admin, person = client_as("security_admin"), user_id(factory, "leader")
    form = {"unit": factory.unit("县民政局"), "role": "unit_head", "from_on": "明天"}
    answer = admin.post(f"/people/{person}/memberships?unit_name=民政", form)
    assert answer.status_code == 400
    assert "不是有效的日期" in words(answer)
    assert "县民政局（示例县）" in words(answer)


def test_an_ended_post_opens_nothing_the_day_after(factory: Factory, client_as: ClientAs) -> None:
    person = user_id(factory, "liaison")
    with factory.database.reading() as session:
        post = session.scalars(select(Membership.id).where(Membership.user_id == person)).one()
    liaison = client_as("liaison")
    assert liaison.get("/mine").status_code == 200
    client_as("security_admin").post(f"/people/memberships/{post}/end", {"to_on": "2025-03-09"})
    assert liaison.get("/mine").status_code == 403


def test_a_deactivated_account_is_out_at_once(app: Flask, factory: Factory, client_as: ClientAs) -> None:
    liaison = client_as("liaison")
    client_as("system_admin").post(f"/people/{user_id(factory, 'liaison')}/active", {"active": "no"})
    assert liaison.get("/mine").headers["Location"].startswith("/login")
    assert Browser(app).log_in("liaison").status_code == 400


def test_a_reset_password_ends_the_sessions_of_the_old_one(app: Flask, factory: Factory, client_as: ClientAs) -> None:
    liaison = client_as("liaison")
    password = password_in(client_as("system_admin").post(f"/people/{user_id(factory, 'liaison')}/password"))
    assert liaison.get("/mine").headers["Location"].startswith("/login")
    assert Browser(app).log_in("liaison", password).status_code == 302


def test_the_list_is_searched_by_login_name_and_unit(client_as: ClientAs) -> None:
    admin = client_as("system_admin")
    assert "周联络" in words(admin.get("/people", q="周"))
    assert "周联络" in words(admin.get("/people", q="卫生健康局"))
    assert "周联络" not in words(admin.get("/people", q="教育"))


def test_nobody_else_keeps_accounts(factory: Factory, client_as: ClientAs) -> None:
    for who in ("clerk", "director", "auditor"):
        assert client_as(who).get("/people").status_code == 403, who
    for who in ("clerk", "security_admin"):
        assert client_as(who).post(f"/people/{user_id(factory, 'liaison')}/password").status_code == 403, who


def test_who_opens_accounts_does_not_give_posts(factory: Factory, client_as: ClientAs) -> None:
    form = {"unit": factory.unit("县民政局"), "role": "unit_head", "from_on": "2025-03-10"}
    answer = client_as("system_admin").post(f"/people/{user_id(factory, 'leader')}/memberships", form)
    assert answer.status_code == 403


def test_the_list_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    admin = client_as("system_admin")

    def cost() -> int:
        with statements() as sent:
            assert admin.get("/people").status_code == 200
        return len(sent)

    few = cost()
    with factory.database.transaction() as session:
        for n in range(20):
            accounts.create_user(session, f"person{n}", "某人", "Shili-2025-demo", actor=SYSTEM, now=NOW)
    assert cost() == few


def test_no_post_is_offered_in_a_body_that_a_reform_has_ended(factory: Factory, client_as: ClientAs) -> None:
    admin, person = client_as("security_admin"), user_id(factory, "leader")
    assert "县民政局（示例县）" in words(admin.get(f"/people/{person}", unit_name="民政"))
    with factory.database.transaction() as session:
        session.execute(update(Unit).where(Unit.name == "县民政局").values(to_on=date(2020, 1, 1)))
    assert "县民政局（示例县）" not in words(admin.get(f"/people/{person}", unit_name="民政"))


def test_a_number_is_entered_kept_in_figures_and_shown_masked(factory: Factory, client_as: ClientAs) -> None:
    admin, person = client_as("system_admin"), user_id(factory, "liaison")
    admin.get(f"/people/{person}")
    form = {"email": "zhou@shili.example", "phone": "138 0000-1234"}
    said = words(admin.post(f"/people/{person}/contact", form, follow=True))
    assert "手机号 138****1234" in said
    assert 'value="13800001234"' in admin.get(f"/people/{person}").get_data(as_text=True)
    for page in (client_as("security_admin").get(f"/people/{person}"), client_as("liaison").get("/password")):
        assert "138****1234" in words(page)
        assert "13800001234" not in page.get_data(as_text=True)
    with factory.database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "set_contact")).one()
    assert event.data == {"changed": ["email", "phone"]}


def test_a_number_that_is_none_is_refused_and_the_form_kept(factory: Factory, client_as: ClientAs) -> None:
    admin, person = client_as("system_admin"), user_id(factory, "liaison")
    admin.get(f"/people/{person}")
    answer = admin.post(f"/people/{person}/contact", {"email": "", "phone": "0855-1234567"})
    assert answer.status_code == 400
    assert "手机号须是 11 位数字" in words(answer)
    assert 'value="0855-1234567"' in answer.get_data(as_text=True)


def test_only_the_system_administrator_changes_where_a_person_is_reached(factory: Factory, client_as: ClientAs) -> None:
    for who in ("clerk", "security_admin", "liaison"):
        assert client_as(who).post(f"/people/{user_id(factory, 'liaison')}/contact", {"phone": ""}).status_code == 403, who


def test_an_account_ended_by_mistake_is_opened_again_from_the_message(cast: Cast, client_as: ClientAs) -> None:
    admin, address = client_as("system_admin"), f"/people/{cast.liaison.user_id}/active"
    admin.get(f"/people/{cast.liaison.user_id}")
    page = admin.post(address, {"active": "no"}, follow=True)
    assert "账号已停用。 撤销" in words(page)
    form = r'class="flash-undo" method="post" action="([^"]+)".*?name="active" value="(\w+)"'
    found = re.search(form, page.get_data(as_text=True), re.S)
    assert found
    assert "账号已启用" in words(admin.post(found[1], {"active": found[2]}, follow=True))
