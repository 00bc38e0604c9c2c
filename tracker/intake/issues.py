"""Every doubt of a reading, in Chinese, with its place: what the office should look at before the plan is used."""

import re
from collections.abc import Iterable, Iterator

from tracker.intake.annexes import Annex
from tracker.intake.attribution import find_attributions
from tracker.intake.charged import find_charged
from tracker.intake.columns import UNIT_COLUMNS
from tracker.intake.dates import find_dates, yearless
from tracker.intake.deadlines import limits_in_label, read_deadline
from tracker.intake.measures import Placed, limit_of, without
from tracker.intake.model import Issue, Measure, Span
from tracker.intake.numerals import chinese
from tracker.intake.outline import GLUE, Node
from tracker.intake.parts import Parts
from tracker.intake.reading import Passed
from tracker.intake.script import SENTENCE, is_traditional
from tracker.intake.selection import heading
from tracker.intake.tables import Row
from tracker.intake.text import Flow
from tracker.intake.unit_issues import DOUBT, NOTE, SHOWN, Places, of_people, of_units, short, where_of

_SENTENCE_END = re.compile(r"[。；！]")
_LETTER_DIGIT = re.compile(r"[建成设立增到达][lI](?=[个所家名项户])")


def of_script(source: str) -> Iterator[Issue]:
    """The doubt that says how to mend a text in traditional script."""
    if is_traditional(source):
        yield Issue(DOUBT, "traditional_script", SENTENCE, (0, source.index("\n") if "\n" in source else len(source)))


def of_parts(parts: Parts) -> Iterator[Issue]:
    """What stands before and after the plan and was read over."""
    if parts.front:
        span = (parts.front[0].span()[0], parts.front[-1].span()[1])
        yield Issue(NOTE, "front_matter", f"方案正文之前还有“{short(parts.front[0].text)}”等文字，没有作为措施读入。", span)
    for flow in parts.closing:
        if len(flow.text) > SHOWN:
            yield Issue(NOTE, "closing", f"方案末尾的说明“{short(flow.text)}”不属于任何一条措施。", flow.span())
    for flow in parts.head:
        if any(a.units for a in find_attributions(flow.text)):
            message = f"“{short(flow.text)}”写明了责任单位，但没有编号，没有作为措施读入；请核对是否漏印了编号。"
            yield Issue(DOUBT, "unnumbered", message, flow.span())


def of_annex(annex: Annex, *, tasks: int = 0) -> Iterator[Issue]:
    """The note that says what an annex was read as, `tasks` the rows of its table that are measures."""
    read = []
    if annex.roster:
        read.append(f"领导小组名单（{len(annex.roster.seats)} 席）")
    if annex.checklists:
        items = sum(len(checklist.items) for checklist in annex.checklists)
        read.append(f"条件和材料清单（{len(annex.checklists)} 份，共 {items} 项）")
    message = f"“{annex.title}”已读为{'和'.join(read)}，不作为措施。" if read else f"“{annex.title}”没有作为措施读入。"
    if tasks:
        message = f"“{annex.title}”的表格已读为 {tasks} 条措施。"
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
        yield from of_people(where_of(measure), flow.cut(a.start, a.end))
    for a in placed.chosen.attributions:
        for statement in a.standing:
            if statement.units:
                names = "、".join(statement.units)
                message = f"原文说明以下各条均由“{names}”落实，已加到本部分后面没有列出它的各条。"
                yield Issue(NOTE, "standing", message, flow.span(a.start, a.end))
            else:
                yield Issue(NOTE, "standing", "原文说明列第一位的单位为牵头单位，已照此读入。", flow.span(a.start, a.end))


def _charged(placed: Placed) -> Iterator[Issue]:
    """Units that the text charges, where no list names any."""
    measure = placed.measure
    if measure.lead or measure.responsible or measure.supporting:
        return
    for charge in find_charged(placed.chosen.text):
        message = f"{where_of(measure)}没有责任单位名单，正文要求“{charge.unit}”办理；请确认是否由它负责，确认前不作为责任单位。"
        yield Issue(DOUBT, "charged_in_prose", message, charge.span)


def _time_limits(placed: Placed, year: int | None) -> Iterator[Issue]:
    """Printed time limits without a day, and limits in the text whose year nobody names."""
    flow = placed.chosen.text
    for a in placed.chosen.attributions:
        if a.due:
            yield from of_deadline(where_of(placed.measure), limit_of(flow, a), year)
    prose = without(flow, placed.chosen.attributions).text
    limits = yearless(prose)
    dated = {phrase.start for phrase in find_dates(prose, year)} if limits else set()
    for match in limits:
        if match.start() not in dated:
            yield _no_year(where_of(placed.measure), match.group(), flow.span(match.start(), match.end()))


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
    """What is doubtful about the time limit of a table row, and the people beside its units."""
    title = row.cells.get("title") or row.cells.get("content")
    where = f"“{short(title.text)}”" if title else ""
    if title and "due" in row.cells:
        yield from of_deadline(where, row.cells["due"], year)
    for column in UNIT_COLUMNS if title else ():
        yield from of_people(where, row.cells[column]) if column in row.cells else ()


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
