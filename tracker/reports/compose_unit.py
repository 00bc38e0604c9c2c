"""A unit's own yearly report, in its own voice: what it holds, how far it has come, its difficulties, what is left."""

from tracker.labels import label
from tracker.reports.compose_movement import stretch_name
from tracker.reports.compose_special import share_percent
from tracker.reports.composition import Composition, plan_name, stretch_text
from tracker.reports.figure_shares import ShareLine, average_of_shares
from tracker.reports.markdown import cell
from tracker.reports.paper import chinese_date
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import limit_text, one_line, table
from tracker.rules.statuses import AssignmentRole, AssignmentState

NOTHING = "无。"
QUOTED = 300


def unit_summary(work: Composition) -> list[str]:
    """How many shares of which kind, how many done, how far on the average, what was accepted in the year."""
    figures, moved = work.figures, work.figures.movement
    roles = [
        f"{label(role)}{work.count(f'own.{role}', 'assignment', ids)}件"
        for role in AssignmentRole
        if (ids := [share.id for share in figures.shares if share.role is role])
    ]
    every = [share.id for share in figures.shares]
    done = [share.id for share in figures.shares if share.state is AssignmentState.DONE]
    rows = rows_of("assignment", every)
    average = work.cites.cite("own.average", Rule.SHARE_AVERAGE, average_of_shares(s.percent for s in figures.shares), (), rows)
    said = (
        f"根据{plan_name(figures)}的要求，现将本单位落实情况报告如下。"
        f"本单位承办方案任务{work.count('own.all', 'assignment', every)}件"
        f"（{'、'.join(roles)}），截至{work.day}，已完成{work.count('own.done', 'assignment', done)}件，平均完成{average}%。"
    )
    if moved is None:
        return [said]
    accepted = work.count("movement.accepted", "update", [update for update, _ in moved.accepted])
    return [f"{said}{stretch_text(moved.first, moved.last)}，{stretch_name(work)}已采信的进展填报{accepted}份。"]


def unit_tasks(work: Composition) -> list[str]:
    """The table of all shares, then what was last accepted of each."""
    shares = work.figures.shares
    head = ("序号", "任务", "承办角色", "时限", "办理状态", "完成比例")
    return [
        table(head, "clllcr", [_row(work, share) for share in shares]),
        "各项任务最近一次采信的进展：",
        "\n".join(f"- {work.task(work.figures.task(share.task_id))}：{_said(share)}" for share in shares),
    ]


def _row(work: Composition, share: ShareLine) -> tuple[str, ...]:
    line = work.figures.task(share.task_id)
    limit = limit_text(line.due_on, line.original_due_on, is_ongoing=line.is_ongoing)
    return (
        str(line.position), cell(f"{line.label}{line.title}"), label(share.role), limit, label(share.state),
        share_percent(work, share),
    )  # fmt: skip


def _said(share: ShareLine) -> str:
    return f"{one_line(share.progress.text, QUOTED).rstrip('。；')}。" if share.progress else "尚无已采信的进展填报。"


def unit_difficulties(work: Composition) -> list[str]:
    """The difficulties that the unit last named, task by task; those of other units are not its to tell."""
    told = [
        f"- {work.task(work.figures.task(share.task_id))}：{one_line(share.problems.text, QUOTED).rstrip('。；')}。"
        for share in work.figures.shares
        if share.problems and not share.is_settled
    ]
    return ["\n".join(told) or NOTHING]


def unit_next_steps(work: Composition) -> list[str]:
    """What is left: the shares that are not done, each with its limit."""
    told = [f"- {_left(work, share)}。" for share in work.figures.shares if not share.is_settled]
    return ["继续办理下列任务：", "\n".join(told)] if told else ["本单位承办的任务已全部完成。"]


def _left(work: Composition, share: ShareLine) -> str:
    line = work.figures.task(share.task_id)
    limit = "长期坚持" if line.is_ongoing else f"时限{chinese_date(line.due_on)}" if line.due_on else "原文没有写明时限"
    return f"{work.task(line)}（{limit}），目前完成{share_percent(work, share)}"
