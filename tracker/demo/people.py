"""The people of the demonstration: invented, in the invented 示例县, with one password that only this data has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, Unit
from tracker.rules.days import official_day
from tracker.rules.permissions import SYSTEM, Actor, Post
from tracker.rules.statuses import Role
from tracker.services import accounts, registry

PASSWORD = "Luoshi-2025"  # noqa: S105 - of the demonstration's own accounts, printed when it starts
OFFICE = "县卫生健康局"  # where the sample plan puts the leading group's office


@dataclass(frozen=True)
class Person:
    login: str
    name: str
    unit: str
    role: Role


OFFICE_PEOPLE = (
    Person("jingban", "周敏", OFFICE, Role.CLERK),
    Person("zhuren", "郑宏", OFFICE, Role.DIRECTOR),
    Person("lingdao", "沈岚", "示例县人民政府", Role.LEADER),
    Person("xitong", "许工", OFFICE, Role.SYSTEM_ADMIN),
    Person("anquan", "马工", OFFICE, Role.SECURITY_ADMIN),
    Person("shenji", "顾平", OFFICE, Role.AUDITOR),
)

# The first six are printed when the demonstration starts: two units with heads, and two liaisons who have much to do.
UNIT_PEOPLE = (
    Person("weijian", "李倩", "县卫生健康局", Role.LIAISON),
    Person("weijian.fzr", "何川", "县卫生健康局", Role.UNIT_HEAD),
    Person("fagai", "李强", "县发展和改革局", Role.LIAISON),
    Person("fagai.fzr", "吴建", "县发展和改革局", Role.UNIT_HEAD),
    Person("minzheng", "冯雪", "县民政局", Role.LIAISON),
    Person("baitang", "陶然", "白塘乡人民政府", Role.LIAISON),
    Person("jiaoyu", "孙悦", "县教育局", Role.LIAISON),
    Person("jiaoyu.fzr", "钱勇", "县教育局", Role.UNIT_HEAD),
    Person("caizheng", "王珂", "县财政局", Role.LIAISON),
    Person("caizheng.fzr", "范伟", "县财政局", Role.UNIT_HEAD),
    Person("gongan", "赵磊", "县公安局", Role.LIAISON),
    Person("renshe", "陈晨", "县人力资源和社会保障局", Role.LIAISON),
    Person("renshe.fzr", "褚军", "县人力资源和社会保障局", Role.UNIT_HEAD),
    Person("ziran", "蒋平", "县自然资源和规划局", Role.LIAISON),
    Person("zhujian", "韩冰", "县住房和城乡建设局", Role.LIAISON),
    Person("jiaotong", "杨帆", "县交通运输局", Role.LIAISON),
    Person("yibao", "朱琳", "县医疗保障局", Role.LIAISON),
    Person("shijian", "秦岳", "县市场监督管理局", Role.LIAISON),
    Person("shuiwu", "尤佳", "县税务局", Role.LIAISON),
    Person("gonghui", "许静", "县总工会", Role.LIAISON),
    Person("fulian", "吕萍", "县妇联", Role.LIAISON),
    Person("jishengxie", "施敏", "县计划生育协会", Role.LIAISON),
    Person("gongjijin", "张弛", "县住房公积金管理中心", Role.LIAISON),
    Person("zuzhibu", "孔明远", "县委组织部", Role.LIAISON),
    Person("xuanchuanbu", "曹颖", "县委宣传部", Role.LIAISON),
    Person("qinghe", "严松", "青禾镇人民政府", Role.LIAISON),
    Person("shiqiao", "华宁", "石桥镇人民政府", Role.LIAISON),
    Person("yunling", "金涛", "云岭镇人民政府", Role.LIAISON),
    Person("liuwan", "魏芳", "柳湾镇人民政府", Role.LIAISON),
    Person("songping", "姜山", "松坪乡人民政府", Role.LIAISON),
)

# Reads every plan, the five real ones included, and can change nothing.
OBSERVER = Person("guanmo", "观摩人员", "落实台演示观摩组", Role.LEADER)


@dataclass(frozen=True)
class Cast:
    """Actors by what they do: the office's two, the leader, and liaison and head (if there is one) of each unit by its id."""

    clerk: Actor
    director: Actor
    leader: Actor
    liaisons: dict[int, Actor]
    heads: dict[int, Actor]


def enter_people(session: Session, county: Jurisdiction, now: datetime) -> Cast:
    """Accounts for everybody above, in their posts from today on."""
    units = registry.Registry(session, county)
    actors = {person.login: _enter(session, person, units.resolve(person.unit), now) for person in (*OFFICE_PEOPLE, *UNIT_PEOPLE)}
    nation = registry.Registry(session, registry.root(session))
    _enter(session, OBSERVER, nation.find(OBSERVER.unit) or nation.enter(OBSERVER.unit, kind="other"), now)
    by_role: dict[Role, dict[int, Actor]] = {role: {} for role in Role}
    for person in UNIT_PEOPLE:
        by_role[person.role][units.resolve(person.unit).id] = actors[person.login]
    return Cast(actors["jingban"], actors["zhuren"], actors["lingdao"], by_role[Role.LIAISON], by_role[Role.UNIT_HEAD])


def _enter(session: Session, person: Person, unit: Unit, now: datetime) -> Actor:
    email = f"{person.login}@shili.example"
    user = accounts.create_user(session, person.login, person.name, PASSWORD, actor=SYSTEM, now=now, email=email, must_change=False)
    accounts.add_membership(session, user, unit, person.role, actor=SYSTEM, now=now, from_on=official_day(now))
    return Actor(user.id, user.name, frozenset({Post(person.role, unit.id, unit.jurisdiction.path)}))
