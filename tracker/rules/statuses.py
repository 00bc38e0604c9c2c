"""The closed vocabularies: states, roles and lights. Values are what the database and the JSON hold.

Titles in Chinese stand in `tracker/labels.py`; the rules themselves are free of language.
Sources: design.md section 5; 《政府督查工作条例》 (State Council order 733) for the moves that may not be designed away.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is entitled to be, by a membership in a unit."""

    CLERK = "clerk"  # 领导小组办公室经办
    DIRECTOR = "director"  # 领导小组办公室主任
    LIAISON = "liaison"  # 单位联络员
    UNIT_HEAD = "unit_head"  # 单位负责人
    LEADER = "leader"  # 领导, reads all within the jurisdiction
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全管理员
    AUDITOR = "auditor"  # 审计管理员


class PlanState(StrEnum):
    DRAFT = "draft"  # read from the document, not yet checked and issued
    ISSUED = "issued"  # 已交办
    SUPERSEDED = "superseded"  # 已被新方案替代
    LAPSED = "lapsed"  # 有效期届满


class TaskState(StrEnum):
    DRAFT = "draft"  # 草稿
    ISSUED = "issued"  # 已交办
    IN_PROGRESS = "in_progress"  # 推进中
    CLOSURE_REQUESTED = "closure_requested"  # 申请销号
    CLOSED = "closed"  # 已销号
    ENDED = "ended"  # 已终止: its plan ended, or a later edition left the measure out
    SUSPENDED = "suspended"  # 已中止, until it is resumed
    MERGED = "merged"  # 已并案: another task stands in its place


class AssignmentState(StrEnum):
    DRAFT = "draft"  # the plan is not issued yet
    PENDING = "pending"  # 待签收
    ACKNOWLEDGED = "acknowledged"  # 已签收
    REPORTING = "reporting"  # 办理中
    DONE = "done"  # 本单位已完成, accepted by the office
    OBJECTED = "objected"  # 异议
    ENDED = "ended"  # 已终止, with its task or because a later edition names the unit no more


class UpdateState(StrEnum):
    DRAFT = "draft"
    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 已报送
    ACCEPTED = "accepted"  # 已采信
    RETURNED = "returned"  # 退回; mending it makes the next version


class OrderState(StrEnum):
    """A 督办单 or 催办单."""

    ISSUED = "issued"  # 待签收
    RECEIVED = "received"  # 已签收, the answer is owed; also after the office has returned one
    UNIT_REVIEW = "unit_review"  # 待单位审
    REPLIED = "replied"  # 已答复, waits for the office
    ACCEPTED = "accepted"  # 答复已采信; what was to be rectified is still checked item by item
    CLOSED = "closed"  # 已了结


class OrderOutcome(StrEnum):
    """How an order came to its end."""

    FULFILLED = "fulfilled"  # 办结
    WITHDRAWN = "withdrawn"  # 撤回
    ESCALATED = "escalated"  # 升级: a stricter order stands in its place


class ExtensionState(StrEnum):
    """A 延期申请: the unit that answers for the whole task asks that its due date be put off."""

    DRAFT = "draft"  # 草稿
    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 待审批; the old date stands
    GRANTED = "granted"  # 已批准
    REFUSED = "refused"  # 不予批准
    WITHDRAWN = "withdrawn"  # 已撤回


