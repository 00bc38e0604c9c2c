"""Chinese words for the kinds of papers, and for how a figure of a paper comes about. Part of the tables of `tracker/labels.py`."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.counting import Rule
from tracker.rules.report_kinds import ReportKind

TITLES: dict[type[StrEnum], dict[str, str]] = {
    ReportKind: {
        ReportKind.REPORT: N_("督查报告"),
        ReportKind.BULLETIN: N_("督查通报"),
        ReportKind.SPECIAL: N_("专项督查报告"),
        ReportKind.BRIEF: N_("督查专报"),
        ReportKind.MONTHLY: N_("月度小结"),
        ReportKind.QUARTERLY: N_("季度小结"),
        ReportKind.YEARLY: N_("年度报告"),
        ReportKind.UNIT_YEARLY: N_("单位年度报告"),
    },
    Rule: {
        Rule.COUNT: N_("所列记录的条数"),
        Rule.MEASURES: N_("方案的措施条数"),
        Rule.UNITS: N_("所列承办事项涉及的单位数，同一单位计一个"),
        Rule.FILES: N_("所列佐证材料的文件数，同一文件计一件"),
        Rule.SHARE: N_("所列记录占全部的比例，保留一位小数，按最大余额法分配尾数"),
        Rule.RATE: N_("所列记录占应有记录的比例，四舍五入保留一位小数；不是全部的，不写作百分之百"),
        Rule.PERCENT: N_("按各牵头单位（没有牵头单位的按各责任单位）已采信填报的平均值计算，舍去小数；已销号的为百分之百"),
        Rule.PERCENT_BEFORE: N_("本期开始以前的完成比例，算法相同"),
        Rule.AVERAGE: N_("所列任务完成比例的平均值，舍去小数"),
        Rule.SHARE_PERCENT: N_("本单位最近一期已采信填报的完成比例；本单位已完成的为百分之百"),
        Rule.SHARE_AVERAGE: N_("所列承办事项完成比例的平均值，舍去小数"),
        Rule.REPORTED_AVERAGE: N_("截至该期已采信填报的完成比例，按全部承办事项平均，舍去小数"),
        Rule.PLANNED: N_("自交办之日起至时限止，按日均匀计算的计划进度"),
        Rule.BEHIND: N_("计划进度与完成比例之差"),
        Rule.DAYS_LATE: N_("统计日距时限的自然日数"),
        Rule.DAYS_LEFT: N_("时限距统计日的自然日数"),
        Rule.PERIODS: N_("截至统计日连续应报未报的期数"),
        Rule.EXTENSIONS: N_("截至统计日批准延期的次数"),
        Rule.CHANGE: N_("本期记录条数与上期记录条数之差"),
        Rule.REMINDERS: N_("当月就所列事项提醒的次数"),
        Rule.TARGET: N_("方案确定的目标值"),
        Rule.READING: N_("所列读数按指标的统计方式得出的数值"),
        Rule.ATTAINMENT: N_("从基期值到目标值的路程中已完成的部分，舍去小数"),
        Rule.CURVE: N_("按序时进度该日应达到的数值"),
        Rule.CURVE_BEHIND: N_("序时应完成比例与实际完成比例之差"),
        Rule.READING_FILES: N_("所列读数所附的佐证材料件数"),
        Rule.THRESHOLD: N_("判定规则或者报告格式中设定的数值"),
    },
}
