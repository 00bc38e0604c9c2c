"""Doubts about the units of a measure, each with its place, and the words in which doubts are told."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.intake.kinds import MarkKind
from tracker.intake.model import Issue, Mark, Measure, Span
from tracker.intake.outline import Node
from tracker.intake.persons import has_person
from tracker.intake.text import Flow
from tracker.intake.unit_headings import unit_headings
from tracker.intake.units import looks_like_unit

DOUBT, NOTE = "doubt", "note"
SHOWN = 24
_UNIT_MARKS = {MarkKind.LEAD, MarkKind.RESPONSIBLE, MarkKind.SUPPORTING}
# The level that a name begins with (市场监管局 and 区域 do not), and a name that tells neither level nor place.
_LEVEL = re.compile(r"[省市县区州旗](?!场|域|级)")
_WITHOUT_LEVEL = re.compile(
    r"(?!.*(?:分局|银保监|金融监管)|各|有关|相关|国|中|人民|团|本)(?:市场)?[^省市县区州旗乡镇（(]{2,10}(?:局|委|办|厅|委员会)"
)

# Where each unit of each measure is printed; measure None is a heading above.
Places = Mapping[tuple[int | None, str], Sequence[Span]]


def short(text: str) -> str:
    """The beginning of a text, for a message; without the mark that ends it."""
    first = text.split("\n")[0].rstrip("。；;，,：:")
    return first if len(first) <= SHOWN else first[:SHOWN] + "…"


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
    where = where_of(measure)
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


def of_unit_headings(roots: list[Node]) -> Iterator[Issue]:
    """Headings whose unit answers for what stands under them."""
    headed = unit_headings(roots)
    for node in (node for root in roots for node in root.walk() if id(node) in headed):
        names = "、".join(headed[id(node)].units)
        message = f"标题“{node.label.shown}{short(node.own.text)}”是单位名称，已作为它下面各条的责任单位“{names}”读入，请核对。"
        yield Issue(NOTE, "units_from_heading", message, node.paragraphs[0].span())


def of_people(where: str, printed: Flow) -> Iterator[Issue]:
    """People beside their units, who are not kept: tasks are laid on units."""
    if has_person(printed.text):
        yield Issue(NOTE, "person_left_out", f"{where}的单位名单里写有人名，只读入了单位，人名没有保留。", printed.span())


def _elided(measure: Measure, names: list[str], places: Places) -> Iterator[Issue]:
    """市住建局、税务局: the second is meant to be the city's as well. The printed name stays."""
    level = next((match.group() for name in names if (match := _LEVEL.match(name))), None)
    for name in dict.fromkeys(names) if level else ():
        if _WITHOUT_LEVEL.fullmatch(name) and not _LEVEL.match(name):
            message = f"{where_of(measure)}的名单里“{name}”没有写明地区，可能是“{level}{name}”，请在确认单位时核对。"
            yield Issue(NOTE, "elided_prefix", message, _place(measure, name, places))


def where_of(measure: Measure) -> str:
    """A measure by its label and title, as a doubt about it names it."""
    return f"“{measure.label or ''}{short(measure.title)}”"
