import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.permissions import GRANTS, SYSTEM, Actor, Permission, Post, Principal, holds, may_touch
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role
from tracker.rules.transitions import MOVES

PROVINCE, COUNTY, TOWN, OTHER_COUNTY = "/1/", "/1/7/", "/1/7/9/", "/1/8/"
REGIONS = st.sampled_from([PROVINCE, COUNTY, TOWN, OTHER_COUNTY])
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
PLAN_WORK = frozenset(Permission) - {
    Permission.USER_READ, Permission.USER_MANAGE, Permission.ROLE_GRANT, Permission.EVENT_READ, Permission.UNIT_MANAGE,
    Permission.DELEGATION_MAKE, Permission.HANDOVER_READ, Permission.HANDOVER_PROPOSE, Permission.PERMISSION_READ,
    Permission.CHANNEL_READ, Permission.CHANNEL_TEST, Permission.CALENDAR_READ, Permission.JOB_READ, Permission.JOB_RUN,
    Permission.SECURITY_READ,
}  # fmt: skip
UNITS = st.integers(1, 5)
PERMISSIONS = st.sampled_from(Permission)


def person(*posts):
    return Actor(user_id=1, name="示例", posts=frozenset(posts))


def posts(roles):
    return st.builds(Post, role=st.sampled_from(sorted(roles)), unit_id=UNITS, jurisdiction_path=REGIONS)


def people(roles):
    return st.builds(lambda held: person(*held), st.sets(posts(roles), max_size=4))


def permissions_of(role):
    return {permission for permission, grant in GRANTS.items() if role in grant.roles}


@given(people(UNIT_ROLES), PERMISSIONS, REGIONS, st.none() | UNITS)
def test_a_unit_person_acts_only_on_rows_of_an_own_unit(actor, permission, region, unit_id):
    own = {post.unit_id for post in actor.posts}
    if may_touch(actor, permission, region=region, unit_id=unit_id):
        assert unit_id in own


@given(people(UNIT_ROLES), REGIONS, st.none() | UNITS)
def test_a_unit_person_never_holds_an_office_right(actor, region, unit_id):
    for permission in permissions_of(Role.CLERK) - permissions_of(Role.LIAISON) - permissions_of(Role.UNIT_HEAD):
        assert not may_touch(actor, permission, region=region, unit_id=unit_id)


@given(people(OFFICE_ROLES | {Role.LEADER}), PERMISSIONS, REGIONS, st.none() | UNITS)
def test_office_and_leaders_reach_their_jurisdiction_and_below_only(actor, permission, region, unit_id):
    if may_touch(actor, permission, region=region, unit_id=unit_id):
        assert any(region.startswith(post.jurisdiction_path) for post in actor.posts)


@given(people(ADMINISTRATORS), st.sampled_from(sorted(PLAN_WORK)), REGIONS, st.none() | UNITS)
def test_administrators_touch_nothing_of_the_plans(actor, permission, region, unit_id):
    assert not holds(actor, permission)
    assert not may_touch(actor, permission, region=region, unit_id=unit_id)


@given(people(Role), posts(Role), PERMISSIONS, REGIONS, st.none() | UNITS)
def test_a_further_post_never_takes_a_right_away(actor, post, permission, region, unit_id):
    if may_touch(actor, permission, region=region, unit_id=unit_id):
        assert may_touch(person(*actor.posts, post), permission, region=region, unit_id=unit_id)


@given(people(Role), PERMISSIONS, REGIONS, st.none() | UNITS)
def test_who_may_touch_a_row_holds_the_permission(actor, permission, region, unit_id):
    if may_touch(actor, permission, region=region, unit_id=unit_id):
        assert holds(actor, permission)


@pytest.mark.parametrize("permission", Permission)
def test_someone_holds_each_permission_and_nobody_without_a_post_does(permission):
    assert GRANTS[permission].roles
    assert not holds(person(), permission)
    assert not may_touch(person(), permission, region=COUNTY, unit_id=1)


def test_the_table_says_of_each_permission_what_it_lets_do_and_why():
    assert list(GRANTS) == list(Permission)
    assert len({grant.what for grant in GRANTS.values()}) == len(GRANTS)
    assert all(grant.reason for grant in GRANTS.values())


@pytest.mark.parametrize("permission", Permission)
def test_the_scheduler_is_trusted_with_everything(permission):
    assert holds(SYSTEM, permission)
    assert may_touch(SYSTEM, permission, region=COUNTY)


def test_the_three_administrators_share_no_right_but_to_read_accounts_table_and_self_check():
    system, security, auditor = (permissions_of(role) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR))
    both = {Permission.USER_READ, Permission.PERMISSION_READ}
    people = {Permission.DELEGATION_MAKE, Permission.HANDOVER_READ, Permission.HANDOVER_PROPOSE}
    sending = {Permission.CHANNEL_READ, Permission.CHANNEL_TEST}
    jobs = {Permission.JOB_READ, Permission.JOB_RUN}
    assert system == {Permission.USER_MANAGE, Permission.UNIT_MANAGE, *sending, *jobs, Permission.CALENDAR_READ, *both}
    assert security == {Permission.ROLE_GRANT, Permission.SECURITY_READ, *people, *both}
    assert auditor == {Permission.EVENT_READ, Permission.PERMISSION_READ, Permission.SECURITY_READ}


