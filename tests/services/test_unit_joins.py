"""Two rows that are one body become one, and nothing that history has seen is moved."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory, parsed_clause, parsed_measure
from tracker.errors import Conflict, NotAllowed
from tracker.intake.model import Obligation as ParsedObligation
from tracker.models import Assignment, Base, Event, ObligationUnit, ReadingIssue, Task, Unit, UnitMember, UnitName
from tracker.queries.unit_joins import join_preview
from tracker.rules.reading import Answer
from tracker.rules.statuses import AssignmentRole, NameOrigin
from tracker.services import readings, units
from tracker.services.measures import correct_role_of
from tracker.services.registry import Registry

LIKE, KNOWN = "县教育体育局", "县教育局"
DUTY = ParsedObligation(who=(LIKE, KNOWN), what="年度报告", recurs="yearly", month_day="12-01", to=(), cc=(), measure=1, quote="")


def named(session: Session, name: str) -> Unit:
    return session.scalars(select(Unit).where(Unit.name == name)).one()


def shares(session: Session, plan_id: int) -> list[tuple[str, str]]:
    query = select(Assignment).join(Assignment.task).where(Assignment.task.has(plan_id=plan_id)).order_by(Assignment.id)
    return [(share.unit.name, share.role) for share in session.scalars(query)]


def join(factory: Factory, name: str = LIKE, into: str = KNOWN, who: str = "clerk") -> None:
    with factory.database.transaction() as session:
        units.join_units(session, named(session, name), named(session, into), actor=getattr(factory.cast, who), now=NOW)


def test_a_draft_shows_the_joined_unit_and_its_name_is_known_as_answered(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    join(factory)
    with factory.database.reading() as session:
        assert shares(session, plan_id) == [(KNOWN, "lead"), ("县民政局", "responsible")]
        assert session.scalar(select(Unit.id).where(Unit.name == LIKE)) is None
        name = session.scalars(select(UnitName).where(UnitName.name == LIKE)).one()
        assert (name.unit_id, name.origin) == (factory.cast.unit_id("other_liaison"), NameOrigin.ANSWERED)


def test_the_next_document_finds_the_joined_unit_and_nothing_is_asked(factory: Factory) -> None:
    first = factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    join(factory)
    second = factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    with factory.database.reading() as session:
        codes = select(ReadingIssue.code).order_by(ReadingIssue.id)
        assert list(session.scalars(codes.where(ReadingIssue.plan_id == first))) == ["unit_like"]
        assert list(session.scalars(codes.where(ReadingIssue.plan_id == second))) == []
        assert shares(session, second)[0] == (KNOWN, "lead")


def test_a_unit_twice_in_one_task_is_there_once_as_the_lead(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(lead=(LIKE,), responsible=(KNOWN, "县民政局")), issue_at=None)
    join(factory)
    with factory.database.reading() as session:
        assert shares(session, plan_id) == [(KNOWN, "lead"), ("县民政局", "responsible")]


def test_the_row_that_stays_may_be_that_of_the_other_unit(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(lead=(KNOWN,), responsible=(LIKE,)), issue_at=None)
    join(factory)
    with factory.database.reading() as session:
        assert shares(session, plan_id) == [(KNOWN, "lead")]


def test_parts_of_different_clauses_stay_apart(factory: Factory) -> None:
    clauses = (parsed_clause("其一", lead=(LIKE,)), parsed_clause("其二", responsible=(KNOWN, LIKE)))
    plan_id = factory.plan(parsed_measure(clauses=clauses), issue_at=None)
    join(factory)
    with factory.database.reading() as session:
        assert shares(session, plan_id) == [(KNOWN, "lead"), (KNOWN, "responsible")]


def test_duties_and_groups_are_carried_over_once(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None, obligations=(DUTY,))
    with factory.database.transaction() as session:
        group = Registry(session, named(session, KNOWN).jurisdiction).enter("县直有关单位")
        for name in (LIKE, KNOWN):
            session.add(UnitMember(collective_id=group.id, member_id=named(session, name).id))
    join(factory)
    with factory.database.reading() as session:
        known = factory.cast.unit_id("other_liaison")
        assert list(session.scalars(select(ObligationUnit.unit_id))) == [known]
        assert list(session.scalars(select(UnitMember.member_id).where(UnitMember.member_id == known))) == [known]


def test_questions_and_successors_point_to_the_unit_that_stays(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    with factory.database.transaction() as session:
        like, known = named(session, LIKE), named(session, KNOWN)
        old = Registry(session, known.jurisdiction).enter("县文教局")
        old.to_on, old.successor_id = NOW.date(), like.id
        for position, (unit, candidate) in enumerate([(like, known), (old, like)], start=900):
            session.add(
                ReadingIssue(
                    plan_id=plan_id, position=position, severity="doubt", code="unit_like", message="请核对。",
                    unit_id=unit.id, candidates=[candidate.id],
                )
            )  # fmt: skip
    join(factory)
    with factory.database.reading() as session:
        known_id, old = factory.cast.unit_id("other_liaison"), named(session, "县文教局")
        query = select(ReadingIssue).where(ReadingIssue.position >= 900).order_by(ReadingIssue.position)
        asked = list(session.scalars(query))
        assert [(issue.unit_id, issue.candidates) for issue in asked] == [(known_id, [known_id]), (old.id, [known_id])]
        assert old.successor_id == known_id


def questions(session: Session, plan_id: int) -> list[ReadingIssue]:
    query = select(ReadingIssue).where(ReadingIssue.plan_id == plan_id, ReadingIssue.code == "unit_like")
    return list(session.scalars(query.order_by(ReadingIssue.position)))


@pytest.mark.parametrize("into", [KNOWN, "县民政局"])  # the candidate, and a unit that was none
def test_answered_in_one_plan_the_question_is_answered_in_every_other(factory: Factory, into: str) -> None:
    first, second = (factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None) for _ in range(2))
    with factory.database.transaction() as session:
        (issue,) = questions(session, first)
        into_id = named(session, into).id
        readings.settle(session, issue, Answer.SAME_UNIT, into_id=into_id, actor=factory.cast.clerk, now=NOW)
    third = factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    with factory.database.reading() as session:
        assert [issue.answer for issue in questions(session, second)] == ["same_unit"]
        assert [issue.answer for issue in questions(session, first)] == ["same_unit"]
        assert questions(session, third) == []
        assert {shares(session, plan_id)[0] for plan_id in (first, second, third)} == {(into, "lead")}


def test_a_correction_that_names_an_open_unit_again_asks_nothing_twice(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(lead=(LIKE,)), parsed_measure(title="其二"), issue_at=None)
    with factory.database.transaction() as session:
        task = session.scalars(select(Task).where(Task.plan_id == plan_id, Task.title == "其二")).one()
        correct_role_of(session, task, LIKE, AssignmentRole.RESPONSIBLE, actor=factory.cast.clerk, now=NOW)
        assert len(questions(session, plan_id)) == 1


def test_the_history_tells_which_name_was_joined(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None)
    join(factory)
    with factory.database.reading() as session:
        event = session.scalars(select(Event).where(Event.subject == "unit", Event.action == "join")).one()
        assert event.chain == 0
        assert event.subject_id == factory.cast.unit_id("other_liaison")
        assert event.data is not None
        assert event.data["names"] == [LIKE]


@pytest.mark.parametrize(("name", "word"), [("县卫生健康局", "任职人员"), ("县审计局", "已交办的任务")])
def test_what_history_has_seen_is_not_moved_and_the_refusal_names_the_way(factory: Factory, name: str, word: str) -> None:
    factory.plan(parsed_measure(responsible=("县审计局",)))
    with pytest.raises(Conflict, match=f"{word}.*承接单位"):
        join(factory, name, KNOWN)
    with factory.database.reading() as session:
        assert named(session, name).id


def test_a_group_and_a_single_body_are_never_one(factory: Factory) -> None:
    with pytest.raises(Conflict, match="统称"):
        join(factory, "各乡镇人民政府", KNOWN)


def test_bodies_of_two_places_are_never_one(factory: Factory) -> None:
    with pytest.raises(NotAllowed):
        join(factory, "邻县卫生健康局", KNOWN)
    with pytest.raises(NotAllowed):
        join(factory, "青禾镇人民政府", KNOWN, who="liaison")


def test_the_preview_says_what_will_happen(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=(LIKE,)), issue_at=None, obligations=(DUTY,))
    with factory.database.reading() as session:
        preview = join_preview(session, named(session, LIKE), named(session, KNOWN))
    assert preview.names == (LIKE,)
    assert preview.plans == (("示例县托育服务实施方案", 1),)
    assert (preview.duties, preview.groups, preview.against) == (1, (), None)


def test_every_column_that_names_a_unit_is_carried_over_or_forbids_joining() -> None:
    known = {
        "assignment.unit_id", "assignment.via_unit_id", "obligation_unit.unit_id", "reading_issue.unit_id", "unit.successor_id",
        "unit_member.collective_id", "unit_member.member_id", "unit_name.unit_id",
        "membership.unit_id", "notice.unit_id", "supervision_order.unit_id", "phone_urge.unit_id", "obligation_occurrence.unit_id",
        "adjustment.new_unit_id", "coordination_unit.unit_id", "unit_charge.unit_id",
        # Of a unit that has a share, or people, already.
        "extension.unit_id", "objection.unit_id", "instruction.answered_unit_id", "issue_notice.unit_id", "adjustment.unit_id",
        "consolidation.unit_id", "coordination_item.unit_id", "opinion.unit_id", "indicator_reading.unit_id",
        "score_remark.unit_id", "handover.unit_id", "calendar_feed.unit_id", "ledger_import.unit_id", "report.about_unit_id",
    }  # fmt: skip
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "unit_id" or any(key.column.table.name == "unit" for key in column.foreign_keys)
    }
    assert named == known


def test_nothing_is_left_of_the_unit(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=(LIKE,), responsible=(KNOWN,)), issue_at=None, obligations=(DUTY,))
    with factory.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(UnitName))
    join(factory)
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(UnitName)) == before
        assert session.scalar(select(func.count()).select_from(Assignment).where(Assignment.role == AssignmentRole.LEAD)) == 1
