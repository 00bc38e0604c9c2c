"""A first draft of a unit's own report (定期报告), in Markdown, out of what the office has accepted of it; the unit edits it.

Nothing is said that was not accepted: a share without an accepted report says so, and problems are those last reported.
"""

from collections.abc import Iterator

from tracker.labels import label, period_title
from tracker.reports.markdown import inline
from tracker.reports.paper import chinese_date
from tracker.reports.wording import one_line
from tracker.rules.own_report_facts import OwnReportFacts, OwnShare, OwnUpdate
from tracker.rules.statuses import AssignmentRole, AssignmentState, UpdateKind

NOTHING = "无。"
# The newest report of a task stands in full, for units carry on what they wrote before; of the others the gist.
EARLIER_SHOWN, EARLIER_LENGTH, EVIDENCE_NAMED = 5, 60, 8


def compose_own_report(facts: OwnReportFacts) -> str:
    """The draft: the whole in figures, each task with what was done, problems, next steps."""
    parts = [
        "## 一、总体情况",
        _summary(facts),
        "## 二、任务办理情况",
        *(paragraph for share in facts.shares for paragraph in _share(share)),
        "## 三、存在问题",
        _points(facts, "problems"),
        "## 四、下一步打算",
        _points(facts, "next_step"),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(facts: OwnReportFacts) -> str:
    roles = [
        f"{label(role)} {number} 项" for role in AssignmentRole if (number := sum(share.role is role for share in facts.shares))
    ]
    done = sum(share.state is AssignmentState.DONE for share in facts.shares)
    updates = sum(len(share.updates) for share in facts.shares)
    return (
        f"{inline(facts.unit)}承办《{inline(facts.plan)}》任务共 {len(facts.shares)} 项（{'、'.join(roles) or '无'}），"
        f"其中本单位已完成 {done} 项。{chinese_date(facts.since)}至{chinese_date(facts.until)}，已采信的进展填报 {updates} 份。"
    )


def _share(share: OwnShare) -> Iterator[str]:
    clause = f"：{inline(one_line(share.clause, 60))}" if share.clause else ""
    yield f"### {inline(share.label)}{inline(share.title)}{clause}（{label(share.role)}，完成 {share.percent}%）"
    if not share.updates:
        yield "本时段没有已采信的进展填报。"
        return
    *earlier, newest = share.updates
    yield told(newest)
    lines = dict.fromkeys(f"{period_title(update.period)}：{one_line(update.narrative, EARLIER_LENGTH)}" for update in earlier)
    said = [line for line in lines if not line.endswith("：")]
    if said:
        yield "此前各期：\n\n" + "\n".join(f"- {line}" for line in said[-EARLIER_SHOWN:])
    names = list(dict.fromkeys(name for update in share.updates for name in update.evidence))
    if names:
        more = f"等 {len(names)} 件" if len(names) > EVIDENCE_NAMED else ""
        yield f"佐证材料：{'、'.join(map(inline, names[:EVIDENCE_NAMED]))}{more}。"


def told(update: OwnUpdate) -> str:
    """What the unit wrote, its own headings made plain paragraphs, so that they do not break the report's."""
    if update.kind is UpdateKind.NOTHING_NEW:
        return f"本期无进展。{update.narrative}".strip()
    return "\n".join(line.lstrip("# ") if line.startswith("#") else line for line in update.narrative.strip().splitlines())


def _points(facts: OwnReportFacts, what: str) -> str:
    """A list of what each task's newest report says of it; who reported nothing there is left out."""
    points = []
    for share in facts.shares:
        said = getattr(share.updates[-1], what) if share.updates else ""
        if said.strip():
            points.append(f"- {inline(share.title)}：{one_line(said)}")
    return "\n".join(points) or NOTHING
