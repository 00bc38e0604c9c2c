"""Recurring and dated duties laid on a class of units: 各乡镇每年12月1日前要报告…, 指导托育机构…每半年开展1次演练.

Two shapes are read. A report owed: WHO, how often or by when, to whom. A duty at an interval (每半年至少开展1次…): of the
class that opens the sentence (托育机构每半年…), or of those whom a body is told to supervise (指导托育机构…，每半年…).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.intake.dates import find_dates, month_day
from tracker.intake.model import Obligation
from tracker.intake.text import Flow, outer_split
from tracker.intake.units import looks_like_unit, split_units

_RECURRENCES = (
    ("half-yearly", r"每半年|半年(?:度)?报告"),
    ("quarterly", r"每(?:个)?季度|按季度?"),
    ("monthly", r"每(?:个)?月|按月"),
    ("yearly", r"每(?:一)?年(?!级)|按年度?|年度"),
)
_RECURRENCE = tuple((name, re.compile(words)) for name, words in _RECURRENCES)
_RECURS = re.compile("|".join(pattern for _, pattern in _RECURRENCES))
_REPORT = re.compile(
    r"(?:向(?P<to>[^。；;，,]{2,40}?))?(?:专题|书面|及时|定期)?(?:报告|报送|上报|汇报|报备|汇总上报|报(?=[省市县区州国]))(?P<what>[^。；;，,]*)"
)
_SPEAKS_OF_REPORT = re.compile(r"[报汇]")
_COPY = re.compile(r"抄(?:送|报)(?P<cc>[^。；;，,]+)")
_UPWARD = re.compile(r"报(?:送|请|告)?(?P<to>(?:[省市县区州]委|[省市县区州](?:人民)?政府|国务院)[^。；;，,]*)")
# What stands between the name and the date: 要, 应当, 于, 在; and what may stand before a name.
_BEFORE_DATE = re.compile(r"(?:要|应当?|须|需|必须|原则上|于|在|分别|都|将)+$")
_BEFORE_NAME = re.compile(r"^(?:其中|同时|并|请|由|对此|此外|另外)")
_SUPERVISED = re.compile(
    r"(?:指导|督促|要求|监督|推动|组织)(?P<who>[^，,。；;、]{2,16}?)"
    r"(?:全面|认真|按|定期|制定|开展|落实|建立|做好|加强|严格|$)"
)
_COUNT = re.compile(r"(?:至少|不少于)?(?:开展|进行|组织|举行)?[^，,。；;]{0,12}?\d+次")
_DATED = re.compile(r"(?:前|之前|以前|底前|内)")
_OBJECT = re.compile(r"[将把](?P<what>[^，,。；;]{2,40}?)(?:向[^，,。；;]*|专题|书面|及时|定期|汇总|上)*报")
_LONGEST_SUBJECT = 80
_SENTENCE = re.compile(r"[^。！\n]+[。！]?")


def find_obligations(flow: Flow, measure: int | None) -> list[Obligation]:
    """The duties in a text; `measure` is the ordinal of the measure that holds it, or None."""
    found: list[Obligation] = []
    for match in _SENTENCE.finditer(flow.text):
        sentence = match.group().rstrip("。！")
        duties = [*_reports(sentence, measure), *_repeated(sentence, measure)]
        if duties:
            span = flow.span(match.start(), match.start() + len(sentence))
            found.extend(replace(duty, span=span) for duty in duties)
    return found


def _recurrence(phrase: str) -> str:
    return next((name for name, words in _RECURRENCE if words.search(phrase)), "none")


def _reports(sentence: str, measure: int | None) -> Iterator[Obligation]:
    """A report owed every so often, or once by a date."""
    report = _REPORT.search(sentence) if _SPEAKS_OF_REPORT.search(sentence) else None
    when = _when(sentence) if report else None
    if not report or not when or when[0] > report.start():
        return
    who = _bearers(sentence[: when[0]])
    if not who:
        return
    phrase = sentence[when[0] : report.start("to") if report["to"] else report.start()]
    upward = _UPWARD.search(sentence, report.end())
    to = report["to"] or _receivers(report["what"]) or (upward["to"] if upward else "")
    copy = _COPY.search(sentence)
    yield Obligation(
        who=who,
        what=_what(sentence[when[0] :], sentence, report),
        recurs=_recurrence(when[1]),
        month_day=month_day(phrase),
        to=split_units(to),
        cc=split_units(copy["cc"]) if copy else (),
        measure=measure,
        quote=sentence,
    )


def _when(sentence: str) -> tuple[int, str] | None:
    """How often, or by which date (于2024年3月底前), something is owed: place and words."""
    recurs = _RECURS.search(sentence)
    if recurs:
        return recurs.start(), recurs.group()
    dates = (phrase for phrase in find_dates(sentence) if _DATED.match(sentence, phrase.end))
    return next(((phrase.start, sentence[phrase.start : phrase.end]) for phrase in dates), None)


def _receivers(named: str) -> str:
    """Units right behind 报 are those that the report goes to: 将落实情况报县卫健局."""
    names = split_units(named)
    return named if names and all(map(looks_like_unit, names)) else ""


def _what(due: str, sentence: str, report: re.Match[str]) -> str:
    """What is reported: the words behind 报告, or the object that 将 puts before it."""
    if report["what"] and not _receivers(report["what"]):
        return report.group()[len(f"向{report['to']}") if report["to"] else 0 :]
    before = _OBJECT.search(due)
    return before["what"] if before else sentence[report.start() :]


def _bearers(before: str) -> tuple[str, ...]:
    """The units named right before a date: the subject of the sentence, split like a unit list."""
    clauses = outer_split(before, "，,；;：:")
    if not clauses or len(clauses[-1]) > _LONGEST_SUBJECT:
        return ()
    names = split_units(_BEFORE_NAME.sub("", _BEFORE_DATE.sub("", clauses[-1])))
    return names if all(looks_like_unit(name) for name in names) else ()


def _repeated(sentence: str, measure: int | None) -> Iterator[Obligation]:
    """A duty at an interval, on those whom a unit supervises or on the subject of the sentence."""
    when = _RECURS.search(sentence)
    if not when:
        return
    who = _supervised(sentence[: when.start()]) or _bearers(sentence[: when.start()])
    rest = sentence[when.end() :]
    if not who or not _COUNT.match(rest) or _REPORT.search(rest):
        return
    yield Obligation(
        who=who,
        what=re.split(r"[，,；;]", rest)[0],
        recurs=_recurrence(when.group()),
        month_day=month_day(when.group()),
        to=(),
        cc=(),
        measure=measure,
        quote=sentence,
    )


def _supervised(before: str) -> tuple[str, ...]:
    """The class that a unit is told to guide, urge or watch, where it looks like bodies."""
    told = _SUPERVISED.search(before)
    return (told["who"],) if told and looks_like_unit(told["who"]) else ()
