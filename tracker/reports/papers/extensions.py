"""延期审批表: what a unit asks for, and the three who sign: head of the unit, clerk of the office, director."""

from dataclasses import dataclass
from datetime import date

from tracker.reports.blocks import Entry, Form, FormRow, Manner, Piece, Text
from tracker.reports.paper import chinese_date
from tracker.reports.papers.sheet import Sheet, as_said, to_sign

TITLE = "延期审批表"
NOTE = "说明：批准以前，仍按原时限办理；原定时限始终保留，与现时限并列。"
ROOM_FOR_REASON, ROOM_TO_SIGN = 22.0, 21.0


@dataclass(frozen=True)
class ExtensionFacts:
    """What an application says. `opinion`: the decision in words, with who decided and when; empty until there is one."""

    office: str
    unit: str
    plan: str
    task: str
    original_due_on: date
    due_on: date
    asked_due_on: date
    times: int
    reason: str
    progress: str
    files: tuple[str, ...]
    drafted_by: str
    drafted_on: date
    submitted_on: date | None
    for_director: bool
    opinion: str = ""


def extension_sheet(facts: ExtensionFacts) -> Sheet:
    """Return the form; the decision stands with whoever's it is, by how often and how far the limit was put off."""
    clerk, director = ("", facts.opinion) if facts.for_director else (facts.opinion, "")
    rows = (
        FormRow((Entry("申请单位", facts.unit), Entry("起草人", facts.drafted_by))),
        FormRow((Entry("方案", facts.plan),)),
        FormRow((Entry("任务", facts.task),)),
        FormRow((Entry("原定时限", chinese_date(facts.original_due_on)), Entry("现时限", chinese_date(facts.due_on)))),
        FormRow((Entry("申请延至", chinese_date(facts.asked_due_on)), Entry("已延期", f"{facts.times}次"))),
        FormRow((Entry("延期理由", as_said(facts.reason)),), ROOM_FOR_REASON),
        FormRow((Entry("目前进展", as_said(facts.progress)),), ROOM_FOR_REASON),
        FormRow((Entry("证明材料", "\n".join(facts.files) or "无"),)),
        FormRow((Entry("申请单位意见", "", to_sign("单位负责人签字：")),), ROOM_TO_SIGN),
        FormRow((Entry("办公室意见", clerk, to_sign(seal=False)),), ROOM_TO_SIGN),
        FormRow((Entry("办公室主任意见", director, to_sign(seal=False)),), ROOM_TO_SIGN),
    )
    asked_on = facts.submitted_on or facts.drafted_on
    return Sheet(
        mark=facts.office,
        title=TITLE,
        left=f"第{facts.times + 1}次申请",
        right=chinese_date(asked_on),
        blocks=(Form(rows), Text((Piece(NOTE),), Manner.NOTE)),
        made_on=asked_on,
    )
