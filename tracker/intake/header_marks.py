"""Where the header of a plan is printed: its title, number, issuers, date, the documents it rests on, and its sunset clause."""

from collections.abc import Iterator

from tracker.intake.dates import find_dates
from tracker.intake.kinds import MarkKind
from tracker.intake.model import Header, Mark
from tracker.intake.parts import Parts
from tracker.intake.text import Flow, join

# A line that names an issuer or a date is short; what is longer speaks of one.
_LONGEST_LINE, _LONGEST_DATE_LINE = 200, 40
# No document has more issuers; a forged one could, without end.
_MOST_ISSUERS = 50


def header_marks(header: Header, parts: Parts) -> Iterator[Mark]:
    """A mark for each thing that the header holds, at the line or in the sentence that says it."""
    before = [*parts.front, *parts.head]
    yield from _title(header.title, parts)
    if header.document_number:
        yield from _whole_line(MarkKind.DOCUMENT_NUMBER, header.document_number, before)
    for name in header.issuer[:_MOST_ISSUERS]:
        yield from _issuer(name, header.issuer, before)
    if header.issued_on:
        yield from _issued_on(header.issued_on, [*before, *parts.colophon])
    preamble = join(parts.head)
    for name in header.basis:
        yield from _found(MarkKind.BASIS, f"《{name}》", preamble, name)
    for flow in parts.closing if header.sunset else ():
        yield from _found(MarkKind.SUNSET, header.sunset or "", flow, header.sunset)


def _title(title: str | None, parts: Parts) -> Iterator[Mark]:
    """The lines that make up the title, else the place where it is cited."""
    if not title:
        return
    for first in range(len(parts.head)):
        lines: list[Flow] = []
        for flow in parts.head[first : first + 8]:
            lines.append(flow)
            said = "".join(line.text for line in lines)
            if said == title:
                yield Mark(MarkKind.TITLE, (lines[0].span()[0], lines[-1].span()[1]), None, title)
                return
            if not title.startswith(said):
                break
    cited = (mark for flow in (*parts.front, *parts.head) for mark in _found(MarkKind.TITLE, title, flow, title))
    yield from list(cited)[:1]


def _whole_line(kind: MarkKind, text: str, flows: list[Flow]) -> Iterator[Mark]:
    return (Mark(kind, flow.span(), None, text) for flow in flows if flow.text == text)


def _issuer(name: str, issuers: tuple[str, ...], flows: list[Flow]) -> Iterator[Mark]:
    """The issuer on each line that holds nothing but issuers."""
    for flow in flows:
        if len(flow) <= _LONGEST_LINE and name in flow.text and not _rest(flow.text, issuers):
            yield from _found(MarkKind.ISSUER, name, flow, name)


def _rest(text: str, issuers: tuple[str, ...]) -> str:
    for name in sorted(issuers, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def _issued_on(day: str, flows: list[Flow]) -> Iterator[Mark]:
    for flow in flows:
        if len(flow) <= _LONGEST_DATE_LINE and flow.text.endswith(("日", "印发", "发布")):
            for date in find_dates(flow.text)[:1]:
                if date.last_day == day:
                    yield Mark(MarkKind.ISSUED_ON, flow.span(date.start, date.end), None, day)
                    return


def _found(kind: MarkKind, text: str, flow: Flow, value: str | None) -> Iterator[Mark]:
    """The first place of a text in a flow."""
    at = flow.text.find(text)
    if at >= 0:
        yield Mark(kind, flow.span(at, at + len(text)), None, value)
