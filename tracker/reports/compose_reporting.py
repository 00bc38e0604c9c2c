"""报送情况: how units reported for the newest closed period and on the plan's duties; the table of all units."""

from collections.abc import Sequence

from tracker.labels import period_title
from tracker.reports.composition import Composition
from tracker.reports.figure_duties import DutyReports
from tracker.reports.figure_reporting import ReportingFigures, UnitReporting
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import Annex, chinese_date
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import NONE, table, units_text

REPORTING_ANNEX = "各单位报送情况表"
CHART_ANNEX = "各单位报送情况图"
ON_TIME_CHART = "![各单位按时报送情况](chart:on_time_by_unit)"
# In the order of the columns; no rate by unit: who owes one report cannot be compared with who owes sixty (domain.md a11).
_COLUMNS = {
    "expected": "应报", "received": "已报", "accepted": "采信", "waiting": "待审", "on_time": "按时", "returned": "退回",
    "missing": "未报",
}  # fmt: skip


def reporting_part(work: Composition) -> list[str]:
    """The sentences on reports owed and received, then on the duties; the table of units is in its annex."""
    reporting = work.figures.reporting
    duties = [_duty(work, reports) for reports in work.figures.duty_reports]
    if reporting is None:
        return [f"截至{work.day}，尚无到期的填报期，各单位无应报未报情况。", *duties]
    if not reporting.total.expected:
        return [f"{period_title(reporting.period)}没有应报送的进展。", *duties]
    return [_tally(work, reporting) + _missing(work, reporting), *_quality(work, reporting), *duties]


def reporting_chart_annex(work: Composition) -> Annex | None:
    """The chart of reports by unit, for a paper that has no annex of charts; None where there is nothing to compare."""
    reporting = work.figures.reporting
    has_chart = reporting is not None and reporting.total.expected and len(reporting.units) > 1
    return Annex(CHART_ANNEX, ON_TIME_CHART) if has_chart else None


def total(work: Composition, reporting: ReportingFigures, kind: str) -> str:
    """One number of the tally over all units."""
    ids = [share for unit in reporting.units for share in unit.share_ids[kind]]
    return work.count(f"reporting.{_key(reporting)}.{kind}", "assignment", ids)


def on_time_rate(work: Composition, reporting: ReportingFigures) -> str:
    """The rate of reports that came in time and were accepted, with its sign; a dash where none was owed."""
    if reporting.on_time_rate is None:
        return NONE
    rows, whole = (
        rows_of("assignment", [share for unit in reporting.units for share in unit.share_ids[kind]])
        for kind in ("on_time", "expected")
    )
    return work.cites.cite(f"reporting.{_key(reporting)}.rate", Rule.RATE, reporting.on_time_rate, rows, whole) + "%"


def _key(reporting: ReportingFigures) -> str:
    return reporting.period.lower()


def _tally(work: Composition, reporting: ReportingFigures) -> str:
    counted = reporting.total
    said = {kind: total(work, reporting, kind) for kind in (*_COLUMNS, "late", "exempt")}
    waiting = f"，待审核{said['waiting']}件" if counted.received > counted.accepted else ""
    parts = [f"已报{said['received']}件（已采信{said['accepted']}件{waiting}）"]
    parts += [f"退回{said['returned']}件"] if counted.returned else []
    parts += [f"未报{said['missing']}件"] if counted.missing else ["无未报"]
    besides = f"其中迟报{said['late']}件。" if counted.late else ""
    besides += f"另有{said['exempt']}件经办公室同意免报，不计入应报。" if counted.exempt else ""
    return (
        f"{period_title(reporting.period)}进展的报送截止日为{chinese_date(reporting.cutoff)}。应报{said['expected']}件，{'，'.join(parts)}。"
        f"按时报送并采信{said['on_time']}件，按时率{on_time_rate(work, reporting)}。{besides}"
    )


def _missing(work: Composition, reporting: ReportingFigures) -> str:
    units = [unit for unit in reporting.units if unit.tally.missing]
    where = f"各单位报送情况见附件“{REPORTING_ANNEX}”。"
    if not units:
        return where
    names = work.units("reporting.missing.units", [unit.unit for unit in units])
    return f"{names}有未报事项，共{total(work, reporting, 'missing')}件。{where}"


def _quality(work: Composition, reporting: ReportingFigures) -> list[str]:
    """报送质量: reports returned twice and more, reports of nothing new, ratings that the office does not share."""
    twice, nothing = reporting.returned_twice, reporting.nothing_new
    disputed = [line.id for line in work.figures.tasks if line.ratings and line.ratings.is_disputed]
    said = [f"同一期被退回两次及以上{work.count('quality.returned_twice', 'assignment', twice)}件"] if twice else []
    said += [f"填报“无进展”{work.count('quality.nothing_new', 'assignment', nothing)}件"] if nothing else []
    said += [f"单位自评与办公室核定不一致的任务{work.count('quality.disputed', 'task', disputed)}项"] if disputed else []
    return [f"报送质量方面，{'，'.join(said)}。"] if said else []


def _duty(work: Composition, reports: DutyReports) -> str:
    """The paragraph on the reports that units owed on one duty (定期报告) by its newest day."""
    key = f"duty.{reports.duty_id}"
    said = [f"按期报送{work.count(f'{key}.on_time', 'occurrence', reports.on_time)}份"]
    for word, kind, ids, units in (
        ("迟报", "late", reports.late_ids, reports.late),
        ("未报", "missing", reports.missing_ids, reports.missing),
    ):
        if ids:
            number = work.count(f"{key}.{kind}", "occurrence", ids)
            said.append(f"{word}{number}份（{units_text(units, number)}）")
    expected = work.count(f"{key}.expected", "occurrence", reports.expected)
    return f"定期报告“{inline(reports.what)}”应于{chinese_date(reports.due_on)}前报送{expected}份，{'，'.join(said)}。"


def reporting_annex(work: Composition) -> Annex | None:
    """Every unit with what it owed and sent for the period; None where nothing was owed."""
    reporting = work.figures.reporting
    if reporting is None or not reporting.units:
        return None
    headers = ("单位", *_COLUMNS.values(), "未报、退回、迟报、免报的任务序号")
    rows = [(cell(unit.unit), *_counts(work, reporting, unit), _pending(work, unit)) for unit in reporting.units]
    last = ("合计", *(total(work, reporting, kind) for kind in _COLUMNS))
    body = table(headers, "lrrrrrrrl", [*rows, (*(f"**{entry}**" for entry in last), NONE)])
    head = f"填报期：{period_title(reporting.period)}；报送截止日：{chinese_date(reporting.cutoff)}。单位：件。"
    return Annex(REPORTING_ANNEX, f"{head}\n\n{body}", landscape=True)


def _counts(work: Composition, reporting: ReportingFigures, unit: UnitReporting) -> list[str]:
    key = f"reporting.{_key(reporting)}.unit.{unit.unit_id}"
    return [work.count(f"{key}.{kind}", "assignment", unit.share_ids[kind]) for kind in _COLUMNS]


def _pending(work: Composition, unit: UnitReporting) -> str:
    named: Sequence[tuple[str, tuple[int, ...]]] = (
        ("未报", unit.missing_task_ids), ("退回", unit.returned_task_ids), ("迟报", unit.late_task_ids),
        ("免报", unit.exempt_task_ids),
    )  # fmt: skip
    said = (word + "、".join(str(work.figures.task(task_id).position) for task_id in ids) for word, ids in named if ids)
    return "；".join(said) or NONE
