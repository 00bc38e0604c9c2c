"""What the forms of orders, notices, extensions and tasks say, out of what the queries give."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from tracker.act_labels import document_name
from tracker.indicator_words import target_text
from tracker.labels import LIGHT_NAMES, label, numbered, order_number, period_title
from tracker.models import Extension, IssueNotice, IssueNoticeItem, Plan, SupervisionOrder, Task, Unit
from tracker.queries.ledger import TaskRow
from tracker.queries.signers import Signers
from tracker.queries.tasks import UnitReports
from tracker.reports.paper import chinese_date
from tracker.reports.papers import extensions, notices, orders, tasks
from tracker.reports.papers.sheet import office_mark
from tracker.reports.wording import reason_text
from tracker.rules.days import official_day
from tracker.rules.indicators import Target
from tracker.rules.statuses import AssignmentRole, ExtensionState, ItemState
from tracker.web.task_page import in_order

ONGOING, UNSAID = "长期坚持", "方案未写明"


def order_facts(order: SupervisionOrder, office: str | None, people: Signers) -> orders.OrderFacts:
    """The facts of an order; what the unit answered only as far as it has left the unit."""
    task, items = order.task, [item for item in order.items if item.state is not ItemState.WITHDRAWN]
    followed = order.follows
    before = f"此前发出的{order_number(followed.kind, followed.year, followed.number)}到期没有办理。" if followed else ""
    return orders.OrderFacts(
        kind=order.kind, level=order.level, year=order.year, number=order.number,
        office=_office(office, task.plan), unit=_name(order.unit), matter=_titled(task), basis=_document(task.plan),
        demand="\n".join(filter(None, (order.demand, before))),
        items=tuple((item.text, item.due_on) for item in items),
        issued_on=official_day(order.issued_at), reply_due_on=order.reply_due_on,
        received_by=people.at(order.received_by_id, order.received_at), received_on=_day_of(order.received_at),
        reply=order.reply if order.replied_at else "",
        checks=tuple(
            f"{item.position}. {label(item.method)}：{item.finding}（{people.at(item.verified_by_id, item.verified_at)}，"
            f"{chinese_date(official_day(item.verified_at))}）"
            for item in items if item.method and item.verified_at
        ),
    )  # fmt: skip


def notice_facts(notice: IssueNotice, office: str | None) -> notices.NoticeFacts:
    """The facts of a notice, as it was sent."""
    return notices.NoticeFacts(
        year=notice.year, number=notice.number, office=_office(office, notice.plan), unit=_name(notice.unit),
        plan=_document(notice.plan), tasks=tuple(map(_given, notice.items)), issued_on=official_day(notice.issued_at),
        acknowledge_by=notice.acknowledge_by, contact=notice.contact,
    )  # fmt: skip


def _given(item: IssueNoticeItem) -> notices.GivenTask:
    limit = _limit(item.due_on, item.is_ongoing)
    return notices.GivenTask(item.position, numbered(item.label, item.title), item.clause or "", item.role, limit)


def extension_facts(
    extension: Extension, office: str | None, people: Signers, times: int, *, for_director: bool
) -> extensions.ExtensionFacts:
    """The facts of an application; `times`: how often the limit was put off before."""
    task = extension.task
    return extensions.ExtensionFacts(
        office=_office(office, task.plan), unit=_name(extension.unit), plan=_document(task.plan), task=_titled(task),
        original_due_on=task.original_due_on or extension.due_on, due_on=extension.due_on, asked_due_on=extension.asked_due_on,
        times=times, reason=extension.reason, progress=extension.progress, files=tuple(file.name for file in extension.files),
        drafted_by=people.at(extension.drafted_by_id, extension.drafted_at), drafted_on=official_day(extension.drafted_at),
        submitted_on=_day_of(extension.submitted_at), for_director=for_director, opinion=_opinion(extension, people),
    )  # fmt: skip


def _opinion(extension: Extension, people: Signers) -> str:
    if extension.decided_at is None:
        return ""
    granted = extension.granted_due_on
    said = f"同意延至{chinese_date(granted)}。" if extension.state is ExtensionState.GRANTED and granted else "不同意延期。"
    who = people.at(extension.decided_by_id, extension.decided_at)
    return f"{said}{extension.decision_reason}\n{who}，{chinese_date(official_day(extension.decided_at))}"


def task_facts(
    task: Task,
    row: TaskRow,
    text: str,
    office: str | None,
    reports: Sequence[UnitReports],
    made: Sequence[SupervisionOrder],
    today: date,
) -> tasks.TaskFacts:
    """The facts of a task as of today; `text`: what it asks for now; `made`: the orders about it that the visitor may see."""
    measure = task.measure
    return tasks.TaskFacts(
        office=_office(office, task.plan), plan=_document(task.plan), label=row.label or "", title=row.title,
        section=row.section or "", text=text, units=_units(task),
        indicators=tuple(
            f"{item.name}：{target_text(Target(item.value, item.value_high, item.comparison), item.quantity_unit)}"
            for item in (measure.indicators if measure else ())
        ),
        limit=_limit(task.due_on, task.is_ongoing, chinese_date),
        original_limit=_limit(task.original_due_on, task.is_ongoing, chinese_date),
        state=label(task.state), percent=row.percent,
        standing=f"{LIGHT_NAMES[row.verdict.light]}（{reason_text(row.verdict.reason_code, row.verdict.numbers)}）",
        given_on=task.issued_on, reports=tuple(map(_report, reports)), orders=tuple(map(_order, made)), as_of=today,
    )  # fmt: skip


def _units(task: Task) -> tuple[tuple[str, str], ...]:
    """Each role with its units, each once, in the order of the plan."""
    shares = in_order(task.assignments)
    named = {role: dict.fromkeys(share.unit.name for share in shares if share.role is role) for role in AssignmentRole}
    return tuple((f"{label(role)}单位", "、".join(names)) for role, names in named.items() if names)


def _report(found: UnitReports) -> tasks.UnitReport:
    newest = found.latest
    return tasks.UnitReport(
        found.unit, period_title(newest.period), newest.percent, newest.narrative, newest.problems, newest.next_step
    )


def _order(order: SupervisionOrder) -> tasks.OrderLine:
    number = order_number(order.kind, order.year, order.number)
    return tasks.OrderLine(number, order.unit.name, official_day(order.issued_at), order.reply_due_on, label(order.state))


def _office(office: str | None, plan: Plan) -> str:
    return office_mark(office, plan.jurisdiction.name)


def _name(unit: Unit) -> str:
    return unit.official_name or unit.name


def _titled(task: Task) -> str:
    return f"{task.measure.label if task.measure else ''}{task.title}"


def _document(plan: Plan) -> str:
    return document_name(plan.title, plan.document_number)


def _limit(due_on: date | None, is_ongoing: bool, said: Callable[[date], str] = date.isoformat) -> str:
    return said(due_on) if due_on else ONGOING if is_ongoing else UNSAID


def _day_of(moment: datetime | None) -> date | None:
    return official_day(moment) if moment else None
