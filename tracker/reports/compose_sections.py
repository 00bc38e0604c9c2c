"""主要进展: section by section, with what units reported in their own words."""

from tracker.intake.numerals import chinese
from tracker.labels import label
from tracker.reports.compose_overall import average
from tracker.reports.composition import OTHER_TASKS, Composition, evidence_count, task_percent
from tracker.reports.figure_counts import SectionFigures
from tracker.reports.figure_tasks import Saying, TaskLine
from tracker.reports.markdown import inline
from tracker.reports.paper import Annex
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import one_line, table
from tracker.rules.statuses import RESTING_TASK_STATES, Light

FACTS_PER_SECTION = 2
FACT_LENGTH = 80


def section_title(section: SectionFigures) -> str:
    """The title as Markdown; tasks outside all sections are 其他任务."""
    return inline(section.title) or OTHER_TASKS


def progress_by_section(work: Composition) -> list[str]:
    """The table and chart of all sections, then each with its figures and the newest facts."""
    sections = work.figures.sections
    chart = ["![各领域任务状态](chart:lights_by_section)"] if len(sections) > 1 else []
    return [
        section_table(work),
        *chart,
        *(part for position, section in enumerate(sections, start=1) for part in _section(work, position, section)),
    ]


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


def grid_annex(work: Composition) -> Annex | None:
    """How far each unit has come in each section, as a chart; None where there is but one of either."""
    if len(work.figures.sections) < 2 or len(work.figures.unit_ids) < 2:
        return None
    said = "各单位在各领域承办事项的平均完成比例，按方案中的顺序排列，不作排名；空格为没有承办事项。"
    return Annex("各单位分领域完成情况图", f"{said}\n\n![各单位承办事项平均完成比例](chart:unit_section_grid)")


def _key(section: SectionFigures) -> str:
    return f"section.{section.id or 'none'}"


def _light(work: Composition, section: SectionFigures, light: Light) -> str:
    ids = [task_id for task_id in section.task_ids if work.figures.task(task_id).light is light]
    return work.count(f"{_key(section)}.{light}", "task", ids)


def _average(work: Composition, section: SectionFigures) -> str:
    lines = map(work.figures.task, section.task_ids)
    counted = [line.id for line in lines if line.state not in RESTING_TASK_STATES]
    return work.cites.cite(f"{_key(section)}.average", Rule.AVERAGE, section.average_percent, rows_of("task", counted))


def _section(work: Composition, position: int, section: SectionFigures) -> list[str]:
    counts = "，".join(f"{label(light)}{_light(work, section, light)}项" for light in Light if section.lights[light])
    tasks = work.count(f"{_key(section)}.tasks", "task", section.task_ids)
    summary = f"共{tasks}项任务：{counts}；平均完成{_average(work, section)}%。"
    heading = f"### （{chinese(position)}）{section_title(section)}"
    facts = [line for line in map(work.figures.task, section.task_ids) if line.progress]
    if not facts:
        return [heading, f"{summary}各任务尚无已采信的进展填报。"]
    items = "\n".join(fact(work, line, line.progress) for line in facts[:FACTS_PER_SECTION] if line.progress)
    rest = [line.id for line in facts[FACTS_PER_SECTION:]]
    more = [f"其余{work.count(f'{_key(section)}.more', 'task', rest)}项任务的进展见附件“任务进展情况一览表”。"] if rest else []
    return [heading, f"{summary}据已采信的填报：", items, *more]


def fact(work: Composition, line: TaskLine, said: Saying) -> str:
    """One item of a list: what was last accepted of the task, whose words these are, and how far it has come."""
    text = one_line(said.text, FACT_LENGTH).rstrip("。；;")
    proof = f"，佐证材料{evidence_count(work, line)}件" if line.evidence_ids else ""
    return f"- {work.task(line)}：{inline(said.unit)}填报，{text}（任务完成{task_percent(work, line)}{proof}）。"
