"""Tables of tasks in workbooks, CSV files and Markdown."""

import io
import zipfile

import pytest

from tests.intake.helpers import DATA
from tests.intake.sheet_sample import cell, ods, ods_cell, package, workbook
from tracker.intake import IntakeError, Limits, ParsedPlan, parse

HEAD = ("序号", "工作任务", "牵头单位", "责任单位", "完成时限")
ROWS = (
    ("示例县托育任务分解表", "", "", "", ""),
    HEAD,
    ("一、增加供给", "", "", "", ""),
    (1, "新建中心3个", "县甲局", "县乙局\n县丙局", "2025年6月底前"),
    (2, "加强监管", "", "县丁局", "长期坚持"),
)
WANTED = [
    ("1", "新建中心3个", ("县甲局",), ("县乙局", "县丙局"), "2025-06-30", False),
    ("2", "加强监管", ("县甲局",), ("县丁局",), None, True),
]


def tasks(plan: ParsedPlan) -> list[tuple[object, ...]]:
    return [(m.label, m.title, m.lead, m.responsible, m.due, m.ongoing) for m in plan.measures]


@pytest.mark.parametrize("first_row", [0, 3])
def test_a_workbook_with_merged_cells(first_row: int) -> None:
    merged = [f"A{first_row + 3}:E{first_row + 3}", f"C{first_row + 4}:C{first_row + 5}"]
    plan = parse(workbook(ROWS, merged, first_row), "任务.xlsx")
    assert tasks(plan) == WANTED
    assert [(s.number, s.title) for s in plan.sections] == [("一", "增加供给")]
    assert plan.plan.title == "示例县托育任务分解表"


def test_an_old_workbook() -> None:
    assert tasks(parse((DATA / "old.xls").read_bytes(), "任务.xls")) == WANTED


COVERED = "<table:covered-table-cell/>"
WIDE = ods_cell("甲", 'table:number-columns-repeated="9999"')
FAR_RIGHT = '<table:table-cell table:number-columns-repeated="16379"/>'
ODS_ROWS = (
    ods_cell("示例县托育任务分解表", 'table:number-columns-spanned="5"') + COVERED * 4,
    "".join(map(ods_cell, HEAD)),
    ods_cell("一、增加供给", 'table:number-columns-spanned="5"') + COVERED * 4,
    ods_cell("1", 'office:value-type="float" office:value="1"') + ods_cell("新建中心3个")
    + ods_cell("县甲局", 'table:number-rows-spanned="2"') + ods_cell("县乙局\n县丙局")
    + ods_cell("25/6/30", 'office:value-type="date" office:date-value="2025-06-30"'),
    ods_cell("2") + ods_cell("加强监管") + COVERED + ods_cell("县丁局") + ods_cell("长期坚持"),
)  # fmt: skip


def ods_table(rows: tuple[str, ...], style: str = "shown") -> str:
    filled = "".join(f"<table:table-row>{row}{FAR_RIGHT}</table:table-row>" for row in rows)
    rest = f'<table:table-row table:number-rows-repeated="1048570">{FAR_RIGHT}</table:table-row>'
    return f'<table:table table:style-name="{style}">{filled}{rest}</table:table>'


def test_an_opendocument_workbook() -> None:
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    plan = parse(ods(ods_table(ODS_ROWS) + ods_table((ods_cell("旧稿"),), "ta2"), hidden), "任务.ods")
    assert tasks(plan) == WANTED
    assert [(s.number, s.title) for s in plan.sections] == [("一", "增加供给")]
    assert "旧稿" not in plan.source


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(ods("<table:table>"), "damaged", id="broken xml"),
        pytest.param(ods(ods_table(ODS_ROWS), member="<encryption-data/>"), "password_protected", id="password"),
        pytest.param(
            ods(ods_table((ods_cell("甲", 'table:number-columns-repeated="400000"'),) * 2)), "zip_bomb", id="a cell without end"
        ),
        pytest.param(
            ods(f'<table:table><table:table-row table:number-rows-repeated="100">{WIDE}</table:table-row></table:table>'),
            "zip_bomb",
            id="a row without end",
        ),
    ],
)
def test_opendocument_workbooks_that_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse(data, "任务.ods")
    assert refused.value.code == code


CSV = """示例县托育任务分解表,,,,
序号,工作任务,牵头单位,责任单位,完成时限
一、增加供给
1,新建中心3个,县甲局,"县乙局
县丙局",2025年6月底前
2,加强监管,县甲局,县丁局,长期坚持
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file(encoding: str, delimiter: str) -> None:
    assert tasks(parse(CSV.replace(",", delimiter).encode(encoding), "任务.csv")) == WANTED


def test_a_table_of_markdown() -> None:
    text = """# 示例县托育任务分解表
