"""主要进展: section by section, with what units reported in their own words; the charts of the whole.

Leaders read two to four pages (domain.md d3), so the text says of each section one fact, and the annex of every task the rest.
"""

from collections.abc import Sequence

from tracker.labels import label
from tracker.reports.compose_indicators import courses
from tracker.reports.compose_movement import TREND_CHART
from tracker.reports.compose_overall import average
from tracker.reports.compose_reporting import ON_TIME_CHART
from tracker.reports.composition import OTHER_TASKS, Composition, evidence_count, task_percent
from tracker.reports.figure_counts import SectionFigures
from tracker.reports.figure_tasks import Saying, TaskLine
from tracker.reports.markdown import inline
from tracker.reports.paper import Annex
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import one_line, table
from tracker.rules.statuses import RESTING_TASK_STATES, Light

FACTS_PER_SECTION = 1
FACT_LENGTH = 36


def section_title(section: SectionFigures) -> str:
    """The title as Markdown; tasks outside all sections are 其他任务."""
    return inline(section.title) or OTHER_TASKS


def progress_by_section(work: Composition) -> list[str]:
    """The table of all sections, and of each the newest fact; the charts stand in an annex."""
    sections = work.figures.sections
    told = "\n".join(_section(work, section) for section in sections if _facts(work, section))
    return [section_table(work), *(["据已采信的填报：", told] if told else []), *_untold(work, sections)]


def section_table(work: Composition) -> str:
    """Each section with its tasks by light and their average."""
    figures = work.figures
    headers = ("领域", "任务数", *(label(light) for light in Light), "平均完成")
    rows = [
        (
            section_title(section),
            work.count(f"{_key(section)}.tasks", "task", section.task_ids),
            *(_light(work, section, light) for light in Light),
            f"{_average(work, section)}%",
        )
        for section in figures.sections
    ]
    lights = (work.count(f"light.{light}", "task", [line.id for line in figures.tasks if line.light is light]) for light in Light)
    every = work.count("scope.tasks", "task", [line.id for line in figures.tasks])
    total = ("合计", every, *lights, f"{average(work)}%")
    return table(headers, "lrrrrrrr", [*rows, tuple(f"**{entry}**" for entry in total)])


def chart_annex(work: Composition) -> Annex | None:
    """The charts of the whole, low ones first: progress by period, lights by section, the courses of the indicators that lag,
    reports by unit, how far each unit has come in each section; None where there is nothing to draw."""
    figures = work.figures
    sections, units = len(figures.sections) > 1, len(figures.unit_ids) > 1
    said = "按方案中的顺序排列，不作排名；空格为没有承办事项。"
    drawn = (
        (len(figures.trend) > 1, TREND_CHART),
        (sections, "![各领域任务状态](chart:lights_by_section)"),
        *((True, course) for course in courses(work)),
        (figures.reporting is not None and len(figures.reporting.units) > 1, ON_TIME_CHART),
        (sections and units, f"{said}\n\n![各单位承办事项平均完成比例](chart:unit_section_grid)"),
    )
    parts = [chart for is_drawn, chart in drawn if is_drawn]
    return Annex("落实情况图", "\n\n".join(parts)) if parts else None


def _key(section: SectionFigures) -> str:
    return f"section.{section.id or 'none'}"


def _light(work: Composition, section: SectionFigures, light: Light) -> str:
    ids = [task_id for task_id in section.task_ids if work.figures.task(task_id).light is light]
    return work.count(f"{_key(section)}.{light}", "task", ids)


def _average(work: Composition, section: SectionFigures) -> str:
    lines = map(work.figures.task, section.task_ids)
    counted = [line.id for line in lines if line.state not in RESTING_TASK_STATES]
    return work.cites.cite(f"{_key(section)}.average", Rule.AVERAGE, section.average_percent, rows_of("task", counted))


def _facts(work: Composition, section: SectionFigures) -> list[TaskLine]:
    return [line for line in map(work.figures.task, section.task_ids) if line.progress]


def _section(work: Composition, section: SectionFigures) -> str:
    """What was newly done in the section: the first of its tasks of which anything was accepted."""
    told = (_fact(work, line, line.progress) for line in _facts(work, section)[:FACTS_PER_SECTION] if line.progress)
    return f"- {section_title(section)}：{''.join(told)}"


def _untold(work: Composition, sections: Sequence[SectionFigures]) -> list[str]:
    """Where the rest stands, and which sections have nothing to tell."""
    rest = [line.id for section in sections for line in _facts(work, section)[FACTS_PER_SECTION:]]
    more = f"其余{work.count('sections.more', 'task', rest)}项任务的进展见附件“任务进展情况一览表”。" if rest else ""
    silent = [section_title(section) for section in sections if not _facts(work, section)]
    none = f"{'、'.join(silent)}各任务尚无已采信的进展填报。" if silent else ""
    return [more + none] if more or none else []


def fact(work: Composition, line: TaskLine, said: Saying) -> str:
    """One item of a list: what was last accepted of the task, whose words these are, and how far it has come."""
    return f"- {_fact(work, line, said)}"


def _fact(work: Composition, line: TaskLine, said: Saying) -> str:
    text = one_line(said.text, FACT_LENGTH).rstrip("。；;")
    proof = f"，佐证材料{evidence_count(work, line)}件" if line.evidence_ids else ""
    return f"{work.task(line)}：{inline(said.unit)}填报，{text}（任务完成{task_percent(work, line)}{proof}）。"
