"""Plain text that no clerk would send: mutated, spliced, cut, wrongly decoded, and bait for rules that look again and again."""

from tests.bench.wreck_tools import BOMS, ENCODINGS, Chance, plans, some
from tests.intake.test_robustness import mutated

_MARKS: tuple[str, ...] = (
    *"（）()〔〕《》“”【】、，。；：一十1０l①年月日县局各和及与的由要至—-~.．%|\t\n #*/ 　", "\u2028", "\u2060",
    "\u200b", "\x0b", "\r", "一、", "（一）", "1.", "（1）", "①", "第一条", "第一章", "附件\n", "附件1\n", "一、\n",
    "（一）\n", "2025年", "2025年12月", "6月底前", "每年", "每半年", "十四五末", "20", "至少", "不少于", "达到", "1个", "1%",
    "以上", "的", "牵头", "责任单位：", "（责任单位：", "牵头单位：县甲局", "县甲局、", "县甲局和", "县甲局牵头，", "各乡镇",
    "各市(州)、县(市、区)党委和政府、", "（以下简称", "以下均由", "列第一位的为牵头单位", "向县甲局报告", "指导县甲局每年",
    "县甲局要", "等部门", "按职责分工", "负责）", "责任单位：县甲局〕2", "组长：", "成员：甲某（县甲局局长）、",
    "甲某  县甲局局长\n", "领导小组", "5个工作日内", "|-", "| a | b |\n", "|---|---|\n", "序号\t任务\t责任单位\n",
    "序号,任务,责任单位\n", '"', "1\t甲\t县甲局\n", "**", "<div>", "<table><tr><td>", "&amp;", "本方案自", "《关于",
)  # fmt: skip


def mutated_text(chance: Chance) -> bytes:
    return mutated(chance.choice(plans()), chance).encode()


def spliced_text(chance: Chance) -> bytes:
    """Stretches of several plans in any order, some twice."""
    parts = []
    for _ in range(chance.randrange(2, 9)):
        text = chance.choice(plans())
        start = chance.randrange(len(text))
        parts += [text[start : start + chance.randrange(4_000)]] * chance.choice((1, 1, 1, 2, 30))
    return "".join(parts).encode()


def cut_bytes(chance: Chance) -> bytes:
    """A plan in any encoding, cut anywhere at either end."""
    data = chance.choice(plans()).encode(chance.choice(ENCODINGS), "replace")
    return data[chance.randrange(9) : chance.randrange(len(data))]


