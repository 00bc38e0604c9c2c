"""Chinese words for ladders of reminders: who hears, what stands for the basis day, acts, and why a ladder is refused."""

from tracker.marking import N_
from tracker.rules.reminders import Audience, Ladder

AUDIENCES: dict[str, str] = {
    Audience.LIAISON: N_("单位联络员"),
    Audience.UNIT_HEAD: N_("单位负责人"),
    Audience.LEADER: N_("分管领导"),
    Audience.CLERK: N_("办公室经办"),
    Audience.OFFICE: N_("办公室经办和主任"),
}

# The day from which the rungs of a ladder are counted.
BASES: dict[Ladder, str] = {
    Ladder.DUE: N_("任务完成时限"),
    Ladder.ACKNOWLEDGE: N_("签收期限"),
    Ladder.PERIOD: N_("报送截止日"),
    Ladder.OBLIGATION: N_("定期报告时限"),
    Ladder.ORDER: N_("答复时限"),
    Ladder.ITEM: N_("整改期限"),
    Ladder.INSTRUCTION: N_("批示反馈期限"),
    Ladder.RETURNED: N_("退回日期"),
    Ladder.INDICATOR: N_("开始落后序时的日期"),
    Ladder.RECHECK: N_("回头看日期"),
    Ladder.REVIEW: N_("报送日期"),
    Ladder.EXTENSION: N_("申请日期"),
    Ladder.OFFICE_WAIT: N_("提出日期"),
    Ladder.HEAD_WAIT: N_("送单位负责人审核的日期"),
}

EVENTS: dict[tuple[str, str], str] = {
    ("plan", "change_ladder"): N_("调整提醒阶梯"),
    ("plan", "reset_ladder"): N_("恢复默认提醒阶梯"),
    ("unit", "put_in_charge"): N_("登记分管领导"),
    ("unit", "end_charge"): N_("解除分管"),
}

REFUSALS: dict[str, str] = {
    "ladder_empty": N_("提醒阶梯至少要保留一级。不想用这套安排的，请恢复默认。"),
    "ladder_too_long": N_("一套提醒阶梯最多 {most} 级，请先删去不用的。"),
    "ladder_twice": N_("这一天已经有一级提醒，请直接修改那一级，或者换一天。"),
    "ladder_repeats_early": N_("只有最后一级可以重复提醒。请把重复的一级放在最后，或者取消它的重复。"),
    "rung_too_far": N_("提醒日与基准日相隔最多 {farthest} 天，请改正天数。"),
    "rung_every": N_("重复提醒按工作日计，间隔 1 到 {most_every} 个工作日，请改正。"),
    "rung_audience": N_("请选择提醒谁。等待办公室办理的事项只提醒办公室。"),
    "rung_via": N_("短信只用于紧急提醒。请同时勾选“紧急”，或者取消短信。"),
    "rung_note": N_("附加的话最长 {longest} 个字，请缩短。"),
}
