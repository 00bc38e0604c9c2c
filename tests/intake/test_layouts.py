"""The same plan in every layout that counties use, and invented ones at random: nothing is lost, every place holds."""

import io
import re
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.helpers import normal, plan_of
from tests.intake.layouts import ITEMS, LAYOUTS, Item, Layout
from tests.intake.pdf_sample import printed
from tests.intake.sheet_sample import workbook
from tracker.intake import ParsedPlan, parse
from tracker.intake.forms.cells import CELL

PRINTED = {name: layout for name, layout in LAYOUTS.items() if "\n" in layout.gap and not layout.first_leads}
# A page tells a line of units from the first line of the paragraph below it by nothing that is printed.
PRINTED.pop("above the body")


def read(layout: Layout, items: tuple[Item, ...], encoding: str = "utf-8") -> ParsedPlan:
    text = layout.print(items)
    if layout.first_leads:
        text = text.replace("负责）", "负责。列第一位的为牵头单位，下同）", 1)
    return parse(text.encode(encoding), "方案.txt")


def found(plan: ParsedPlan, others: str) -> list[tuple[Any, ...]]:
    return [(m.title, m.lead, getattr(m, others)) for m in plan.measures]


def wanted(items: tuple[Item, ...]) -> list[tuple[Any, ...]]:
    return [(item.title, item.lead, item.others) for item in items]


def check(plan: ParsedPlan) -> None:
    """What holds of every reading: units stand in the source, places hold their text, every number is accounted for."""
    source = normal(plan.source)
    for measure in plan.measures:
        place = plan.source[slice(*measure.span)]
        assert all(normal(name) in source for name in (*measure.lead, *measure.responsible, *measure.supporting))
        if CELL not in place:
            assert normal(place) == normal((measure.label or "") + measure.text)
        for clause in measure.clauses:
            assert normal(plan.source[slice(*clause.span)]) == normal(clause.text)
    for issue in plan.issues:
        assert 0 <= issue.span[0] <= issue.span[1] <= len(plan.source)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_reads_alike(layout: Layout) -> None:
    plan = read(layout, ITEMS)
    assert found(plan, layout.others) == wanted(ITEMS)
    assert [m.section for m in plan.measures] in (
        ["一", "一", "二", "二"],
        *([f"第一{kind}"] * 2 + [f"第二{kind}"] * 2 for kind in ("章", "部分")),
    )
    # Without a line end or a blank nobody can tell where a title ends; then the clerk is asked for it.
    told = layout.gap != ""
    assert plan.plan.title == ("示例县普惠托育实施方案" if told else None)
    assert [i.code for i in plan.issues if i.severity in ("doubt", "error")] == ([] if told else ["no_title"])
    check(plan)


@pytest.mark.parametrize("layout", PRINTED.values(), ids=PRINTED)
def test_every_layout_reads_alike_when_printed(layout: Layout) -> None:
    lines = [line for line in layout.print().split("\n") if line.strip()]
    plan = parse(printed(lines, "示例县人民政府公报", per_line=24, per_page=6), "方案.pdf")
    assert found(plan, layout.others) == wanted(ITEMS)


def test_pages_of_a_list_may_leave_out_blank_last_cells() -> None:
    rows = [[*row, "备注" if not at else ""] for at, row in enumerate(as_rows(list(ITEMS)))]
    plan = parse(as_page(rows), "任务.html")
    assert found(plan, "responsible") == wanted(ITEMS)


def test_a_column_may_hold_every_role_and_a_title_several_rows() -> None:
    head = ["任务", "具体举措", "分管领导", "责任分工", "完成时限"]
    rows = [
        ["托育", "1.建设中心", "张某", "县卫健局牵头，县教育局、县财政局配合", "2025年底"],
        ["托育", "2.培训人员", "李某", "牵头单位：县人社局；配合单位：县妇联", "长期"],
        ["宣传", "", "李某", "县委宣传部（牵头）、县融媒体中心", "长期"],
    ]
    plan = parse(as_page([head, *rows]), "任务.html")
    assert [(m.title, m.lead, m.responsible + m.supporting) for m in plan.measures] == [
        ("建设中心", ("县卫健局",), ("县教育局", "县财政局")),
        ("培训人员", ("县人社局",), ("县妇联",)),
        ("宣传", ("县委宣传部",), ("县融媒体中心",)),
    ]


