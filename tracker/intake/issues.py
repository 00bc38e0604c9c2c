"""Every doubt of a reading, in Chinese, with its place: what the office should look at before the plan is used."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.intake.annexes import Annex
from tracker.intake.attribution import find_attributions
from tracker.intake.charged import find_charged
from tracker.intake.dates import find_dates, yearless
from tracker.intake.deadlines import limits_in_label, read_deadline
from tracker.intake.kinds import MarkKind
from tracker.intake.measures import Placed, limit_of, without
from tracker.intake.model import Issue, Mark, Measure, Span
from tracker.intake.numerals import chinese
from tracker.intake.outline import GLUE, Node
from tracker.intake.parts import Parts
from tracker.intake.reading import Passed
from tracker.intake.selection import heading
from tracker.intake.tables import Row
from tracker.intake.text import Flow
from tracker.intake.units import looks_like_unit

ERROR, DOUBT, NOTE = "error", "doubt", "note"
_SHOWN = 24
_UNIT_MARKS = {MarkKind.LEAD, MarkKind.RESPONSIBLE, MarkKind.SUPPORTING}
# The level that a name begins with (市场监管局 and 区域 do not), and a name that tells neither level nor place.
_LEVEL = re.compile(r"[省市县区州旗](?!场|域|级)")
_WITHOUT_LEVEL = re.compile(
    r"(?!.*(?:分局|银保监|金融监管)|各|有关|相关|国|中|人民|团|本)(?:市场)?[^省市县区州旗乡镇（(]{2,10}(?:局|委|办|厅|委员会)"
)
_SENTENCE_END = re.compile(r"[。；！]")
_LETTER_DIGIT = re.compile(r"[建成设立增到达][lI](?=[个所家名项户])")

# Where each unit of each measure is printed; measure None is a heading above.
Places = Mapping[tuple[int | None, str], Sequence[Span]]


def short(text: str) -> str:
    """The beginning of a text, for a message; without the mark that ends it."""
    first = text.split("\n")[0].rstrip("。；;，,：:")
    return first if len(first) <= _SHOWN else first[:_SHOWN] + "…"


def of_parts(parts: Parts) -> Iterator[Issue]:
    """What stands before and after the plan and was read over."""
    if parts.front:
        span = (parts.front[0].span()[0], parts.front[-1].span()[1])
        yield Issue(NOTE, "front_matter", f"方案正文之前还有“{short(parts.front[0].text)}”等文字，没有作为措施读入。", span)
    for flow in parts.closing:
        if len(flow.text) > _SHOWN:
            yield Issue(NOTE, "closing", f"方案末尾的说明“{short(flow.text)}”不属于任何一条措施。", flow.span())
    for flow in parts.head:
        if any(a.units for a in find_attributions(flow.text)):
            message = f"“{short(flow.text)}”写明了责任单位，但没有编号，没有作为措施读入；请核对是否漏印了编号。"
            yield Issue(DOUBT, "unnumbered", message, flow.span())


def of_annex(annex: Annex) -> Iterator[Issue]:
    """The note that says what an annex was read as."""
    read = []
    if annex.roster:
        read.append(f"领导小组名单（{len(annex.roster.seats)} 席）")
    if annex.checklists:
        items = sum(len(checklist.items) for checklist in annex.checklists)
        read.append(f"条件和材料清单（{len(annex.checklists)} 份，共 {items} 项）")
    message = f"“{annex.title}”已读为{'和'.join(read)}，不作为措施。" if read else f"“{annex.title}”没有作为措施读入。"
    yield Issue(NOTE, "annex", message, annex.span)


def of_passed(passed: Iterable[Passed]) -> Iterator[Issue]:
    """One note for each numbered paragraph that became no measure, with the reason."""
    for item in passed:
        message = f"“{short(item.flow.text)}”没有作为措施读入，因为{item.reason}。"
        yield Issue(NOTE, "not_a_measure", message, item.flow.span())


def of_outline(roots: Iterable[Node]) -> Iterator[Issue]:
    """Numbers that are misprinted or leap, or that are not printed."""
    for node in (n for root in roots for n in root.walk()):
        flow = node.paragraphs[0]
        if node.misprinted:
            meant = f"（{chinese(node.label.value)}）"
            message = f"编号“{node.label.shown}”与前后不一致，按顺序应为“{meant}”，已按这一级读入，请核对。"
            yield Issue(DOUBT, "misprinted_label", message, flow.cut(0, len(node.label.printed)).span())
        elif not node.label.shown:
            message = f"“{short(flow.text.lstrip(GLUE))}”没有印编号，后一条是第 2 条，已按第 1 条读入，请核对。"
            yield Issue(DOUBT, "unnumbered", message, flow.span())
        elif node.expected is not None:
            message = f"编号“{node.label.shown}”与前一条不连续，按顺序应为第 {node.expected} 条；请核对原文是否缺条或印错。"
            yield Issue(DOUBT, "number_gap", message, flow.cut(0, len(node.label.printed)).span())


def of_measure(placed: Placed, year: int | None, places: Places) -> Iterator[Issue]:
    """What is doubtful in one measure; `year` is the plan's, for time limits without one; `places` are those of its units."""
    measure, flow = placed.measure, placed.chosen.text
    yield from of_units(measure, places)
    yield from _charged(placed)
    yield from _time_limits(placed, year)
    yield from _misprinted_digits(flow)
    yield from _unclosed(placed)
    for a in placed.chosen.attributions:
        for statement in a.standing:
            if statement.units:
                names = "、".join(statement.units)
                message = f"原文说明以下各条均由“{names}”落实，已加到本部分后面没有列出它的各条。"
                yield Issue(NOTE, "standing", message, flow.span(a.start, a.end))
            else:
                yield Issue(NOTE, "standing", "原文说明列第一位的单位为牵头单位，已照此读入。", flow.span(a.start, a.end))


