"""交办通知 as a form: the tasks that one unit was given at one time, and the receipt that it sends back."""

from dataclasses import dataclass
from datetime import date

from tracker.labels import label
from tracker.reports.blocks import Cell, Entry, Form, FormRow, Grid, Manner, Piece, Text
from tracker.reports.paper import chinese_date
from tracker.reports.papers.sheet import Sheet, to_sign
from tracker.rules.statuses import AssignmentRole

TITLE = "交办通知"
HEADS = ("序号", "任务", "承办方式", "完成时限")
NOTE = "说明：请登录落实台签收；不便登录的，填写回执、签字盖章后送回。"
ROOM_FOR_OPINION = 30.0


@dataclass(frozen=True)
class GivenTask:
    """One line of a notice, as it stood on the day. `limit`: the day, or in words why there is none."""

    position: int
    title: str
    clause: str
    role: AssignmentRole
    limit: str


@dataclass(frozen=True)
class NoticeFacts:
    """What a notice says."""

    year: int
    number: int
    office: str
    unit: str
    plan: str
    tasks: tuple[GivenTask, ...]
    issued_on: date
    acknowledge_by: date
    contact: str


def notice_sheet(facts: NoticeFacts) -> Sheet:
    """Return the notice with its receipt."""
    number = f"〔{facts.year}〕{facts.number}号"
    said = (
        f"{facts.plan}已经交办，下列{len(facts.tasks)}项任务由你单位承办。请于{chinese_date(facts.acknowledge_by)}前签收；"
        "认为不属本单位职责，或者表述需要调整的，请在签收以前提出异议。"
    )
    receipt = Form((
        FormRow((Entry("签收人"), Entry("签收日期"))),
        FormRow((Entry("单位意见", "", to_sign("单位负责人签字：")),), ROOM_FOR_OPINION),
    ))  # fmt: skip
    return Sheet(
        mark=facts.office,
        title=TITLE,
        left=number,
        right=chinese_date(facts.issued_on),
        blocks=(
            Text((Piece(f"{facts.unit}："),), Manner.FLUSH),
            Text((Piece(said),)),
            Grid(tuple(Cell((Piece(head),)) for head in HEADS), tuple(map(_row, facts.tasks))),
            Text((Piece(f"联系人：{facts.contact}"),)),
            Text((Piece(f"回执：{number}{TITLE}（{facts.unit}）"),), Manner.FLUSH),
            receipt,
            Text((Piece(NOTE),), Manner.NOTE),
        ),
        made_on=facts.issued_on,
    )


def _row(task: GivenTask) -> tuple[Cell, ...]:
    title = task.title + (f"\n事项：{task.clause}" if task.clause else "")
    texts = (str(task.position), title, label(task.role), task.limit)
    return tuple(Cell((Piece(text),), "left" if number == 1 else "center") for number, text in enumerate(texts))
