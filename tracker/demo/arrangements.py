"""Who hears of what falls behind, as the office arranges it on the first day: leaders in charge, a ladder of the plan's own, and
telephone numbers for text messages."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import PASSWORD, Cast
from tracker.demo.supervision import at
from tracker.models import Membership, Plan, Unit, User
from tracker.rules.ladders import LADDERS
from tracker.rules.permissions import SYSTEM
from tracker.rules.reminders import Audience, Ladder
from tracker.rules.statuses import Role
from tracker.services import accounts, charges, ladders, registry

DEPUTY = ("fuxian", "高远", "示例县人民政府")  # 副县长, beside the leader of the plan
IN_CHARGE = {
    "lingdao": ("县财政局", "县发展和改革局"),
    "fuxian": ("县教育局", "县民政局", "县医疗保障局", "云岭镇人民政府"),
}
# Invented: none of them is anybody's.
PHONES = {"weijian": "13800000001", "weijian.fzr": "13800000002"}


def arrange(session: Session, plan: Plan, cast: Cast, day: date) -> None:
    """Enter all of it on the day."""
    units = registry.Registry(session, plan.jurisdiction)
    _enter_deputy(session, units.resolve(DEPUTY[2]), day)
    for login, names in IN_CHARGE.items():
        post = session.scalars(select(Membership).join(User).where(User.login == login)).one()
        for name in names:
            charges.put_in_charge(session, units.resolve(name), post, actor=cast.clerk, now=at(day, 14))
    for login, phone in PHONES.items():
        user = session.scalars(select(User).where(User.login == login)).one()
        accounts.set_contact(session, user, email=user.email, phone=phone, actor=SYSTEM, now=at(day, 14))
    _tell_office_at_once(session, plan, cast, day)


def _enter_deputy(session: Session, unit: Unit, day: date) -> None:
    login, name, _ = DEPUTY
    email = f"{login}@shili.example"
    user = accounts.create_user(session, login, name, PASSWORD, actor=SYSTEM, now=at(day, 10), email=email, must_change=False)
    accounts.add_membership(session, user, unit, Role.LEADER, actor=SYSTEM, now=at(day, 10), from_on=day)


def _tell_office_at_once(session: Session, plan: Plan, cast: Cast, day: date) -> None:
    """An order that is not answered: the office hears of it on the first day already, and the message says why."""
    first_late = next(rung for rung in LADDERS[Ladder.ORDER] if rung.offset == 1)
    own = replace(first_late, audiences=(*first_late.audiences, Audience.OFFICE), note="逾期不答复的，按规定在督查通报中写明。")
    reason = "县政府要求督办单逾期当日报告办公室"
    ladders.put_rung(session, plan, own, replaces=first_late.name, reason=reason, actor=cast.director, now=at(day, 15))
