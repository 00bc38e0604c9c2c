"""Plans of invented counties in bulk: every layout of the tests, prose put together from a vocabulary, always the same.

A plan has what real ones have: a notice in front, narrative, measures with figures, dates and units, duties to report,
annexes with conditions, rosters and tables of tasks, blanks and wrapped lines. Every body, place and sentence is made up.
"""

import random
from collections.abc import Iterator

from tests.intake.layouts import LAYOUTS, Item, Layout
from tracker.intake.numerals import chinese

PLANS = 2_843
TOTAL_BYTES = 50_000_000
SHORTEST, LONGEST = 5_000, 60_000
# The shape of the distribution of lengths: many short plans, few long ones, 17.6 kB in the mean.
_SKEW = 3.37
_WRAPPED = 0.2

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_THEMES = "普惠托育 养老服务 农村公路 小微园区 河道治理 家政培训 老旧小区改造 社区食堂 冷链物流 数字门牌".split()  # noqa: SIM905
_FIELDS = "卫生健康 教育 财政 民政 公安 税务 农业农村 医疗保障 自然资源和规划 人力资源和社会保障 住房和城乡建设 水利 商务".split()  # noqa: SIM905
_OTHERS = "各乡镇人民政府 各街道办事处 团县委 县妇联 县总工会 县委宣传部 县融媒体中心 县残联 县税务局 县市场监管局".split()  # noqa: SIM905
_VERBS = "完善 推进 规范 支持 组织 建立 优化 公开 统筹 保障 核定 盘活 整合 引导 健全 落实 开展 梳理 评估 强化".split()  # noqa: SIM905
_WHAT = "服务 场所 设施 队伍 资金 档案 流程 标准 台账 岗位 课程 线路 机制 信息 补贴 名录 合同 设备 场地 评价".split()  # noqa: SIM905
_WHOSE = "社区 机构 乡村 家庭 企业 园区 站点 片区 居民 用工单位 牵引 公共 集中 分散 季节性 夜间 便民 共享".split()  # noqa: SIM905
_HOW = "分批 逐户 按需 依规 稳妥 就近 定期 统一 优先 逐步 同步 主动".split()  # noqa: SIM905
_COUNTED = "个 所 处 名 户 台 间 张 项 家".split()  # noqa: SIM905
_NARRATIVE = ("总体要求", "工作目标", "基本原则", "指导思想")
_HEADINGS = ("重点任务", "主要举措", "工作内容", "政策措施", "任务安排")
_GUARANTEES = ("组织实施", "保障措施", "工作要求", "监督评价")


def plans(count: int = PLANS, total: int = TOTAL_BYTES, seed: int = 1) -> Iterator[str]:
    """The texts of so many plans with so many bytes of UTF-8 in all; the same seed gives the same plans."""
    chance = random.Random(seed)
    shares = [SHORTEST + (LONGEST - SHORTEST) * chance.betavariate(1, _SKEW) for _ in range(count)]
    scale = total / sum(shares)
    layouts = list(LAYOUTS.values())
    for at, share in enumerate(shares):
        yield plan(random.Random(f"{seed}/{at}"), layouts[at % len(layouts)], round(share * scale))


def plan(chance: random.Random, layout: Layout, size: int, wrapped: bool | None = None) -> str:
    """A plan of about so many bytes of UTF-8 in a layout; one in five has its lines wrapped, if not told."""
    county = f"{chance.choice(_STEMS)}{chance.choice(_BRANCHES)}县"
    theme, year = chance.choice(_THEMES), chance.randrange(2023, 2028)
    in_lines = "\n" in layout.gap
    front = _notice(chance, county, theme, year) if in_lines and chance.random() < 0.6 else []
    annexes = _annexes(chance, county) if in_lines and chance.random() < 0.5 else []
    left = size - _bytes(front) - _bytes(annexes) - 400
    items: list[Item] = []
    while left > 0 or len(items) < 2:
        items.append(_item(chance, year))
        left -= _bytes([layout.gap.join(layout._item(11, items[-1]))])
    body = _relabelled(layout.print(tuple(items)), layout, chance, f"{county}{theme}")
    text = layout.gap.join([*front, body, *annexes]) if in_lines else body
    wraps = chance.random() < _WRAPPED if wrapped is None else wrapped
    return _wrapped(text, chance.randrange(26, 60)) if layout.gap == "\n" and wraps else text


def tables(chance: random.Random, size: int) -> str:
    """A plan of about so many bytes whose measures stand in a table of tasks."""
    lines = [
        f"{chance.choice(_STEMS)}{chance.choice(_BRANCHES)}县任务分解表",
        "序号\t工作任务\t具体内容\t牵头单位\t责任单位\t完成时限",
    ]
    left = size
    while left > 0:
        item, due = _item(chance, 2026), chance.choice(["2026年底", "6月底前", "长期坚持", "2026年9月30日前"])
        row = [str(len(lines) - 1), item.title, item.body, "、".join(item.lead), "、".join(item.others), due]
        lines.append("\t".join(row))
        left -= _bytes(lines[-1:])
    return "\n".join(lines)