def test_nobody_but_an_administrator_manages_accounts_gives_posts_or_reads_the_log():
    for permission in (Permission.USER_READ, Permission.USER_MANAGE, Permission.ROLE_GRANT, Permission.EVENT_READ):
        assert GRANTS[permission].roles <= ADMINISTRATORS


def test_the_register_of_units_is_kept_by_the_office_and_the_system_administrator_within_their_place():
    assert GRANTS[Permission.UNIT_MANAGE].roles == OFFICE_ROLES | {Role.SYSTEM_ADMIN}
    for role in GRANTS[Permission.UNIT_MANAGE].roles:
        keeper = person(Post(role, unit_id=3, jurisdiction_path=COUNTY))
        assert may_touch(keeper, Permission.UNIT_MANAGE, region=COUNTY)
        assert not may_touch(keeper, Permission.UNIT_MANAGE, region=OTHER_COUNTY)


def test_a_leader_reads_gives_instructions_and_changes_nothing():
    assert {permission.value.split(":")[1] for permission in permissions_of(Role.LEADER)} == {"read", "give"}
    assert not {move.permission for move in MOVES} & permissions_of(Role.LEADER)


def test_only_the_director_reopens_a_task_and_only_the_head_approves_for_the_unit():
    assert GRANTS[Permission.TASK_REOPEN].roles == {Role.DIRECTOR}
    assert GRANTS[Permission.UPDATE_APPROVE].roles == {Role.UNIT_HEAD}


@pytest.mark.parametrize(
    ("role", "permission", "region", "unit_id", "allowed"),
    [
        pytest.param(Role.LIAISON, Permission.UPDATE_WRITE, COUNTY, 3, True, id="liaison reports for the own unit"),
        pytest.param(Role.LIAISON, Permission.UPDATE_WRITE, COUNTY, 4, False, id="liaison not for another unit"),
        pytest.param(Role.LIAISON, Permission.UPDATE_APPROVE, COUNTY, 3, False, id="liaison approves nothing"),
        pytest.param(Role.UNIT_HEAD, Permission.UPDATE_APPROVE, COUNTY, 3, True, id="head approves for the own unit"),
        pytest.param(Role.UNIT_HEAD, Permission.UPDATE_REVIEW, COUNTY, 3, False, id="head does not review"),
        pytest.param(Role.LIAISON, Permission.ASSIGNMENT_ANSWER, PROVINCE, 3, True, id="own row of a higher plan"),
        pytest.param(Role.CLERK, Permission.UPDATE_REVIEW, COUNTY, 4, True, id="office reviews any unit of the county"),
        pytest.param(Role.CLERK, Permission.UPDATE_REVIEW, TOWN, 4, True, id="and of the towns below"),
        pytest.param(Role.CLERK, Permission.UPDATE_REVIEW, PROVINCE, 4, False, id="but not above"),
        pytest.param(Role.CLERK, Permission.UPDATE_REVIEW, OTHER_COUNTY, 4, False, id="nor beside"),
        pytest.param(Role.CLERK, Permission.UPDATE_WRITE, COUNTY, 3, False, id="office writes no unit's report"),
        pytest.param(Role.LEADER, Permission.TASK_READ, TOWN, None, True, id="leader reads down the tree"),
        pytest.param(Role.AUDITOR, Permission.TASK_READ, COUNTY, 3, False, id="auditor reads no task"),
    ],
)
def test_who_may_do_what_to_which_row(role, permission, region, unit_id, allowed):
    actor = person(Post(role, unit_id=3, jurisdiction_path=COUNTY))
    assert may_touch(actor, permission, region=region, unit_id=unit_id) is allowed


def test_reach_is_counted_in_whole_steps_of_the_tree():
    actor = person(Post(Role.CLERK, unit_id=3, jurisdiction_path="/1/7/"))
    assert not may_touch(actor, Permission.TASK_READ, region="/1/70/")


def test_what_is_held_for_another_counts_like_a_post_and_is_told_apart():
    lent = Post(Role.UNIT_HEAD, 3, COUNTY, Principal(7, "被代理人"))
    actor = person(Post(Role.LIAISON, 3, COUNTY), lent)
    assert may_touch(actor, Permission.UPDATE_APPROVE, region=COUNTY, unit_id=3)
    assert not may_touch(actor.own, Permission.UPDATE_APPROVE, region=COUNTY, unit_id=3)
    assert [alone.posts for alone in actor.stands_for] == [frozenset({lent})]


def test_units_and_regions_for_a_query_follow_the_posts():
    actor = person(Post(Role.LIAISON, 3, COUNTY), Post(Role.CLERK, 5, TOWN), Post(Role.AUDITOR, 6, PROVINCE))
    assert actor.units(Permission.TASK_READ) == {3}
    assert actor.regions(Permission.TASK_READ) == {TOWN}
    assert actor.roles == {Role.LIAISON, Role.CLERK, Role.AUDITOR}
