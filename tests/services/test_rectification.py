"""Things to be put right: reported with proof, checked one by one."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, PDF, Factory, refused
from tests.orders import ITEM, accepted, act, issue, item_of, received, reported
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Evidence, ItemFile, SupervisionOrder, Update
from tracker.rules.statuses import CheckMethod, ItemState
from tracker.services import order_answers, rectification
from tracker.services.files import NewFile


def report(factory: Factory, order_id: int, who: str = "joint_liaison", **over: Any) -> None:
    with factory.database.transaction() as session:
        item = session.get_one(SupervisionOrder, order_id).items[0]
        rectification.report_item(session, factory.storage, item, "已公示", actor=getattr(factory.cast, who), now=NOW, **over)


def evidence_of(factory: Factory, update_id: int) -> int:
    with factory.database.reading() as session:
        return session.scalars(select(Evidence.id).where(Evidence.update_id == update_id)).one()


def names(factory: Factory) -> list[str]:
    with factory.database.reading() as session:
        return list(session.scalars(select(ItemFile.name).order_by(ItemFile.id)))


def test_an_item_cites_what_the_unit_has_reported_and_brings_new_files(factory: Factory) -> None:
    task_id = factory.acknowledged()
    cited = evidence_of(factory, factory.accepted(task_id, "joint_liaison"))
    order_id = accepted(factory, task_id, items=(ITEM,))
    report(factory, order_id, cited=[cited], uploads=[NewFile("公示照片.pdf", PDF + b"%"), NewFile("再来一次.pdf", PDF)])
    assert item_of(factory, order_id).state is ItemState.REPORTED
    assert names(factory) == ["验收单.pdf", "公示照片.pdf"]  # the third is the first once more


@pytest.mark.parametrize("whose", ["liaison", "draft"])
def test_evidence_of_others_or_of_drafts_cannot_be_cited(factory: Factory, whose: str) -> None:
    task_id = factory.acknowledged()
    update_id = factory.accepted(task_id) if whose == "liaison" else factory.draft(task_id, "joint_liaison")
    order_id = accepted(factory, task_id, items=(ITEM,))
    with pytest.raises(InvalidInput, match="本单位"):
        report(factory, order_id, cited=[evidence_of(factory, update_id)])


def test_cited_evidence_stays_when_its_report_is_returned_later(factory: Factory) -> None:
    task_id = factory.acknowledged()
    update_id = factory.submitted(task_id, "joint_liaison")
    order_id = accepted(factory, task_id, items=(ITEM,))
    report(factory, order_id, cited=[evidence_of(factory, update_id)])
    with factory.database.reading() as session:
        assert session.get_one(Update, update_id).evidence
    assert names(factory) == ["验收单.pdf"]


def test_a_file_of_a_refused_type_leaves_nothing_behind(factory: Factory, issued_task: int) -> None:
    order_id = accepted(factory, issued_task, items=(ITEM,))
    with refused("file_type_refused"):
        report(factory, order_id, uploads=[NewFile("程序.exe", b"MZ\x90\x00")])
    assert (item_of(factory, order_id).state, names(factory)) == (ItemState.OPEN, [])


def test_nothing_is_reported_before_the_order_is_received(factory: Factory, issued_task: int) -> None:
    order_id = issue(factory, issued_task, "joint_liaison", items=(ITEM,))
    with refused("order_not_in_hand"):
        report(factory, order_id)
    act(factory, order_answers.receive, order_id, who="joint_liaison")
    report(factory, order_id)
    assert item_of(factory, order_id).state is ItemState.REPORTED


def test_what_the_unit_says_of_an_item_waits_for_its_head(factory: Factory, issued_task: int) -> None:
    order_id = received(factory, issued_task, items=(ITEM,))
    report(factory, order_id, "liaison")
    assert item_of(factory, order_id).state is ItemState.UNIT_REVIEW
    with factory.database.transaction() as session:
        item = session.get_one(SupervisionOrder, order_id).items[0]
        order_answers.approve(session, item, actor=factory.cast.unit_head, now=NOW)
    assert item_of(factory, order_id).state is ItemState.REPORTED


def test_a_check_records_how_who_when_and_what(factory: Factory, issued_task: int) -> None:
    order_id = reported(factory, issued_task)
    with refused("reason_missing"):
        act(factory, rectification.verify, order_id, CheckMethod.PHONE, " ", who="clerk")
    act(factory, rectification.verify, order_id, CheckMethod.PHONE, "电话核实属实", who="clerk")
    item = item_of(factory, order_id)
    checked = (item.method, item.verified_by_id, item.verified_at, item.finding)
    assert checked == (CheckMethod.PHONE, factory.cast.clerk.user_id, NOW, "电话核实属实")
    with pytest.raises(Conflict):
        report(factory, order_id)


def test_an_item_not_put_right_is_owed_again_by_a_new_day(factory: Factory, issued_task: int) -> None:
    order_id = reported(factory, issued_task)
    with pytest.raises(InvalidInput, match="不能早于今天"):
        act(factory, rectification.return_item, order_id, "不实", date(2025, 3, 9), who="clerk")
    act(factory, rectification.return_item, order_id, "照片不清", date(2025, 3, 24), who="clerk")
    assert (item_of(factory, order_id).state, item_of(factory, order_id).due_on) == (ItemState.RETURNED, date(2025, 3, 24))
    report(factory, order_id)
    assert item_of(factory, order_id).state is ItemState.REPORTED


def test_an_item_is_withdrawn_with_a_reason(factory: Factory, issued_task: int) -> None:
    order_id = accepted(factory, issued_task, items=(ITEM,))
    with refused("reason_missing"):
        act(factory, rectification.withdraw_item, order_id, " ", who="clerk")
    act(factory, rectification.withdraw_item, order_id, "并入另一份单子", who="clerk")
    assert item_of(factory, order_id).finding == "并入另一份单子"


@pytest.mark.parametrize("who", ["joint_liaison", "leader", "outside_clerk"])
def test_no_unit_checks_its_own_item(factory: Factory, issued_task: int, who: str) -> None:
    with pytest.raises(NotAllowed):
        act(factory, rectification.verify, reported(factory, issued_task), CheckMethod.ON_SITE, "属实", who=who)
