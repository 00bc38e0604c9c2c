"""The page that shows every component, for people who write pages; the application registers it in debug only.

All samples are of the invented 示例县 and pass through the same macros as the real pages.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, Form, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from tracker.rules.joint_statuses import Rating
from tracker.rules.lights import Verdict
from tracker.rules.likeness import differences
from tracker.rules.statuses import AssignmentRole, AssignmentState, Light, TaskState, UpdateKind, UpdateState

bp = Blueprint("design", __name__, url_prefix="/design")


class SampleForm(Form):
    """A report as a liaison fills it in, sent with two mistakes."""

    kind = RadioField(
        "填报类型",
        choices=[SelectChoice(UpdateKind.PROGRESS, "有进展"), SelectChoice(UpdateKind.NOTHING_NEW, "无进展")],
    )
    percent = IntegerField(
        "完成比例（%）", [InputRequired("请填写完成比例。"), NumberRange(0, 100, "请填写 0 到 100 之间的整数。")]
    )
    narrative = TextAreaField("进展情况", [InputRequired("请写明本期进展。")])
    period = SelectField("填报周期", choices=[SelectChoice("2026-03", "2026年3月"), SelectChoice("2026-02", "2026年2月")])
    contact = StringField("联系电话")
    files = FileField("佐证材料")
    done = BooleanField("本单位承担的事项已全部完成")


@dataclass(frozen=True)
class SamplePage:
    number: int = 3
    pages: int = 9
    total: int = 172

    def url(self, number: int) -> str:
        return f"?page={number}"


VERDICTS = (
    Verdict(Light.RED, "overdue", {"days_late": 12}),
    Verdict(Light.YELLOW, "due_soon", {"days_left": 3}),
    Verdict(Light.GREEN, "on_course", {}),
    Verdict(Light.BLUE, "closed", {}),
    Verdict(Light.GREY, "ongoing", {}),
)
UNITS = (
    {"name": "县发展改革局", "role": AssignmentRole.LEAD, "state": AssignmentState.REPORTING, "href": "#"},
    {"name": "县财政局", "role": AssignmentRole.RESPONSIBLE, "state": AssignmentState.PENDING},
    {"name": "县住房城乡建设局", "role": AssignmentRole.RESPONSIBLE, "state": AssignmentState.OBJECTED},
    {"name": "县统计局", "role": AssignmentRole.SUPPORTING, "state": AssignmentState.DONE},
)
EVENTS = (
    {
        "when": datetime(2026, 3, 6, 1, 20, tzinfo=UTC),
        "who": "办公室 周敏",
        "what": "退回 3 月填报",
        "reason": "缺少开工通知书，请补充后重新报送。",
    },
    {"when": datetime(2026, 3, 5, 8, 2, tzinfo=UTC), "who": "县发展改革局 李强", "what": "报送 3 月进展", "note": "第 2 版"},
    {"when": date(2026, 1, 8), "who": "县发展改革局 李强", "what": "签收"},
)
FILES = (
    {"name": "开工通知书.pdf", "size": 1_482_000, "href": "#", "fact_on": date(2026, 2, 20)},
    {"name": "施工现场照片 2026-02-26.jpg", "size": 3_910_000, "href": "#", "kind": "图片"},
)
UPDATES = (
    {
        "period": "2026年3月", "percent": 45, "planned": 50, "state": UpdateState.SUBMITTED, "by": "县发展改革局 李强",
        "submitted_at": datetime(2026, 3, 5, 8, 2, tzinfo=UTC), "narrative": "三个标段均已开工，完成投资 1,260 万元。",
        "problems": "一处管线迁改未完成。", "next_step": "4 月底前完成管线迁改。", "files": FILES,
    },
    {
        "period": "2026年2月", "percent": 30, "planned": 40, "state": UpdateState.ACCEPTED, "by": "县发展改革局 李强",
        "submitted_at": datetime(2026, 2, 4, 2, 11, tzinfo=UTC), "narrative": "完成招标，两个标段开工。", "files": FILES[:1],
    },
)  # fmt: skip
COLUMNS = (
    {"label": "任务", "url": "?sort=title"},
    {"label": "亮灯"},
    {"label": "承办单位"},
    {"label": "时限", "url": "?sort=due", "direction": "asc"},
    {"label": "完成比例", "url": "?sort=percent"},
    {"label": "填报数", "num": True},
)
ROWS = (
    {"title": "县城老旧供水管网改造", "number": "（三）", "verdict": VERDICTS[0], "units": UNITS[:3], "due_on": date(2026, 3, 31),
     "original_due_on": date(2026, 2, 28), "note": "逾期 12 天", "percent": 45, "planned": 90, "updates": 2},
    {"title": "高标准农田建设 2 万亩", "number": "（七）", "verdict": VERDICTS[2], "units": UNITS[:1], "due_on": date(2026, 11, 30),
     "original_due_on": None, "note": None, "percent": 30, "planned": 28, "updates": 12},
    {"title": "企业开办“一件事一次办”", "number": "（十一）", "verdict": VERDICTS[4], "units": UNITS[3:], "due_on": None,
     "original_due_on": None, "note": None, "percent": None, "planned": None, "updates": 0},
)  # fmt: skip
FILTERS = (
    {"name": "q", "label": "关键词", "kind": "search", "value": "供水", "placeholder": "任务、单位"},
    {"name": "light", "label": "亮灯", "kind": "select", "value": "red", "options": [("", "全部"), ("red", "滞后")]},
    {"name": "unit", "label": "承办单位", "kind": "select", "value": "", "options": [("", "全部"), ("1", "县发展改革局")]},
    {"name": "due_to", "label": "时限不晚于", "kind": "date", "value": ""},
)  # fmt: skip


@bp.get("/components")
def components() -> str:
    """The page of components."""
    return render_template("design/components.html", **samples())


def samples() -> dict[str, Any]:
    """What the page shows: one value of every kind that the macros take."""
    form = SampleForm(MultiDict({"kind": UpdateKind.PROGRESS, "percent": "120", "narrative": "", "period": "2026-03"}))
    form.validate()
    return {
        "form": form,
        "page": SamplePage(),
        "verdicts": VERDICTS,
        "lights": list(Light),
        "task_states": list(TaskState),
        "assignment_states": list(AssignmentState),
        "update_states": list(UpdateState),
        "roles": list(AssignmentRole),
        "units": UNITS,
        "events": EVENTS,
        "files": FILES,
        "pictures": [{"name": "标志.svg", "href": "/static/mark.svg", "preview": "picture"}],
        "updates": UPDATES,
        "ratings": list(Rating),
        "words": differences("已完成 3 个点位。", "已完成 5 个点位。")[1],
        "columns": COLUMNS,
        "rows": ROWS,
        "filters": FILTERS,
    }
