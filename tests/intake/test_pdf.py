"""PDF files with text: lines joined to paragraphs, page numbers dropped, tables glued; scans and hostile files refused."""

import zlib

import pytest

from tests.intake.helpers import DATA, without_places
from tests.intake.pdf_sample import PER_LINE, Page, file_of, pdf, printed, table
from tracker.intake import IntakeError, Limits, ParsedPlan, parse

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
