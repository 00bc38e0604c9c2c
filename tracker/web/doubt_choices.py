"""What a doubt asks: its place in the text, and the buttons that answer it, each with the digit that presses it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from tracker.labels import N_
from tracker.models import ReadingIssue, Unit
from tracker.rules.reading import Answer, Part, answers_for, settled_by
from tracker.rules.statuses import AssignmentRole

_AROUND, _LONG, _SHOWN, _BEGUN = 120, 80, 200, 28
_BREAKS = "。；\n"
CHARGED = "charged_in_prose"
_WORDS = {
    Answer.RESPONSIBLE: N_("由它负责，列为责任单位"),
    Answer.CHECKED: N_("核对无误，照读出的内容"),
    Answer.IGNORED: N_("不是任务要求，略过"),
    Answer.OTHER_UNIT: N_("是另一个单位，单独登记"),
}
_ROLES = {
    AssignmentRole.LEAD: N_("由它牵头，列为牵头单位"),
    AssignmentRole.SUPPORTING: N_("由它配合，列为配合单位"),
}


@dataclass(frozen=True)
class Choice:
    """A button: what it sends, what it says, and the digit that presses it."""

    fields: tuple[tuple[str, str], ...]
    words: str
    key: str = ""


@dataclass(frozen=True)
class Context:
    """The doubtful words with the sentences before and after them."""

    before: str
    words: str
    after: str


def choices_of(issue: ReadingIssue, units: Sequence[Unit]) -> list[Choice]:
    """The buttons of an issue, the likeliest first; `units` are its candidates."""
    plain = [Choice((("answer", answer),), gettext(_WORDS[answer])) for answer in answers_for(issue.code) if answer in _WORDS]
    same = [_same_as(unit) for unit in units] if Answer.SAME_UNIT in answers_for(issue.code) else []
    roles = [Choice((("role", role),), gettext(words)) for role, words in _ROLES.items()] if issue.code == CHARGED else []
    return [replace(choice, key=str(number)) for number, choice in enumerate([*same, *plain, *roles], start=1)]


def _same_as(unit: Unit) -> Choice:
    return Choice((("answer", Answer.SAME_UNIT), ("into_id", str(unit.id))), gettext("就是“%(name)s”", name=unit.name))


def context_of(text: str, issue: ReadingIssue) -> Context | None:
    """The place of an issue in the text, cut at sentences; None for one without a place."""
    if issue.span_from is None or issue.span_to is None or issue.span_from >= issue.span_to:
        return None
    start, end = issue.span_from, issue.span_to
    if end - start > _LONG:  # a whole paragraph is its own context, and its beginning says which it is
        shown = min(start + _SHOWN, end)
        return Context("", text[start : start + _BEGUN], text[start + _BEGUN : shown] + ("…" if shown < end else ""))
    first = _sentence(text, start)
    if start - first < _BEGUN // 2:  # too little to know where one is: the sentence before it as well
        first = _sentence(text, max(first - 1, 0))
    ends = [place for mark in _BREAKS if (place := text.find(mark, end, end + _AROUND)) >= 0]
    last = min(ends) + 1 if ends else end + _AROUND
    return Context(text[first:start], text[start:end], text[end:last])


def _sentence(text: str, place: int) -> int:
    """Where the sentence of the place begins, or some way before it in a long one."""
    first = max(place - _AROUND, 0)
    return max(text.rfind(mark, first, place) + 1 for mark in _BREAKS) or first


def asks_for_day(issue: ReadingIssue) -> bool:
    """True where a day, or 长期坚持, is what the issue waits for."""
    return issue.task_id is not None and issue.code in settled_by(Part.DUE)


def asks_for_units(issue: ReadingIssue) -> bool:
    """True where the units of a measure that names none are what the issue waits for."""
    return issue.task_id is not None and issue.code == "no_unit"


def may_be_corrected(issue: ReadingIssue) -> bool:
    """True where a correction of the measure in which it lies answers the issue."""
    return issue.task_id is not None and Answer.CORRECTED in answers_for(issue.code)
