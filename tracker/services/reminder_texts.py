"""What a reminder says: what it is about, when the limit is or was, and what to do. No person is named in it.

A message leaves the building by mail, so it holds the titles of plan and task and nothing that units wrote. The phrases are
spelt by the database for all matters at once, and filled in Python for one (services/phrases.py).
"""

from dataclasses import dataclass

from tracker.labels import label
from tracker.queries.reminder_sources import Side
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import OrderKind
from tracker.services.phrases import Cut, Part, Phrase, Word, either, phrase

LONGEST_TITLE = 60


@dataclass(frozen=True)
class Said:
    """The phrases of one ladder: to the unit that has to act, and to those who look on."""

    title: Phrase
    body: Phrase
    looker_title: Phrase
    looker_body: Phrase

    def for_side(self, side: Side) -> tuple[Phrase, Phrase]:
        """Title and body."""
        return (self.title, self.body) if side is Side.UNIT else (self.looker_title, self.looker_body)


_TITLE = Cut("title", LONGEST_TITLE)
_ORDER = phrase(
    "{kind}〔{year}〕{number}号（{short_title}）",
    kind=Word("kind", {kind.value: label(kind) for kind in OrderKind}),
    short_title=_TITLE,
)
_PLAIN = phrase("{short_title}{several}", short_title=_TITLE, several=either("tasks", "等 {tasks} 项任务", above=1))
# What the matter is, in a list: a task's title, the first of several and their number, an order, a duty.
ABOUT = either("number", _ORDER, _PLAIN)
_WHO = phrase("{unit}{several}", several=either("units", "等 {units} 个单位", above=1))


def _said(title: str, body: str, looker_title: str, looker_body: str, **parts: Part) -> Said:
    texts = (
        phrase(text, **{"about": ABOUT, "who": _WHO, **parts})
        for text in (title, body + "{note}", looker_title, looker_body + "{note}")
    )
    return Said(*texts)


def _own(title: str, body: str, **parts: Part) -> Said:
    """Of a matter of the office's own: there is only the office to speak to."""
    return _said(title, body, title, body, **parts)


_WAITING = {
    "objection": "复核申请", "coordination": "协调事项", "consolidation": "汇总报告", "adjustment": "调整申请",
    "dispute": "承办异议", "closing": "销号申请", "extension": "延期申请", "indicator_reading": "指标读数", "update": "进展更正",
}  # fmt: skip


def _or_head(todo: str, **parts: Part) -> Part:
    """What is to be done: once the liaison has done it, the head of the unit is to agree."""
    return either("left", phrase(todo, **parts), "联络员已经写好，请单位负责人登录审核，同意后报送。")


def _by_reader(to_liaison: str, to_head: str) -> Part:
    """The head of a unit, or who stands in, has it done and signs it; the liaison does it."""
    return either("to_head", to_head, to_liaison)


