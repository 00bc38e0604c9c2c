"""How a paper begins, and 总体情况: the denominators, how many tasks stand how, and what changed since the last paper."""

from tracker.reports.composition import Composition, object_of, plan_name, stretch_text
from tracker.reports.figure_counts import Situation, average_percent
from tracker.reports.markdown import inline
from tracker.reports.paper import chinese_date
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import NONE, table
from tracker.rules.report_kinds import ReportKind
from tracker.rules.statuses import RESTING_TASK_STATES

SITUATION_TITLES = {
    "closed": "已销号",
    "on_course": "正常推进",
    "lagging": "临期或略有滞后",
    "serious": "逾期或严重滞后",
    "ongoing": "长期坚持",
    "not_begun": "未启动",
    "ended": "已终止",
    "suspended": "已中止",
    "merged": "已并案",
}
METHOD = "督查采取单位自查填报、办公室审核佐证材料的方式"


def opening(work: Composition) -> list[str]:
    """On what ground, of what and how the office looked; the last words are those of the kind (报告, 通报)."""
    verb = "通报" if work.kind is ReportKind.BULLETIN else "报告"
    whole = work.scope.is_whole
    about = "方案落实情况" if whole else f"“{inline(object_of(work))}”的落实情况"
    return [f"根据{plan_name(work.figures)}的要求，对{about}进行了督查。{METHOD}，统计截至{work.day}。现将有关情况{verb}如下。"]


def yearly_opening(work: Composition) -> list[str]:
    """The opening of a paper on a stretch of days, upward."""
    moved = work.figures.movement
    stretch = stretch_text(moved.first, moved.last) if moved else f"截至{work.day}"
    return [f"根据{plan_name(work.figures)}的要求，现将{stretch}方案落实情况报告如下。"]


def scope_text(work: Composition) -> str:
    """The denominators: measures, tasks, units, shares."""
    scope, figures, plan = work.figures.scope, work.figures, work.figures.plan
    tasks = work.count("scope.tasks", "task", [line.id for line in figures.tasks])
    shares = [share.id for share in figures.shares]
    units = work.cites.cite("scope.units", Rule.UNITS, scope.units, rows_of("assignment", shares))
    # ad hoc tasks come out of no measure; nor is a part of the plan counted in them
    measures = work.cites.cite("scope.measures", Rule.MEASURES, scope.measures, (("plan", plan.id),)) if scope.measures else ""
    made = f"措施{measures}条，形成" if measures else ""
    return f"{made}任务{tasks}项，由{units}个单位承办，承办事项共{work.count('scope.assignments', 'assignment', shares)}件"


def overall(work: Composition) -> list[str]:
    """The sentences and the table of all situations."""
    figures = work.figures
    found = [f"{SITUATION_TITLES[item.code]}{count(work, item)}项" for item in figures.situations if item.count]
    extended = f"其中经批准延期{work.count('extended', 'task', figures.extended)}项；" if figures.extended else ""
    whose = "方案" if work.scope.is_whole else "本次督查的内容"
    return [
        f"{whose}共有{scope_text(work)}。截至{work.day}，全部任务中，{'，'.join(found)}；{extended}{_adjusted(work)}"
        f"按任务平均，总体完成{average(work)}%。各类任务的数量和占比见下表。{change_sentence(work)}",
        situation_table(work),
    ]


def _adjusted(work: Composition) -> str:
    tasks = tuple(dict.fromkeys(record.task_id for record in work.figures.adjustments))
    return f"经批准调整{work.count('adjusted', 'task', tasks)}项；" if tasks else ""


def count(work: Composition, item: Situation) -> str:
    """How many tasks are in the situation."""
    return work.count(f"situation.{item.code}", "task", item.task_ids)


def average(work: Composition) -> str:
    """How far the tasks have come on the average, without the sign."""
    lines = work.figures.tasks
    counted = [line.id for line in lines if line.state not in RESTING_TASK_STATES]
    return work.cites.cite("average", Rule.AVERAGE, average_percent(lines), rows_of("task", counted))


def share(work: Composition, item: Situation) -> str:
    """What the situation is of all tasks, with the sign."""
    every = rows_of("task", [line.id for line in work.figures.tasks])
    rows = rows_of("task", item.task_ids)
    return work.cites.cite(f"situation.{item.code}.share", Rule.SHARE, item.share, rows, every) + "%"


def situation_table(work: Composition) -> str:
    """Every situation with count and share; beside the last paper of the kind, where there is one."""
    figures = work.figures
    every = rows_of("task", [line.id for line in figures.tasks])
    whole = work.cites.cite("situation.whole.share", Rule.SHARE, sum(item.share for item in figures.situations), every, every)
    rows = [(SITUATION_TITLES[item.code], count(work, item), share(work, item), _change(work, item)) for item in figures.situations]
    total = work.count("scope.tasks", "task", [line.id for line in figures.tasks])
    rows.append(("**合计**", f"**{total}**", f"**{whole}%**", NONE))
    if figures.previous:
        return table(("状态", "任务数（项）", "占比", "较上期（项）"), "crrr", rows)
    return table(("状态", "任务数（项）", "占比"), "crr", [row[:3] for row in rows])


def _change(work: Composition, item: Situation) -> str:
    """增加 or 减少 with the number, or 持平."""
    if work.figures.previous is None:
        return NONE
    before = work.figures.previous.situations.get(item.code, ())
    change = item.count - len(before)
    if not change:
        return "持平"
    rows, whole = rows_of("task", item.task_ids), rows_of("task", before)
    number = work.cites.cite(f"situation.{item.code}.change", Rule.CHANGE, abs(change), rows, whole)
    return ("增加" if change > 0 else "减少") + number


def change_sentence(work: Composition) -> str:
    """What changed since the last issued paper of the kind; empty where there was none."""
    previous = work.figures.previous
    if previous is None:
        return ""
    changes = [
        f"{SITUATION_TITLES[item.code]}{said}项" for item in work.figures.situations if (said := _change(work, item)) != "持平"
    ]
    day = chinese_date(previous.as_of)
    return f"与上期（截至{day}）相比，{'，'.join(changes)}。" if changes else f"与上期（截至{day}）相比，各类任务数持平。"


def plan_only(work: Composition) -> list[str]:
    """All that is said of a plan that is not under supervision (未纳入督办): its tasks, and no word of judgement about anybody."""
    figures = work.figures
    rows = [
        (inline(section.title) or "其他任务", work.count(f"section.{section.id or 'none'}.tasks", "task", section.task_ids))
        for section in figures.sections
    ]
    total = work.count("scope.tasks", "task", [line.id for line in figures.tasks])
    why = "尚未交办" if figures.plan.supervised_from else "未纳入督办"
    return [
        f"截至{work.day}，{plan_name(figures)}{why}，仅列任务。本报告只反映方案原文确定的任务和分工，不涉及任何单位的进展和评价。",
        "## 一、任务概况",
        f"方案共有{scope_text(work)}。各领域任务数见下表。",
        table(("领域", "任务数（项）"), "lr", [*rows, ("**合计**", f"**{total}**")]),
        "各项任务的承办单位和时限见附件“任务一览表”，统计口径见附件“数据口径说明”。",
    ]
