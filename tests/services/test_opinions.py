"""What units beside the lead think of a closing: asked, stated, dealt with; and what a closing waits for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, day, refused
from tracker.errors import NotAllowed
from tracker.models import Notice, Opinion, Task
from tracker.queries.joint_history import joint_on
from tracker.queries.opinions import opinions_on, unsettled
from tracker.rules.joint_statuses import OpinionState
from tracker.rules.permissions import Actor
from tracker.services import audit, closures, opinions


@pytest.fixture
def asked(factory: Factory) -> int:
    """A finished task that its lead asks to have closed; 县民政局 has not said anything yet."""
    task_id = factory.finished()
    request(factory, task_id)
    return task_id


def request(factory: Factory, task_id: int) -> None:
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        closures.request_closure(session, task, "目标已全部完成。", actor=factory.cast.liaison, now=NOW)


def say(factory: Factory, task_id: int, name: str, text: str = "", who: str = "joint_liaison") -> int:
    with factory.database.transaction() as session:
        [row] = opinions_on(session, task_id)
        opinions.state(session, row, name, text, actor=getattr(factory.cast, who), now=NOW)
        return row.id


def deal(factory: Factory, task_id: int, note: str = "经专题会议研究，按牵头单位意见办理。", actor: Actor | None = None) -> None:
    with factory.database.transaction() as session:
        [row] = opinions_on(session, task_id)
        opinions.deal_with(session, row, note, actor=actor or factory.cast.clerk, now=NOW)


def holds_up(factory: Factory, task_id: int) -> list[OpinionState]:
    with factory.database.reading() as session:
        return [row.state for row in unsettled(session, task_id)]


def test_whoever_requests_a_closing_asks_the_units_beside_it(factory: Factory, asked: int) -> None:
    with factory.database.reading() as session:
        [row] = opinions_on(session, asked)
        assert (row.unit_id, row.state) == (factory.cast.unit_id("joint_liaison"), OpinionState.PENDING)
        told = session.scalars(select(Notice.title).where(Notice.user_id == factory.cast.joint_liaison.user_id)).all()
        assert "请对销号申请表明意见" in told


def test_silence_and_dissent_hold_a_closing_up_until_the_office_has_dealt_with_them(factory: Factory, asked: int) -> None:
    assert holds_up(factory, asked) == [OpinionState.PENDING]
    say(factory, asked, "dissent", "两处托位尚未验收。")
    assert holds_up(factory, asked) == [OpinionState.DISSENTED]
    deal(factory, asked)
    assert holds_up(factory, asked) == []
    with factory.database.reading() as session:
        [row] = opinions_on(session, asked)
        assert (row.state, row.text) == (OpinionState.NOTED, "两处托位尚未验收。")
        assert audit.verify(session)[1] == []


def test_the_office_goes_on_without_an_answer_and_says_why(factory: Factory, asked: int) -> None:
    deal(factory, asked, "三次电话催请未表态，经主任同意继续办理。")
    assert holds_up(factory, asked) == []
    with refused("wrong_state"):
        say(factory, asked, "agree")


def test_a_supporting_unit_that_says_nothing_holds_nothing_up(factory: Factory) -> None:
    task_id = factory.finished(supporting=("县教育局",))
    request(factory, task_id)
    factory.agree(task_id)
    assert holds_up(factory, task_id) == []
    with factory.database.transaction() as session:
        row = next(row for row in opinions_on(session, task_id) if row.state is OpinionState.PENDING)
        opinions.state(session, row, "dissent", "宣传尚未覆盖。", actor=factory.cast.other_liaison, now=NOW)
    assert holds_up(factory, task_id) == [OpinionState.DISSENTED]


def test_a_dissent_says_why(factory: Factory, asked: int) -> None:
    with refused("reason_missing"):
        say(factory, asked, "dissent", "  ")


def test_a_unit_may_come_round_and_both_words_stay_in_the_history(factory: Factory, asked: int) -> None:
    say(factory, asked, "dissent", "两处托位尚未验收。")
    say(factory, asked, "agree", "已验收，同意。")
    assert holds_up(factory, asked) == []


def test_where_a_unit_has_a_head_the_head_speaks(factory: Factory) -> None:
    task_id = factory.finished(lead=("县民政局",), responsible=("县卫健局",))
    with factory.database.transaction() as session:
        closures.request_closure(session, session.get_one(Task, task_id), "已完成。", actor=factory.cast.joint_liaison, now=NOW)
    with refused("unit_head_must_approve"):
        say(factory, task_id, "agree", who="liaison")
    say(factory, task_id, "agree", who="unit_head")


@pytest.mark.parametrize("who", ["liaison", "other_liaison", "clerk", "leader"])
def test_nobody_speaks_for_another_unit(factory: Factory, asked: int, who: str) -> None:
    with pytest.raises(NotAllowed):
        say(factory, asked, "agree", who=who)


def test_what_is_asked_anew_is_answered_anew(factory: Factory, asked: int) -> None:
    say(factory, asked, "agree")
    with factory.database.transaction() as session:
        closures.return_closure(session, session.get_one(Task, asked), "材料不足", actor=factory.cast.clerk, now=NOW)
    with refused("opinion_matter_over"):
        say(factory, asked, "dissent", "想起来还有一处。")
    request(factory, asked)
    assert holds_up(factory, asked) == [OpinionState.PENDING]
    with factory.database.reading() as session:
        assert [row.round for row in session.scalars(select(Opinion).order_by(Opinion.id))] == [1, 2]


def test_a_task_of_one_unit_asks_nobody(factory: Factory) -> None:
    task_id = factory.acknowledged(("liaison",), responsible=())
    factory.accepted(task_id, percent=100)
    request(factory, task_id)
    assert holds_up(factory, task_id) == []


def test_what_a_past_report_printed_of_a_dissent_does_not_change(factory: Factory, asked: int) -> None:
    say(factory, asked, "dissent", "两处托位尚未验收。")
    plan_id = factory.plan_of(asked)
    with factory.database.reading() as session:
        [then] = joint_on(session, plan_id, NOW + timedelta(hours=1)).dissents
    with factory.database.transaction() as session:
        [row] = opinions_on(session, asked)
        opinions.deal_with(session, row, "已现场核实。", actor=factory.cast.clerk, now=day(2025, 3, 12))
    with factory.database.reading() as session:
        assert joint_on(session, plan_id, NOW + timedelta(hours=1)).dissents == (then,)
        [now] = joint_on(session, plan_id, day(2025, 3, 13)).dissents
        assert (now.text, now.note, then.note) == ("两处托位尚未验收。", "已现场核实。", "")
