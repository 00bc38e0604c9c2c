"""Tables and constraints; no workflow. Importing this package registers them all, and lets the index of search follow."""

from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from tracker.models.ad_hoc import AdHocMatter
from tracker.models.adjustment import Adjustment, AdjustmentFile, IndicatorTarget
from tracker.models.base import Base
from tracker.models.calendar import CalendarYear
from tracker.models.calendar_feeds import CalendarFeed
from tracker.models.closing import Closure, Recheck, Verification, VerificationFile
from tracker.models.consolidation import Consolidation
from tracker.models.coordination import CoordinationItem, CoordinationUnit
from tracker.models.delegation import Delegation, Handover
from tracker.models.digest import Delivery, DeliveryState, Digest, Mute
from tracker.models.dispute import Dispute, TaskWording
from tracker.models.event import ChainHead, Event
from tracker.models.extension import Extension, ExtensionFile
from tracker.models.indicator import IndicatorAlias, IndicatorCourse, IndicatorReading, IndicatorReadingFile
from tracker.models.instruction import Instruction
from tracker.models.issue_notice import IssueNotice, IssueNoticeItem
from tracker.models.issue_request import IssueRequest
from tracker.models.ladder import LadderRung, UnitCharge
from tracker.models.ledger import LedgerExport, LedgerImport, LedgerMapping, OfficeLedger
from tracker.models.light_count import LightCount
from tracker.models.merging import Merging
from tracker.models.notice import Notice, NoticeEnd, NoticeState
from tracker.models.objection import Objection
from tracker.models.obligation import Obligation, ObligationUnit
from tracker.models.occurrence import Occurrence
from tracker.models.opinion import Opinion
from tracker.models.organisation import Jurisdiction, LoginAttempt, Membership, Unit, UnitMember, UnitName, User
from tracker.models.plan import (
    Checklist,
    Clause,
    Indicator,
    Measure,
    Plan,
    ReadingIssue,
    Section,
    SourceDocument,
)
from tracker.models.progress import ChecklistTick, Evidence, EvidenceFile, Update
from tracker.models.report import Report, ReportFile
from tracker.models.reporting import Exemption, ReportingPeriod, RhythmChange
from tracker.models.saved_view import SavedView
from tracker.models.scheduling import JobRequest, JobRun, RunState, SchedulerLease
from tracker.models.score import ScoreExclusion, ScoreRemark, ScoreSheet, ScoreSwitch
from tracker.models.search import SearchEntry
from tracker.models.searchable import follow
from tracker.models.submission import Submission
from tracker.models.supervision import ItemFile, PhoneUrge, RectificationItem, SupervisionOrder
from tracker.models.suspension import Suspension
from tracker.models.task import Assignment, Task, TaskCarry

__all__ = [
    "AdHocMatter", "Adjustment", "AdjustmentFile", "Assignment", "Base", "CalendarFeed", "CalendarYear", "ChainHead", "Checklist",
    "ChecklistTick",
    "Clause", "Closure", "Consolidation", "CoordinationItem", "CoordinationUnit", "Delegation",
    "Delivery", "DeliveryState", "Digest", "Dispute", "Event", "Evidence",
    "EvidenceFile", "Exemption", "Extension", "ExtensionFile", "Handover", "Indicator", "IndicatorAlias", "IndicatorCourse",
    "IndicatorReading", "IndicatorReadingFile", "IndicatorTarget", "Instruction", "IssueNotice", "IssueNoticeItem",
    "IssueRequest", "ItemFile", "JobRequest", "JobRun", "Jurisdiction", "LadderRung", "LedgerExport", "LedgerImport",
    "LedgerMapping",
    "LightCount", "LoginAttempt", "Measure", "Membership",
    "Merging", "Mute", "Notice", "NoticeEnd", "NoticeState",
    "Objection", "Obligation", "ObligationUnit", "Occurrence", "OfficeLedger", "Opinion", "PhoneUrge", "Plan", "ReadingIssue",
    "Recheck",
    "RectificationItem", "Report", "ReportFile", "ReportingPeriod", "RhythmChange", "RunState",
    "SavedView", "SchedulerLease", "ScoreExclusion",
    "ScoreRemark", "ScoreSheet",
    "ScoreSwitch", "SearchEntry", "Section", "SourceDocument", "Submission", "SupervisionOrder", "Suspension", "Task", "TaskCarry",
    "TaskWording", "Unit",
    "UnitCharge", "UnitMember", "UnitName", "Update", "User", "Verification", "VerificationFile",
]  # fmt: skip

listen(Session, "after_flush", follow)
