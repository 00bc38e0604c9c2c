"""PDF files with text: lines joined to paragraphs, page numbers dropped, tables glued; scans and hostile files refused."""

import zlib

import pytest

from tests.intake.helpers import DATA, without_places
from tests.intake.pdf_sample import PER_LINE, Page, file_of, pdf, printed, table
from tracker.intake import IntakeError, Limits, ParsedPlan, parse
from tracker.intake.forms.pdf_layer import check_layer, meant

PLAN = (DATA / "shili.txt").read_text(encoding="utf-8")
HEAD = ("序号", "工作任务", "牵头单位", "责任单位", "完成时限")
WIDTHS = (40, 150, 70, 90, 80)


def content(plan: ParsedPlan) -> object:
    read = plan.to_dict()
    return {key: without_places(read[key]) for key in ("plan", "sections", "measures", "obligations")}


@pytest.mark.parametrize("per_line", [20, PER_LINE, 33])
@pytest.mark.parametrize("per_page", [7, 22])
def test_a_printed_plan_reads_as_its_text_does(per_line: int, per_page: int) -> None:
    read = parse(printed(PLAN.split("\n"), "示例县人民政府公报", per_line, per_page), "方案.pdf")
    wanted = parse(PLAN.encode(), "方案.txt")
    assert content(read) == content(wanted)
    assert "公报" not in read.source