def places_of_units(marks: Iterable[Mark]) -> Places:
    """Where each name is printed, in order, by the measure (None: in a heading above it) and the name."""
    found: dict[tuple[int | None, str], list[Span]] = {}
    for mark in marks:
        if mark.kind in _UNIT_MARKS:
            found.setdefault((mark.measure, mark.value or ""), []).append(mark.span)
    return found


def _place(measure: Measure, name: str, places: Places) -> Span:
    """The last place of a name in a measure, else in a heading above it, else the measure."""
    found = places.get((measure.ordinal, name)) or places.get((None, name))
    return found[-1] if found else measure.span


def of_units(measure: Measure, places: Places) -> Iterator[Issue]:
    """Units that are missing, printed twice, or do not look like units, each where it is printed."""
    names = [*measure.lead, *measure.responsible, *measure.supporting]
    where = _where(measure)
    if not names and not measure.implied:
        yield Issue(DOUBT, "no_unit", f"{where}没有写明责任单位，请指定由谁落实。", measure.span)
    for role in (measure.lead, measure.responsible, measure.supporting):
        for name in (n for n, times in Counter(role).items() if times > 1) if len(set(role)) < len(role) else ():
            yield Issue(
                DOUBT,
                "repeated_unit",
                f"{where}的名单里“{name}”印了两次，请核对是否应为另一个单位。",
                _place(measure, name, places),
            )
    yield from _elided(measure, names, places)
    for name in dict.fromkeys(n for n in names if not looks_like_unit(n)):
        yield Issue(DOUBT, "odd_unit", f"{where}的名单里“{short(name)}”不像单位名称，请核对。", _place(measure, name, places))


def _elided(measure: Measure, names: list[str], places: Places) -> Iterator[Issue]:
    """市住建局、税务局: the second is meant to be the city's as well. The printed name stays."""
    level = next((match.group() for name in names if (match := _LEVEL.match(name))), None)
    for name in dict.fromkeys(names) if level else ():
        if _WITHOUT_LEVEL.fullmatch(name) and not _LEVEL.match(name):
            message = f"{_where(measure)}的名单里“{name}”没有写明地区，可能是“{level}{name}”，请在确认单位时核对。"
            yield Issue(NOTE, "elided_prefix", message, _place(measure, name, places))


def _where(measure: Measure) -> str:
    return f"“{measure.label or ''}{short(measure.title)}”"


