"""What units say to what they were given in the play: three objections with three answers, and an ad hoc task just given out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Assignment, Jurisdiction, Task
from tracker.rules.giving_out import DisputeKind
from tracker.rules.matter_statuses import TaskSource
from tracker.services import ad_hoc, assignments, disputes

LAST_GIVEN = 5  # working days before the last one: the time to sign is over, and nobody has called yet


@dataclass(frozen=True)
class Story:
    """A unit's objection to its part in the task whose title begins so (in any task, where empty), and the office's answer."""

    unit: str
    task: str
    kind: DisputeKind
    reason: str
    answer: str
    to_unit: str = ""
    text: str = ""


STORIES = (
    Story(
        "县住房公积金管理中心", "", DisputeKind.NOT_OURS, "该事项主要由住建部门办理，建议调整承办单位。",
        "方案已列明由你单位牵头该事项，住建部门配合，维持原安排。",
    ),
    Story(
        "县妇联", "培养托育人才", DisputeKind.NOT_OURS, "岗位培训的组织不属妇联职责，建议由县总工会结合职工技能培训承办。",
        "经与县总工会商定，改由县总工会承办。", to_unit="县总工会",
    ),
    Story(
        "县医疗保障局", "摸清人口底数", DisputeKind.WORDING, "参保数据涉及个人信息，“打通”表述不准确，建议改为依法共享统计结果。",
        "意见合理，按依法共享的口径调整表述。",
        text="摸清人口底数。依法共享户籍、出生、入学数据和参保统计结果，2025年6月底前建成人口信息共享平台。",
    ),
)  # fmt: skip

LATE_TASK = ad_hoc.NewTask(
    title="开展冬季托育机构消防安全检查",
    text="对全县托育机构的消防设施、疏散通道和用电安全逐家检查，建立问题清单，逐项整改到位。",
    source=TaskSource.MEETING,
    due_on=date(2025, 12, 20),
    lead=("县卫生健康局",),
    responsible=("县公安局", "县教育局", "县市场监督管理局"),
    reference="示例县人民政府第46次常务会议纪要",
)


def story_of(share: Assignment) -> Story | None:
    """The objection that the play has the unit raise to this share; None where it has none."""
    return next((s for s in STORIES if s.unit == share.unit.name and share.task.title.startswith(s.task)), None)


def raise_dispute(session: Session, share: Assignment, story: Story, cast: Cast, day: date) -> None:
    """The unit's words to the office."""
    actor = cast.liaisons[share.unit_id]
    disputes.object_to(session, share, story.reason, kind=story.kind, actor=actor, now=at(day, 9, 30))


def settle(session: Session, shares: Iterable[Assignment], cast: Cast, day: date) -> None:
    """The clerk's answers to the objections."""
    now = at(day, 9, 40)
    for share in shares:
        story = story_of(share)
        assert story is not None
        if story.to_unit:
            disputes.reassign(session, share, story.to_unit, story.answer, actor=cast.clerk, now=now)
        elif story.text:
            disputes.reword(session, share, story.text, story.answer, actor=cast.clerk, now=now)
        else:
            disputes.uphold(session, share, story.answer, actor=cast.clerk, now=now)


def give_late_task(session: Session, place: Jurisdiction, cast: Cast, day: date) -> Task:
    """An ad hoc task: two units sign, one objects to the wording, one lets the day pass. The office finds both on its lists."""
    task = ad_hoc.enter_task(session, place, LATE_TASK, actor=cast.clerk, now=at(day, 9))
    answers: dict[str, Callable[[Assignment], object]] = {
        "县卫生健康局": lambda share: _sign(session, share, cast, day),
        "县市场监督管理局": lambda share: _sign(session, share, cast, day),
        "县教育局": lambda share: disputes.object_to(
            session, share, "学校附设托班由教育部门检查，独立设置的托育机构应由卫健部门牵头，请写明各自范围。",
            kind=DisputeKind.WORDING, actor=cast.liaisons[share.unit_id], now=at(day, 16),
        ),
    }  # fmt: skip
    for share in task.assignments:
        answers.get(share.unit.name, lambda _share: None)(share)
    return task


def _sign(session: Session, share: Assignment, cast: Cast, day: date) -> None:
    assignments.acknowledge(session, share, actor=cast.liaisons[share.unit_id], now=at(day, 15))
