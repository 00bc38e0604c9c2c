"""One invented chart of each kind, as values."""

from typing import Any

SECTIONS = ["一、优化就业服务", "二、支持创业", "三、职业技能提升"]
UNITS = ["县人力资源社会保障局", "县财政局", "示例镇人民政府"]
MONTHS = ["9月", "10月", "11月"]


def chart(kind: str, **over: Any) -> dict[str, Any]:
    """The chart of a kind; `over` replaces values."""
    return {**_BY_KIND[kind], **over}


def _made(kind: str, title: str, labels: list[str], values: dict[str, list[float | None]], unit: str) -> dict[str, Any]:
    series = [{"name": name, "values": numbers} for name, numbers in values.items()]
    return {"key": kind, "kind": kind, "title": title, "labels": labels, "series": series, "unit": unit}


CHARTS = (
    _made(
        "lights_by_section", "各领域任务状态", SECTIONS,
        {"红灯": [2, 0, 3], "黄灯": [1, 2, 0], "绿灯": [8, 12, 7], "蓝灯": [3, 5, 6], "灰灯": [0, 1, 1]}, "项",
    ),
    _made("lights_by_month", "各月末任务数", MONTHS, {"红灯": [2, 0, 3], "黄灯": [1, 2, 0], "绿灯": [8, 9, 7]}, "项"),
    _made("monthly_trend", "按时报送率", MONTHS, {"按时率": [80, None, 92.5], "平均完成": [52, 60, 66]}, "%"),
    _made("unit_section_grid", "各单位各领域平均完成", SECTIONS, {unit: [10, None, 100] for unit in UNITS}, "%"),
    _made("planned_actual", "新增城镇就业", MONTHS, {"计划": [2000, 2250, 2500], "实际": [2050, 2316, None]}, "人"),
    _made("on_time_by_unit", "各单位按时报送率", UNITS, {"按时率": [100, 0, None]}, "%"),
)  # fmt: skip
_BY_KIND = {one["kind"]: one for one in CHARTS}
