"""A 督查 report out of its figures: 引言, 总体情况, 分领域进展, 存在的问题, 下一步要求, and the annexes (outline: domain.md d3).

Every sentence is made of figures. What is said against a body stands beside the row it rests on: the table right below it
names task, unit, limit and days. Where there is nothing to say, the paper says so.
"""

from tracker.intake.numerals import chinese
from tracker.labels import label
from tracker.reports.compose_adjustments import adjustment_annex, adjustment_sentence
from tracker.reports.compose_annexes import method_annex, task_annex
from tracker.reports.compose_indicators import indicator_annex, indicator_section
from tracker.reports.compose_joint import joint_annex
from tracker.reports.compose_problems import duty_part, orders_part, overdue_part, reporting_part
from tracker.reports.compose_requests import requests
from tracker.reports.figure_tasks import Saying, TaskLine
from tracker.reports.figures import Figures, SectionFigures, average_percent
from tracker.reports.markdown import inline
from tracker.reports.paper import Paper, chinese_date
from tracker.reports.wording import one_line, percent_text, table
from tracker.rules.statuses import Light

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
OTHER_TASKS = "其他任务"
# The text names the first by its number, the others by their titles.
ANNEXES = (task_annex, method_annex, joint_annex, indicator_annex, adjustment_annex)
FACTS_PER_SECTION = 3
FACT_LENGTH = 120


def compose(figures: Figures) -> Paper:
    """The paper, dated the day it speaks of, so that it is the same whenever it is drawn up.

    A plan that is not under supervision (未纳入督办) gets a list of its tasks and no word of judgement about anybody.
    """
    plan, day = figures.plan, chinese_date(figures.as_of)
    name = plan.title.replace("《", "〈").replace("》", "〉")
    issuer = _issuer(figures)
    kind = "落实情况的督查报告" if figures.is_supervised else "任务分解情况的报告"
    return Paper(
        title=f"关于《{name}》{kind}",
        subtitle=f"（截至{day}）",
        addressee=_addressee(figures),
        issuer=issuer,
        issued_on=figures.as_of,
        number=None,
        body="\n\n".join(_body(figures) if figures.is_supervised else _list_only(figures)),
        annexes=tuple(annex for draw in ANNEXES if (annex := draw(figures))),
        colophon=(f"{issuer}  {day}印发",),
    )


def _issuer(figures: Figures) -> str:
    """The office in full: 县领导小组办公室 of 示例县 signs as 示例县领导小组办公室."""
    place, office = figures.plan.jurisdiction, figures.plan.office or "领导小组办公室"
    if place in office:
        return office
    return place + (office[1:] if office[0] == place[-1] else office)


def _addressee(figures: Figures) -> str | None:
    """Who issued the plan; where its general office did, the body whose office that is."""
    return "、".join(dict.fromkeys(name.removesuffix("办公室") for name in figures.plan.issuers)) or None


def _body(figures: Figures) -> list[str]:
    return [
        _opening(figures),
        "## 一、总体情况",
        _overall(figures),
        _situation_table(figures),
        "## 二、分领域进展",
        _section_table(figures),
        *(_section(figures, position, section) for position, section in enumerate(figures.sections, start=1)),
        *indicator_section(figures, chinese(len(figures.sections) + 1)),
        "## 三、存在的问题",
        "### （一）逾期和滞后事项",
        overdue_part(figures),
        "### （二）报送情况",
        reporting_part(figures),
        *map(duty_part, figures.duty_reports),
        "### （三）催办督办情况",
        orders_part(figures),
        "## 四、下一步要求",
        requests(figures),
    ]


def _plan_name(figures: Figures) -> str:
    plan = figures.plan
    number = f"（{inline(plan.document_number)}）" if plan.document_number else ""
    return f"《{inline(plan.title)}》{number}"


def _scope(figures: Figures) -> str:
    scope = figures.scope
    measures = f"措施{scope.measures}条，形成" if scope.measures else ""  # ad hoc tasks come out of none
    return f"{measures}任务{scope.tasks}项，由{scope.units}个单位承办，承办事项共{scope.assignments}件"


