"""Ways in which plans are laid out, applied to an invented plan: numbers, brackets, roles, places of the lists, forms.

A `Layout` prints a list of `Item`s; what the reader must give back stands in the items themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.intake.numerals import chinese

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Item:
    """A measure: title, what is to be done, and its units."""

    title: str
    body: str
    lead: tuple[str, ...]
    others: tuple[str, ...]


Attribute = Callable[[Item], str]
ITEMS = (
    Item("增加托位供给", "支持幼儿园开设托班，盘活闲置场所。", ("县卫健局",), ("县发展和改革局", "县教育局")),
    Item("加强队伍建设", "组织保育人员参加岗位培训。", ("县人社局",), ("县卫健局",)),
    Item("规范收费行为", "公开收费项目，接受社会监督。", ("县发展和改革局",), ("县市场监管局", "各乡镇人民政府")),
    Item("做好宣传引导", "利用各类媒体普及科学育儿知识。", ("县委宣传部",), ("县融媒体中心", "团县委", "县妇联")),
)


def chinese_heading(at: int) -> str:
    return f"{chinese(at)}、"


def listed(names: tuple[str, ...]) -> str:
    return "、".join(names)


def labelled(opening: str, closing: str, lead: str = "牵头单位：", others: str = "责任单位：", between: str = "；") -> Attribute:
    """（牵头单位：甲；责任单位：乙、丙）"""
    return lambda item: f"{opening}{lead}{listed(item.lead)}{between}{others}{listed(item.others)}{closing}"


def by_verb(text: str) -> Attribute:
    """（{lead}牵头，{others}配合）, with names put in."""
    return lambda item: text.format(lead=listed(item.lead), others=listed(item.others))


@dataclass(frozen=True)
class Layout:
    """How sections and measures are numbered, how units are named and where, and under which role the others come out."""

    attribute: Attribute = labelled("（", "）")
    others: str = "responsible"
    section: Callable[[int], str] = chinese_heading
    number: Callable[[int], str] = lambda at: f"（{chinese(at)}）"
    where: str = "inline"
    indent: str = ""
    gap: str = "\n"
    first_leads: bool = False

    def print(self, items: tuple[Item, ...] = ITEMS) -> str:
        """The plan, half of its items in either section."""
        half = (len(items) + 1) // 2
        lines = ["示例县普惠托育实施方案", "为做好托育工作，制定本方案。"]
        for order, part in enumerate((items[:half], items[half:]), start=1):
            if part:
                lines.append(self.section(order) + ("主要任务" if order == 1 else "工作保障"))
            for at, item in enumerate(part, start=1):
                lines.extend(self._item(at, item))
        return self.gap.join(self.indent + line for line in lines)

    def _item(self, at: int, item: Item) -> list[str]:
        label, units = self.number(at), self.attribute(item)
        if self.where == "heading":
            return [f"{label}{item.title}{units}", item.body]
        if self.where == "line":
            return [f"{label}{item.title}。{item.body}", *units.split("\n")]
        if self.where == "before the stop":
            return [f"{label}{item.title}。{item.body[:-1]}{units}。"]
        return [f"{label}{item.title}。{item.body}{units}"]


def arabic(mark: str) -> Callable[[int], str]:
    return lambda at: f"{at}{mark}"


LAYOUTS: dict[str, Layout] = {
    "full width": Layout(),
    "half width": Layout(labelled("(", ")", "牵头单位:", "责任单位:", ";")),
    "tortoise brackets": Layout(labelled("〔", "〕")),
    "square brackets": Layout(labelled("[", "]")),
    "lenticular brackets": Layout(labelled("【", "】")),
    "mixed brackets": Layout(labelled("（", ")")),
    "comma between roles": Layout(labelled("（", "）", between="，")),
    "full stop between roles": Layout(labelled("（", "）", between="。")),
    "blank between roles": Layout(labelled("（", "）", between=" ")),
    "blanks inside labels": Layout(labelled("（ ", " ）", "牵头单位： ", "责任单位： ")),
    "departments": Layout(labelled("（", "）", "牵头部门：", "责任部门：")),
    "supporting departments": Layout(labelled("（", "）", "牵头部门：", "配合部门："), "supporting"),
    "hosting units": Layout(labelled("（", "）", "主办单位：", "协办单位："), "supporting"),
    "chief units": Layout(labelled("（", "）", "主责单位：", "配合单位："), "supporting"),
    "leading and taking part": Layout(labelled("（", "）", "牵头单位：", "参与单位："), "supporting"),
    "carrying out": Layout(labelled("（", "）", "牵头单位：", "落实单位：")),
    "in charge": Layout(labelled("（", "）", "牵头责任单位：", "配合责任单位："), "supporting"),
    "leads, support": Layout(by_verb("（{lead}牵头，{others}配合）"), "supporting"),
    "leads, take part": Layout(by_verb("（{lead}牵头，{others}参与）"), "supporting"),
    "in charge of leading": Layout(by_verb("（{lead}负责牵头，{others}配合）"), "supporting"),
    "leads, answer": Layout(by_verb("（{lead}牵头，{others}按职责分工负责）")),
    "leads, answer each": Layout(by_verb("（{lead}牵头，{others}分别负责）")),
    "leads, semicolon": Layout(by_verb("（{lead}牵头；{others}落实）")),
    "and so on": Layout(by_verb("（{lead}牵头，{others}等按职责分工负责）")),
    "departments and so on": Layout(by_verb("（牵头单位：{lead}；责任单位：{others}等部门）")),
    "mark behind the lead": Layout(by_verb("（责任单位：{lead}（牵头）、{others}）")),
    "first listed leads": Layout(by_verb("（{lead}、{others}负责）"), first_leads=True),
    "lines of their own": Layout(labelled("", "", between="\n"), where="line"),
    "bracket on its own line": Layout(where="line"),
    "one line for both": Layout(labelled("", ""), where="line"),
    "behind the heading": Layout(where="heading"),
    "before the full stop": Layout(where="before the stop"),
    "arabic below": Layout(number=arabic(".")),
    "arabic with comma": Layout(number=arabic("、")),
    "full-width arabic": Layout(number=lambda at: f"{at}．".translate(FULL_WIDTH)),
    "arabic and a blank": Layout(number=arabic(". ")),
    "half-width brackets around the number": Layout(number=lambda at: f"({chinese(at)})"),
    "number in brackets with comma": Layout(number=lambda at: f"（{chinese(at)}）、"),
    "bracketed arabic": Layout(number=lambda at: f"（{at}）"),
    "articles": Layout(section=lambda at: f"第{chinese(at)}章 ", number=lambda at: f"第{chinese(at)}条 "),
    "indented": Layout(indent="　　"),
    "blanks and empty lines": Layout(indent="  ", gap="\n\n"),
    "windows": Layout(gap="\r\n"),
    "one line with blanks": Layout(gap=" "),
    "one line": Layout(gap=""),
}