| 序号 | 工作任务 | 牵头单位 | 责任单位 | 完成时限 |
|:--|---|---|---|---|
| 1 | **新建中心3个** | 县甲局 | 县乙局<br>县丙局 | 2025年6月底前 |
| 2 | 加强监管 | 县甲局 | 县丁局 | 长期坚持 |"""
    assert tasks(parse(text.encode(), "任务.md")) == WANTED


def test_a_head_of_two_rows() -> None:
    rows = (
        ("序号", "重点任务", "责任分工", "", "完成时限"),
        ("", "", "牵头单位", "配合单位", ""),
        (1, "新建中心3个", "县甲局", "县乙局、县丙局", "2025年6月底前"),
    )
    (measure,) = parse(workbook(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]), "任务.xlsx").measures
    assert (measure.lead, measure.responsible, measure.supporting) == (("县甲局",), (), ("县乙局", "县丙局"))


@pytest.mark.parametrize("task", ["任务", "工作任务", "重点任务", "主要措施", "工作举措", "工作事项", "主要任务及内容"])
@pytest.mark.parametrize(
    ("units", "roles"),
    [
        (("牵头单位", "责任单位"), ("lead", "responsible")),
        (("牵头部门", "配合部门"), ("lead", "supporting")),
        (("责任单位", "配合单位"), ("responsible", "supporting")),
        (("主责单位", "协同单位"), ("lead", "supporting")),
        (("主办单位", "协办单位"), ("lead", "supporting")),
        (("牵头部门", "主责单位"), ("lead", "responsible")),
        (("牵头责任单位", "参与单位"), ("lead", "supporting")),
        (("落实单位", "指导单位"), ("responsible", "supporting")),
    ],
)
@pytest.mark.parametrize("time", ["完成时限", "时间要求"])
def test_names_of_columns(task: str, units: tuple[str, str], roles: tuple[str, str], time: str) -> None:
    rows = (("序号", task, *units, time), (1, "新建中心3个", "县甲局", "县乙局", "2025年底"))
    (measure,) = parse(workbook(rows), "任务.xlsx").measures
    assert (getattr(measure, roles[0]), getattr(measure, roles[1])) == (("县甲局",), ("县乙局",))
    assert measure.due == "2025-12-31"


def test_a_hidden_sheet_is_not_read() -> None:
    lines = ("".join(cell(at, column, value) for column, value in enumerate(row)) for at, row in enumerate([HEAD, ROWS[3]]))
    rows = "".join(f'<row r="{at}">{line}</row>' for at, line in enumerate(lines, start=1))
    old = f'<sheetData><row r="1">{cell(0, 0, "旧稿")}</row></sheetData>'
    assert "旧稿" not in parse(package(f"<sheetData>{rows}</sheetData>", hidden=old), "任务.xlsx").source


def test_a_workbook_inside_a_package_of_another_kind_and_torn_ones() -> None:
    data = workbook(ROWS)
    for cut in range(10, len(data), 97):
        with pytest.raises(IntakeError):
            parse(data[:cut], "任务.xlsx")


FAR = f'<sheetData><row r="1">{cell(0, 0, "甲")}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
SHARED = "<sheetData>" + "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 2000)) + "</sheetData>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(package(FAR), "zip_bomb", id="a cell at the far end"),
        pytest.param(package(SHARED, shared=f"<si><t>{'甲' * 300_000}</t></si>"), "zip_bomb", id="a long text in every cell"),
        pytest.param(package("<sheetData>" + " " * 3_000_000 + "</sheetData>"), "zip_bomb", id="blanks"),
        pytest.param(package("<sheetData><row>" + "<c>" * 3000), "damaged", id="broken xml"),
        pytest.param(package("<sheetData></sheetData>"), "empty", id="no cells"),
        pytest.param(package(f"<sheetData><row>{cell(0, 0, '今天')}</row></sheetData>"), "no_measures", id="no table of tasks"),
    ],
)
def test_hostile_workbooks(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse(data, "任务.xlsx")
    assert refused.value.code == code


def test_macros_are_refused() -> None:
    out = io.BytesIO(workbook(ROWS))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(IntakeError, match="宏"):
        parse(out.getvalue(), "任务.xlsm")


def test_a_csv_file_without_end_is_refused() -> None:
    wide = ("序号,任务,责任单位\n" + "," * 50_000 + "\n" + "1\n" * 50_000).encode()
    with pytest.raises(IntakeError):
        parse(wide, "任务.csv", Limits())
