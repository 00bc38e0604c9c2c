"""The states of a report of the office (督查报告、通报 …): drafted, found right by the director, numbered and issued."""

from enum import StrEnum


class ReportState(StrEnum):
    """`KEPT`: drawn up by a release that knew no drafts; it stands as it was drawn, and was never numbered here."""

    DRAFT = "draft"  # 草稿
    APPROVED = "approved"  # 已审定
    ISSUED = "issued"  # 已印发
    WITHDRAWN = "withdrawn"  # 已作废
    KEPT = "kept"  # 已存档


STANDING_REPORT_STATES = frozenset({ReportState.ISSUED, ReportState.KEPT})