def prose(chance: random.Random, size: int, wrapped: bool = False) -> str:
    """A plan of about so many bytes in the commonest layout: a paragraph to a line, full-width brackets, two roles."""
    return plan(chance, LAYOUTS["full width"], size, wrapped)


def _bytes(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _relabelled(text: str, layout: Layout, chance: random.Random, subject: str) -> str:
    """The printed layout with a title and headings of its own."""
    text = text.replace("示例县普惠托育", subject, 1).replace("做好托育工作", f"{_clause(chance)}", 1)
    text = text.replace("主要任务", chance.choice(_HEADINGS), 1).replace("工作保障", chance.choice(_GUARANTEES), 1)
    return text.replace("负责）", "负责。列第一位的为牵头单位，下同）", 1) if layout.first_leads else text


def _item(chance: random.Random, year: int) -> Item:
    units = list(dict.fromkeys(_unit(chance) for _ in range(chance.choice((2, 3, 3, 4, 4, 5, 6, 8, 12)))))
    said = [_sentence(chance, year) for _ in range(chance.choice((1, 2, 3, 3, 4, 4, 5, 6)))]
    return Item(_duty(chance), "".join(said), tuple(units[:1]), tuple(units[1:]) or ("各乡镇人民政府",))


def _unit(chance: random.Random) -> str:
    return chance.choice(_OTHERS) if chance.random() < 0.3 else f"县{chance.choice(_FIELDS)}局"


def _duty(chance: random.Random) -> str:
    return f"{chance.choice(_VERBS)}{chance.choice(_WHOSE)}{chance.choice(_WHAT)}"


def _clause(chance: random.Random) -> str:
    return f"{chance.choice(_HOW)}{_duty(chance)}" if chance.random() < 0.5 else f"{_duty(chance)}和{chance.choice(_WHAT)}"


def _numeral(chance: random.Random, most: int) -> str:
    value = chance.randrange(1, most)
    return chance.choice([str(value), f"{value},000", f"{value}.5", f"{value}—{value + 5}", chinese(value)])


def _sentence(chance: random.Random, year: int) -> str:
    """A sentence of two to five clauses; one in three holds a figure, a date, a duty or a citation."""
    clauses = [_clause(chance) for _ in range(chance.randrange(2, 6))]
    kind = chance.randrange(18)
    number, month = _numeral(chance, 90), chance.randrange(1, 13)
    special = {
        0: f"到{year}年底，{chance.choice(_WHAT)}达到{number}{chance.choice(_COUNTED)}",
        1: f"{month}月底前完成{_clause(chance)}",
        2: f"每年开展{chance.choice(_WHAT)}培训不少于{number}次",
        3: f"{chance.choice(_WHAT)}覆盖率提高到{chance.randrange(40, 99)}%以上",
        4: f"给予每人每月{chance.randrange(1, 9)}00元补助（{chance.randrange(3, 18)}周岁以下的除外）",
        5: f"按照《{year - 1}年{chance.choice(_THEMES)}实施细则》（{year}年修订）执行",
    }.get(kind)
    if special:
        clauses.insert(chance.randrange(len(clauses)), special)
    elif kind == 6:
        return f"各乡镇人民政府于每年{month}月25日前向{_unit(chance)}报告{_clause(chance)}情况。"
    return "，".join(clauses) + chance.choice("。。。。；") if kind < 17 else "、".join(clauses) + "。"


def _notice(chance: random.Random, county: str, theme: str, year: int) -> list[str]:
    """The notice in front of a plan, its number, addressees and date, and a narrative section."""
    return [
        f"{county}人民政府办公室",
        f"关于印发《{county}{theme}实施方案》的通知",
        f"{chance.choice(_STEMS)}政办〔{year}〕{chance.randrange(1, 99)}号",
        "各乡镇人民政府，县政府各部门：",
        f"现将《{county}{theme}实施方案》印发给你们，请认真贯彻执行。",
        f"{county}人民政府办公室",
        f"{year}年{chance.randrange(1, 13)}月{chance.randrange(1, 28)}日",
        f"一、{chance.choice(_NARRATIVE)}",
        *("".join(_sentence(chance, year) for _ in range(3)) for _ in range(chance.randrange(1, 4))),
    ]


def _annexes(chance: random.Random, county: str) -> list[str]:
    """One annex of conditions, one roster by post, or one table."""
    kind = chance.randrange(3)
    if kind == 0:
        steps = (f"{at}.{_clause(chance)}，{chance.randrange(3, 30)}个工作日内办结；" for at in range(1, chance.randrange(4, 12)))
        return ["附件1", "申请材料清单", "一、需要提交的材料", *steps]
    if kind == 1:
        seats = (f"成  员：县{field}局局长" for field in chance.sample(_FIELDS, 6))
        return ["附件1", f"{county}工作领导小组", "组  长：县政府副县长", *seats, "领导小组办公室设在县民政局。"]
    return ["附件", *tables(chance, chance.randrange(600, 3_000)).split("\n")]


def _wrapped(text: str, width: int) -> str:
    """The text with its paragraphs broken after so many characters, as converters leave it; rows of tables stay."""
    return "\n".join(
        line if "\t" in line else "\n".join(line[at : at + width] for at in range(0, len(line), width)) or line
        for line in text.split("\n")
    )
