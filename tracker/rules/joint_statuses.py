"""The closed vocabularies of joint tasks: consolidated reports, opinions of the units beside the lead, matters to coordinate,
and the ratings of a report by its unit and by the office.

As `rules/statuses.py`; titles in Chinese: `tracker/joint_labels.py`. Source: domain.md a8 (牵头、配合与分歧).
"""

from enum import StrEnum


class Rating(StrEnum):
    """How the work goes in one word; from the best to the worst."""

    SMOOTH = "smooth"  # 顺利
    FAIR = "fair"  # 基本顺利
    DIFFICULT = "difficult"  # 有困难
    STUCK = "stuck"  # 受阻


class ConsolidationState(StrEnum):
    """汇总报告: what the lead makes of the shares of all units for one period."""

    DRAFT = "draft"  # 草稿
    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 已报送, waits for the office
    ACCEPTED = "accepted"  # 已采信
    RETURNED = "returned"  # 已退回; the lead mends and sends it again


class OpinionState(StrEnum):
    """配合单位意见 on what the lead hands in for all."""

    PENDING = "pending"  # 未表态
    AGREED = "agreed"  # 同意
    DISSENTED = "dissented"  # 有不同意见
    NOTED = "noted"  # 不同意见已处理: the office has put down what it makes of the dissent
    WAIVED = "waived"  # 未表态（已处理）: the office goes on without an answer, and says why


class CoordinationState(StrEnum):
    """协调事项: what the units cannot settle among themselves, put to the office by the lead."""

    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 待受理
    TAKEN_UP = "taken_up"  # 协调中
    SETTLED = "settled"  # 已议定
    WITHDRAWN = "withdrawn"  # 已撤回


EDITABLE_CONSOLIDATION_STATES = frozenset({ConsolidationState.DRAFT, ConsolidationState.RETURNED})
SENT_CONSOLIDATION_STATES = frozenset({ConsolidationState.SUBMITTED, ConsolidationState.ACCEPTED})
OPEN_COORDINATION_STATES = frozenset({CoordinationState.UNIT_REVIEW, CoordinationState.SUBMITTED, CoordinationState.TAKEN_UP})
