"""专项督查 of one section, one matter or one unit: what was looked at, what was found of each object, the conclusion, what is to be
put right."""

from tracker.labels import label
from tracker.reports.compose_overall import METHOD, scope_text, situation_table
from tracker.reports.compose_requests import next_period
from tracker.reports.composition import Composition, evidence_count, object_of, plan_name, task_percent
from tracker.reports.figure_shares import ShareLine
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.markdown import cell, inline
from tracker.reports.reasons import FAULTS, answerable, cited_reason, faulty, situation_text
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import NONE, all_units, day_text, one_line, table

QUOTED = 120


def sample_part(work: Composition) -> list[str]:
    """督查范围和方式: the method and what was looked at, counted."""
    figures = work.figures
    reports = [update for share in figures.shares for update in share.update_ids or _newest(share)]
    files = [number for line in figures.tasks for number in line.evidence_ids]
    read = work.cites.cite("sample.files", Rule.FILES, len(files), rows_of("evidence", files), (), tuple(files))
    return [
        f"根据{plan_name(figures)}的要求，对“{inline(object_of(work))}”的落实情况进行专项督查。{METHOD}，统计截至{work.day}。",
        f"本次督查涉及{scope_text(work)}。查阅各承办事项最近一次采信的填报{work.count('sample.updates', 'update', reports)}件、"
        f"佐证材料{read}件。",
    ]


def _newest(share: ShareLine) -> tuple[int, ...]:
    """The report whose words are the unit's newest; a share that is done shows no report for its 100 percent."""
    return (share.progress.update_id,) if share.progress else ()


def findings_part(work: Composition) -> list[str]:
    """督查情况: each task with its light and what was found of each unit's share."""
    return [situation_table(work), *(part for line in work.figures.tasks for part in _finding(work, line))]


def _finding(work: Composition, line: TaskLine) -> list[str]:
    heading = f"### {work.task(line)}"
    head = f"完成{task_percent(work, line)}，状态为{label(line.light)}（{cited_reason(work, line)}）。"
    said = line.progress
    words = f"{inline(said.unit)}填报：{one_line(said.text, QUOTED).rstrip('。；')}。" if said else ""
    facts = [f"{words}佐证材料{evidence_count(work, line)}件。"] if words else []
    rows = [_share(work, share) for share in work.figures.shares_of(line.id)]
    shares = [table(("单位", "承办角色", "办理状态", "完成比例", "单位反映的困难"), "lllrl", rows)] if rows else []
    return [heading, head, *facts, *shares]


def _share(work: Composition, share: ShareLine) -> tuple[str, ...]:
    said = one_line(share.problems.text, QUOTED) if share.problems else NONE
    return cell(share.unit), label(share.role), label(share.state), share_percent(work, share), said


def share_percent(work: Composition, share: ShareLine) -> str:
    """How far the unit has come with its share, with the sign."""
    rows = (("assignment", share.id), *rows_of("update", share.update_ids))
    return work.cites.cite(f"share.{share.id}.percent", Rule.SHARE_PERCENT, share.percent, rows) + "%"


def conclusion_part(work: Composition) -> list[str]:
    """督查结论: one sentence out of the counts, for each possible outcome."""
    lines = faulty(work)
    if not lines:
        return [f"截至{work.day}，“{inline(object_of(work))}”{_no_fault(work)}"]
    serious = [line.id for line in lines if line.situation == "serious"]
    number = work.count("fault.all", "task", [line.id for line in lines])
    worst = f"，其中逾期或严重滞后{work.count('fault.serious', 'task', serious)}项" if serious else ""
    return [f"截至{work.day}，“{inline(object_of(work))}”有逾期和滞后任务{number}项{worst}，需要限期整改，逐项要求见整改清单。"]


def _no_fault(work: Composition) -> str:
    """Nothing to be put right; of a unit also where its task is late by what others owe."""
    late = [line.id for line in work.figures.tasks if line.reason_code in FAULTS and line.situation]
    if not late:
        return "没有逾期和滞后的任务，总体符合进度要求。"
    number = work.count("fault.of_others", "task", late)
    return f"承担的事项没有需要整改的。所涉任务中有{number}项逾期或者滞后，未完成的部分由其他单位承担，或者待办公室核查销号。"


def rectification_part(work: Composition) -> list[str]:
    """整改清单: of each late or lagging task who is to do what by when, and how it is to be answered."""
    lines = faulty(work)
    if not lines:
        return ["本次督查没有需要整改的事项。"]
    day = day_text(next_period(work.figures).cutoff)
    rows = [
        (
            str(line.position),
            cell(line.title),
            all_units(answerable(line)),
            situation_text(work, line),
            _action(line),
            day,
        )
        for line in lines
    ]
    asked = "有关单位应当在完成时限前书面反馈整改情况，并附佐证材料。"
    return [asked, table(("序号", "任务", "责任单位", "问题", "整改要求", "完成时限"), "clllll", rows)]


def _action(line: TaskLine) -> str:
    if not answerable(line):
        return "由办公室核查销号"
    if line.reason_code.startswith("unreported"):
        return "补报各期进展，说明未报原因"
    return "说明原因，明确完成时间和措施，抓紧推进"


def right_to_objection(work: Composition) -> list[str]:
    """The right to have a conclusion looked at again (rules/objections.py: thirty days)."""
    return ["有关单位对涉及本单位的结论有异议的，可以自收到之日起三十日内向办公室书面申请复核。复核期间，不停止整改。"]
