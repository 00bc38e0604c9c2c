"""Chinese titles of what events are about, for the history and its verification. Acts: `tracker/act_labels.py`."""

from tracker import ledger_labels, ledger_view_labels
from tracker.labels import N_
from tracker.marking import NP_
from tracker.rules.transitions import Subject

TITLES: dict[str, str] = {
    "plan": N_("方案"),
    Subject.TASK: N_("任务"),
    Subject.ASSIGNMENT: N_("承办"),
    Subject.UPDATE: NP_("subject", "填报"),
    "evidence": N_("佐证材料"),
    Subject.EXEMPTION: N_("免报"),
    Subject.CONSOLIDATION: N_("汇总报告"),
    Subject.OPINION: NP_("subject", "配合意见"),
    Subject.COORDINATION: NP_("subject", "协调事项"),
    Subject.INDICATOR_READING: NP_("subject", "指标读数"),
    Subject.ORDER: NP_("subject", "督办"),
    Subject.ITEM: N_("整改事项"),
    Subject.EXTENSION: NP_("subject", "延期申请"),
    Subject.ADJUSTMENT: NP_("subject", "调整申请"),
    Subject.OBJECTION: NP_("subject", "复核申请"),
    Subject.RECHECK: NP_("subject", "回头看"),
    Subject.OCCURRENCE: NP_("subject", "定期报告"),
    Subject.INSTRUCTION: NP_("subject", "批示"),
    Subject.ISSUE_REQUEST: N_("交办审定"),
    "issue_notice": N_("交办通知"),
    "reading": N_("核对疑点"),
    "verification": N_("核查记录"),
    "closure": N_("销号记录"),
    "suspension": N_("中止记录"),
    "indicator_target": N_("调整后的目标"),
    "reporting_period": N_("填报期"),
    "rhythm_change": N_("填报周期调整"),
    "indicator": NP_("subject", "量化指标"),
    "indicator_alias": N_("同一指标"),
    "item_file": N_("整改材料"),
    "phone_urge": N_("电话催办"),
    Subject.SCORE_SHEET: N_("考核工作表"),
    Subject.REPORT: NP_("subject", "督查报告"),
    "report_file": N_("报告定稿文件"),
    "unit": N_("单位"),
    "user": N_("账号"),
    "delegation": N_("代理"),
    "handover": NP_("subject", "工作移交"),
    "audit": N_("核对"),
    "job": NP_("subject", "后台作业"),
    "calendar": N_("放假安排"),
    "calendar_feed": NP_("subject", "日历订阅"),
    "channel": NP_("subject", "发送渠道"),
    "mute": N_("暂停提醒"),
    "delivery": N_("消息发送"),
    "reminder_summary": N_("提醒情况"),
    "dispute": NP_("subject", "承办异议"),
    **ledger_labels.SUBJECTS,
    **ledger_view_labels.SUBJECTS,
}


def subject_title(subject: str) -> str:
    """The title of what an event is about; the bare name of one that has none here."""
    return TITLES.get(subject, subject)