SAID: dict[Ladder, Said] = {
    Ladder.DUE: _said(
        "{short}：{about}",
        "《{plan}》任务“{about}”{long}。{todo}",
        "{short}，{who}未完成：{about}",
        "《{plan}》任务“{about}”{long}，{who}尚未完成。请了解情况，视情催办或督办。",
        todo=either(
            "is_past",
            _by_reader(
                "请尽快办结，并报送进展和佐证材料；确有困难的，请与领导小组办公室联系。",
                "请督促尽快办结、报送进展；确有困难的，请与领导小组办公室联系。",
            ),
            _by_reader("请抓紧办理，按时报送进展；已完成的，请上传佐证材料。", "请督促抓紧办理，按时报送进展。"),
        ),
    ),
    Ladder.ACKNOWLEDGE: _said(
        "请签收：{about}",
        "《{plan}》“{about}”的签收期限{long}，贵单位尚未签收。请登录落实台签收；对承办安排有不同意见的，请提出异议并说明理由。",
        "{who}尚未签收：{about}",
        "《{plan}》“{about}”的签收期限{long}，{who}尚未签收。请联系有关单位。",
    ),
    Ladder.PERIOD: _said(
        "{ask}{period}进展：{about}",
        "《{plan}》{period}进展报送{long}，贵单位尚未报送“{about}”。{todo}",
        "{who}未报送{period}进展：{about}",
        "《{plan}》{period}进展报送{long}，{who}尚未报送，涉及“{about}”。请联系有关单位。",
        ask=either("left", "请报送", "请审核"),
        todo=_or_head(
            "{fill}{some}",
            fill=_by_reader(
                "请登录落实台填报进展并上传佐证材料；本期确无进展的，请选择“无进展”并说明原因。",
                "请督促联络员填报；填好后请您登录审核，同意后报送。",
            ),
            some=either("before_head", "其中 {before_head} 项已填好，待单位负责人审核。"),
        ),
    ),
    Ladder.OBLIGATION: _said(
        "{ask}{short}：{about}",
        "按照《{plan}》，“{about}”{long}。{todo}",
        "{who}未报送：{about}",
        "按照《{plan}》，“{about}”{long}，{who}尚未报送。请联系有关单位。",
        ask=either("left", "", "请审核，"),
        todo=_or_head(
            "{soon}系统可以根据已采信的进展生成初稿。",
            soon=either("is_past", "贵单位尚未报送，请尽快报送。", "请贵单位提前准备，按时报送。"),
        ),
    ),
    Ladder.ORDER: _said(
        "{ask}：{about}",
        "《{plan}》{about}的答复时限{long}，贵单位尚未答复。{todo}",
        "{who}未答复：{about}",
        "《{plan}》{about}的答复时限{long}，{who}尚未答复。请跟进了解情况。",
        ask=either("left", "请答复", "请审核答复"),
        todo=_or_head("请登录落实台答复。"),
    ),
    Ladder.ITEM: _said(
        "{ask}：{about}",
        "《{plan}》{about}的整改期限{long}，贵单位尚未报送整改情况。{todo}",
        "{who}未报送整改情况：{about}",
        "《{plan}》{about}的整改期限{long}，{who}尚未报送整改情况。请跟进了解情况。",
        ask=either("left", "请完成整改", "请审核整改情况"),
        todo=_or_head("请抓紧整改，登录落实台报送。"),
    ),
    Ladder.INSTRUCTION: _said(
        "请反馈批示落实情况：{about}",
        "《{plan}》任务“{about}”的批示反馈期限{long}，贵单位尚未反馈。请登录落实台反馈。",
        "{who}未反馈批示落实情况：{about}",
        "《{plan}》任务“{about}”的批示反馈期限{long}，{who}尚未反馈。请跟进了解情况。",
    ),
    Ladder.RETURNED: _said(
        "{ask}：{about}",
        "《{plan}》任务“{about}”的进展{long}，贵单位尚未重新报送。{todo}",
        "{who}未重新报送退回的进展：{about}",
        "《{plan}》任务“{about}”的进展{long}，{who}尚未重新报送。请跟进了解情况。",
        ask=either("left", "退回的进展请修改后重新报送", "请审核改好的进展"),
        todo=_or_head("{mend}", mend=_by_reader("请按退回意见修改后报送。", "请督促联络员按退回意见修改；改好后请您登录审核。")),
    ),
    Ladder.INDICATOR: _said(
        "指标落后序时进度：{about}",
        "《{plan}》指标“{about}”{long}。请采取措施赶上进度；已有新数据的，{read}。",
        "{who}指标落后序时进度：{about}",
        "《{plan}》指标“{about}”{long}，由{who}负责。请了解原因，视情协调或督办。",
        who=either("units", _WHO, "领导小组办公室"),
        read=_by_reader("请登记读数并上传佐证材料", "请督促联络员登记读数"),
    ),
    Ladder.RECHECK: _own(
        "回头看{short}：{about}",
        "《{plan}》任务“{about}”已经销号，回头看日期{long}。请再核查一次，看成效是否巩固，并登记结果。",
    ),
    Ladder.REVIEW: _own(
        "进展待审核，{short}：{about}",
        "《{plan}》有{who}的进展{long}，尚未审核，涉及“{about}”。请采信或退回。",
    ),
    Ladder.EXTENSION: _own(
        "延期申请待审批，{short}：{about}",
        "《{plan}》任务“{about}”，{who}的延期申请{long}，尚未批复。原定期限仍然有效，请尽快批复。",
    ),
    Ladder.OFFICE_WAIT: _own(
        "{matter}待办理，{short}：{about}",
        "《{plan}》任务“{about}”的{matter}{long}，尚未办理。请尽快办理。",
        matter=Word("subject", _WAITING),
    ),
    Ladder.HEAD_WAIT: _said(
        "{matter}待单位负责人审核，{short}：{about}",
        "《{plan}》“{about}”的{matter}{long}，单位负责人尚未审核，还没有报出。请单位负责人登录审核，同意报送或者退回修改。",
        "{who}的{matter}待单位负责人审核，{short}：{about}",
        "《{plan}》“{about}”，{who}的{matter}{long}，单位负责人尚未审核，还没有报到领导小组办公室。请了解情况。",
        matter=Word("subject", _WAITING),
    ),
}  # fmt: skip

