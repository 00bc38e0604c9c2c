"""A first draft of the consolidated report of a joint task (汇总报告), in Markdown, out of what the office accepted of all its
units for the period; the lead edits it. Nothing is said that was not accepted: a unit without a report is named as such.
"""

from collections.abc import Iterator

from tracker.labels import label, period_title
from tracker.reports.markdown import inline
from tracker.reports.own_report import NOTHING, told
from tracker.reports.wording import one_line
from tracker.rules.joint_report_facts import JointFacts, JointShare


def compose_consolidation(facts: JointFacts) -> str:
    """The draft: who has reported, what each unit did, problems, next steps."""
    parts = [
        "## 一、总体情况",
        _summary(facts),
        "## 二、各单位进展",
        *(paragraph for share in facts.shares for paragraph in _share(share)),
        "## 三、存在问题",
        _points(facts, "problems"),
        "## 四、下一步打算",
        _points(facts, "next_step"),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(facts: JointFacts) -> str:
    reported = [share for share in facts.shares if share.update]
    missing = [inline(share.unit) for share in facts.shares if not share.update]
    waits = f"尚无已采信填报的：{'、'.join(missing)}。" if missing else "各单位的填报均已采信。"
    return (
        f"“{inline(facts.title)}”由 {len(facts.shares)} 个单位共同承办，任务完成 {facts.percent}%。"
        f"{period_title(facts.period)}已采信 {len(reported)} 个单位的填报，{waits}"
    )


def _share(share: JointShare) -> Iterator[str]:
    clause = f"：{inline(one_line(share.clause, 60))}" if share.clause else ""
    yield f"### {inline(share.unit)}{clause}（{label(share.role)}，完成 {share.percent}%）"
    yield told(share.update) if share.update else "本期尚无已采信的填报。"


def _points(facts: JointFacts, what: str) -> str:
    said = [(share.unit, getattr(share.update, what)) for share in facts.shares if share.update]
    return "\n".join(f"- {inline(unit)}：{one_line(text)}" for unit, text in said if text.strip()) or NOTHING
