"""The register of units: what a keeper of it can do, what is refused, and what the history tells of it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory, parsed_measure
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import LeadingGroup, Member
from tracker.models import Assignment, Event, Jurisdiction, ReadingIssue, Task, Unit, UnitMember, UnitName
from tracker.queries.unit_members import members_on, offers
from tracker.rules.reading import Answer
from tracker.rules.unit_names import UnitKind, UnitLevel
from tracker.services import readings, unit_members, units
from tracker.services.registry import Registry
from tracker.services.unit_members import MemberTerm
from tracker.services.units import Facts

MID_2024, END_2024, NEW_2025 = date(2024, 6, 30), date(2024, 12, 31), date(2025, 1, 1)
OLD, NEW = "县文化旅游局", "县文化体育和旅游局"


def place(session: Session, factory: Factory) -> Jurisdiction:
    return session.get_one(Jurisdiction, factory.cast.place_id)


def named(session: Session, name: str) -> Unit:
    return session.scalars(select(Unit).where(Unit.name == name)).one()


def enter(factory: Factory, *names: str) -> list[int]:
    with factory.database.transaction() as session:
        where = place(session, factory)
        return [units.enter_unit(session, where, name, actor=factory.cast.clerk, now=NOW).id for name in names]


def end(factory: Factory, name: str, to_on: date | None, successor: str | None = None) -> None:
    with factory.database.transaction() as session:
        after = named(session, successor) if successor else None
        units.end_unit(session, named(session, name), to_on, after, actor=factory.cast.clerk, now=NOW)


def last_event(session: Session) -> Event:
    return session.scalars(select(Event).where(Event.subject == "unit").order_by(Event.id.desc())).first()  # type: ignore[return-value]


def test_a_new_unit_has_the_kind_and_the_level_that_its_name_tells(factory: Factory) -> None:
    enter(factory, "县税务局", "省直各相关部门", "石鼓镇人民政府")
    with factory.database.reading() as session:
        rows = {unit.name: (unit.kind, unit.level, unit.is_collective) for unit in session.scalars(select(Unit))}
    assert rows["县税务局"] == ("vertical", None, False)
    assert rows["省直各相关部门"] == ("collective", "province", True)
    assert rows["石鼓镇人民政府"] == ("government", "town", False)


def test_what_the_office_says_of_a_unit_goes_before_its_name(factory: Factory) -> None:
    with factory.database.transaction() as session:
        facts = Facts(UnitKind.OTHER, "样本省示例县供水有限公司", UnitLevel.CITY, MID_2024)
        unit = units.enter_unit(session, place(session, factory), "县供水公司", facts, actor=factory.cast.system_admin, now=NOW)
        assert (unit.kind, unit.official_name, unit.level, unit.from_on) == ("other", "样本省示例县供水有限公司", "city", MID_2024)
        assert last_event(session).action == "enter"


@pytest.mark.parametrize("name", ["县卫健局", "县 卫健局", "县卫生健康局"])
def test_a_name_in_use_is_refused_with_the_unit_that_bears_it(factory: Factory, name: str) -> None:
    with pytest.raises(InvalidInput, match="“县卫生健康局”的名称"):
        enter(factory, name)


def test_renamed_it_is_found_under_both_names(factory: Factory) -> None:
    enter(factory, OLD)
    with factory.database.transaction() as session:
        unit = named(session, OLD)
        units.rename_unit(session, unit, NEW, actor=factory.cast.clerk, now=NOW)
        known = Registry(session, place(session, factory))
        assert known.find(OLD) is known.find(NEW) is unit
        assert unit.name == NEW
        assert last_event(session).data == {"old": OLD, "new": NEW}
        units.rename_unit(session, unit, OLD, actor=factory.cast.clerk, now=NOW)  # and back, to a name of its own
        with pytest.raises(InvalidInput):
            units.rename_unit(session, unit, "县卫健局", actor=factory.cast.clerk, now=NOW)


def test_corrections_keep_the_facts_of_before_in_the_history(factory: Factory) -> None:
    enter(factory, OLD)
    with factory.database.transaction() as session:
        unit = named(session, OLD)
        units.correct_unit(
            session, unit, Facts(UnitKind.DEPARTMENT, "示例县文旅局", None, MID_2024), actor=factory.cast.clerk, now=NOW
        )
        data = last_event(session).data
        assert data is not None
        assert (data["old"]["from_on"], data["new"]["from_on"]) == (None, "2024-06-30")


def test_a_group_with_members_is_not_made_a_single_body(factory: Factory) -> None:
    facts = Facts(UnitKind.DEPARTMENT)
    with factory.database.transaction() as session, pytest.raises(Conflict, match="所含单位"):
        units.correct_unit(session, named(session, "各乡镇人民政府"), facts, actor=factory.cast.clerk, now=NOW)


def test_names_are_added_and_removed_but_never_the_unit_s_own(factory: Factory) -> None:
    enter(factory, OLD)
    with factory.database.transaction() as session:
        unit = named(session, OLD)
        units.add_name(session, unit, "县文旅委", actor=factory.cast.clerk, now=NOW)
        further, own = (session.scalars(select(UnitName).where(UnitName.name == name)).one() for name in ("县文旅委", OLD))
        units.remove_name(session, further, actor=factory.cast.clerk, now=NOW)
        assert Registry(session, place(session, factory)).find("县文旅委") is None
        with pytest.raises(Conflict, match="先更名"):
            units.remove_name(session, own, actor=factory.cast.clerk, now=NOW)


def test_only_the_keepers_of_the_place_change_its_register(factory: Factory) -> None:
    for who in ("liaison", "unit_head", "leader", "security_admin", "auditor", "outside_clerk"):
        with factory.database.transaction() as session, pytest.raises(NotAllowed):
            units.enter_unit(session, place(session, factory), "县数据局", actor=getattr(factory.cast, who), now=NOW)


# ---- Ends and successors, and what a document of a day means ----


def resolve(factory: Factory, printed: str, on: date | None) -> tuple[str, list[str]]:
    with factory.database.transaction() as session:
        known = Registry(session, place(session, factory), on)
        return known.resolve(printed).name, [str(issue["code"]) for issue in known.issues()]


def test_a_document_of_a_later_day_means_the_successor_and_says_so(factory: Factory) -> None:
    enter(factory, OLD, NEW)
    end(factory, OLD, END_2024, NEW)
    assert resolve(factory, OLD, END_2024) == (OLD, [])
    assert resolve(factory, OLD, NEW_2025) == (NEW, ["unit_succeeded"])
    assert resolve(factory, OLD, None) == (NEW, ["unit_succeeded"])


def test_a_name_matched_by_rule_means_the_successor_too(factory: Factory) -> None:
    enter(factory, OLD, NEW)
    end(factory, OLD, END_2024, NEW)
    assert resolve(factory, "示例县文旅局", NEW_2025) == (NEW, ["unit_succeeded", "unit_matched"])


def test_the_chain_of_successors_is_followed_to_the_one_of_the_day(factory: Factory) -> None:
    first, second, third = "县卫生局", "县卫生和计划生育局", "县卫生健康局"
    enter(factory, first, second)
    end(factory, first, MID_2024, second)
    end(factory, second, END_2024, third)
    assert resolve(factory, first, MID_2024)[0] == first
    assert resolve(factory, first, END_2024)[0] == second
    assert resolve(factory, first, NEW_2025)[0] == third


def test_an_end_without_a_successor_and_a_unit_not_yet_founded_are_doubts(factory: Factory) -> None:
    enter(factory, OLD, NEW)
    end(factory, OLD, END_2024)
    assert resolve(factory, OLD, NEW_2025) == (OLD, ["unit_ended"])
    with factory.database.transaction() as session:
        facts = Facts(UnitKind.DEPARTMENT, from_on=NEW_2025)
        units.correct_unit(session, named(session, NEW), facts, actor=factory.cast.clerk, now=NOW)
    assert resolve(factory, NEW, END_2024) == (NEW, ["unit_not_founded"])


def test_circles_of_successors_and_ends_before_the_beginning_are_refused(factory: Factory) -> None:
    enter(factory, OLD, NEW)
    end(factory, OLD, END_2024, NEW)
    with pytest.raises(InvalidInput, match="首尾相连"):
        end(factory, NEW, NEW_2025, OLD)
    with pytest.raises(InvalidInput, match="首尾相连"):
        end(factory, NEW, NEW_2025, NEW)
    with pytest.raises(InvalidInput, match="统称"):
        end(factory, NEW, NEW_2025, "各乡镇人民政府")
    with factory.database.transaction() as session, pytest.raises(InvalidInput, match="撤销日期"):
        units.correct_unit(
            session, named(session, OLD), Facts(UnitKind.DEPARTMENT, from_on=NEW_2025), actor=factory.cast.clerk, now=NOW
        )


def test_an_end_entered_by_mistake_is_taken_back(factory: Factory) -> None:
    enter(factory, OLD, NEW)
    end(factory, OLD, END_2024, NEW)
    end(factory, OLD, None)
    assert resolve(factory, OLD, NEW_2025) == (OLD, [])


def test_a_likely_name_is_asked_about_with_the_successor(factory: Factory) -> None:
    enter(factory, OLD, NEW)
    end(factory, OLD, END_2024, NEW)
    with factory.database.transaction() as session:
        known = Registry(session, place(session, factory), NEW_2025)
        known.resolve("县文化旅游部门")
        (issue,) = known.issues()
        assert (issue["code"], issue["candidates"]) == ("unit_like", [named(session, NEW).id])


# ---- Questions that wait, and questions that are answered ----


def ask(factory: Factory, printed: str) -> list[str]:
    plan_id = factory.plan(parsed_measure(lead=(printed,)), issue_at=None)
    with factory.database.reading() as session:
        codes = select(ReadingIssue.code).where(ReadingIssue.plan_id == plan_id).order_by(ReadingIssue.position)
        return list(session.scalars(codes))


def answer(factory: Factory, word: str) -> None:
    with factory.database.transaction() as session:
        for issue in session.scalars(select(ReadingIssue).where(ReadingIssue.code == "unit_like")):
            readings.settle(session, issue, Answer(word), actor=factory.cast.clerk, now=NOW)


def test_a_question_that_waits_is_asked_in_the_next_plan_too(factory: Factory) -> None:
    assert ask(factory, "县教育体育局") == ["unit_like"]
    assert ask(factory, "县教育体育局") == ["unit_like"]


def test_a_body_that_the_office_calls_another_one_is_never_asked_about_again(factory: Factory) -> None:
    ask(factory, "县教育体育局")
    answer(factory, "other_unit")
    assert ask(factory, "县教育体育局") == []
    assert ask(factory, "示例县教育体育局") == ["unit_matched"]


@pytest.mark.parametrize("first", ["税务局", "县税务局"])
def test_a_name_without_its_place_is_asked_about_beside_another_place_however_it_is_known(factory: Factory, first: str) -> None:
    with factory.database.transaction() as session:
        known = Registry(session, place(session, factory))
        known.enter(first, aliases=("税务局",))
        assert known.resolve("税务局", ("县住建局", "税务局")).name == first
        assert known.resolve("税务局", ("青禾镇人民政府", "税务局")).name == first
        assert known.issues() == []
        known.resolve("税务局", ("市住建局", "税务局"))
        assert [issue["code"] for issue in known.issues()] == ["unit_place_unsaid"]


def test_a_bare_name_kept_for_one_unit_that_means_another_by_rule_is_asked_about(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = Registry(session, place(session, factory))
        known.enter("卫健局")  # the city's, as the office once said
        known.resolve("卫健局")
        assert [issue["code"] for issue in known.issues()] == ["unit_place_unsaid"]


# ---- Collective units ----


def set_members(factory: Factory, group: str, *members: MemberTerm) -> None:
    with factory.database.transaction() as session:
        unit_members.set_members(session, named(session, group), members, actor=factory.cast.clerk, now=NOW)


def names_on(factory: Factory, group: str, day: date) -> list[str]:
    with factory.database.reading() as session:
        return [session.get_one(Unit, unit_id).name for unit_id in members_on(session, named(session, group).id, day)]


def test_members_are_those_of_the_day(factory: Factory) -> None:
    towns = [factory.unit(name) for name in ("青禾镇人民政府", "石桥镇人民政府", "白塘乡人民政府")]
    set_members(
        factory, "各乡镇人民政府", MemberTerm(towns[0]), MemberTerm(towns[1], None, END_2024), MemberTerm(towns[2], NEW_2025)
    )
    assert names_on(factory, "各乡镇人民政府", END_2024) == ["青禾镇人民政府", "石桥镇人民政府"]
    assert names_on(factory, "各乡镇人民政府", NEW_2025) == ["青禾镇人民政府", "白塘乡人民政府"]


def test_a_member_that_ended_is_replaced_by_its_successor(factory: Factory) -> None:
    end(factory, "石桥镇人民政府", END_2024, "青禾镇人民政府")
    end(factory, "白塘乡人民政府", END_2024)
    assert len(names_on(factory, "各乡镇人民政府", END_2024)) == 3
    assert names_on(factory, "各乡镇人民政府", NEW_2025) == ["青禾镇人民政府"]


def test_issuing_gives_the_task_to_the_members_of_that_day_and_keeps_the_group_visible(factory: Factory) -> None:
    towns = [factory.unit(name) for name in ("青禾镇人民政府", "石桥镇人民政府")]
    set_members(factory, "各乡镇人民政府", MemberTerm(towns[0]), MemberTerm(towns[1], None, END_2024))
    task_id = factory.task(responsible=("各乡镇人民政府",))
    with factory.database.reading() as session:
        shares = session.get_one(Task, task_id).assignments
        assert [(share.unit.name, share.via_unit.name if share.via_unit else None) for share in shares] == [
            ("县卫生健康局", None),
            ("青禾镇人民政府", "各乡镇人民政府"),
        ]


def test_a_group_without_members_on_the_day_is_asked_itself(factory: Factory) -> None:
    set_members(factory, "各乡镇人民政府", MemberTerm(factory.unit("青禾镇人民政府"), None, END_2024))
    task_id = factory.task(responsible=("各乡镇人民政府",))
    with factory.database.reading() as session:
        query = select(Unit.name).join(Assignment, Assignment.unit_id == Unit.id).where(Assignment.task_id == task_id)
        assert "各乡镇人民政府" in list(session.scalars(query))


def test_members_are_single_bodies_of_the_place_with_sensible_days(factory: Factory) -> None:
    town = factory.unit("青禾镇人民政府")
    with pytest.raises(Conflict, match="不是统称"):
        set_members(factory, "县民政局", MemberTerm(town))
    with pytest.raises(InvalidInput, match="同一地区"):
        set_members(factory, "各乡镇人民政府", MemberTerm(factory.cast.unit_id("outside_liaison")))
    with pytest.raises(InvalidInput, match="本身是统称"):
        set_members(factory, "各乡镇人民政府", MemberTerm(factory.unit("各乡镇人民政府")))
    with pytest.raises(InvalidInput, match="早于起始日期"):
        set_members(factory, "各乡镇人民政府", MemberTerm(town, NEW_2025, END_2024))


def test_a_collective_of_towns_is_offered_the_towns_of_its_class(factory: Factory) -> None:
    enter(factory, "各镇人民政府", "城关街道办事处", "各乡镇（街道）")
    with factory.database.transaction() as session:
        offered = {name: offers(session, named(session, name), NEW_2025) for name in ("各镇人民政府", "各乡镇（街道）")}
        assert [name for _, name in offered["各镇人民政府"][0].units] == ["青禾镇人民政府", "石桥镇人民政府"]
        assert len(offered["各乡镇（街道）"][0].units) == 4
        group = named(session, "各镇人民政府")
        assert unit_members.take_members(session, group, offered["各镇人民政府"][0], actor=factory.cast.clerk, now=NOW) == 2
        assert session.scalars(select(UnitMember).where(UnitMember.collective_id == group.id)).first() is not None
        assert unit_members.take_members(session, group, offered["各镇人民政府"][0], actor=factory.cast.clerk, now=NOW) == 0


def test_the_members_of_a_leading_group_are_offered_from_the_plan_that_sets_it_up(factory: Factory) -> None:
    bodies = ("示例县人民政府", "县人大常委会", "县政协", "县民政局", "县卫健委", "县烟厂", "青禾镇人民政府")
    body = LeadingGroup("县卫生健康局", tuple(Member("成员", name, "负责人") for name in bodies))
    factory.plan(parsed_measure(responsible=("领导小组成员单位",)), issue_at=None, leading_group=body)
    with factory.database.reading() as session:
        (offer,) = offers(session, named(session, "领导小组成员单位"), NEW_2025)
    assert [name for _, name in offer.units] == ["县民政局", "县卫生健康局", "青禾镇人民政府"]
    assert (offer.title, offer.from_on, offer.strangers) == ("示例县托育服务实施方案", date(2025, 2, 10), ("县烟厂",))
