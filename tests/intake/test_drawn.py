"""Tables drawn with lines."""

from tests.intake.test_task_lists import answering, read

DRAWN = """示例县重点工作分工表
┌────────────┬────────┬──────────────┬──────┐
│  工 作 任 务  │分管领导│牵头组织实施单位│完成时限│
├────────────┼────────┼──────────────┼──────┤
│新建普惠托位，扩│ 张某某 │各县（市、区）政│2025年 │
│大服务          │        │府，市卫健局    │ 6月底 │
├────────────┤        ├──────────────┼──────┤
│办好老年食堂    │        │市民政局        │ 全年  │
└────────────┴────────┴──────────────┴──────┘
以上请落实。
"""


def test_a_drawn_table_is_read_by_its_rules() -> None:
    plan = read(DRAWN)
    assert [m.title for m in plan.measures] == ["新建普惠托位，扩大服务", "办好老年食堂"]
    assert [m.lead for m in plan.measures] == [("各县（市、区）政府", "市卫健局"), ("市民政局",)]


def test_a_cell_of_units_may_stand_beside_several_tasks() -> None:
    plan = read(
        "┌───┬───┐\n│任务│责任单位│\n├───┼───┤\n│甲项│县甲局、│\n├───┤县乙局 │\n│乙项│       │\n└───┴───┘\n".replace(
            "├───┤县", "├───┤县"
        )
    )
    assert answering(plan) == [((), ("县甲局", "县乙局"))] * 2
    assert [issue.code for issue in plan.issues if issue.code == "table_cells"] == ["table_cells"] * 2


def test_a_drawing_that_is_no_table_of_tasks_stays() -> None:
    plan = read("┌─┐\n│图│\n└─┘\n（一）甲项。做甲。（县甲局负责）\n┌──┬──┐\n│没有底│\n")
    assert answering(plan) == [((), ("县甲局",))]