class OrderLevel(StrEnum):
    """How strict an order is; in the order of strictness."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class ItemState(StrEnum):
    """整改事项: one thing that an order wants put right."""

    OPEN = "open"  # 待整改
    UNIT_REVIEW = "unit_review"  # 待单位审
    REPORTED = "reported"  # 待核查
    VERIFIED = "verified"  # 已核查
    RETURNED = "returned"  # 退回整改
    WITHDRAWN = "withdrawn"  # 不再要求


class CheckMethod(StrEnum):
    """How the office made sure that an item was put right."""

    ON_SITE = "on_site"  # 现场核查
    DOCUMENTS = "documents"  # 查阅材料
    PHONE = "phone"  # 电话核实
    VISIT = "visit"  # 走访群众


class AssignmentRole(StrEnum):
    """The part that a plan gives a unit in a measure."""

    LEAD = "lead"  # 牵头单位
    RESPONSIBLE = "responsible"  # 责任单位
    SUPPORTING = "supporting"  # 配合单位


class UpdateKind(StrEnum):
    PROGRESS = "progress"
    NOTHING_NEW = "nothing_new"  # 无进展, said explicitly


class OrderKind(StrEnum):
    URGE = "urge"  # 催办单
    SUPERVISION = "supervision"  # 督办单


class Light(StrEnum):
    """Computed when asked, never kept with its task; always shown with a word and a reason."""

    BLUE = "blue"  # 已销号
    GREEN = "green"  # 正常
    YELLOW = "yellow"  # 临期或略滞后
    RED = "red"  # 逾期或严重滞后
    GREY = "grey"  # 未启动、长期坚持未到节点或未纳入督办


class Cycle(StrEnum):
    """How often units report on a plan."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class NameOrigin(StrEnum):
    """How a name came to be one of a unit's."""

    ENTERED = "entered"  # with the unit
    MATCHED = "matched"  # by rule, when a plan was read
    ANSWERED = "answered"  # by the office, when it was asked


ENDED_PLAN_STATES = frozenset({PlanState.SUPERSEDED, PlanState.LAPSED})
OPEN_TASK_STATES = frozenset({TaskState.ISSUED, TaskState.IN_PROGRESS, TaskState.CLOSURE_REQUESTED})
# What is suspended is not followed, and yet not over.
UNFINISHED_TASK_STATES = OPEN_TASK_STATES | {TaskState.SUSPENDED}
# Over, with nothing to show for it in the task itself.
DROPPED_TASK_STATES = frozenset({TaskState.ENDED, TaskState.MERGED})
# Neither of these owes anything on the day, so that they are in no rate.
RESTING_TASK_STATES = frozenset({TaskState.SUSPENDED, TaskState.MERGED})
OPEN_ASSIGNMENT_STATES = frozenset(
    {AssignmentState.PENDING, AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTING, AssignmentState.OBJECTED}
)
# Who has done its part, or has none any more, holds nothing up.
SETTLED_ASSIGNMENT_STATES = frozenset({AssignmentState.DONE, AssignmentState.ENDED})
SIGNED_ASSIGNMENT_STATES = frozenset({AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTING, AssignmentState.DONE})
REPORTING_ASSIGNMENT_STATES = frozenset({AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTING})
# Who has objected owes nothing until the office has answered.
OWING_ASSIGNMENT_STATES = REPORTING_ASSIGNMENT_STATES | {AssignmentState.PENDING}
# An answer is owed until it has reached the office.
REPLY_OWED_STATES = frozenset({OrderState.ISSUED, OrderState.RECEIVED, OrderState.UNIT_REVIEW})
# The unit has the order and may report what it puts right.
ORDER_IN_HAND_STATES = frozenset({OrderState.RECEIVED, OrderState.UNIT_REVIEW, OrderState.REPLIED, OrderState.ACCEPTED})
OWED_ITEM_STATES = frozenset({ItemState.OPEN, ItemState.UNIT_REVIEW, ItemState.RETURNED})
SETTLED_ITEM_STATES = frozenset({ItemState.VERIFIED, ItemState.WITHDRAWN})
RECEIVED_UPDATE_STATES = frozenset({UpdateState.SUBMITTED, UpdateState.ACCEPTED})


class ConclusionKind(StrEnum):
    """What a unit may have looked at again by people who took no part in it."""

    CLOSURE = "closure"  # 退回销号申请
    ORDER = "order"  # 督办单的办理结论
    REPORT = "report"  # 督查报告中的表述


class ObjectionState(StrEnum):
    """A 复核申请 against a conclusion."""

    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 待复核
    UPHELD = "upheld"  # 维持原结论
    CHANGED = "changed"  # 变更原结论
    WITHDRAWN = "withdrawn"  # 已撤回


# Asked and not decided; of a task there is one at a time.
PENDING_EXTENSION_STATES = frozenset({ExtensionState.DRAFT, ExtensionState.UNIT_REVIEW, ExtensionState.SUBMITTED})
OFFICE_ROLES = frozenset({Role.CLERK, Role.DIRECTOR})
UNIT_ROLES = frozenset({Role.LIAISON, Role.UNIT_HEAD})