def _charged(placed: Placed) -> Iterator[Issue]:
    """Units that the text charges, where no list names any."""
    measure = placed.measure
    if measure.lead or measure.responsible or measure.supporting:
        return
    for charge in find_charged(placed.chosen.text):
        message = f"{_where(measure)}没有责任单位名单，正文要求“{charge.unit}”办理；请确认是否由它负责，确认前不作为责任单位。"
        yield Issue(DOUBT, "charged_in_prose", message, charge.span)


def _time_limits(placed: Placed, year: int | None) -> Iterator[Issue]:
    """Printed time limits without a day, and limits in the text whose year nobody names."""
    flow = placed.chosen.text
    for a in placed.chosen.attributions:
        if a.due:
            yield from of_deadline(_where(placed.measure), limit_of(flow, a), year)
    prose = without(flow, placed.chosen.attributions).text
    limits = yearless(prose)
    dated = {phrase.start for phrase in find_dates(prose, year)} if limits else set()
    for match in limits:
        if match.start() not in dated:
            yield _no_year(_where(placed.measure), match.group(), flow.span(match.start(), match.end()))


def _no_year(where: str, printed: str, span: Span) -> Issue:
    return Issue(DOUBT, "deadline_year", f"{where}的时限“{short(printed)}”没有写明年份，请填写完成日期。", span)


def of_deadline(where: str, limit: Flow, year: int | None) -> Iterator[Issue]:
    """A time limit that gives no day: without a year, counted from an event, or in words that no rule reads."""
    printed, span = limit.text, limit.span()
    doubt = read_deadline(printed, year).doubt
    if doubt == "deadline_year":
        yield _no_year(where, printed, span)
    elif doubt == "deadline_span":
        event = next((typed.event for typed in limits_in_label(limit, year) if typed.event), None)
        since = f"从“{event}”起算，没有固定日期，已照此读入" if event else "没有写明从哪一天起算，请填写完成日期"
        yield Issue(NOTE if event else DOUBT, doubt, f"{where}的时限“{short(printed)}”{since}。", span)
    elif doubt:
        yield Issue(DOUBT, doubt, f"{where}的时限“{short(printed)}”没有读出日期，请填写完成日期或选择长期坚持。", span)


def of_row(row: Row, year: int | None) -> Iterator[Issue]:
    """What is doubtful about the time limit of a table row."""
    title = row.cells.get("title") or row.cells.get("content")
    if title:
        yield from of_deadline(f"“{short(title.text)}”", row.cells["due"], year)


def _misprinted_digits(flow: Flow) -> Iterator[Issue]:
    for match in _LETTER_DIGIT.finditer(flow.text):
        message = f"“{match.group()}”里的字母“{match.group()[-1]}”应是数字 1，已按 1 读入，请核对。"
        yield Issue(DOUBT, "misprinted_digit", message, flow.span(match.start(), match.end()))


def _unclosed(placed: Placed) -> Iterator[Issue]:
    """Text behind the last unit bracket, where the brackets before it each close a sentence."""
    inline = [a for a in placed.chosen.attributions if a.inline and a.units]
    text = placed.chosen.text
    if not inline or (len(inline) == 1 and not _SENTENCE_END.search(text.text, 0, inline[0].start)):
        # Without a bracket nothing closes; one right behind the heading covers what follows.
        return
    rest = text.cut(inline[-1].end).strip("。；;\n ")
    if len(rest.text) > 8 and not find_attributions(rest.text):
        message = f"“{short(rest.text)}”排在最后一个责任单位括号之后，没有写明由谁负责，请核对。"
        yield Issue(DOUBT, "text_after_units", message, rest.span())


def of_plan(title: str | None, measures: Iterable[Measure], sections: Iterable[Node]) -> Iterator[Issue]:
    """What is doubtful about the plan as a whole."""
    if title is None:
        yield Issue(DOUBT, "no_title", "没有找到方案的标题，请填写。", (0, 0))
    listed = list(measures)
    if listed and not any(m.lead for m in listed):
        message = "全文没有写明牵头单位；责任单位名单的第一位是否牵头，请在核对时确定。"
        yield Issue(NOTE, "no_lead", message, listed[0].span)
    for root in sections:
        if root.label.kind not in ("heading", "chapter"):
            continue
        if not heading(root.own.text).title:
            yield Issue(DOUBT, "no_heading", f"“{root.label.shown}”没有标题，请核对。", root.paragraphs[0].span())
