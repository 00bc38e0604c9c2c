"""What an actor may see."""

from sqlalchemy import select

from tests.factories import Factory
from tracker.models import Assignment, Jurisdiction, Plan, Task, Update
from tracker.queries.scope import visible_plan, visible_task
from tracker.queries.updates import visible_update
from tracker.rules.permissions import Actor, Post
from tracker.rules.statuses import Role


def tasks_seen(factory: Factory, actor: Actor) -> set[int]:
    with factory.database.reading() as session:
        return set(session.scalars(select(Task.id).join(Plan).where(visible_task(actor))))


def plans_seen(factory: Factory, actor: Actor) -> set[int]:
    with factory.database.reading() as session:
        return set(session.scalars(select(Plan.id).where(visible_plan(actor))))


def reports_seen(factory: Factory, actor: Actor) -> set[int]:
    with factory.database.reading() as session:
        return set(session.scalars(select(Update.id).join(Assignment).join(Task).join(Plan).where(visible_update(actor))))


def test_each_office_sees_the_tasks_of_its_own_county(factory: Factory) -> None:
    here, outside = factory.task(), factory.task(outside=True)
    assert tasks_seen(factory, factory.cast.clerk) == {here}
    assert tasks_seen(factory, factory.cast.outside_clerk) == {outside}


def test_a_place_whose_number_begins_like_another_is_not_inside_it(factory: Factory) -> None:
    here, outside = factory.task(), factory.task(outside=True)
    place = next(iter(factory.cast.clerk.posts)).jurisdiction_path
    neighbour = Actor(1, "邻县经办", frozenset({Post(Role.CLERK, 1, f"{place[:-1]}0/")}))
    with factory.database.transaction() as session:
        session.get_one(Jurisdiction, factory.cast.outside_place_id).path = f"{place[:-1]}0/"
    assert tasks_seen(factory, neighbour) == {outside}
    assert tasks_seen(factory, factory.cast.clerk) == {here}


def test_a_unit_sees_its_tasks_once_they_are_issued(factory: Factory) -> None:
    drafted, issued, others = factory.task(issue_at=None), factory.task(), factory.task(lead=("县教育局",), responsible=())
    assert tasks_seen(factory, factory.cast.liaison) == {issued}
    assert plans_seen(factory, factory.cast.liaison) == {factory.plan_of(issued)}
    assert tasks_seen(factory, factory.cast.clerk) == {drafted, issued, others}


def test_a_person_with_posts_in_office_and_unit_sees_both(factory: Factory) -> None:
    here, outside = factory.task(), factory.task(outside=True)
    both = Actor(1, "兼职", factory.cast.liaison.posts | factory.cast.outside_clerk.posts)
    assert tasks_seen(factory, both) == {here, outside}
    assert plans_seen(factory, both) == {factory.plan_of(here), factory.plan_of(outside)}


def test_without_a_post_nothing_is_seen(factory: Factory) -> None:
    factory.task()
    assert tasks_seen(factory, Actor(1, "无任职")) == plans_seen(factory, Actor(1, "无任职")) == set()


def test_the_lead_reads_what_the_other_units_have_sent_and_they_read_their_own(factory: Factory) -> None:
    task_id = factory.acknowledged()
    of_lead, of_other = factory.submitted(task_id), factory.submitted(task_id, "joint_liaison")
    assert reports_seen(factory, factory.cast.liaison) == {of_lead, of_other}
    assert reports_seen(factory, factory.cast.joint_liaison) == {of_other}


def test_where_a_task_has_no_lead_its_responsible_units_read_each_other(factory: Factory) -> None:
    factory.task()  # another task, which has a lead
    task_id = factory.acknowledged(lead=(), responsible=("县卫健局", "县民政局"))
    sent = {factory.submitted(task_id), factory.submitted(task_id, "joint_liaison")}
    assert reports_seen(factory, factory.cast.liaison) == reports_seen(factory, factory.cast.joint_liaison) == sent


def test_what_has_not_left_its_unit_is_read_by_nobody_else(factory: Factory) -> None:
    draft = factory.draft(factory.acknowledged(), "joint_liaison")
    assert reports_seen(factory, factory.cast.liaison) == reports_seen(factory, factory.cast.clerk) == set()
    assert reports_seen(factory, factory.cast.joint_liaison) == {draft}
