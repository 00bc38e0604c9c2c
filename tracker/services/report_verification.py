"""Verify a report: its hash, what it was drawn from, and whether the same instant still gives the same figures and text.

The machine's paper is rebuilt from the rows as they were known then and compared by hash; of what the office made of it each
cited figure is held against the rebuilt references. A paper of a release that kept no manifest can be held against its hash alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Evidence, Report
from tracker.queries.replay import hash_at
from tracker.queries.reports import issued_ids
from tracker.reports.compose_annexes import TEMPLATE_VERSION
from tracker.reports.edited import wrong_figures
from tracker.reports.frozen import thawed_paper
from tracker.rules.days import official_day
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Actor, Permission
from tracker.rules.report_states import ReportState
from tracker.rules.transitions import Subject
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record
from tracker.services.report_drawing import Drawn, draw_again
from tracker.services.reports import sealed

NIGHTS = 30  # in which every report is rebuilt once; those of the day before are at once
AT_ONCE = 500


@dataclass(frozen=True)
class Verified:
    """What was found of one report: the first difference of each kind, in words, and how much was compared.

    `note` says what could not be compared, and why.
    """

    report_id: int
    title: str
    differences: tuple[str, ...]
    references: int = 0
    rows: int = 0
    note: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.differences


def verify_report(session: Session, report: Report) -> Verified:
    """Everything that can be held against the report, the rows and the history."""
    if sealed(report) != report.sha256:
        return Verified(report.id, report.title, ("报告的内容与校验值不符，内容被改动。",))
    found = list(_head(session, report))
    if report.manifest is None:
        return Verified(report.id, report.title, tuple(found), note="由较早的版本生成，没有取数清单，只核对了校验值。")
    drawn = draw_again(session, report)
    found += [
        *_evidence(session, report.manifest["evidence"]),
        *_files(report),
        *_figures(report, drawn),
        *_citations(report, drawn),
    ]
    rows = sum(len(ids) for ids in report.manifest["rows"].values())
    return Verified(report.id, report.title, tuple(found), len(drawn.paper.references), rows, _note(report.manifest))


def is_rebuilt(session: Session, report: Report) -> bool:
    """True where the instant of the report still gives its figures, and its text cites nothing else."""
    drawn = draw_again(session, report)
    return not [*_figures(report, drawn), *_citations(report, drawn)]


def note_verification(session: Session, report: Report, *, actor: Actor, now: datetime) -> Verified:
    """The same, kept in the history of the plan; for who may read the report."""
    require_plan(actor, Permission.REPORT_READ, report.plan)
    verified = verify_report(session, report)
    data = {"ok": verified.is_whole, "differences": list(verified.differences[:5])}
    record(session, report.plan_id, [Entry(Subject.REPORT, report.id, "verify", data=data)], actor=actor, now=now)
    return verified


def due_tonight(session: Session, day: date) -> list[int]:
    """The reports to verify in the night to the day: those issued the day before, and a thirtieth of all others."""
    return [
        report_id
        for report_id, issued_at in issued_ids(session)
        if report_id % NIGHTS == day.toordinal() % NIGHTS or (issued_at and (day - official_day(issued_at)).days <= 1)
    ]


def _head(session: Session, report: Report) -> Iterator[str]:
    head = report.figures.get("head")
    if head and hash_at(session, report.plan_id, head["seq"]) != head["hash"]:
        yield "报告所载的链尾在操作记录中找不到。"


def _note(manifest: Mapping[str, Any]) -> str:
    if _is_same_form(manifest):
        return ""
    return "报告由较早的文字模板或者评价规则写成，正文不再逐字重写，只核对了所引的数字。"


def _is_same_form(manifest: Mapping[str, Any]) -> bool:
    same = (TEMPLATE_VERSION, {"lights": LightPolicy().version})
    return (manifest["template"], manifest["rules"]) == same


def _figures(report: Report, drawn: Drawn) -> Iterator[str]:
    """The first figure that comes out otherwise now; where all are equal, whether the machine's text is."""
    manifest, written = report.manifest, report.drawn_paper
    if manifest is None or written is None or not _is_same_form(manifest):
        return
    if drawn.manifest["drawn"] == manifest["drawn"]:
        return
    different = first_difference(report.figures, drawn.frozen) or first_difference(written, drawn.written)
    if different is None:
        yield "系统生成的底稿与取数清单中的校验值不符。"
    else:
        place, then, now = different
        yield f"按取数时刻重新计算，“{place}”当时为“{_short(then)}”，现为“{_short(now)}”。"


def first_difference(before: Any, after: Any, place: str = "") -> tuple[str, Any, Any] | None:
    """Where two values of JSON first differ: the path, and both values there; None where they are equal."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        pairs: Iterable[tuple[Any, Any, Any]] = ((key, before.get(key), after.get(key)) for key in sorted({*before, *after}))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = ((index + 1, one, other) for index, (one, other) in enumerate(zip(before, after, strict=True)))
    else:
        return None if before == after else (place, before, after)
    deeper = (first_difference(one, other, f"{place}.{name}".lstrip(".")) for name, one, other in pairs)
    return next((found for found in deeper if found is not None), None)


def _citations(report: Report, drawn: Drawn) -> Iterator[str]:
    """The first figure of the text as it stands that the rebuilt references do not bear out."""
    paper = replace(thawed_paper(report.paper), references=drawn.paper.references, charts=drawn.paper.charts)
    yield from wrong_figures(paper, report.figures)[:1]


def _evidence(session: Session, kept: Mapping[str, str]) -> Iterator[str]:
    """The first file that is cited under another hash than then, or is gone."""
    ids = sorted(map(int, kept))
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        now = {row.id: row.sha256 for row in session.execute(select(Evidence.id, Evidence.sha256).where(Evidence.id.in_(some)))}
        for number in some:
            if now.get(number) != kept[str(number)]:
                yield f"佐证材料 {number} 已不是取数时的那个文件。"
                return


def _files(report: Report) -> Iterator[str]:
    """Whether the final file is the one that was issued."""
    final = (report.manifest or {}).get("final")
    last = report.files[-1].sha256 if report.files else None
    if report.state is ReportState.ISSUED and last != (final["sha256"] if final else None):
        yield "定稿文件与印发时登记的不符。"


def _short(value: Any) -> str:
    text = "空" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
