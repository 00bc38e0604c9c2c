"""What tests are made of: days, a small cast of people in the invented 示例县, plans, tasks and reports.

Everything is built through the services, so that a test starts from a state that the product itself can reach.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time
from datetime import date as Date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.closing import strike_off
from tracker.db import Database
from tracker.intake.model import Clause, Header, Measure, ParsedPlan, Section
from tracker.models import Assignment, Jurisdiction, Opinion, Plan, Task, Unit, UnitMember, Update, User
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import Role, UpdateKind
from tracker.services import accounts, assignments, closures, issuing, opinions, reviews, updates
from tracker.services.evidence import attach
from tracker.services.plan_storing import store_plan
from tracker.services.registry import Registry, place
from tracker.services.updates import Progress
from tracker.storage import Storage

PASSWORD = "Shili-2025-demo"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def day(year: int, month: int, day_of_month: int, hour: int = 10) -> datetime:
    """The instant, aware UTC, at that hour of the day in official time."""
    return datetime.combine(Date(year, month, day_of_month), time(hour), OFFICIAL_ZONE).astimezone(UTC)


ISSUED = day(2025, 2, 17)  # when the plans of the tests are issued
NOW = day(2025, 3, 10)  # when their tests begin
PERIOD = "2025-03"


@dataclass(frozen=True)
class Cast:
    """The people of the tests; each with an account (login = the field's name, PASSWORD) and a membership."""

    clerk: Actor  # 县领导小组办公室 of 示例县
    director: Actor
    liaison: Actor  # 县卫健局, which leads
    unit_head: Actor
    joint_liaison: Actor  # 县民政局, which is responsible with it and has no head: it sends straight to the office
    other_liaison: Actor  # 县教育局, which has no part: must see nothing of others
    leader: Actor
    system_admin: Actor
    security_admin: Actor
    auditor: Actor
    outside_clerk: Actor  # the office of 邻安县: must see nothing of 示例县
    outside_liaison: Actor
    place_id: int
    outside_place_id: int

    def unit_id(self, who: str) -> int:
        """The unit in which the named person of the cast holds a post."""
        actor: Actor = getattr(self, who)
        return next(iter(actor.posts)).unit_id


# field → name, role, unit; the units of 示例县 are those of seeds/units/shili.yaml
_PEOPLE: dict[str, tuple[str, Role, str]] = {
    "clerk": ("陈经办", Role.CLERK, "县领导小组办公室"),
    "director": ("林主任", Role.DIRECTOR, "县领导小组办公室"),
    "liaison": ("周联络", Role.LIAISON, "县卫生健康局"),
    "unit_head": ("吴局长", Role.UNIT_HEAD, "县卫生健康局"),
    "joint_liaison": ("郑联络", Role.LIAISON, "县民政局"),
    "other_liaison": ("王联络", Role.LIAISON, "县教育局"),
    "leader": ("冯县长", Role.LEADER, "示例县人民政府"),
    "system_admin": ("系统员", Role.SYSTEM_ADMIN, "县领导小组办公室"),
    "security_admin": ("安全员", Role.SECURITY_ADMIN, "县领导小组办公室"),
    "auditor": ("审计员", Role.AUDITOR, "县领导小组办公室"),
    "outside_clerk": ("邻经办", Role.CLERK, "邻县领导小组办公室"),
    "outside_liaison": ("邻联络", Role.LIAISON, "邻县卫生健康局"),
}
_ALIASES = {"县卫生健康局": ("县卫健局",), "邻县卫生健康局": ("县卫健局",)}
TOWNS = ("青禾镇人民政府", "石桥镇人民政府", "白塘乡人民政府")


def enter_cast(session: Session) -> Cast:
    """Enter the people, their units, the towns and 各乡镇人民政府, a collective of the towns."""
    city = place(session, "示范市", "city")
    here, outside = place(session, "示例县", "county", city), place(session, "邻安县", "county", city)
    offices = {here: Registry(session, here), outside: Registry(session, outside)}
    actors = {
        login: _enter_person(session, offices[outside if login.startswith("outside") else here], login, *person)
        for login, person in _PEOPLE.items()
    }
    _enter_towns(session, offices[here])
    return Cast(**actors, place_id=here.id, outside_place_id=outside.id)


def cast_of(session: Session) -> Cast:
    """The cast that `enter_cast` entered, read back."""
    today = NOW.date()
    logins = dict(session.execute(select(User.login, User.id)).all())
    names = [field.name for field in fields(Cast) if field.name in _PEOPLE]
    actors = {name: accounts.actor_of(session, logins[name], today) for name in names}
    places = dict(session.execute(select(Jurisdiction.name, Jurisdiction.id)).all())
    return Cast(**actors, place_id=places["示例县"], outside_place_id=places["邻安县"])  # type: ignore[arg-type]


def _enter_person(session: Session, registry: Registry, login: str, name: str, role: Role, unit_name: str) -> Actor:
    unit = registry.find(unit_name) or registry.enter(unit_name, aliases=_ALIASES.get(unit_name, ()))
    email = f"{login}@shili.example"
    user = accounts.create_user(session, login, name, PASSWORD, actor=SYSTEM, now=ISSUED, email=email, must_change=False)
    accounts.add_membership(session, user, unit, role, actor=SYSTEM, now=ISSUED, from_on=Date(2025, 1, 1))
    session.expire(user)
    actor = accounts.actor_of(session, user.id, NOW.date())
    assert actor is not None
    return actor


def _enter_towns(session: Session, registry: Registry) -> None:
    towns = [registry.enter(name) for name in TOWNS]
    everybody = registry.enter("各乡镇人民政府", kind="collective")
    session.add_all(UnitMember(collective_id=everybody.id, member_id=town.id) for town in towns)
    session.flush()


def parsed_measure(**over: Any) -> Measure:
    """A measure as intake reads it: 县卫健局 leads, 县民政局 is responsible, due at the end of 2025."""
    given: dict[str, Any] = {
        "ordinal": 1, "label": "（一）", "section": "一", "subsection": None, "title": "增加托位供给",
        "text": "增加普惠托位供给，年底前每千人口托位数达到4.5个。", "span": (0, 25),
        "lead": ("县卫健局",), "responsible": ("县民政局",), "due": "2025-12-31", **over,
    }  # fmt: skip
    return Measure(**given)


def parsed_clause(text: str, **units: tuple[str, ...]) -> Clause:
    """A clause with units of its own (lead, responsible, supporting)."""
    return Clause(text=text, span=(0, len(text)), **units)


def parsed_plan(*measures: Measure, **over: Any) -> ParsedPlan:
    """A plan of 示例县 as intake reads it; its measures are numbered in the order given."""
    numbered = [replace(item, ordinal=n) for n, item in enumerate(measures or (parsed_measure(),), start=1)]
    header = Header(title="示例县托育服务实施方案", jurisdiction="示例县", level="county", issued_on="2025-02-10")
    given: dict[str, Any] = {
        "plan": header, "sections": (Section("一", "重点任务"),), "measures": tuple(numbered), "obligations": (),
        "plan_targets": (), "abbreviations": (), "leading_group": None, "checklists": (), "issues": (),
        "source": "\n".join(item.text for item in numbered), **over,
    }  # fmt: skip
    return ParsedPlan(**given)


@dataclass
class Factory:
    """Builds what a test starts from, each call in a transaction of its own; gives ids, for rows belong to their session."""

    database: Database
    storage: Storage
    cast: Cast
    made: int = 0

    def plan(
        self, *measures: Measure, issue_at: datetime | None = ISSUED, supervise: bool = True, outside: bool = False, **over: Any
    ) -> int:
        """A stored plan of these measures, issued unless `issue_at` is None; `outside` makes it one of 邻安县."""
        self.made += 1
        with self.database.transaction() as session:
            here = session.get_one(Jurisdiction, self.cast.outside_place_id if outside else self.cast.place_id)
            draft = parsed_plan(*measures, **over)
            plan = store_plan(session, draft, key=f"plan-{self.made}", title=draft.plan.title or "", jurisdiction=here)
            if issue_at:
                office = self.cast.outside_clerk if outside else self.cast.clerk
                issuing.issue_plan(session, plan, actor=office, now=issue_at, supervise=supervise)
            return plan.id

    def task(self, *, issue_at: datetime | None = ISSUED, supervise: bool = True, outside: bool = False, **over: Any) -> int:
        """The one task of a new plan; `over` goes to `parsed_measure`."""
        plan_id = self.plan(parsed_measure(**over), issue_at=issue_at, supervise=supervise, outside=outside)
        with self.database.reading() as session:
            return session.scalars(select(Task.id).where(Task.plan_id == plan_id)).one()

    def share(self, task_id: int, who: str = "liaison") -> int:
        """The assignment of the named person's unit in the task."""
        with self.database.reading() as session:
            unit_id = self.cast.unit_id(who)
            query = select(Assignment.id).where(Assignment.task_id == task_id, Assignment.unit_id == unit_id)
            return session.scalars(query.order_by(Assignment.id)).first() or 0

    def acknowledged(self, who: Iterable[str] = ("liaison", "joint_liaison"), **over: Any) -> int:
        """A task that the units of these liaisons have signed for."""
        task_id = self.task(**over)
        for person in who:
            self.acknowledge(task_id, person)
        return task_id

    def acknowledge(self, task_id: int, who: str = "liaison", now: datetime = NOW) -> int:
        """Sign for the task; the assignment's id."""
        share_id = self.share(task_id, who)
        with self.database.transaction() as session:
            assignments.acknowledge(session, session.get_one(Assignment, share_id), actor=getattr(self.cast, who), now=now)
        return share_id

    def draft(
        self,
        task_id: int,
        who: str = "liaison",
        *,
        percent: int = 40,
        period: str = PERIOD,
        kind: UpdateKind = UpdateKind.PROGRESS,
        narrative: str = "已新增普惠托位 120 个。",
        evidence: bool = True,
        now: datetime = NOW,
    ) -> int:
        """A unit's draft of a report, with a PDF as evidence unless told otherwise."""
        actor, share_id = getattr(self.cast, who), self.share(task_id, who)
        with self.database.transaction() as session:
            share = session.get_one(Assignment, share_id)
            progress = Progress(kind, percent, narrative)
            update = updates.save_draft(session, share, period, progress, actor=actor, now=now)
            if evidence:
                attach(session, self.storage, update, "验收单.pdf", PDF, actor=actor, now=now)
            return update.id

    def submitted(self, task_id: int, who: str = "liaison", *, now: datetime = NOW, **over: Any) -> int:
        """A report that has reached the office, through the head of the unit where it has one."""
        update_id = self.draft(task_id, who, now=now, **over)
        with self.database.transaction() as session:
            updates.send(session, session.get_one(Update, update_id), actor=getattr(self.cast, who), now=now)
        if who == "liaison":
            with self.database.transaction() as session:
                updates.approve(session, session.get_one(Update, update_id), actor=self.cast.unit_head, now=now)
        return update_id

    def accepted(self, task_id: int, who: str = "liaison", *, now: datetime = NOW, **over: Any) -> int:
        """A report that the office has accepted."""
        update_id = self.submitted(task_id, who, now=now, **over)
        with self.database.transaction() as session:
            reviews.accept(session, session.get_one(Update, update_id), actor=self.cast.clerk, now=now)
        return update_id

    def returned(
        self, task_id: int, who: str = "liaison", *, reason: str = "佐证材料不全", now: datetime = NOW, **over: Any
    ) -> int:
        """A report that the office has returned."""
        update_id = self.submitted(task_id, who, now=now, **over)
        with self.database.transaction() as session:
            reviews.return_update(session, session.get_one(Update, update_id), reason, actor=self.cast.clerk, now=now)
        return update_id

    def finished(self, **over: Any) -> int:
        """A task of which both units have reported all they had to do, accepted with evidence: ready for closing."""
        task_id = self.acknowledged(**over)
        for who in ("liaison", "joint_liaison"):
            self.accepted(task_id, who, percent=100)
        return task_id

    def closure_requested(self, **over: Any) -> int:
        """A finished task that its lead unit asks to have struck off."""
        task_id = self.finished(**over)
        with self.database.transaction() as session:
            task = session.get_one(Task, task_id)
            closures.request_closure(session, task, "目标已全部完成。", actor=self.cast.liaison, now=NOW)
        self.agree(task_id)
        return task_id

    def agree(self, task_id: int, who: str = "joint_liaison") -> None:
        """What the named person's unit was asked to agree to last, it agrees to; nothing where it was not asked."""
        with self.database.transaction() as session:
            query = select(Opinion).where(Opinion.task_id == task_id, Opinion.unit_id == self.cast.unit_id(who))
            asked = session.scalars(query.order_by(Opinion.id.desc())).first()
            if asked is not None:
                opinions.state(session, asked, "agree", "", actor=getattr(self.cast, who), now=NOW)

    def closed(self, **over: Any) -> int:
        """A task that the office has struck off."""
        task_id = self.closure_requested(**over)
        with self.database.transaction() as session:
            task = session.get_one(Task, task_id)
            strike_off(session, task, "现场核查属实。", NOW.date(), actor=self.cast.clerk, now=NOW)
        return task_id

    def unit(self, name: str) -> int:
        """The id of the unit of 示例县 that is known by that name."""
        with self.database.reading() as session:
            query = select(Unit.id).where(Unit.name == name, Unit.jurisdiction_id == self.cast.place_id)
            return session.scalars(query).one()

    def plan_of(self, task_id: int) -> int:
        """The plan of the task."""
        with self.database.reading() as session:
            return session.scalars(select(Plan.id).join(Task, Task.plan_id == Plan.id).where(Task.id == task_id)).one()


def refused(code: str) -> Any:
    """A block in which the rule of that code must refuse a move."""
    return pytest.raises(RuleViolation, check=lambda refusal: refusal.code == code)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave back, or the exception it raised, when all were done at the same moment in threads."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Exception as error:  # the test looks at what went wrong
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
