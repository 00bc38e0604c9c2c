"""`tracker user …`: accounts, for the operator of the machine."""

from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.cli.common import open_database
from tracker.cli.output import json_option, print_json
from tracker.errors import InvalidInput, NotFound
from tracker.labels import label
from tracker.models import Membership, Unit, UnitName, User
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import Role
from tracker.services import accounts


@click.group(help="管理账号。")
def user() -> None:
    pass


@user.command("add", help="新建账号；初始密码随机生成，只显示一次，首次登录须修改。")
@click.argument("login", metavar="登录名")
@click.option("--name", required=True, help="姓名")
@click.option("--unit", "unit_name", required=True, help="单位名称，写成“地区/单位”或库中唯一的单位名")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="岗位")
@click.option("--email", help="邮箱，用于接收提醒")
@click.option("--phone", help="手机号，用于接收短信提醒")
def add(login: str, name: str, unit_name: str, role: str, email: str | None, phone: str | None) -> None:
    settings, database = open_database()
    now, password = settings.clock.now(), accounts.initial_password(login)
    with database.transaction() as session:
        created = accounts.create_user(session, login, name, password, actor=SYSTEM, now=now, email=email, phone=phone)
        place, _, bare = unit_name.rpartition("/")
        query = select(Unit).join(UnitName, UnitName.unit_id == Unit.id).where(UnitName.name == bare)
        found = [unit for unit in session.scalars(query) if not place or unit.jurisdiction.name == place]
        if len(found) != 1:
            raise InvalidInput(f"名为“{unit_name}”的单位有 {len(found)} 个，请写成“地区/单位”，如 示例县/县教育局。")
        accounts.add_membership(session, created, found[0], Role(role), actor=SYSTEM, now=now, from_on=settings.clock.today())
    click.echo(f"已新建账号 {login}，初始密码：{password}（只显示这一次，首次登录须修改）")


@user.command("password", help="为账号重设一个随机密码，首次登录须修改。")
@click.argument("login", metavar="登录名")
def password(login: str) -> None:
    settings, database = open_database()
    fresh = accounts.initial_password(login)
    with database.transaction() as session:
        found = session.scalar(select(User).where(User.login == login))
        if found is None:
            raise NotFound(f"没有登录名为“{login}”的账号。")
        accounts.change_password(session, found, fresh, actor=SYSTEM, now=settings.clock.now())
    click.echo(f"{login} 的新密码：{fresh}（只显示这一次，首次登录须修改）")


@user.command("list", help="列出账号。")
@json_option
def list_(as_json: bool) -> None:
    _, database = open_database()
    with database.reading() as session:
        query = select(User).options(joinedload(User.memberships).joinedload(Membership.unit)).order_by(User.login)
        people: list[dict[str, Any]] = [
            {
                "login": person.login,
                "name": person.name,
                "active": person.is_active,
                "posts": [{"unit": m.unit.name, "role": m.role.value, "title": label(m.role)} for m in person.memberships],
            }
            for person in session.scalars(query).unique()
        ]
    if as_json:
        print_json({"users": people})
        return
    for person in people:
        posts = "、".join(f"{post['unit']}{post['title']}" for post in person["posts"])
        click.echo(f"{person['login']}  {person['name']}  {posts}{'' if person['active'] else '（已停用）'}")
