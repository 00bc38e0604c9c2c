"""News of a paper asks to be read until the paper is moved on, by whom ever; what was not sent by then is not sent."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import orders
from tests.factories import NOW, Factory, day
from tests.services.test_periods import turned
from tracker.db import Database
from tracker.models import Extension, Notice, NoticeEnd, NoticeState, Task
from tracker.rules.days import official_day
from tracker.services import extensions, order_answers
from tracker.services.reminder_settling import end_lately_over, end_over, settle

TODAY = official_day(NOW)


def night(database: Database) -> None:
    with database.transaction() as session:
        end_over(session, TODAY, 0)


def minute(database: Database) -> None:
    with database.transaction() as session:
        end_lately_over(session, TODAY, now=NOW + timedelta(minutes=1))


def before_sending(database: Database) -> None:
    with database.transaction() as session:
        settle(session, TODAY)


def news(factory: Factory, who: str, words: str) -> tuple[NoticeEnd | None, NoticeState]:
    """What became of the newest message to the person whose title holds the words."""
    with factory.database.reading() as session:
        mine = select(Notice).where(Notice.user_id == getattr(factory.cast, who).user_id, Notice.title.contains(words))
        row = session.scalars(mine.order_by(Notice.id.desc())).first()
        assert row is not None
        return row.ended, row.state


OPEN, OVER = (None, NoticeState.PLANNED), (NoticeEnd.MOVED_ON, NoticeState.SETTLED)


@pytest.mark.parametrize("round_", [night, minute, before_sending])
def test_an_answer_is_news_until_the_office_has_judged_it(factory: Factory, round_: Callable[[Database], None]) -> None:
    order_id = orders.answered(factory, factory.acknowledged())
    round_(factory.database)
    assert news(factory, "clerk", "已答复") == OPEN
    orders.act(factory, order_answers.accept, order_id, who="clerk")
    round_(factory.database)
    assert news(factory, "clerk", "已答复") == OVER
    assert news(factory, "director", "已答复") == OVER


def test_an_answer_returned_is_news_until_it_comes_again_and_that_is_news_again(factory: Factory) -> None:
    order_id = orders.answered(factory, factory.acknowledged())
    orders.act(factory, order_answers.return_reply, order_id, "请补充。", orders.LIMIT, who="clerk")
    night(factory.database)
    assert news(factory, "joint_liaison", "被退回") == OPEN
    orders.act(factory, order_answers.reply, order_id, "已补充。", who="joint_liaison", now=day(2025, 3, 12))
    night(factory.database)
    assert news(factory, "joint_liaison", "被退回") == OVER
    assert news(factory, "clerk", "已答复") == OPEN


def test_a_report_sent_again_ends_the_news_of_its_return(factory: Factory) -> None:
    """Each version of a report is a row of its own; the report of another period ends nothing."""
    task_id = factory.acknowledged()
    factory.returned(task_id, "joint_liaison")
    factory.submitted(task_id, "joint_liaison", period="2025-02")
    night(factory.database)
    assert news(factory, "joint_liaison", "进展被退回") == OPEN
    factory.submitted(task_id, "joint_liaison")
    night(factory.database)
    assert news(factory, "joint_liaison", "进展被退回") == OVER


def test_an_application_is_the_heads_until_it_is_signed_and_a_last_word_stays(factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-12-31")
    with factory.database.transaction() as session:
        said = extensions.Application(date(2026, 1, 20), "场地审批尚未完成。", "已完成选址。")
        task = session.get_one(Task, task_id)
        made = extensions.draft_extension(session, task, said, actor=factory.cast.liaison, now=NOW).id
    move(factory, made, extensions.send, who="liaison")
    move(factory, made, extensions.send_back, "请补充依据。", who="unit_head")
    night(factory.database)
    assert news(factory, "liaison", "单位负责人退回") == OPEN
    move(factory, made, extensions.send, who="liaison")
    night(factory.database)
    assert news(factory, "liaison", "单位负责人退回") == OVER
    move(factory, made, extensions.approve, who="unit_head")
    move(factory, made, extensions.refuse, "理由不足。", who="director")
    night(factory.database)
    assert news(factory, "liaison", "延期申请未获批准") == OPEN


def move(factory: Factory, extension_id: int, verb: Callable[..., object], *given: object, who: str) -> None:
    with factory.database.transaction() as session:
        verb(session, session.get_one(Extension, extension_id), *given, actor=getattr(factory.cast, who), now=NOW)


def test_a_notice_of_issue_is_news_until_all_its_shares_are_signed_for(factory: Factory) -> None:
    task_id = factory.task()
    night(factory.database)
    assert news(factory, "liaison", "收到交办任务")[0] is None
    factory.acknowledge(task_id)
    night(factory.database)
    assert news(factory, "liaison", "收到交办任务")[0] is NoticeEnd.SETTLED
    assert news(factory, "joint_liaison", "收到交办任务")[0] is None


def test_the_opening_of_a_period_is_news_until_it_is_locked(factory: Factory) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    turned(factory, plan_id, date(2025, 4, 1))
    night(factory.database)
    assert news(factory, "liaison", "请填报2025年4月进展")[0] is None
    turned(factory, plan_id, date(2025, 5, 1))
    night(factory.database)
    assert news(factory, "liaison", "请填报2025年4月进展")[0] is NoticeEnd.SETTLED
    assert news(factory, "liaison", "请填报2025年5月进展")[0] is None
