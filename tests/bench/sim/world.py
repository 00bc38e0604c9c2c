"""The invented county in which the days pass: units and their people, and the plans that are issued one after the other."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import PASSWORD, parsed_measure, parsed_plan
from tracker import migrate
from tracker.db import Database
from tracker.intake.model import Measure, Obligation
from tracker.models import Jurisdiction, Membership, Plan, Unit, UnitMember, User
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.statuses import Cycle, Role
from tracker.services import accounts, charges, issuing
from tracker.services.calendars import shipped_calendar
from tracker.services.plan_storing import store_plan
from tracker.services.registry import Registry, place

OFFICE = "县领导小组办公室"
TOWNS = "各乡镇人民政府"
FIRST_DAY = date(2022, 1, 4)
# How units report under each plan, and by which day.
RHYTHMS = ((Cycle.MONTH, 25), (Cycle.QUARTER, 20), (Cycle.QUARTER, 25), (Cycle.HALF_YEAR, 31), (Cycle.YEAR, 10), (Cycle.QUARTER, 5))
DUTIES = (("yearly", "06-15"), ("quarterly", "03-28"))
ISSUE_EVERY = 45  # working days between two plans


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant, aware UTC, at that time of the day in official time."""
    return datetime.combine(day, time(hour, minute), OFFICIAL_ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Size:
    """How large the county is, and how many working days it is watched."""

    days: int = 1000
    units: int = 60
    tasks: int = 150
    plans: int = 6

    @property
    def issue_every(self) -> int:
        """Working days between two plans: they are given out in the first quarter of the time."""
        return max(1, min(ISSUE_EVERY, self.days // (4 * self.plans)))


@dataclass
class World:
    """What the driver has to know of the county; ids, for rows belong to their session."""

    place_id: int
    office: dict[Role, int] = field(default_factory=dict)
    people: dict[int, dict[Role, list[int]]] = field(default_factory=dict)  # by unit
    drafts: list[tuple[date, int]] = field(default_factory=list)  # plans and the days on which they are issued
    never_closed: set[int] = field(default_factory=set)  # accounts that are never closed

    def issue(self, database: Database, today: date, clerk: Actor) -> None:
        """Issue what is due by the day."""
        while self.drafts and self.drafts[0][0] <= today:
            _, plan_id = self.drafts.pop(0)
            with database.transaction() as session:
                issuing.issue_plan(session, session.get_one(Plan, plan_id), actor=clerk, now=at(today, 9))


def build(url: str, size: Size, chance: random.Random) -> World:
    """Make the database and fill it; no plan is issued yet."""
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # nobody logs in
    database = Database(url)
    migrate.upgrade(database.engine)
    with database.transaction() as session:
        county = place(session, "示例县", "county", place(session, "示范市", "city"))
        world, registry = World(county.id), Registry(session, county)
        names = [_unit_name(number, size.units) for number in range(size.units)]
        for name in names:
            _staff(session, registry.enter(name), world, chance, is_empty=name == names[-1])
        _collective(session, registry, names)
        office = registry.enter(OFFICE)
        for role in (Role.CLERK, Role.DIRECTOR, Role.LEADER, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN):
            world.office[role] = _person(session, office, f"{role.value.replace('_', '-')}1", role)
        _person(session, office, "clerk2", Role.CLERK)
        _put_in_charge(session, world, chance)
        world.never_closed = set(session.scalars(select(User.id)))
    with database.transaction() as session:
        _draft_plans(session, world, size, names, chance)
    database.dispose()
    return world


def _unit_name(number: int, units: int) -> str:
    return f"第{number:02}镇人民政府" if number >= units * 4 // 5 else f"县第{number:02}局"


def _collective(session: Session, registry: Registry, names: list[str]) -> None:
    everybody = registry.enter(TOWNS, kind="collective")
    towns = [registry.find(name) for name in names if "镇" in name]
    session.add_all(UnitMember(collective_id=everybody.id, member_id=town.id) for town in towns if town)
    session.flush()


def _staff(session: Session, unit: Unit, world: World, chance: random.Random, *, is_empty: bool) -> None:
    """A liaison, mostly a head, sometimes a second liaison; in one unit nobody."""
    posts: dict[Role, list[int]] = {Role.LIAISON: [], Role.UNIT_HEAD: []}
    world.people[unit.id] = posts
    if is_empty:
        return
    posts[Role.LIAISON].append(_person(session, unit, f"u{unit.id}-liaison", Role.LIAISON, has_mail=chance.random() > 0.05))
    if chance.random() < 0.8:
        posts[Role.UNIT_HEAD].append(_person(session, unit, f"u{unit.id}-head", Role.UNIT_HEAD))
    if chance.random() < 0.3:
        posts[Role.LIAISON].append(_person(session, unit, f"u{unit.id}-second", Role.LIAISON))


def _put_in_charge(session: Session, world: World, chance: random.Random) -> None:
    """The leader has some of the units in his charge."""
    post = session.scalars(select(Membership).where(Membership.user_id == world.office[Role.LEADER])).one()
    for unit_id in chance.sample(sorted(world.people), len(world.people) // 3):
        charges.put_in_charge(session, session.get_one(Unit, unit_id), post, actor=SYSTEM, now=at(FIRST_DAY, 8))


def _person(session: Session, unit: Unit, login: str, role: Role, *, has_mail: bool = True) -> int:
    now = at(FIRST_DAY, 8)
    mail = f"{login}@shili.example" if has_mail else None
    user = accounts.create_user(session, login, login, PASSWORD, actor=SYSTEM, now=now, email=mail, must_change=False)
    accounts.add_membership(session, user, unit, role, actor=SYSTEM, now=now, from_on=FIRST_DAY - timedelta(days=30))
    return user.id


def _draft_plans(session: Session, world: World, size: Size, names: list[str], chance: random.Random) -> None:
    county, calendar = session.get_one(Jurisdiction, world.place_id), shipped_calendar()
    for number in range(size.plans):
        issue_on = calendar.add(FIRST_DAY, 1 + number * size.issue_every)
        share = size.tasks // size.plans + (number < size.tasks % size.plans)
        measures = [_measure(index, issue_on, size, names, chance) for index in range(1, share + 1)]
        duties = tuple(
            Obligation((TOWNS,), "报告工作进展", recurs, month_day, ("县委", "县政府"), (), None, "")
            for recurs, month_day in DUTIES[: number % 3]
        )
        draft = parsed_plan(*measures, obligations=duties)
        plan = store_plan(session, draft, key=f"plan-{number}", title=f"示例县第{number + 1}号实施方案", jurisdiction=county)
        plan.cycle, plan.cutoff_day = RHYTHMS[number % len(RHYTHMS)]
        world.drafts.append((issue_on, plan.id))


def _measure(index: int, issue_on: date, size: Size, names: list[str], chance: random.Random) -> Measure:
    units = chance.sample(names, chance.choice((1, 1, 2, 2, 3, 5)))
    lead = () if chance.random() < 0.1 else (units[0],)
    natural = size.days * 7 // 5
    due = issue_on + timedelta(days=chance.randint(min(30, natural // 2), max(31, natural)))
    ongoing = chance.random() < 0.15
    return parsed_measure(
        title=f"措施{index}", label=f"（{index}）", text=f"办理第{index}项措施。", span=(0, 10), lead=lead,
        responsible=tuple(units[len(lead) :]), due=None if ongoing else due.isoformat(), ongoing=ongoing,
    )  # fmt: skip
