"""How each move of the table is made through the services, for `tests/every_move.py`: by whom, and with which words.

A move that follows from another (a task starts when its first unit signs) has no verb of its own. **A new move adds one line.**
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.closing import verify
from tests.factories import TOWNS, Factory
from tracker.models import Task, Update
from tracker.rules.closing import ClosingCheck
from tracker.rules.days import official_day
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.statuses import OPEN_TASK_STATES, CheckMethod
from tracker.rules.transitions import Subject as S
from tracker.services import (
    adjustment_decisions,
    adjustments,
    assignments,
    closures,
    consolidations,
    coordination,
    disputes,
    exemptions,
    extensions,
    indicator_readings,
    instructions,
    issue_requests,
    merging,
    objections,
    occurrences,
    opinions,
    order_answers,
    orders,
    recheck_results,
    rechecks,
    rectification,
    report_issuing,
    reviews,
    scores,
    suspensions,
    updates,
)
from tracker.services.moves import consolidating_units
from tracker.services.verifications import Findings

RULING = suspensions.Ruling("选址需重新论证", "会议纪要〔2025〕3号")
WHY = "情况属实"


@dataclass(frozen=True)
class Scene:
    """The row in whose life something happens, and when."""

    session: Session
    factory: Factory
    row: Any
    now: datetime
    reviewer: Actor = SYSTEM

    @property
    def today(self) -> date:
        return official_day(self.now)

    def who(self, part: str) -> Actor:
        """The person who plays the part: of the row's unit `liaison` or `head`; of its task's lead; or of the office."""
        if part == "reviewer":
            return self.reviewer
        if part not in ("liaison", "head", "lead"):
            return getattr(self.factory.cast, part)  # type: ignore[no-any-return]
        if part == "lead":
            unit = min(consolidating_units(self.row if isinstance(self.row, Task) else self.row.task), default=0)
        else:
            unit = self.row.assignment.unit_id if isinstance(self.row, Update) else self.row.unit_id
        return person_of(self.factory, unit, part)


def person_of(factory: Factory, unit: int, part: str) -> Actor:
    """Who signs for the unit, or reports for it; whom the cast has nobody for is answered for by the system."""
    cast = factory.cast
    people = {cast.unit_id("liaison"): cast.liaison if part == "liaison" else cast.unit_head}
    people |= {cast.unit_id(who): getattr(cast, who) for who in ("joint_liaison", "other_liaison")}
    return people.get(unit, SYSTEM)


Verb = Callable[[Scene], object]


def by(part: str, verb: Callable[..., object], *words: Any, **named: Any) -> Verb:
    """The verb, done to the row by who plays the part; words that are functions are worked out from the scene."""

    def made(value: Any, scene: Scene) -> Any:
        return value(scene) if callable(value) else value

    return lambda scene: verb(
        scene.session, scene.row, *(made(word, scene) for word in words), actor=scene.who(part), now=scene.now,
        **{name: made(value, scene) for name, value in named.items()},
    )  # fmt: skip


def _soon(scene: Scene) -> date:
    return scene.today + timedelta(days=7)


def _later(scene: Scene) -> date | None:
    due_on = scene.row.due_on if isinstance(scene.row, Task) else scene.row.task.due_on
    return max(due_on, scene.today) + timedelta(days=30) if due_on else None


def _strike_off(scene: Scene) -> None:
    """Close the task, and say when the office will look back at it."""
    director = scene.factory.cast.director
    verify(scene.session, scene.row, WHY, actor=director, now=scene.now)
    said = closures.Conclusion(WHY, scene.today, tuple(ClosingCheck), scene.today + timedelta(days=10))
    closures.close(scene.session, scene.row, said, actor=director, now=scene.now)


def _another_unit(scene: Scene) -> str:
    own = {share.unit.name for share in scene.row.task.assignments}
    return next((name for name in ("县教育局", "县民政局", *TOWNS) if name not in own), "县教育局")


def _merge(scene: Scene) -> None:
    task = scene.row
    others = select(Task).where(Task.plan_id == task.plan_id, Task.id != task.id, Task.state.in_(OPEN_TASK_STATES))
    other = scene.session.scalars(others.order_by(Task.id)).first()
    if other is not None:
        merging.merge(scene.session, task, other, RULING, actor=scene.factory.cast.director, now=scene.now)


def _item(part: str) -> Verb:
    def report(scene: Scene) -> None:
        if scene.row.order.state == "issued":
            order_answers.receive(scene.session, scene.row.order, actor=scene.who("liaison"), now=scene.now)
        rectification.report_item(scene.session, scene.factory.storage, scene.row, "已整改", actor=scene.who(part), now=scene.now)

    return report


def _own_report(part: str) -> Verb:
    def send(scene: Scene) -> None:
        occurrences.save_text(scene.session, scene.row, "今年工作情况如下。", actor=scene.who(part))
        occurrences.send(scene.session, scene.row, actor=scene.who(part), now=scene.now)

    return send


def _findings(scene: Scene) -> Findings:
    return Findings(CheckMethod.ON_SITE, "林主任", scene.today, WHY)


def _outcome(scene: Scene) -> coordination.Outcome:
    return coordination.Outcome("由县卫健局负责", "冯县长", scene.today)


VERBS: dict[tuple[S, str], Verb] = {
    (S.TASK, "request_closure"): by("lead", closures.request_closure, "已完成"),
    (S.TASK, "return_closure"): by("clerk", closures.return_closure, "材料不足"),
    (S.TASK, "close"): _strike_off,
    (S.TASK, "reopen"): by("director", closures.reopen, "核查不符"),
    (S.TASK, "suspend"): by("director", suspensions.suspend, RULING),
    (S.TASK, "resume"): by("director", suspensions.resume, RULING, _later),
    (S.TASK, "merge"): _merge,
    (S.ASSIGNMENT, "acknowledge"): by("liaison", assignments.acknowledge),
    (S.ASSIGNMENT, "object"): by("liaison", disputes.object_to, "不属本单位职责"),
    (S.ASSIGNMENT, "uphold"): by("clerk", disputes.uphold, WHY),
    (S.ASSIGNMENT, "reassign"): by("clerk", disputes.reassign, _another_unit, WHY),
    (S.ASSIGNMENT, "reword"): by("clerk", disputes.reword, "分步增加托位供给。", WHY),
    (S.ASSIGNMENT, "resume"): by("director", closures.resume_share, "核查发现缺项"),
    (S.UPDATE, "send_for_approval"): by("liaison", updates.send),
    (S.UPDATE, "submit"): by("head", updates.send),
    (S.UPDATE, "approve"): by("head", updates.approve),
    (S.UPDATE, "recall"): by("liaison", updates.recall),
    (S.UPDATE, "send_back"): by("head", updates.send_back, "数字有误"),
    (S.UPDATE, "accept"): by("clerk", reviews.accept),
    (S.UPDATE, "return"): by("clerk", reviews.return_update, "佐证不全"),
    (S.ORDER, "receive"): by("liaison", order_answers.receive),
    (S.ORDER, "send_for_approval"): by("liaison", order_answers.reply, "正在整改"),
    (S.ORDER, "reply"): by("head", order_answers.reply, "正在整改"),
    (S.ORDER, "approve"): by("head", order_answers.approve),
    (S.ORDER, "recall"): by("liaison", order_answers.recall),
    (S.ORDER, "send_back"): by("head", order_answers.send_back, "请写明时间"),
    (S.ORDER, "accept"): by("clerk", order_answers.accept),
    (S.ORDER, "return"): by("clerk", order_answers.return_reply, "答复空泛", _soon),
    (S.ORDER, "close"): by("clerk", orders.close_order, "已了结"),
    (S.ORDER, "withdraw"): by("clerk", orders.withdraw_order, "任务调整"),
    (S.ITEM, "send_for_approval"): _item("liaison"),
    (S.ITEM, "reply"): _item("head"),
    (S.ITEM, "approve"): by("head", order_answers.approve),
    (S.ITEM, "recall"): by("liaison", order_answers.recall),
    (S.ITEM, "send_back"): by("head", order_answers.send_back, "请写明时间"),
    (S.ITEM, "verify"): by("clerk", rectification.verify, CheckMethod.PHONE, WHY),
    (S.ITEM, "return"): by("clerk", rectification.return_item, "未公示", _soon),
    (S.ITEM, "withdraw"): by("clerk", rectification.withdraw_item, "不再要求"),
    (S.EXTENSION, "send_for_approval"): by("liaison", extensions.send),
    (S.EXTENSION, "submit"): by("head", extensions.send),
    (S.EXTENSION, "approve"): by("head", extensions.approve),
    (S.EXTENSION, "send_back"): by("head", extensions.send_back, "理由不足"),
    (S.EXTENSION, "discard"): by("liaison", extensions.withdraw),
    (S.EXTENSION, "withdraw"): by("liaison", extensions.withdraw),
    (S.EXTENSION, "grant"): by("director", extensions.grant, _later, "同意"),
    (S.EXTENSION, "refuse"): by("director", extensions.refuse, "时间充裕"),
    (S.OCCURRENCE, "send_for_approval"): _own_report("liaison"),
    (S.OCCURRENCE, "submit"): _own_report("head"),
    (S.OCCURRENCE, "approve"): by("head", occurrences.approve),
    (S.OCCURRENCE, "recall"): by("liaison", occurrences.recall),
    (S.OCCURRENCE, "send_back"): by("head", occurrences.send_back, "数字有误"),
    (S.OCCURRENCE, "receive"): by("clerk", occurrences.receive),
    (S.OCCURRENCE, "return"): by("clerk", occurrences.return_report, "过于简单"),
    (S.OCCURRENCE, "withdraw"): by("clerk", occurrences.withdraw, "不再要求"),
    (S.INSTRUCTION, "answer"): by("lead", instructions.answer, "已加快"),
    (S.INSTRUCTION, "return_answer"): by("clerk", instructions.return_answer, "请写明措施"),
    (S.INSTRUCTION, "settle"): by("clerk", instructions.settle, "已办结"),
    (S.ISSUE_REQUEST, "approve"): by("director", issue_requests.approve),
    (S.ISSUE_REQUEST, "return"): by("director", issue_requests.send_back, "请核对单位"),
    (S.ISSUE_REQUEST, "withdraw"): by("clerk", issue_requests.withdraw),
    (S.ADJUSTMENT, "send_for_approval"): by("liaison", adjustments.send),
    (S.ADJUSTMENT, "submit"): by("head", adjustments.send),
    (S.ADJUSTMENT, "approve"): by("head", adjustments.approve),
    (S.ADJUSTMENT, "send_back"): by("head", adjustments.send_back, "理由不足"),
    (S.ADJUSTMENT, "discard"): by("liaison", adjustments.withdraw),
    (S.ADJUSTMENT, "withdraw"): by("liaison", adjustments.withdraw),
    (S.ADJUSTMENT, "return"): by("clerk", adjustment_decisions.return_adjustment, "请补充依据"),
    (S.ADJUSTMENT, "review"): by("clerk", adjustment_decisions.review, WHY, touches_goal=False),
    (S.ADJUSTMENT, "grant"): by("director", adjustment_decisions.grant, "同意", "会议纪要〔2025〕4号"),
    (S.ADJUSTMENT, "refuse"): by("director", adjustment_decisions.refuse, "可以克服"),
    (S.RECHECK, "confirm"): by("clerk", recheck_results.confirm, _findings),
    (S.RECHECK, "rebound"): by("director", recheck_results.rebound, _findings),
    (S.RECHECK, "withdraw"): by("clerk", rechecks.withdraw, "不再需要"),
    (S.EXEMPTION, "revoke"): by("director", exemptions.revoke, "已恢复开放"),
    (S.OBJECTION, "approve"): by("head", objections.approve),
    (S.OBJECTION, "stop"): by("head", objections.stop, "不必申请"),
    (S.OBJECTION, "withdraw"): by("liaison", objections.withdraw),
    (S.OBJECTION, "uphold"): by("reviewer", objections.decide, "uphold", WHY),
    (S.OBJECTION, "change"): by("reviewer", objections.decide, "change", WHY),
    (S.CONSOLIDATION, "send_for_approval"): by("liaison", consolidations.send),
    (S.CONSOLIDATION, "submit"): by("head", consolidations.send),
    (S.CONSOLIDATION, "approve"): by("head", consolidations.approve),
    (S.CONSOLIDATION, "recall"): by("liaison", consolidations.recall),
    (S.CONSOLIDATION, "send_back"): by("head", consolidations.send_back, "数字有误"),
    (S.CONSOLIDATION, "accept"): by("clerk", consolidations.accept),
    (S.CONSOLIDATION, "return"): by("clerk", consolidations.return_report, "过于简单"),
    (S.OPINION, "agree"): by("head", opinions.state, "agree", ""),
    (S.OPINION, "dissent"): by("head", opinions.state, "dissent", "数据与本单位不一致"),
    (S.OPINION, "note"): by("clerk", opinions.deal_with, "按牵头单位意见办理"),
    (S.OPINION, "waive"): by("clerk", opinions.deal_with, "不再等待"),
    (S.COORDINATION, "approve"): by("head", coordination.approve),
    (S.COORDINATION, "stop"): by("head", coordination.stop, "自行协商"),
    (S.COORDINATION, "withdraw"): by("liaison", coordination.withdraw),
    (S.COORDINATION, "take_up"): by("clerk", coordination.take_up),
    (S.COORDINATION, "settle"): by("clerk", coordination.settle, _outcome),
    (S.INDICATOR_READING, "approve"): by("head", indicator_readings.approve),
    (S.INDICATOR_READING, "stop"): by("head", indicator_readings.stop, "数字有误"),
    (S.INDICATOR_READING, "withdraw"): by("liaison", indicator_readings.withdraw),
    (S.INDICATOR_READING, "accept"): by("clerk", indicator_readings.accept),
    (S.INDICATOR_READING, "return"): by("clerk", indicator_readings.return_reading, "口径不符"),
    (S.SCORE_SHEET, "approve"): by("director", scores.approve),
    (S.SCORE_SHEET, "withdraw"): by("director", scores.withdraw, "口径有误"),
    (S.REPORT, "approve"): by("director", report_issuing.approve),
    (S.REPORT, "return"): by("director", report_issuing.send_back, "文字太长"),
    (S.REPORT, "issue"): by("director", report_issuing.issue),
    (S.REPORT, "withdraw"): by("clerk", report_issuing.withdraw, "不再需要"),
}