_TASK_OR = "/tasks/{task_id}"
_APPROVALS = "/approvals"  # where all that is left is that the head of the unit agrees
# The page on which a matter is dealt with, by what it is about: for the unit, and for those who look on.
_PLAN_PATHS = (
    either("left", either("tasks", "/mine", _TASK_OR, above=1), _APPROVALS),
    either("tasks", "/plans/{subject_id}", _TASK_OR, above=1),
)
_OBLIGATION_PATHS = (phrase("/obligations/{paper_id}"), phrase("/obligations?duty={subject_id}"))
_SUBJECT_PATHS = {
    Ladder.DUE: "/tasks/{subject_id}", Ladder.ORDER: "/orders/{subject_id}", Ladder.ITEM: "/orders/items/{subject_id}",
    Ladder.INSTRUCTION: "/instructions/{subject_id}", Ladder.RECHECK: "/rechecks/{subject_id}",
    Ladder.RETURNED: "/updates/{subject_id}", Ladder.INDICATOR: "/indicators/{subject_id}", Ladder.REVIEW: "/reviews",
    Ladder.EXTENSION: "/extensions/{subject_id}",
}  # fmt: skip
_WAIT_PATHS = {
    "objection": "/objections/", "coordination": "/coordination/", "consolidation": "/consolidations/",
    "adjustment": "/adjustments/", "dispute": "/disputes/", "closing": "/tasks/", "extension": "/extensions/",
    "indicator_reading": "/indicators/", "update": "/updates/",
}  # fmt: skip


def path_of(ladder: Ladder, side: Side) -> Part:
    """The address of the page on which the matter is dealt with."""
    if ladder in (Ladder.ACKNOWLEDGE, Ladder.PERIOD):
        return _PLAN_PATHS[side is not Side.UNIT]
    if ladder is Ladder.OBLIGATION:
        return _OBLIGATION_PATHS[side is not Side.UNIT]
    if ladder is Ladder.OFFICE_WAIT:
        return phrase("{page}{subject_id}", page=Word("subject", _WAIT_PATHS))
    if ladder is Ladder.HEAD_WAIT:
        own = phrase("{page}{paper_id}", page=Word("subject", _WAIT_PATHS))
        # What has not left the unit is the unit's: those who look on see the task, or the indicator that is nobody's task.
        return own if side is Side.UNIT else either("task_id", _TASK_OR, "/indicators/{paper_id}")
    page = phrase(_SUBJECT_PATHS[ladder])
    return either("left", page, _APPROVALS) if ladder is Ladder.RETURNED and side is Side.UNIT else page
