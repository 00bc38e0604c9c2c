"""Edit the draft of a report: its text, and the file that was finished outside and is put back as the final version."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Report, ReportFile
from tracker.queries.held import told
from tracker.reports.edited import Text, text_of, with_text, wrong_figures
from tracker.reports.frozen import frozen_paper, thawed_paper
from tracker.rules import evidence as evidence_rules
from tracker.rules.evidence import EvidenceKind
from tracker.rules.permissions import Actor, Permission
from tracker.rules.report_states import ReportState
from tracker.rules.transitions import Subject
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record
from tracker.services.files import NewFile, keep_file
from tracker.services.moves import hold
from tracker.services.reports import require_draft, sealed
from tracker.storage import Storage

BODY_LIMIT = 200_000
TITLE_LIMIT = 200
FINAL_KINDS = (EvidenceKind.DOCX, EvidenceKind.DOC, EvidenceKind.PDF, EvidenceKind.OFD)


def edit(session: Session, report: Report, text: Text, version: int, *, actor: Actor, now: datetime) -> None:
    """Write the text over that of the draft; `version` is the one that the editor began from.

    Conflict where somebody has saved another text since; InvalidInput where a cited figure is not what it cites. Nothing is
    written where nothing has changed.
    """
    require_plan(actor, Permission.REPORT_DRAW, report.plan)
    hold(session, report)
    require_draft(report)
    if report.version != version:
        raise Conflict("刚才已有其他人修改并保存了这份报告，您的文字没有保存。请对照最新内容，把您的修改并入后再保存。")
    before = thawed_paper(report.paper)
    after = with_text(before, text)
    _check(text_of(after))
    wrong = wrong_figures(after, report.figures)
    if wrong:
        said = "".join(wrong[:3])
        raise InvalidInput(said)
    if after == before:
        return
    is_same_hand = report.edited_by_id is not None and report.edited_by_id == actor.user_id
    report.paper, report.title, report.version = frozen_paper(after), after.title, report.version + 1
    report.edited_at, report.edited_by_id = now, actor.user_id
    report.sha256 = sealed(report)
    session.flush()
    if not is_same_hand:  # each keystroke of one hand is no act of its own; what was approved in the end is in the history
        _record(session, report, "edit", actor, now)


def put_back(session: Session, storage: Storage, report: Report, new: NewFile, *, actor: Actor, now: datetime) -> ReportFile:
    """The file as the final version of the report. Told by its content: Word, PDF or OFD; others are refused.

    Before the issue only: afterwards nothing of a report changes, and a correction is a new one.
    """
    require_plan(actor, Permission.REPORT_DRAW, report.plan)
    hold(session, report)
    if report.state not in (ReportState.DRAFT, ReportState.APPROVED):
        raise Conflict("报告已经印发或者作废，不能再换定稿文件。确有错误的，请印发更正。")
    if evidence_rules.check_file(new.name, new.data).kind not in FINAL_KINDS:
        raise InvalidInput("定稿文件须为 Word、PDF 或 OFD，请另存后重新上传。")
    digest = keep_file(session, storage, new.name, new.data)
    row = ReportFile(
        report_id=report.id, sha256=digest, name=evidence_rules.display_name(new.name), added_at=now, added_by_id=actor.user_id
    )
    if any(file.sha256 == digest for file in report.files):
        raise Conflict("这个文件已经上传过。")
    report.files.append(row)
    session.flush()
    data = {"file": row.id, "name": row.name, "sha256": digest}
    entry = Entry(Subject.REPORT, report.id, "put_back", data=data, wrote=told(row))
    record(session, report.plan_id, [entry], actor=actor, now=now)
    return row


def _check(text: Text) -> None:
    if not text.title or not text.body:
        raise InvalidInput("标题和正文不能为空。")
    if len(text.title) > TITLE_LIMIT or len(text.body) > BODY_LIMIT or len(text.addressee) > TITLE_LIMIT:
        raise InvalidInput(
            "标题、主送不超过 %(title_limit)s 字，正文不超过 %(body_limit)s 字，请精简。",
            title_limit=TITLE_LIMIT,
            body_limit=BODY_LIMIT,
        )


def _record(session: Session, report: Report, action: str, actor: Actor, now: datetime) -> None:
    entry = Entry(Subject.REPORT, report.id, action, data={"sha256": report.sha256, "version": report.version}, wrote=told(report))
    record(session, report.plan_id, [entry], actor=actor, now=now)