def _opening(figures: Figures) -> str:
    return (
        f"根据{_plan_name(figures)}的要求，对方案落实情况进行了督查。督查采取单位自查填报、办公室审核佐证材料的方式，"
        f"统计截至{chinese_date(figures.as_of)}。现将有关情况报告如下。"
    )


def _overall(figures: Figures) -> str:
    found = [f"{SITUATION_TITLES[item.code]}{item.count}项" for item in figures.situations if item.count]
    extended = f"其中经批准延期{len(figures.extended)}项；" if figures.extended else ""
    return (
        f"方案共有{_scope(figures)}。截至{chinese_date(figures.as_of)}，全部任务中，{'，'.join(found)}；{extended}"
        f"{adjustment_sentence(figures)}"
        f"按任务平均，总体完成{_average(figures)}%。各类任务的数量和占比见下表。"
    )


def _average(figures: Figures) -> int:
    return average_percent(figures.tasks)


def _situation_table(figures: Figures) -> str:
    rows = [(SITUATION_TITLES[item.code], str(item.count), percent_text(item.share)) for item in figures.situations]
    whole = sum(item.share for item in figures.situations)
    total = sum(item.count for item in figures.situations)
    return table(("状态", "任务数（项）", "占比"), "crr", [*rows, ("**合计**", f"**{total}**", f"**{percent_text(whole)}**")])


def _title(section: SectionFigures) -> str:
    return inline(section.title) or OTHER_TASKS


def _section_table(figures: Figures) -> str:
    headers = ("领域", "任务数", *(label(light) for light in Light), "平均完成")
    rows = [
        (
            _title(section),
            str(len(section.task_ids)),
            *(str(section.lights[light]) for light in Light),
            f"{section.average_percent}%",
        )
        for section in figures.sections
    ]
    lights = (str(sum(section.lights[light] for section in figures.sections)) for light in Light)
    total = ("合计", str(len(figures.tasks)), *lights, f"{_average(figures)}%")
    return table(headers, "lrrrrrrr", [*rows, tuple(f"**{entry}**" for entry in total)])


def _section(figures: Figures, position: int, section: SectionFigures) -> str:
    counts = "，".join(f"{label(light)}{section.lights[light]}项" for light in Light if section.lights[light])
    heading = f"### （{chinese(position)}）{_title(section)}"
    summary = f"共{len(section.task_ids)}项任务：{counts}；平均完成{section.average_percent}%。"
    facts = [line for line in map(figures.task, section.task_ids) if line.progress]
    if not facts:
        return f"{heading}\n\n{summary}各任务尚无已采信的进展填报。"
    items = [_fact(line, line.progress) for line in facts[:FACTS_PER_SECTION] if line.progress]
    more = f"\n\n其余{len(facts) - len(items)}项任务的进展见附件1。" if len(facts) > len(items) else ""
    return f"{heading}\n\n{summary}据已采信的填报：\n\n" + "\n".join(items) + more


def _fact(line: TaskLine, said: Saying) -> str:
    text = one_line(said.text, FACT_LENGTH).rstrip("。；;")
    proof = f"，佐证材料{len(line.evidence_ids)}件" if line.evidence_ids else ""
    return f"- 第{line.position}项“{inline(line.title)}”：{inline(said.unit)}填报，{text}（任务完成{line.percent}%{proof}）。"


def _list_only(figures: Figures) -> list[str]:
    rows = [(_title(section), str(len(section.task_ids))) for section in figures.sections]
    why = "尚未交办" if figures.plan.supervised_from else "未纳入督办"
    return [
        f"截至{chinese_date(figures.as_of)}，{_plan_name(figures)}{why}，仅列任务。本报告只反映方案原文确定的任务和分工，不涉及任何单位的进展和评价。",
        "## 一、任务概况",
        f"方案共有{_scope(figures)}。各领域任务数见下表，任务清单见附件1。",
        table(("领域", "任务数（项）"), "lr", [*rows, ("**合计**", f"**{len(figures.tasks)}**")]),
    ]
