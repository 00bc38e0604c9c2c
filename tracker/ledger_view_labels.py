"""Chinese words of the ledger as a page: its columns, the acts of saved views and of what was taken away."""

from tracker.labels import N_
from tracker.rules.ledger_shown import Shown

COLUMNS: dict[Shown, str] = {
    Shown.NUMBER: N_("编号"),
    Shown.LIGHT: N_("亮灯"),
    Shown.UNITS: N_("承办单位"),
    Shown.SECTION: N_("部分"),
    Shown.DUE: N_("时限"),
    Shown.PERCENT: N_("完成比例"),
    Shown.PLANNED: N_("序时进度"),
    Shown.REPORTED: N_("最近报送"),
    Shown.NEXT: N_("下次报送"),
    Shown.INDICATORS: N_("量化指标"),
    Shown.ORDERS: N_("未了结督办"),
    Shown.STATE: N_("状态"),
}

EVENTS: dict[tuple[str, str], str] = {
    ("saved_view", "save"): N_("保存台账视图"),
    ("saved_view", "change"): N_("修改台账视图"),
    ("saved_view", "remove"): N_("删除台账视图"),
    ("task_list", "download"): N_("导出任务清单"),
}
SUBJECTS: dict[str, str] = {
    "saved_view": N_("台账视图"),
    "task_list": N_("任务清单"),
}
