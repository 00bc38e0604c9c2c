"""Columns of printed tables: what stays on one line, how heads are broken, where figures and dashes stand."""

import pytest

from tracker.reports.blocks import Cell, Piece
from tracker.reports.widths import Place, column_widths, ems, headed, places


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell((Piece(text),)) for text in texts)


def test_the_number_of_an_order_stays_on_one_line() -> None:
    told = "答复超过期限，单位说明正在协调资金和场地，计划下月完成全部整改并书面反馈。"
    widths = column_widths([("编号", "单位", "办理情况"), ("催办单〔2025〕10号", "县人力资源和社会保障局", told)], 30)
    assert widths[0] > ems("催办单〔2025〕10号")


@pytest.mark.parametrize(
    ("head", "width", "lines"),
    [
        ("办理情况", 6.0, ["办理情况"]),
        ("办理情况", 4.0, ["办理", "情况"]),
        ("佐证（件）", 4.0, ["佐证", "（件）"]),
        ("未报、迟报的任务", 6.0, ["未报、", "迟报的任务"]),
        ("办理情况", 1.0, ["办理情况"]),
    ],
)
def test_a_head_is_broken_into_lines_alike(head: str, width: float, lines: list[str]) -> None:
    assert headed(row(head), [width])[0].text.split("\n") == lines


def test_figures_stand_together_in_the_middle_of_a_wide_column() -> None:
    cells = [(Cell((Piece("9"),), "right"),), (Cell((Piece("120"),), "right"),), row("—")]
    nine, many, dash = (line[0] for line in places(cells, [11.5]))
    assert nine == many == Place("right", pytest.approx(4.675))
    assert dash == Place("center")
