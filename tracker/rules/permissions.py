"""Who may do what: one table from permission to roles, and the actor as a frozen value.

Least privilege, and the three administrators of GB/T 22239 (等保2.0) kept apart: the system administrator opens and closes
accounts, the security administrator says what posts they hold, the auditor reads the events of both and changes nothing;
none of them sees the plans' content. The register of units is kept by the office, which reads their names in the plans, and by
the system administrator, who opens the accounts that belong to them.
A unit's people act on their own unit's rows only; the office, and leaders, on the plans of their jurisdiction and below.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role


class Permission(StrEnum):
    """`resource:action`; views, commands and moves name these and nothing else."""

    PLAN_READ = "plan:read"
    PLAN_IMPORT = "plan:import"
    PLAN_ISSUE = "plan:issue"
    TASK_READ = "task:read"
    TASK_ADMINISTER = "task:administer"
    TASK_CLOSE = "task:close"
    TASK_REOPEN = "task:reopen"
    TASK_SUSPEND = "task:suspend"
    TASK_MERGE = "task:merge"
    TASK_REQUEST_CLOSURE = "task:request_closure"
    ASSIGNMENT_ANSWER = "assignment:answer"
    UPDATE_WRITE = "update:write"
    UPDATE_APPROVE = "update:approve"
    UPDATE_REVIEW = "update:review"
    EVIDENCE_READ = "evidence:read"
    ORDER_ISSUE = "order:issue"
    ORDER_REPLY = "order:reply"
    ORDER_APPROVE = "order:approve"
    OBJECTION_FILE = "objection:file"
    OBJECTION_APPROVE = "objection:approve"
    OBJECTION_DECIDE = "objection:decide"
    EXTENSION_ASK = "extension:ask"
    EXTENSION_APPROVE = "extension:approve"
    EXTENSION_DECIDE = "extension:decide"
    EXTENSION_DECIDE_LONG = "extension:decide_long"
    OBLIGATION_REPORT = "obligation:report"
    OBLIGATION_APPROVE = "obligation:approve"
    OBLIGATION_RECEIVE = "obligation:receive"
    INSTRUCTION_GIVE = "instruction:give"
    INSTRUCTION_ANSWER = "instruction:answer"
    INSTRUCTION_SIGN = "instruction:sign"
    INSTRUCTION_SETTLE = "instruction:settle"
    AD_HOC_ENTER = "ad_hoc:enter"
    AD_HOC_CONFIRM = "ad_hoc:confirm"
    REPORT_READ = "report:read"
    REPORT_DRAW = "report:draw"
    REMINDER_READ = "reminder:read"
    UNIT_MANAGE = "unit:manage"
    USER_READ = "user:read"
    USER_MANAGE = "user:manage"
    ROLE_GRANT = "role:grant"
    EVENT_READ = "event:read"


_READERS = OFFICE_ROLES | UNIT_ROLES | {Role.LEADER}

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.PLAN_READ: _READERS,
    Permission.PLAN_IMPORT: OFFICE_ROLES,
    Permission.PLAN_ISSUE: OFFICE_ROLES,
    Permission.TASK_READ: _READERS,
    Permission.TASK_ADMINISTER: OFFICE_ROLES,
    Permission.TASK_CLOSE: OFFICE_ROLES,
    Permission.TASK_REOPEN: frozenset({Role.DIRECTOR}),
    Permission.TASK_SUSPEND: frozenset({Role.DIRECTOR}),
    Permission.TASK_MERGE: frozenset({Role.DIRECTOR}),
    Permission.TASK_REQUEST_CLOSURE: UNIT_ROLES | OFFICE_ROLES,
    Permission.ASSIGNMENT_ANSWER: UNIT_ROLES,
    Permission.UPDATE_WRITE: UNIT_ROLES,
    Permission.UPDATE_APPROVE: frozenset({Role.UNIT_HEAD}),
    Permission.UPDATE_REVIEW: OFFICE_ROLES,
    Permission.EVIDENCE_READ: _READERS,
    Permission.ORDER_ISSUE: OFFICE_ROLES,
    Permission.ORDER_REPLY: UNIT_ROLES,
    Permission.ORDER_APPROVE: frozenset({Role.UNIT_HEAD}),
    Permission.OBJECTION_FILE: UNIT_ROLES,
    Permission.OBJECTION_APPROVE: frozenset({Role.UNIT_HEAD}),
    Permission.OBJECTION_DECIDE: OFFICE_ROLES,
    Permission.EXTENSION_ASK: UNIT_ROLES,
    Permission.EXTENSION_APPROVE: frozenset({Role.UNIT_HEAD}),
    Permission.EXTENSION_DECIDE: OFFICE_ROLES,
    Permission.EXTENSION_DECIDE_LONG: frozenset({Role.DIRECTOR}),
    Permission.OBLIGATION_REPORT: UNIT_ROLES,
    Permission.OBLIGATION_APPROVE: frozenset({Role.UNIT_HEAD}),
    Permission.OBLIGATION_RECEIVE: OFFICE_ROLES,
    Permission.INSTRUCTION_GIVE: frozenset({Role.LEADER}),
    Permission.INSTRUCTION_ANSWER: UNIT_ROLES,
    Permission.INSTRUCTION_SIGN: frozenset({Role.UNIT_HEAD}),
    Permission.INSTRUCTION_SETTLE: OFFICE_ROLES,
    Permission.AD_HOC_ENTER: OFFICE_ROLES,
    Permission.AD_HOC_CONFIRM: frozenset({Role.DIRECTOR}),
    Permission.REPORT_READ: OFFICE_ROLES | {Role.LEADER},
    Permission.REPORT_DRAW: OFFICE_ROLES,
    Permission.REMINDER_READ: OFFICE_ROLES,
    Permission.UNIT_MANAGE: OFFICE_ROLES | {Role.SYSTEM_ADMIN},
    Permission.USER_READ: frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    Permission.USER_MANAGE: frozenset({Role.SYSTEM_ADMIN}),
    Permission.ROLE_GRANT: frozenset({Role.SECURITY_ADMIN}),
    Permission.EVENT_READ: frozenset({Role.AUDITOR}),
}


@dataclass(frozen=True)
class Post:
    """One membership: a role, held in a unit, which stands in a jurisdiction (a path such as `/1/7/`)."""

    role: Role
    unit_id: int
    jurisdiction_path: str


@dataclass(frozen=True)
class Actor:
    """Who acts. `trusted` is the scheduler or the operator at the command line, who answer to the machine's own access."""

    user_id: int | None
    name: str
    posts: frozenset[Post] = frozenset()
    trusted: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    def units(self, permission: Permission) -> frozenset[int]:
        """The units for which the actor holds the permission through a unit role."""
        granted = GRANTS[permission] & UNIT_ROLES
        return frozenset(post.unit_id for post in self.posts if post.role in granted)

    def regions(self, permission: Permission) -> frozenset[str]:
        """The jurisdiction paths whose plans the actor may see or handle whole (office and leaders)."""
        granted = GRANTS[permission] - UNIT_ROLES
        return frozenset(post.jurisdiction_path for post in self.posts if post.role in granted)


SYSTEM = Actor(user_id=None, name="系统", trusted=True)


def holds(actor: Actor, permission: Permission) -> bool:
    """True where any post of the actor grants the permission, whatever the row."""
    return actor.trusted or bool(actor.roles & GRANTS[permission])


def may_touch(actor: Actor, permission: Permission, *, region: str, unit_id: int | None = None) -> bool:
    """True where the actor holds the permission for this row.

    `region` is the path of the plan's jurisdiction, `unit_id` the unit whose row it is (None: the plan's own).
    """
    if actor.trusted:
        return True
    if any(region.startswith(path) for path in actor.regions(permission)):
        return True
    return unit_id is not None and unit_id in actor.units(permission)
