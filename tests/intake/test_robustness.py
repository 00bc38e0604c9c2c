"""Whatever the bytes, reading ends in a plan whose places hold, or in one sentence; never in anything else.

Documents are mutated from a fixed seed, so that a failure can be repeated.
"""

import random
import struct
import zipfile
from io import BytesIO

import pytest

from tests.intake import word
from tests.intake.helpers import DATA, ROOT, normal
from tests.intake.pdf_sample import printed
from tests.intake.sheet_sample import ods, ods_cell, workbook
from tracker.intake import IntakeError, ParsedPlan, parse
from tracker.intake.forms.cells import CELL, CELL_LINE

TEXT = (DATA / "shili.txt").read_text(encoding="utf-8")
SAMPLE = (ROOT / "seeds" / "plans" / "sample.docx").read_bytes()
PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in TEXT.split("\n")) + "<table><tr><td>甲</table></body></html>"
# Pieces that the reader gives a meaning to: marks, brackets, labels, figures, dates.
PIECES = [
    *"一二（）()〔〕《》“”。；，、：\n\t 　1l①", CELL_LINE, "（一）", "1.", "第一条 ", "附件1\n", "（责任单位：", "牵头", "落实）",
    "2025年", "13月", "底前", "每年", "以下均由", "（以下简称", "99999999999999999999", "一一一一一一", "万亿", "组  长：",
    "序号\t任务\t责任单位\n", "责任单位：县甲局〕2",
]  # fmt: skip
STRANGE = ["", "-1", "99999999999", "x", "%1%2", "bullet", "①", "1.5"]
ROUNDS = range(60)


def read(data: bytes) -> ParsedPlan | None:
    """The plan with its places checked, or None where it was refused with a sentence."""
    try:
        plan = parse(data, "方案.txt")
    except IntakeError as error:
        refusal = error.message
    else:
        check_places(plan)
        return plan
    assert refusal.endswith("。")
    return None


def check_places(plan: ParsedPlan) -> None:
    """Every place lies in the source and holds the text that was read there."""
    for measure in plan.measures:
        place = plan.source[slice(*measure.span)]
        if CELL not in place:
            assert normal(measure.text) in normal(place)
        for clause in measure.clauses:
            assert normal(plan.source[slice(*clause.span)]) == normal(clause.text)
    for issue in plan.issues:
        assert 0 <= issue.span[0] <= issue.span[1] <= len(plan.source)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (mutations, no secrets)


def mutated(text: str, chance: random.Random) -> str:
    """A text with a dozen stretches dropped, doubled, moved or overwritten."""
    for _ in range(chance.randrange(1, 12)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(40))
        stretch = chance.choice(["", text[start:end] * 2, chance.choice(PIECES), text[start:end][::-1]])
        text = text[:start] + stretch + text[end:]
    return text


@pytest.mark.parametrize("seed", ROUNDS)
def test_mutated_text(seed: int) -> None:
    chance = seeded(seed)
    for _ in range(4):
        read(mutated(TEXT, chance).encode())


@pytest.mark.parametrize("seed", ROUNDS)
def test_truncated_bytes(seed: int) -> None:
    chance = seeded(seed)
    data = TEXT.encode(chance.choice(["utf-8", "gb18030", "utf-16"]))
    read(data[: chance.randrange(len(data))])


@pytest.mark.parametrize("seed", ROUNDS)
def test_mutated_pages(seed: int) -> None:
    read(mutated(PAGE, seeded(seed)).encode())


@pytest.mark.parametrize("seed", ROUNDS)
def test_damaged_packages(seed: int) -> None:
    chance = seeded(seed)
    data = bytearray(SAMPLE[: chance.randrange(len(SAMPLE))] if seed % 4 == 0 else SAMPLE)
    for _ in range(chance.randrange(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    read(bytes(data))


FORMS = {
    "pdf": printed(TEXT.split("\n")),
    "doc": (DATA / "old.doc").read_bytes(),
    "xls": (DATA / "old.xls").read_bytes(),
    "ods": ods("<table:table>" + f"<table:table-row>{ods_cell('责任单位')}</table:table-row>" * 20 + "</table:table>"),
    "mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    + PAGE.encode(),
    "xlsx": workbook((("序号", "任务", "责任单位"), (1, "甲项", "县甲局"), (2, "乙项", "县乙局")), ["A1:A2"]),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_of_other_forms(form: bytes, seed: int) -> None:
    chance = seeded(seed)
    data = bytearray(form[: chance.randrange(len(form))] if seed % 4 == 0 else form)
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    read(bytes(data))


@pytest.mark.parametrize("seed", ROUNDS)
def test_mutated_parts_of_a_package(seed: int) -> None:
    """Well-packed, but with nonsense in the rules of its lists, its styles or its text."""
    chance = seeded(seed)
    data = word.document(lambda doc: [word.numbered(doc, line, chance.randrange(4)) for line in TEXT.split("\n")[:20]])
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith(("document.xml", "numbering.xml", "styles.xml")):
                part = nonsense(part.decode(), chance).encode()
            copy.writestr(name, part)
    read(out.getvalue())


def nonsense(xml: str, chance: random.Random) -> str:
    """Some attribute values exchanged for values that no program writes."""
    values = xml.split('"')
    for _ in range(chance.randrange(1, 40)):
        values[chance.randrange(len(values) // 2) * 2 + 1] = chance.choice(
            ["", "-1", "99999999999", "x", "%1%2", "bullet", "①", "1.5"]
        )
    return '"'.join(values)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("建" * 60_000, id="a line without an end"),
        pytest.param("（" * 20_000 + "）" * 20_000, id="nested brackets"),
        pytest.param("1" * 100_000, id="digits"),
        pytest.param("第" + "一" * 20_000 + "条", id="a number without an end"),
        pytest.param("（责任单位：" + "和".join(f"县{i}局" for i in range(5_000)) + "）", id="thousands of units"),
        pytest.param("。牵头单位：县甲局" * 5_000, id="thousands of labels"),
        pytest.param("《责任单位：县甲局" * 10_000, id="thousands of labels without a line end"),
        pytest.param("（责任单位：" + "、".join(f"★县{i}局" for i in range(5_000)) + "）", id="thousands of stars"),
        pytest.param("（县" + "县" * 40_000 + "负责）", id="one level again and again"),
        pytest.param("\n" + "\t牵头" * 30_000, id="one role again and again"),
        pytest.param("（责任" + "、责任" * 30_000 + "）", id="one role in a list without an end"),
    ],
)
def test_monstrous_lines(line: str) -> None:
    plan = read(f"一、主要任务\n（一）甲项。{line}（责任单位：县甲局）".encode())
    assert plan is not None
    assert len(plan.measures) == 1


@pytest.mark.parametrize("name", ["old.doc", "old.xls"])
def test_old_files_with_a_chain_that_bites_its_tail(name: str) -> None:
    data = bytearray((DATA / name).read_bytes())
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    table, directory = struct.unpack_from("<I", data, 76)[0], struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, (table + 1) * size + 4 * directory, directory)
    assert read(bytes(data)) is None
