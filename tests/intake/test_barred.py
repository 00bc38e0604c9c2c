"""Tables pasted from pages that set their cells apart by bars."""

import pytest

from tests.intake.helpers import plan_of
from tests.intake.test_task_lists import answering, read


@pytest.mark.parametrize("bar", [" |\n", "\n|\n"])
def test_bars_may_stand_behind_or_below_each_cell(bar: str) -> None:
    head = "序号 主要任务 全年目标 分管领导 牵头单位 责任单位 说明"
    rows = "24 优化交通组织。 张某某 县甲局 县乙局、各街道 25 新建分类池。 李某 县丙局 各街道"
    plan = read("项目推进情况\n" + "".join(f"{cell}{bar}" for cell in f"{head} {rows}".split()) + "|\n")
    assert [(m.label, m.title) for m in plan.measures] == [("24", "优化交通组织"), ("25", "新建分类池")]
    assert answering(plan) == [(("县甲局",), ("县乙局", "各街道")), (("县丙局",), ("各街道",))]


def test_bars_may_part_the_cells_of_a_row_and_merged_ones_be_left_out() -> None:
    plan = read(
        "工作任务 | 具体要求 | 责任部门 |\n一、做好公开。 | 1.推进预算公开。 | 县甲局 |\n2.回复意见。 | 县乙局 | |\n"
        "3.更新信息。 | 办公室牵头，各科室配合 | |\n三、其他 | | |\n | 4.开展培训。 | 各科室 |\n以上请落实。\n"
    )
    assert [m.text.replace("\n", "") for m in plan.measures] == [
        "一、做好公开。1.推进预算公开。",
        "2.回复意见。",
        "3.更新信息。",
        "4.开展培训。",
    ]
    assert answering(plan) == [((), ("县甲局",)), ((), ("县乙局",)), (("办公室",), ("各科室",)), ((), ("各科室",))]
    assert [plan.source[issue.span[0]] for issue in plan.issues if issue.code == "table_cells"] == ["2", "3"]


def test_bars_in_other_lines_stay() -> None:
    plan = plan_of("首页 | 公开 | 责任单位", "（一）甲项。做甲|乙。（县甲局）")
    assert plan.measures[0].text.startswith("甲项。做甲|乙。")