def wrong_encoding(chance: Chance) -> bytes:
    """Bytes of one encoding behind the mark of another, decoded wrongly once more, or half and half."""
    text = chance.choice(plans())[: chance.randrange(200, 9_000)]
    first, second = (text.encode(chance.choice(ENCODINGS), "replace") for _ in range(2))
    mojibake = first.decode("latin-1").encode(chance.choice(("utf-8", "utf-16")))
    return chance.choice(BOMS) * chance.randrange(2) + chance.choice((first, mojibake, first[: len(first) // 2] + second))


def control_characters(chance: Chance) -> bytes:
    """A plan sprinkled with characters that have no shape, or more than one meaning."""
    letters = list(chance.choice(plans()))
    strange = "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\xad\u0300\u034f\u061c\u115f\u200e\u2028\u2029\u202e\u2060\u3164\ufeff"
    strange += "\uffff\U0010ffff\U0001f600"
    for _ in range(some(chance, 3, 3_000)):
        letters.insert(chance.randrange(len(letters)), chance.choice(strange))
    return "".join(letters).encode()


def deep_brackets(chance: Chance) -> bytes:
    """Brackets a thousand deep and more, of one kind or several, closed, half closed, never closed or only closed."""
    kinds = chance.choice(("（）", "()", "〔〕", "《》", "“”", "（）()", "【】《》（）"))
    pairs = [kinds[at : at + 2] for at in range(0, len(kinds), 2)]
    depth = some(chance, 1_000, 50_000)
    opened = [pairs[at % len(pairs)] for at in range(depth)]
    filling = chance.choice(("", "甲", "责任单位：县甲局", "、", "\n"))
    opening = filling.join(pair[0] for pair in opened)
    closing = filling.join(pair[1] for pair in reversed(opened[: chance.choice((0, depth // 2, depth))]))
    return _placed(chance, chance.choice((opening + closing, closing + opening, opening))).encode()


def bait(chance: Chance) -> bytes:
    """One mark a hundred thousand times, or two in turn, where a rule of the reader may be led to look again and again."""
    one, other = chance.choice(_MARKS), chance.choice(_MARKS)
    times = some(chance, 2_000, 100_000)
    stuff = chance.choice((one * times, (one + other) * (times // 2), one * (times // 2) + other * (times // 2)))
    return _placed(chance, stuff[:300_000]).encode()


def _placed(chance: Chance, stuff: str) -> str:
    """Stuff put where it may do harm: a line, a body, a list of units, a heading, a title, an annex, a table."""
    return chance.choice(
        (
            "{0}", "{0}（责任单位：县甲局）", "一、主要任务\n（一）甲项。{0}（责任单位：县甲局）",
            "一、主要任务\n（一）甲项。做甲。（责任单位：{0}）", "一、主要任务\n（一）甲项。做甲。（{0}负责）",
            "一、{0}\n（一）甲项。（责任单位：县甲局）", "{0}方案\n一、任务\n1.甲项。（县甲局牵头）",
            "方案\n{0}\n一、任务\n（一）甲。责任单位：县甲局。{0}",
            "一、任务\n（一）甲。（责任单位：县甲局）\n附件1\n领导小组名单\n组长：{0}",
            "一、任务\n（一）甲。（责任单位：县甲局）\n附件\n材料清单\n一、材料\n1.{0}", "序号\t任务\t责任单位\n1\t{0}\t{0}",
            "方案 一、任务 {0}（一）甲。", "一、任务\n（一）到2025年底，{0}。（责任单位：县甲局）",
            "一、任务\n（一）甲。县甲局要{0}。", "一、任务\n（一）甲\n牵头单位：{0}\n责任单位：{0}",
            "一、任务\n（一）甲。（责任单位：县甲局；完成时限：{0}）",
        )
    ).replace("{0}", stuff)  # fmt: skip


def long_texts(chance: Chance) -> bytes:
    """Many plans behind one another, or one line or one short paragraph a great many times."""
    plan = chance.choice(plans())
    line = chance.choice([line for line in plan.split("\n") if line.strip()])[:200]
    return chance.choice(
        (plan * some(chance, 2, 40), (line + chance.choice(("\n", "", "\n\n"))) * some(chance, 100, 6_000))
    ).encode()


def huge_tables(chance: Chance) -> bytes:
    """Tables with very many columns or rows, as tabs, commas, bars or a page; cells may be lists of units."""
    columns, rows = chance.choice(((3, 20_000), (6, 3_000), (300, 300), (5_000, 20), (40_000, 2)))
    head = ["序号", "任务", "责任单位", *["完成时限"] * columns][:columns]
    cell = chance.choice(("县甲局、县乙局", "", "甲", "2025年底前建成1个"))
    lines = [head, *[[str(at), *[cell] * (columns - 1 - chance.randrange(2))] for at in range(rows)]]
    if chance.random() < 0.25:
        return (
            "<html><body><table>"
            + "".join(f"<tr><td>{'</td><td>'.join(line)}</td></tr>" for line in lines)
            + "</table></body></html>"
        ).encode()
    mark = chance.choice(("\t", ",", " | "))
    ruled_off = [["---"] * columns] if mark == " | " else []
    return "\n".join(mark.join(line) for line in [lines[0], *ruled_off, *lines[1:]]).encode()
