"""Sentences with places to fill, in two renderings that say the same: filled in Python for one matter, spelt in SQL for all.

A reminder for each of a million shares is written by the database itself; a page that shows one beforehand fills the same
phrase. `tests/services/test_phrases.py` holds the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal

Facts = Mapping[str, str | int | None]
Columns = Mapping[str, ColumnElement[Any]]


@dataclass(frozen=True)
class Phrase:
    """Text with places in braces: a place is one of the `parts`, or the fact of that name as it is."""

    text: str
    parts: Mapping[str, "Part"]


@dataclass(frozen=True)
class Cut:
    """A fact, shortened with … to `length` characters."""

    fact: str
    length: int


@dataclass(frozen=True)
class Either:
    """`then` where the fact is a number above `above`, else `otherwise`; where it is absent too."""

    fact: str
    then: "Part"
    otherwise: "Part"
    above: int = 0


@dataclass(frozen=True)
class Word:
    """The word that stands for the value of the fact; nothing where there is none."""

    fact: str
    words: Mapping[str, str]


Part = Phrase | Cut | Either | Word


def phrase(text: str, **parts: "Part | str") -> Phrase:
    """The phrase; a part may be given as plain text with places of its own."""
    return Phrase(text, {name: phrase(part) if isinstance(part, str) else part for name, part in parts.items()})


def either(fact: str, then: "Part | str", otherwise: "Part | str" = "", *, above: int = 0) -> Either:
    """One of two parts, by a number."""
    first, second = (phrase(part) if isinstance(part, str) else part for part in (then, otherwise))
    return Either(fact, first, second, above)


def fill(part: Part, facts: Facts) -> str:
    """The text for one matter."""
    match part:
        case Phrase():
            return "".join(before + _filled(part, place, facts) for before, place in _pieces(part))
        case Cut():
            text = str(facts[part.fact])
            return text if len(text) <= part.length else text[: part.length - 1] + "…"
        case Either():
            value = facts[part.fact]
            return fill(part.then if isinstance(value, int) and value > part.above else part.otherwise, facts)
        case Word():
            return part.words.get(str(facts[part.fact]), "")


def spell(part: Part, columns: Columns) -> ColumnElement[str]:
    """The text as an expression over the columns."""
    match part:
        case Phrase():
            said: ColumnElement[str] = literal("", String)
            for before, place in _pieces(part):
                if before:
                    said = said + literal(before, String)
                if place:
                    inner = part.parts.get(place)
                    said = said + (spell(inner, columns) if inner else cast(columns[place], String))
            return said
        case Cut():
            column = columns[part.fact]
            short = func.substr(column, 1, part.length - 1) + literal("…", String)
            return case((func.length(column) > part.length, short), else_=column)
        case Either():
            return case((columns[part.fact] > part.above, spell(part.then, columns)), else_=spell(part.otherwise, columns))
        case Word():
            chosen = cast(columns[part.fact], String)
            return case(
                *((chosen == value, literal(word, String)) for value, word in part.words.items()), else_=literal("", String)
            )


def _pieces(part: Phrase) -> list[tuple[str, str | None]]:
    return [(before, place) for before, place, _, _ in Formatter().parse(part.text)]


def _filled(part: Phrase, place: str | None, facts: Facts) -> str:
    if place is None:
        return ""
    inner = part.parts.get(place)
    return fill(inner, facts) if inner else str(facts[place])
