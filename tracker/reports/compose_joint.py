"""What is printed of joint tasks beside their progress: dissent, matters to coordinate, ratings that differ (domain.md a8)."""

from tracker.labels import label, period_title
from tracker.reports.composition import Composition
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.figures import Figures
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import Annex, chinese_date
from tracker.reports.wording import NONE, day_text, one_line, table
from tracker.rules.joint_report_facts import CoordinationRecord, DissentRecord
from tracker.rules.joint_statuses import CoordinationState

TITLE = "共同承办事项的不同意见和协调情况"
DISSENT_HEADS = ("序号", "任务", "单位", "对什么表态", "不同意见", "表态日期", "办公室处理")
MATTER_HEADS = ("序号", "任务", "提出单位", "分歧事项", "提出日期", "协调结果")


def joint_part(work: Composition) -> list[str]:
    """协同问题 in one sentence; nothing where all agree."""
    joint = work.figures.joint
    said = [f"配合单位有不同意见{_dissents(work)}件"] if joint.dissents else []
    said += [f"提请协调{_matters(work)}项"] if joint.coordination else []
    return [f"共同承办的任务中，{'，'.join(said)}，各方意见和处理情况见附件“{TITLE}”。"] if said else []


def _dissents(work: Composition) -> str:
    return work.count("joint.dissents", "opinion", [record.opinion_id for record in work.figures.joint.dissents])


def _matters(work: Composition) -> str:
    return work.count("joint.coordination", "coordination_item", [record.item_id for record in work.figures.joint.coordination])


def coordination_part(work: Composition) -> list[str]:
    """需协调事项: what is put to the office and not settled, with who put it; nothing where there is none."""
    waiting = [record for record in work.figures.joint.coordination if record.state is not CoordinationState.SETTLED]
    advice = "建议由领导小组办公室会同有关单位研究；意见不能一致的，提请领导小组决定。"
    return ["\n".join(f"- {_asked(work, record)}" for record in waiting), advice] if waiting else []


def _asked(work: Composition, record: CoordinationRecord) -> str:
    opened = f"{chinese_date(record.opened_on)}提出，{label(record.state)}"
    matter = one_line(record.matter).rstrip("。；")
    return f"{work.task(work.figures.task(record.task_id))}：{inline(record.unit)}提出“{matter}”（{opened}）。"


def joint_annex(work: Composition) -> Annex | None:
    """The units' dissent in their own words with what the office makes of it, and the matters to coordinate with their outcome;
    None where there is neither."""
    figures, parts = work.figures, []
    if figures.joint.dissents:
        rows = [_dissent(figures, record) for record in figures.joint.dissents]
        parts += [f"不同意见：共{_dissents(work)}件。", table(DISSENT_HEADS, "cllllll", rows)]
    if figures.joint.coordination:
        rows = [_matter(figures, record) for record in figures.joint.coordination]
        parts += [f"协调事项：共{_matters(work)}项。", table(MATTER_HEADS, "clllll", rows)]
    return Annex(TITLE, "\n\n".join(parts), landscape=True) if parts else None


def _dissent(figures: Figures, record: DissentRecord) -> tuple[str, ...]:
    line = figures.task(record.task_id)
    about = f"{period_title(record.period)}汇总报告" if record.period else "销号申请"
    note = one_line(record.note) if record.note else "尚未处理"
    return str(line.position), cell(line.title), cell(record.unit), about, one_line(record.text), day_text(record.stated_on), note


def _matter(figures: Figures, record: CoordinationRecord) -> tuple[str, ...]:
    line = figures.task(record.task_id)
    opened = day_text(record.opened_on)
    return str(line.position), cell(line.title), cell(record.unit), one_line(record.matter), opened, _outcome(record)


def _outcome(record: CoordinationRecord) -> str:
    if record.state is not CoordinationState.SETTLED:
        return label(record.state)
    return f"{one_line(record.outcome)}（{cell(record.decided_by)}，{day_text(record.decided_on)}）"


def rating_text(line: TaskLine) -> str:
    """What the office verified of how the work goes; the unit's own word only where the office has not spoken. A dash: neither."""
    if line.ratings is None:
        return NONE
    if line.ratings.verified is None:
        return f"{label(line.ratings.own)}（自评）" if line.ratings.own else NONE
    return label(line.ratings.verified) + ("*" if line.ratings.is_disputed else "")


def rating_notes(figures: Figures) -> str:
    """The footnote on the tasks whose unit rates its work otherwise than the office; empty where there are none."""
    told = [
        f"第{line.position}项单位自评“{label(line.ratings.own)}”，办公室核定“{label(line.ratings.verified)}”"
        for line in figures.tasks
        if line.ratings and line.ratings.is_disputed and line.ratings.own and line.ratings.verified
    ]
    return f"注：带*的，单位自评与办公室核定不一致。{'；'.join(told)}。" if told else ""