def test_a_text_that_names_units_once_leaves_the_tasks_to_its_table() -> None:
    text = "<p>示例县托育方案</p><p>一、主要任务</p><p>（一）摸底。排查。（责任单位：县卫健局）</p><p>（二）整治。处置。</p>"
    plan = parse((text + as_page(as_rows(list(ITEMS))).decode("gb18030")).encode("gb18030"), "任务.html")
    assert found(plan, "responsible") == wanted(ITEMS)


FIELDS = "卫生健康 教育 财政 自然资源和规划 人力资源和社会保障 民政 医疗保障 公安 税务 农业农村".split()  # noqa: SIM905
OTHERS = "各乡镇人民政府 团县委 县妇联 县委宣传部 各街道办事处 县总工会 国网示例供电公司".split()  # noqa: SIM905
UNITS = st.builds("".join, st.tuples(*map(st.sampled_from, ("县市区省", FIELDS, "局委厅")))) | st.sampled_from(OTHERS)
WORDS = st.text("加强完善优化推进服务供给保障体系婴幼儿照护", min_size=4, max_size=12)
BODIES = st.text("县域支持幼儿园开设托班盘活闲置场所组织人员培训，", min_size=6, max_size=80).map(
    lambda text: re.sub("，+", "，", text).strip("，") + "事宜。"
)
ITEM = st.builds(
    lambda title, body, units: Item(title, body, tuple(units[:1]), tuple(units[1:])),
    WORDS,
    BODIES,
    st.lists(UNITS, min_size=2, max_size=9, unique=True),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.sampled_from([layout for layout in LAYOUTS.values() if "\n" in layout.gap]),
    st.lists(ITEM, min_size=2, max_size=9),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_nothing_is_lost_whatever_is_printed(layout: Layout, items: list[Item], encoding: str) -> None:
    plan = read(layout, tuple(items), encoding)
    assert found(plan, layout.others) == wanted(tuple(items))
    assert plan == read(layout, tuple(items), encoding)
    check(plan)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(ITEM, min_size=2, max_size=9), st.integers(18, 34), st.integers(5, 22))
def test_lines_of_a_pdf_may_break_anywhere(items: list[Item], per_line: int, per_page: int) -> None:
    plan = parse(printed(Layout().print(tuple(items)).split("\n"), "", per_line, per_page), "方案.pdf")
    assert found(plan, "responsible") == wanted(tuple(items))
    check(plan)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(ITEM, min_size=2, max_size=9), st.integers(18, 60))
def test_lines_of_a_text_may_break_inside_a_bracket(items: list[Item], width: int) -> None:
    lines = Layout().print(tuple(items)).split("\n")
    text = "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))
    plan = parse(text.encode(), "方案.txt")
    assert [(m.lead, m.responsible) for m in plan.measures] == [(item.lead, item.others) for item in items]
    check(plan)


def as_rows(items: list[Item]) -> list[list[str]]:
    head = ["序号", "工作任务", "具体内容", "牵头单位", "责任单位"]
    rows = ([str(at), i.title, i.body, "、".join(i.lead), "、".join(i.others)] for at, i in enumerate(items, start=1))
    return [head, *rows]


def as_word(rows: list[list[str]]) -> bytes:
    word = Document()
    table = word.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_page(rows: list[list[str]]) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td><p>{text}</p></td>' for text in row)}</tr>" for row in rows)
    return f'<html><head><meta charset="gb2312"></head><body><table>{cells}</table></body></html>'.encode("gb18030")


TABLES = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows).encode(),
    "csv": lambda rows: "\r\n".join(",".join(row) for row in rows).encode("gb18030"),
    "Markdown": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * 5, *rows[1:]]).encode(),
    "page": as_page,
    "workbook": workbook,
    "Word": as_word,
}


@pytest.mark.parametrize("form", TABLES.values(), ids=TABLES)
@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(ITEM, min_size=1, max_size=9))
def test_a_table_reads_alike_in_every_form(form: Any, items: list[Item]) -> None:
    plan = parse(form(as_rows(items)), "任务")
    assert found(plan, "responsible") == wanted(tuple(items))
    check(plan)


def test_an_elided_prefix_keeps_the_printed_name_and_is_noted() -> None:
    plan = plan_of("（一）甲项。做甲。（责任单位：市住建局、税务局、市场监管局、各乡镇、团市委）")
    assert plan.measures[0].responsible == ("市住建局", "税务局", "市场监管局", "各乡镇", "团市委")
    notes = [i.message for i in plan.issues if i.code == "elided_prefix"]
    assert ["市税务局" in notes[0], "市市场监管局" in notes[1], len(notes)] == [True, True, 2]
