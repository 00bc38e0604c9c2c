"""A second person's word before a plan is given out."""

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, at_once, parsed_measure, refused
from tracker.errors import Conflict, NotAllowed
from tracker.models import Assignment, Event, IssueRequest, Notice, Plan
from tracker.rules.giving_out import IssueRequestState
from tracker.rules.statuses import PlanState
from tracker.services import issue_requests
from tracker.services.issuing import issue_plan
from tracker.services.plans import HeaderCorrection, correct_header


def asked(factory: Factory, who: str = "clerk") -> tuple[int, int]:
    """A plan that waits for the director's word, and the request."""
    plan_id = factory.plan(parsed_measure(), issue_at=None)
    with factory.database.transaction() as session:
        plan, actor = session.get_one(Plan, plan_id), getattr(factory.cast, who)
        return plan_id, issue_requests.ask(session, plan, "请审定。", 5, actor=actor, now=NOW).id


def test_the_directors_word_gives_the_plan_out(factory: Factory) -> None:
    plan_id, request_id = asked(factory)
    with factory.database.reading() as session:
        assert session.get_one(Plan, plan_id).state is PlanState.DRAFT
        assert session.scalars(select(Notice.user_id).where(Notice.title == "方案待审定交办")).first() is not None
    with factory.database.transaction() as session:
        issue_requests.approve(session, session.get_one(IssueRequest, request_id), actor=factory.cast.director, now=NOW)
    with factory.database.reading() as session:
        plan = session.get_one(Plan, plan_id)
        assert (plan.state, plan.acknowledge_days) == (PlanState.ISSUED, 5)
        assert session.scalars(select(Assignment.acknowledge_by)).first() is not None
        acts = session.scalars(select(Event.action).where(Event.chain == plan_id).order_by(Event.seq)).all()
        assert acts[:3] == ["ask", "approve", "issue"]


def test_who_asked_does_not_approve(factory: Factory) -> None:
    _, request_id = asked(factory, "director")
    with factory.database.transaction() as session, refused("issue_by_one_person"):
        issue_requests.approve(session, session.get_one(IssueRequest, request_id), actor=factory.cast.director, now=NOW)


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader", "outside_clerk"])
def test_only_a_director_approves(factory: Factory, who: str) -> None:
    _, request_id = asked(factory)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        issue_requests.approve(session, session.get_one(IssueRequest, request_id), actor=getattr(factory.cast, who), now=NOW)


def test_while_it_waits_the_plan_is_neither_corrected_nor_given_out_nor_asked_for_again(factory: Factory) -> None:
    plan_id, _ = asked(factory)
    header = HeaderCorrection(title="改名", document_number=None, issuers=(), document_date=None, sunset=None)
    for act in (
        lambda session, plan: correct_header(session, plan, header, actor=factory.cast.clerk, now=NOW),
        lambda session, plan: issue_plan(session, plan, actor=factory.cast.director, now=NOW),
        lambda session, plan: issue_requests.ask(session, plan, actor=factory.cast.clerk, now=NOW),
    ):
        with factory.database.transaction() as session, pytest.raises(Conflict, match="等待审定"):
            act(session, session.get_one(Plan, plan_id))


def test_sent_back_with_a_reason_it_can_be_corrected_and_asked_for_again(factory: Factory) -> None:
    plan_id, request_id = asked(factory)
    with factory.database.transaction() as session:
        request = session.get_one(IssueRequest, request_id)
        with refused("reason_missing"):
            issue_requests.send_back(session, request, " ", actor=factory.cast.director, now=NOW)
        issue_requests.send_back(session, request, "请核对第三条的单位。", actor=factory.cast.director, now=NOW)
        assert (request.state, request.answer) == (IssueRequestState.RETURNED, "请核对第三条的单位。")
        again = issue_requests.ask(session, session.get_one(Plan, plan_id), actor=factory.cast.clerk, now=NOW)
        issue_requests.withdraw(session, again, actor=factory.cast.clerk, now=NOW)
        assert again.state is IssueRequestState.WITHDRAWN


def test_approved_and_sent_back_at_once_one_of_them_holds(factory: Factory) -> None:
    plan_id, request_id = asked(factory)

    def approve() -> None:
        with factory.database.transaction() as session:
            issue_requests.approve(session, session.get_one(IssueRequest, request_id), actor=factory.cast.director, now=NOW)

    def send_back() -> None:
        with factory.database.transaction() as session:
            request = session.get_one(IssueRequest, request_id)
            issue_requests.send_back(session, request, "再核对", actor=factory.cast.director, now=NOW)

    assert at_once(approve, send_back).count(None) == 1
    with factory.database.reading() as session:
        is_issued = session.get_one(Plan, plan_id).state is PlanState.ISSUED
        assert is_issued == (session.get_one(IssueRequest, request_id).state is IssueRequestState.APPROVED)


def test_where_two_are_asked_for_another_than_the_importer_lets_an_edition_take_over(factory: Factory) -> None:
    plan_id = factory.plan(issue_at=None)
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        issue_requests.require_second(session, plan, actor=factory.cast.director)
        with pytest.raises(NotAllowed):
            issue_requests.require_second(session, plan, actor=factory.cast.clerk)
