"""督查专报: one matter upward: what goes well, what lags with names and causes, what was done about it, what is asked for."""

from tracker.labels import label
from tracker.reports.compose_indicators import lagging_indicators, lagging_table
from tracker.reports.compose_joint import coordination_part
from tracker.reports.compose_orders import orders_part
from tracker.reports.compose_overall import scope_text
from tracker.reports.compose_sections import fact
from tracker.reports.compose_special import share_percent
from tracker.reports.composition import Composition, object_of, plan_name, task_percent
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.markdown import inline
from tracker.reports.reasons import FAULTS, answerable, cited_reason, faulty, situation_text
from tracker.reports.wording import one_line

SHOWN = 10
QUOTED = 120


def brief_opening(work: Composition) -> list[str]:
    """What the paper is about, and how much there is of it."""
    about = "方案" if work.scope.is_whole else f"“{inline(object_of(work))}”"
    return [f"现将{plan_name(work.figures)}中{about}的落实情况专报如下。截至{work.day}，共有{scope_text(work)}。"]


def going_well(work: Composition) -> list[str]:
    """The tasks that are done or on course, with the newest facts and how far each unit has come."""
    lines = [line for line in work.figures.tasks if line.reason_code not in FAULTS]
    if not lines:
        return ["本专报所列任务均有滞后，具体见下。"]
    number = work.count("brief.on_course", "task", [line.id for line in lines])
    told = "\n".join(_well(work, line) for line in lines[:SHOWN])
    return [f"没有逾期和滞后的任务{number}项：", told]


def _well(work: Composition, line: TaskLine) -> str:
    if line.progress:
        return fact(work, line, line.progress)
    return f"- {work.task(line)}：{label(line.light)}（{cited_reason(work, line)}），完成{task_percent(work, line)}。"


def lagging(work: Composition) -> list[str]:
    """The tasks that are late or behind: by how much, who answers for them with what reason; then the indicators."""
    lines = faulty(work)
    said = ["\n".join(_behind(work, line) for line in lines)] if lines else [f"截至{work.day}，没有逾期和滞后的任务。"]
    indicators = lagging_indicators(work)
    table = ["落后序时和到期未达标的量化指标见下表。", lagging_table(work, indicators)] if indicators else []
    return [*said, *table]


def _behind(work: Composition, line: TaskLine) -> str:
    units = answerable(line)
    open_shares = [share for share in work.figures.shares_of(line.id) if share.unit in units and not share.is_settled]
    stand = "、".join(f"{inline(share.unit)}完成{share_percent(work, share)}" for share in open_shares[:SHOWN])
    causes = dict.fromkeys(
        f"{inline(share.unit)}反映，{one_line(share.problems.text, QUOTED).rstrip('。；')}"
        for share in open_shares
        if share.problems
    )
    whose = f"其中{stand}。" if stand else "各单位均已完成，待办公室核查销号。"
    why = f"原因：{'；'.join(causes)}。" if causes else "有关单位尚未说明原因。" if units else ""
    return f"- {work.task(line)}：{situation_text(work, line)}。{whose}{why}"


def measures_taken(work: Composition) -> list[str]:
    """What the office has done about it: reminders, orders, limits put off."""
    extended = work.figures.extended
    put_off = [f"经批准延期的任务{work.count('extended', 'task', extended)}项，原定时限和现时限见附件。"] if extended else []
    return [*orders_part(work), *put_off]


def asked_for(work: Composition) -> list[str]:
    """What the leaders are asked for: matters that wait for a decision; where there is none, nothing but to know."""
    waiting = coordination_part(work)
    if waiting:
        return waiting
    if any(line.situation == "serious" for line in faulty(work)):
        return ["办公室将继续跟踪督办。需要领导小组协调的，另行专报。妥否，请批示。"]
    return ["以上情况专此报告，请阅示。"]
