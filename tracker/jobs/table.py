"""The table of jobs: what runs, when, and what is made up of missed days. It stands in code; what ran stands in `job_run`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from tracker.config import Settings
from tracker.fencing import Fence
from tracker.jobs.care import back_up_night, mend_search, tidy_up, verify_history, verify_reports
from tracker.jobs.trend import count_lights
from tracker.jobs.work import (
    Counts,
    draw_reports,
    end_terms,
    open_reports,
    send_out,
    sweep_day,
    tell_of_calendar,
    tell_of_last_month,
    turn_reporting,
)
from tracker.labels import N_
from tracker.rules.schedules import CatchUp, Every, Rule, Timetable


class Lane(StrEnum):
    """Jobs of one lane run one after the other, in order; lanes run beside each other, so that mail waits for no hour of checks."""

    WORK = "work"
    MAIL = "mail"
    CARE = "care"


@dataclass(frozen=True)
class Job:
    """`at`: the time of day, in official time; None for a job that runs every minute.

    `tells`: the counts that say how things stand rather than what was done; a round that has no others leaves no record.
    """

    id: str
    title: str
    lane: Lane
    run: Callable[[Fence, Settings, date], Counts]
    at: time | None = None
    rule: Rule = Rule(Every.DAY)
    catch_up: CatchUp = CatchUp.EACH
    tells: frozenset[str] = frozenset()

    @property
    def timetable(self) -> Timetable:
        """When it is due; only of a job of the day."""
        assert self.at is not None
        return Timetable(self.id, self.rule, self.at, self.catch_up)


# Within a lane in the order of the day: terms that ended with the day before, the reports that units owe now, the reporting
# periods, the morning's reports, the reminders at the beginning of office hours (of working days: a Saturday may be one).
JOBS: tuple[Job, ...] = (
    Job("terms", N_("方案期满终止"), Lane.WORK, end_terms, time(0, 10)),
    Job("duties", N_("列出应报的定期报告"), Lane.WORK, open_reports, time(0, 20)),
    Job("periods", N_("填报期开始和截止"), Lane.WORK, turn_reporting, time(0, 30)),
    Job("reports", N_("生成督查报告"), Lane.WORK, draw_reports, time(7, 0)),
    Job("sweep", N_("安排当日提醒"), Lane.WORK, sweep_day, time(8, 40), Rule(Every.WORKING_DAY)),
    Job("calendar", N_("检查放假安排"), Lane.WORK, tell_of_calendar, time(9, 0), catch_up=CatchUp.LATEST),
    Job("summary", N_("告知上月提醒情况"), Lane.WORK, tell_of_last_month, time(9, 10), Rule(Every.MONTH_START)),
    Job("deliver", N_("汇总和发送消息"), Lane.MAIL, send_out, tells=frozenset({"pending"})),
    Job("backup", N_("备份数据库"), Lane.CARE, back_up_night, time(1, 30), catch_up=CatchUp.LATEST),
    Job("audit", N_("核对操作记录和文件"), Lane.CARE, verify_history, time(2, 30), catch_up=CatchUp.LATEST),
    Job("report_audit", N_("核验已印发的报告"), Lane.CARE, verify_reports, time(3, 0), catch_up=CatchUp.LATEST),
    Job("search", N_("核对检索目录"), Lane.CARE, mend_search, time(3, 15), catch_up=CatchUp.LATEST),
    Job("tidy", N_("清理过期的执行记录和台账"), Lane.CARE, tidy_up, time(3, 30), catch_up=CatchUp.LATEST),
    Job("lights", N_("统计当日亮灯"), Lane.CARE, count_lights, time(23, 40)),
)
BY_ID = {job.id: job for job in JOBS}