def test_a_list_of_units_cut_by_a_page_number_comes_out_whole() -> None:
    units = "、".join(f"县{name}局" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")
    plan = parse(printed(["一、主要任务", f"（一）甲项。做好工作。（责任单位：{units}）"], per_page=3), "a.pdf")
    assert plan.measures[0].responsible == tuple(units.split("、"))


def test_a_table_over_two_pages() -> None:
    first, second = Page(), Page()
    first.text(200, 80, "示例县托育任务分工表", 18)
    rows = (
        HEAD,
        ("1", "新建县级托育综合服务中心并开展职业技能培训", "县甲局", "县乙局、县自然资源局", "2025年6月底前"),
        ("2", "加强监管", None, "县丙局", "长期坚持"),
    )
    table(first, rows, WIDTHS, 110)
    table(second, (HEAD, ("3", "开展培训3次", "县丁局", "县戊局", "2025年年底")), WIDTHS, 80)
    plan = parse(pdf([first, second]), "a.pdf")
    assert [(m.label, m.title, m.lead, m.responsible, m.due, m.ongoing) for m in plan.measures] == [
        ("1", "新建县级托育综合服务中心并开展职业技能培训", ("县甲局",), ("县乙局", "县自然资源局"), "2025-06-30", False),
        ("2", "加强监管", ("县甲局",), ("县丙局",), None, True),
        ("3", "开展培训3次", ("县丁局",), ("县戊局",), "2025-12-31", False),
    ]
    assert plan.plan.title == "示例县托育任务分工表"


def test_a_row_cut_by_a_page_break_is_joined_and_doubted() -> None:
    first, second = Page(), Page()
    table(first, (HEAD, ("1", "新建中心并", "县甲局", "县乙局、", "长期坚持")), WIDTHS, 110)
    table(second, (("", "开展培训", "", "县丙局", ""), ("2", "加强监管", "县丁局", "县戊局", "长期坚持")), WIDTHS, 80)
    plan = parse(pdf([first, second]), "a.pdf")
    assert [(m.title, m.responsible) for m in plan.measures] == [
        ("新建中心并开展培训", ("县乙局", "县丙局")),
        ("加强监管", ("县戊局",)),
    ]
    assert "table_over_pages" in [i.code for i in plan.issues if i.severity == "doubt"]


def test_places_point_into_the_text_that_was_read() -> None:
    plan = parse(printed(PLAN.split("\n")), "a.pdf")
    for measure in plan.measures:
        assert "".join(measure.text.split()) in "".join(plan.source[slice(*measure.span)].split())


UNITS = "（牵头单位：县甲局；责任单位：县乙局、县丙局）"
ITEMS = [
    f"（{number}）{name}项工作。健全制度，{'加强日常监管，' * 4}落实到位。{UNITS}"
    for number, name in zip("一二三四", "甲乙丙丁", strict=True)
]


def wrapped(paragraphs: list[str], per_line: int) -> list[str]:
    indented = [f"　　{paragraph}" for paragraph in paragraphs]
    return [text[at : at + per_line] for text in indented for at in range(0, len(text), per_line)]


def test_columns_are_read_one_after_the_other() -> None:
    """A gazette prints two columns below a title across the page, and fewer lines in the last column."""
    first, second = Page(), Page()
    first.text(150, 100, "示例县托育服务实施方案", 18)
    lines = wrapped(["一、主要任务", *ITEMS], 20)
    for page, some, height in ((first, lines[:22], 11), (second, lines[22:], 11)):
        for at, line in enumerate(some):
            page.text(79 + at // height * 230, 150 + at % height * 20, line.lstrip("　").rjust(len(line), "　"), 10.5)
    plan = parse(pdf([first, second]), "a.pdf")
    assert plan.plan.title == "示例县托育服务实施方案"
    assert [m.title for m in plan.measures] == ["甲项工作", "乙项工作", "丙项工作", "丁项工作"]
    assert {(m.lead, m.responsible) for m in plan.measures} == {(("县甲局",), ("县乙局", "县丙局"))}


@pytest.mark.parametrize(("matrix", "step"), [("0 1 -1 0", 1), ("0 -1 1 0", -1)], ids=["turned left", "turned right"])
def test_a_page_printed_on_its_side_is_read(matrix: str, step: int) -> None:
    page = Page()
    for at, line in enumerate(wrapped(["一、主要任务", *ITEMS], 27)):
        page.turned(f"{matrix} {297 + step * (at * 29 - 200)} {421 - step * 300}", line)
    plan = parse(pdf([page]), "a.pdf")
    assert [(m.title, m.responsible) for m in plan.measures] == [(f"{name}项工作", ("县乙局", "县丙局")) for name in "甲乙丙丁"]


def test_a_mark_across_the_page_is_left_out_and_said() -> None:
    page = Page()
    for at, line in enumerate(wrapped(["一、主要任务", *ITEMS], 27)):
        page.text(79, 105 + at * 29, line)
    page.turned("0.7 0.7 -0.7 0.7 150 200", "内部资料不得外传严禁复制", 40)
    plan = parse(pdf([page]), "a.pdf")
    assert [m.title for m in plan.measures] == ["甲项工作", "乙项工作", "丙项工作", "丁项工作"]
    assert "外传" not in plan.source
    assert "slanted_text" in [issue.code for issue in plan.issues]


def test_a_title_printed_twice_to_look_bold_is_read_once() -> None:
    page = Page()
    for shift in (0, 0.4):
        page.text(150 + shift, 80, "示例县县县通托育服务实施方案", 18)
    for at, line in enumerate(wrapped(["一、主要任务", *ITEMS], 27)):
        page.text(79, 130 + at * 29, line)
    assert parse(pdf([page]), "a.pdf").plan.title == "示例县县县通托育服务实施方案"


def test_paragraphs_without_indent_are_told_by_the_space_between_them() -> None:
    """Each last line fills its row, so that only the space tells where a paragraph ends."""
    page, y = Page(), 105
    for paragraph in [
        "一、主要任务",
        *(f"（{n}）{c}项工作。{'做' * 60}牵头单位：县甲局".ljust(81, "局")[:81] for n, c in zip("一二", "甲乙", strict=True)),
    ]:
        for at in range(0, len(paragraph), 27):
            page.text(79, y, paragraph[at : at + 27])
            y += 20
        y += 12
    plan = parse(pdf([page]), "a.pdf")
    assert [m.title for m in plan.measures] == ["甲项工作", "乙项工作"]


def test_a_cell_whose_lines_end_early_for_the_sake_of_a_mark_is_one_paragraph() -> None:
    page = Page()
    table(page, (HEAD, ("1", "新建中心", "县甲局", "", "长期坚持"), ("2", "加强监管", "县丁局", "县戊局", "长期坚持")), WIDTHS, 110)
    for line, text in enumerate(("县卫生健康委、县", "乙局、县丙局")):
        page.text(79 + 40 + 150 + 70 + 2, 110 + 40 + 12 + line * 12, text, 10)
    plan = parse(pdf([page]), "a.pdf")
    assert plan.measures[0].responsible == ("县卫生健康委", "县乙局", "县丙局")


def test_parts_of_characters_stand_for_the_characters() -> None:
    assert [meant(text) for text in ("⼀", "⽣", "⾏", "県", "，")] == ["一", "生", "行", "県", "，"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("".join(meant(f"(cid:{at})") for at in range(100)), id="glyphs without characters"),
        pytest.param("".join(map(meant, "\ue001\ue002\uf0b7方案" * 20)), id="private characters"),
        pytest.param("示例县托育服务实施方案".encode("gb18030").decode("latin-1") * 20, id="the table of another language"),
        pytest.param("".join(chr(ord(c) + 7) for c in PLAN if c >= "一"), id="each character for another"),
    ],
)
def test_a_wrong_layer_of_text_is_refused(text: str) -> None:
    with pytest.raises(IntakeError, match="乱码") as refusal:
        check_layer(text)
    assert refusal.value.code == "no_codes"


def test_a_right_layer_of_text_passes() -> None:
    check_layer(PLAN)
    check_layer("□是 □否 Ⅳ级 ①②③ 25℃ ±5% 0.5‰ × ÷ " + PLAN)


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(IntakeError) as refusal:
        parse(data, "方案.pdf", limits or Limits())
    assert refusal.value.message.endswith("。")
    assert "请" in refusal.value.message
    return refusal.value.code


def image_page() -> Page:
    return Page(["/Im Do"])


IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    b"\nstream\n0\nendstream"
)


