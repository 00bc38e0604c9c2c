"""督办单 and 催办单 as forms: one order to one unit about one matter (一事一单), with room for the answer and the check."""

from dataclasses import dataclass
from datetime import date

from tracker.labels import label
from tracker.reports.blocks import Entry, Form, FormRow, Manner, Piece, Text
from tracker.reports.paper import chinese_date
from tracker.reports.papers.sheet import Sheet, as_said, before, to_sign
from tracker.rules.statuses import OrderKind, OrderLevel

NOTE = "说明：一事一单。请在答复期限前登录落实台签收、答复，或者填写本单经负责人签字、盖章后送回。"
ROOM_FOR_ANSWER, ROOM_FOR_CHECK = 55.0, 25.0  # millimetres, so that there is room to write by hand


@dataclass(frozen=True)
class OrderFacts:
    """What an order says. `items`: what is to be put right, and by when; `received_by`: empty until somebody signed for it.

    `reply`: the answer as far as it has left the unit; `checks`: what the office found, a line for each item checked.
    """

    kind: OrderKind
    level: OrderLevel
    year: int
    number: int
    office: str
    unit: str
    matter: str
    basis: str
    demand: str
    items: tuple[tuple[str, date], ...]
    issued_on: date
    reply_due_on: date
    received_by: str = ""
    received_on: date | None = None
    reply: str = ""
    checks: tuple[str, ...] = ()


def order_sheet(facts: OrderFacts) -> Sheet:
    """Return the form of an order."""
    received = chinese_date(facts.received_on) if facts.received_on else ""
    rows = [
        FormRow((Entry("承办单位", facts.unit),)),
        FormRow((Entry("督办事项" if facts.kind is OrderKind.SUPERVISION else "催办事项", facts.matter),)),
        FormRow((Entry("依据", facts.basis),)),
        FormRow((Entry("办理要求", facts.demand),)),
        *([FormRow((Entry("整改事项", _items(facts)),))] if facts.items else []),
        FormRow((Entry("发出日期", chinese_date(facts.issued_on)), Entry("答复期限", before(facts.reply_due_on)))),
        FormRow((Entry("签收人", facts.received_by), Entry("签收日期", received))),
        FormRow((Entry("办理情况", as_said(facts.reply), to_sign("单位负责人签字：")),), ROOM_FOR_ANSWER),
        FormRow((Entry("办公室核查意见", "\n".join(facts.checks)),), ROOM_FOR_CHECK),
    ]
    return Sheet(
        mark=facts.office,
        title=label(facts.kind),
        left=f"〔{facts.year}〕{facts.number}号",
        right=f"级别：{label(facts.level)}",
        blocks=(Form(tuple(rows)), Text((Piece(NOTE),), Manner.NOTE)),
        made_on=facts.issued_on,
    )


def _items(facts: OrderFacts) -> str:
    return "\n".join(f"{number}. {text}（{before(due)}）" for number, (text, due) in enumerate(facts.items, 1))
