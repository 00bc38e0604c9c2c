"""The annex with one row for each task, and 数据口径说明: how the figures are counted."""

from tracker.labels import label
from tracker.reports.compose_indicators import method_points
from tracker.reports.compose_joint import rating_notes, rating_text
from tracker.reports.compose_overall import scope_text
from tracker.reports.composition import Composition, evidence_count, task_percent
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import Annex
from tracker.reports.reasons import cited_reason
from tracker.reports.wording import NONE, all_units, limit_text, numbered, one_line, table
from tracker.rules.statuses import Light

PROGRESS_LENGTH = 50
# Raised whenever a wording or the outline of any kind changes, so that an issued paper tells by which form it was written.
TEMPLATE_VERSION = 4
REMINDED = (
    "提醒按单位和事项计次，一个节点提醒几个人也计一次；首次提醒后办结，是指首次提醒以后、再次提醒和发出催办单督办单以前办结，"
    "只表示先后，不表示因提醒而办结。"
)


def task_annex(work: Composition) -> Annex:
    """Every task in one table, set landscape; without progress and state where the plan is not supervised."""
    figures = work.figures
    title = "任务进展情况一览表" if figures.is_supervised else "任务一览表"
    if not figures.is_supervised:
        headers = ("序号", "任务", "牵头单位", "责任单位", "时限")
        return Annex(title, table(headers, "cllll", [_what(line) for line in figures.tasks]), landscape=True)
    headers_told = ("序号", "任务", "承办单位", "时限", "完成比例", "状态及理由", "最新进展")
    rows = [_told(line) + _how(work, line) for line in figures.tasks]
    body = table(headers_told, "clllrll", rows)
    return Annex(title, "\n\n".join(filter(None, (body, rating_notes(figures)))), landscape=True)


def _told(line: TaskLine) -> tuple[str, ...]:
    """The task with its units in one column: few of them lead and answer at once, and the column is the widest."""
    named = (("牵头", line.lead), ("责任", line.responsible), ("配合", line.supporting))
    units = "；".join(f"{role}：{all_units(names)}" for role, names in named if names) or NONE
    return str(line.position), cell(f"{line.label}{line.title}"), units, _limit(line)


def _limit(line: TaskLine) -> str:
    return limit_text(line.due_on, line.original_due_on, is_ongoing=line.is_ongoing)


def _what(line: TaskLine) -> tuple[str, ...]:
    supporting = f"（配合：{all_units(line.supporting)}）" if line.supporting else ""
    responsible = all_units(line.responsible)
    units = supporting if supporting and responsible == NONE else responsible + supporting
    return str(line.position), cell(f"{line.label}{line.title}"), all_units(line.lead), units, _limit(line)


def _how(work: Composition, line: TaskLine) -> tuple[str, ...]:
    state = label(line.light) if line.light is Light.BLUE else f"{label(line.light)}（{cited_reason(work, line)}）"
    rating = rating_text(line)
    verified = f"；核定：{rating}" if rating != NONE else ""
    if line.progress is None:
        return task_percent(work, line), state + verified, NONE
    proof = f"（佐证材料{evidence_count(work, line)}件）" if line.evidence_ids else ""
    said = f"{cell(line.progress.unit)}：{one_line(line.progress.text, PROGRESS_LENGTH)}{proof}"
    return task_percent(work, line), state + verified, said


def method_annex(work: Composition) -> Annex:
    """数据口径说明: the day, the rules and the exclusions that the figures rest on."""
    judged = _judgement_points(work) if work.figures.is_supervised else []
    return Annex("数据口径说明", numbered(_scope_points(work) + judged + (method_points() if work.figures.indicators else [])))


def _scope_points(work: Composition) -> list[str]:
    points = [
        f"统计截止时间为{work.day}24时，以该时点前的办理记录为准；此后的变化不在本报告内。",
        f"统计对象为{scope_text(work)}。一个单位承担一项任务或者其中一项内容，计为一件承办事项。",
        "时限为方案原文确定的时限；原文没有写明时限的，以“—”表示，不计逾期。"
        "经批准延期的，以批准的时限判定，同时列出原定时限，单独计数。",
    ]
    head = work.figures.head
    if head:
        points.append(f"依据的办理记录至第{head.seq}条，校验码{inline(head.hash[:16])}。")
    return points


def _judgement_points(work: Composition) -> list[str]:
    policy, years = work.figures.policy, work.figures.calendar_years
    red, yellow = (
        work.set_by_rule("rule.behind_red", policy.behind_red),
        work.set_by_rule("rule.behind_yellow", policy.behind_yellow),
    )
    soon, version = work.set_by_rule("rule.soon_workdays", policy.soon_workdays), work.set_by_rule("rule.version", policy.version)
    holidays = f"（已收录{'、'.join(f'{year}年' for year in years)}）" if years else ""
    return [
        "完成比例以办公室已采信的填报为准：有牵头单位的取各牵头单位的平均值，没有牵头单位的取各责任单位的平均值，"
        "配合单位不计；结果舍去小数。平均完成为各任务完成比例的平均值。",
        "计划进度（序时进度）自交办之日起至时限止按日均匀计算，舍去小数。",
        "核定为办公室审核最近一次填报时的评价，分顺利、基本顺利、有困难、受阻；办公室没有评价的，列单位自评并注明。",
        f"状态按第{version}版规则判定。滞后：逾期，或者连续两期及以上未报，或者落后计划超过{red}个百分点；"
        f"预警：距时限{soon}个工作日以内，或者一期未报，或者落后计划{yellow}个百分点及以上；"
        "长期坚持的任务不计逾期，只看是否按期报送。",
        f"逾期天数按自然日计算；工作日以国务院办公厅公布的放假安排为准{holidays}。",
        "应报为填报截止日已过的最近一期中，截止日前已交办且尚未完成的承办事项；提出异议尚未答复的、任务已销号的不计。"
        "已报含已采信和待审核，不含退回；按时以单位报送之日为准，且须经采信，待审核的暂不计入；按时率为按时件数占应报件数的比例，四舍五入保留一位小数，有未按时的不写作百分之百。",
        "占比保留一位小数，按最大余额法分配尾数，合计为百分之百。",
        "佐证件数为已采信填报所附的文件数，同一文件重复引用的计一件。",
        f"本报告按第{work.set_by_rule('form.version', TEMPLATE_VERSION)}版格式拟写。",
        *([REMINDED] if work.figures.reminders else []),
    ]