def test_a_scan_is_refused_and_a_page_that_is_a_picture_is_doubted() -> None:
    drawn = "/XObject << /Im 6 0 R >>"
    assert refused(pdf([image_page()], drawn, [IMAGE])) == "scan"
    words = Page()
    for at, line in enumerate(["一、主要任务", "（一）甲项。做好监管工作。（责任单位：县甲局）"]):
        words.text(111, 105 + at * 29, line)
    plan = parse(pdf([words, image_page()], drawn, [IMAGE]), "a.pdf")
    assert "第 2 页是图片" in next(i.message for i in plan.issues if i.code == "picture_page")


def drawing(form: bytes) -> bytes:
    return pdf([Page(["/A Do"])], "/XObject << /A 6 0 R >>", [form])


def form_of(orders: bytes) -> bytes:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> >> /Length %d >>"
    return head % len(orders) + b"\nstream\n" + orders + b"\nendstream"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"%PDF-1.7\n", "damaged", id="nothing behind the mark"),
        pytest.param(printed(PLAN.split("\n"))[:3000], "damaged", id="torn"),
        pytest.param(pdf([Page() for _ in range(400)]), "too_large", id="too many pages"),
        pytest.param(pdf([Page() for _ in range(3)]), "scan", id="empty pages"),
        pytest.param(drawing(form_of(b"/A Do")), "zip_bomb", id="a drawing of itself"),
        pytest.param(drawing(form_of(b"/A Do " * 10)), "zip_bomb", id="ten drawings of itself"),
        pytest.param(file_of([b"<< /Type /Catalog /Pages " + b"[" * 60_000 + b" >>"]), "damaged", id="nested without end"),
        pytest.param(file_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [2 0 R] >>"]), "damaged", id="pages in a ring"),
        pytest.param(
            file_of([b"<< >>"], b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >> /ID [(a) (a)]"),
            "password_protected",
            id="locked",
        ),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_sentence(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_bomb_of_compression_is_refused_before_it_is_unpacked() -> None:
    packed = zlib.compress(zlib.compress(bytes(3_000_000)))
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed) + packed + b"\nendstream"
    assert refused(pdf([Page()], extra=[stream]), Limits(max_unpacked=1_000_000)) == "zip_bomb"
