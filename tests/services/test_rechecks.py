"""Looking back at closed tasks: planned, found to hold, or fallen back and taken up again."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, PDF, Factory, day, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Closure, Recheck
from tracker.queries.kept_files import name_of_file
from tracker.queries.reporting import facts_on
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.rules.closing import RecheckPolicy, RecheckState, recheck_day
from tracker.rules.statuses import CheckMethod, TaskState
from tracker.services import audit, closures, recheck_results, rechecks
from tracker.services.calendars import work_calendar
from tracker.services.files import NewFile, Uploads
from tracker.services.verifications import Findings

DUE = date(2025, 6, 10)
THEN = day(2025, 6, 11)
FOUND = Findings(CheckMethod.VISIT, "陈经办", date(2025, 6, 11), "现场回访，托位正常使用。")


def planned(factory: Factory, due_on: date = DUE) -> int:
    """A look back at a closed task; its id."""
    task_id = factory.closed()
    with factory.database.transaction() as session:
        closure = session.scalars(select(Closure).where(Closure.task_id == task_id)).one()
        return rechecks.plan_recheck(session, closure, due_on, actor=factory.cast.clerk, now=NOW).id


def act(factory: Factory, recheck_id: int, verb: Callable[..., object], *args: object, who: str = "clerk") -> None:
    with factory.database.transaction() as session:
        verb(session, session.get_one(Recheck, recheck_id), *args, actor=getattr(factory.cast, who), now=THEN)


def states(factory: Factory, recheck_id: int) -> tuple[RecheckState, TaskState]:
    with factory.database.reading() as session:
        row = session.get_one(Recheck, recheck_id)
        return row.state, row.task.state


def test_ninety_days_are_proposed() -> None:
    assert recheck_day(date(2025, 3, 10), RecheckPolicy()) == date(2025, 6, 8)
    assert recheck_day(date(2025, 3, 10), RecheckPolicy(default_days=None)) is None


def test_what_holds_stays_struck_off(factory: Factory) -> None:
    recheck_id = planned(factory)
    files = Uploads(factory.storage, (NewFile("照片.pdf", PDF), NewFile("再来一次.pdf", PDF)))
    act(factory, recheck_id, recheck_results.confirm, FOUND, files)
    assert states(factory, recheck_id) == (RecheckState.HELD, TaskState.CLOSED)
    with factory.database.reading() as session:
        found = session.get_one(Recheck, recheck_id).verification
        assert found is not None
        assert [file.name for file in found.files] == ["照片.pdf"]


def test_a_rebound_takes_the_task_up_again_by_the_director(factory: Factory) -> None:
    recheck_id = planned(factory)
    with pytest.raises(NotAllowed):
        act(factory, recheck_id, recheck_results.rebound, FOUND)
    act(factory, recheck_id, recheck_results.rebound, FOUND, who="director")
    assert states(factory, recheck_id) == (RecheckState.REBOUNDED, TaskState.IN_PROGRESS)
    with factory.database.reading() as session:
        assert session.scalars(select(Closure.reopen_reason)).one() == f"回头看发现反弹：{FOUND.finding}"
        assert audit.verify(session)[1] == []


def test_what_is_recorded_is_not_recorded_again(factory: Factory) -> None:
    recheck_id = planned(factory)
    act(factory, recheck_id, recheck_results.confirm, FOUND)
    with pytest.raises(Conflict):
        act(factory, recheck_id, recheck_results.rebound, FOUND, who="director")


def test_giving_up_a_look_back_needs_a_reason(factory: Factory) -> None:
    recheck_id = planned(factory)
    with refused("reason_missing"):
        act(factory, recheck_id, rechecks.withdraw, "")
    act(factory, recheck_id, rechecks.withdraw, "设施已移交上级管理")
    assert states(factory, recheck_id) == (RecheckState.WITHDRAWN, TaskState.CLOSED)


def test_reopening_gives_up_what_was_planned(factory: Factory) -> None:
    recheck_id = planned(factory)
    with factory.database.transaction() as session:
        task = session.get_one(Recheck, recheck_id).task
        closures.reopen(session, task, "群众反映不实", actor=factory.cast.director, now=THEN)
    assert states(factory, recheck_id) == (RecheckState.WITHDRAWN, TaskState.IN_PROGRESS)


def test_one_look_back_at_a_time_on_a_coming_day(factory: Factory) -> None:
    recheck_id = planned(factory)
    with factory.database.transaction() as session:
        closure = session.get_one(Recheck, recheck_id).closure
        with pytest.raises(Conflict):
            rechecks.plan_recheck(session, closure, DUE, actor=factory.cast.clerk, now=NOW)
    with pytest.raises(InvalidInput, match="回头看的日期"):
        planned(factory, NOW.date())


def test_nobody_outside_the_office_looks_back(factory: Factory) -> None:
    recheck_id = planned(factory)
    for who in ("liaison", "unit_head", "leader", "outside_clerk"):
        with pytest.raises(NotAllowed):
            act(factory, recheck_id, recheck_results.confirm, FOUND, who=who)


def test_papers_as_of_before_the_rebound_stay_the_same(factory: Factory) -> None:
    recheck_id = planned(factory)
    with factory.database.reading() as session:
        task_id = session.get_one(Recheck, recheck_id).task_id
    plan_id = factory.plan_of(task_id)
    before = paper(factory, plan_id, date(2025, 5, 31))
    act(factory, recheck_id, recheck_results.rebound, FOUND, who="director")
    assert paper(factory, plan_id, date(2025, 5, 31)) == before
    assert paper(factory, plan_id, date(2025, 6, 30)) != before


def paper(factory: Factory, plan_id: int, as_of: date) -> object:
    with factory.database.reading() as session:
        return compose(draw_figures(facts_on(session, plan_id, as_of), work_calendar(session)))


def test_a_spoilt_file_of_a_verification_is_called_by_its_name(factory: Factory) -> None:
    recheck_id = planned(factory)
    files = Uploads(factory.storage, (NewFile("照片.pdf", PDF + b"%recheck"),))
    act(factory, recheck_id, recheck_results.confirm, FOUND, files)
    with factory.database.reading() as session:
        found = session.get_one(Recheck, recheck_id).verification
        assert found is not None
        assert name_of_file(session, found.files[0].sha256) == "照片.pdf"
