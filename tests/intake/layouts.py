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


def apart(names: tuple[str, ...], mark: str) -> str:
    """Names parted by another mark than 、."""
    return mark.join(names)


def numbered(names: tuple[str, ...]) -> str:
    """①甲；②乙"""
    return "；".join(f"{chr(ord('①') + at)}{name}" for at, name in enumerate(names))


def with_and(names: tuple[str, ...]) -> str:
    """甲、乙和丙"""
    return "和".join(part for part in ("、".join(names[:-1]), names[-1]) if part)


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
    preamble: str = "为做好托育工作，制定本方案。"

    def print(self, items: tuple[Item, ...] = ITEMS) -> str:
        """The plan, half of its items in either section."""
        half = (len(items) + 1) // 2
        lines = ["示例县普惠托育实施方案", self.preamble]
        for order, part in enumerate((items[:half], items[half:]), start=1):
            if part:
                lines.append(self.section(order) + ("主要任务" if order == 1 else "工作保障"))
            for at, item in enumerate(part, start=1):
                lines.extend(self._item(at, item))
        return self.gap.join(self.indent + line for line in lines)

    def _item(self, at: int, item: Item) -> list[str]:
        label, units = self.number(at), self.attribute(item)
        placed = {
            "heading": [f"{label}{item.title}{units}", item.body],
            "line": [f"{label}{item.title}。{item.body}", *units.split("\n")],
            "before the stop": [f"{label}{item.title}。{item.body[:-1]}{units}。"],
            "above the body": [f"{label}{item.title}", *units.split("\n"), item.body],
            "among labels": [f"{label}{item.title}", f"目标任务：{item.body}", *units.split("\n"), "完成时限：长期坚持"],
            "above the steps": [f"{label}{item.title}{units}", f"1.{item.body}", f"2.{item.body}"],
            "behind the last step": [f"{label}{item.title}", f"1.{item.body}", f"2.{item.body}", *units.split("\n")],
        }
        return placed.get(self.where, [f"{label}{item.title}。{item.body}{units}"])


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
    # Time limits and people beside the units.
    "time limit behind": Layout(by_verb("（牵头单位：{lead}；责任单位：{others}；完成时限：2025年12月底前）")),
    "time limit in the list": Layout(by_verb("（责任单位：{lead}（牵头）、{others}，2025年6月底前完成）")),
    "time limit before": Layout(by_verb("（2025年底前完成。牵头单位：{lead}；责任单位：{others}）")),
    "going on for good": Layout(by_verb("（{lead}牵头，{others}按职责分工负责，长期坚持）")),
    "leaders beside units": Layout(by_verb("（牵头领导：张某；牵头单位：{lead}；责任单位：{others}；责任人：王某）")),
    # Verbs.
    "roles parted like names": Layout(by_verb("（{lead}牵头、{others}配合）"), "supporting"),
    "others without a verb": Layout(by_verb("（{lead}牵头，{others}）")),
    "led by": Layout(by_verb("（由{lead}牵头，{others}配合落实）"), "supporting"),
    "together with": Layout(by_verb("（{lead}牵头，会同{others}组织实施）")),
    "in charge of the whole": Layout(by_verb("（{lead}牵头抓总，{others}按职责分工推进）")),
    "hosts and helps": Layout(by_verb("（{lead}主办，{others}协办）"), "supporting"),
    "is the leading unit": Layout(by_verb("（{lead}为牵头单位，{others}为责任单位）")),
    "leads and carries out": Layout(by_verb("（{lead}牵头负责，{others}抓好落实）")),
    "leads what": Layout(by_verb("（{lead}牵头制定办法，{others}负责落实到位）")),
    "leads, takes part by share": Layout(by_verb("（{lead}总牵头，{others}按各自职责协同推进）")),
    "several departments and so on": Layout(by_verb("（{lead}牵头，{others}等有关部门和单位按职责分工负责）")),
    "eleven departments and so on": Layout(by_verb("（{lead}牵头，{others}等11个部门按职责分工负责）")),
    "spoken on a line": Layout(by_verb("{lead}牵头，{others}按职责分工负责"), where="line"),
    # Labels.
    "label and verb": Layout(by_verb("（责任单位：{lead}牵头，{others}配合）"), "supporting"),
    "short labels": Layout(by_verb("（牵头：{lead}；配合：{others}）"), "supporting"),
    "labels without a colon": Layout(by_verb("（牵头单位{lead}，责任单位{others}）")),
    "labels in brackets": Layout(by_verb("【牵头单位】{lead}\n【责任单位】{others}"), where="line"),
    "supervised": Layout(by_verb("（牵头单位：{lead}；责任单位：{others}；督导单位：县政府督查室）")),
    "sections of an office": Layout(by_verb("（牵头科室：{lead}；配合科室：{others}）"), "supporting"),
    "levels": Layout(by_verb("（省级牵头单位：{lead}；市级责任单位：{others}）")),
    "two words for one role": Layout(by_verb("（牵头（责任）单位：{lead}；配合（协助）单位：{others}）"), "supporting"),
    "bulleted labels": Layout(by_verb("- 牵头单位：{lead}\n- 责任单位：{others}"), where="line"),
    "label alone on its line": Layout(by_verb("牵头单位：\n{lead}\n责任单位：\n{others}"), where="line"),
    "square mark behind the lead": Layout(by_verb("（责任单位：{lead}[牵头]、{others}）")),
    "names and a mark": Layout(by_verb("（{lead}（牵头）、{others}）")),
    # Lists.
    "slashes": Layout(lambda item: f"（牵头单位：{apart(item.lead, '/')}；责任单位：{apart(item.others, '/')}）"),
    "semicolons": Layout(lambda item: f"（牵头单位：{apart(item.lead, '；')}。责任单位：{apart(item.others, '；')}。）"),
    "commas": Layout(lambda item: f"（牵头单位：{apart(item.lead, '，')}，责任单位：{apart(item.others, '，')}）"),
    "numbered names": Layout(lambda item: f"（牵头单位：{numbered(item.lead)}；责任单位：{numbered(item.others)}）"),
    "and before the last": Layout(lambda item: f"（{with_and(item.lead)}牵头，{with_and(item.others)}配合）", "supporting"),
    # Rules said once.
    "first leads, said in the list": Layout(by_verb("（责任单位：{lead}、{others}，排在第一位的为牵头单位，下同）")),
    "first leads, said before": Layout(
        by_verb("（责任单位：{lead}、{others}）"), preamble="为做好托育工作，制定本方案。责任单位列首位的为牵头单位。"
    ),
    "starred leads": Layout(by_verb("（责任单位：{others}、★{lead}）"), preamble="为做好工作，制定本方案。带★的为牵头单位。"),
    # Places.
    "above the body": Layout(labelled("", "", between="\n"), where="above the body"),
    "among labels": Layout(labelled("", "", between="\n"), where="among labels"),
    "above the steps": Layout(where="above the steps"),
    "behind the last step": Layout(where="behind the last step"),
    # Numbers.
    "one-character numbers": Layout(number=lambda at: chr(ord("㈠") + at - 1)),
    "one-character arabic": Layout(number=lambda at: chr(ord("⒈") + at - 1)),
    "closing bracket alone": Layout(number=lambda at: f"{at}）"),
    "Chinese and a closing bracket": Layout(number=lambda at: f"{chinese(at)}）"),
    "named tasks": Layout(number=lambda at: f"任务{chinese(at)}："),
    "sections with a dot": Layout(section=lambda at: f"{chinese(at)}．"),
    "parts": Layout(section=lambda at: f"第{chinese(at)}部分 "),
    # Lines.
    "one line without brackets": Layout(by_verb("牵头单位：{lead}责任单位：{others}"), gap=""),
    "one line, arabic": Layout(number=arabic("."), gap=""),
    "page numbers between": Layout(gap="\n— 3 —\n"),
}
