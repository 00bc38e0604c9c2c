"""Which body answers to a name on a day: the unit itself, or the one that a reform (机构改革) put in its place.

Source: practice of the reforms of 2018 and 2023: a body ends on a day, and the decision that ends it names the body that takes
over its duties (职责划入). A document goes on being read as of its own date, so the units of an old plan are those of its day.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Standing(StrEnum):
    """What a unit is on a day."""

    IN_FORCE = "in_force"
    SUCCEEDED = "succeeded"  # ended, and another answers in its place
    ENDED = "ended"  # ended, and nobody is entered as its successor
    NOT_FOUNDED = "not_founded"  # begins only later


@dataclass(frozen=True)
class Term(Generic[Key]):
    """From which day to which a unit stands, both days included, and who takes over from it; None where it is not known."""

    from_on: date | None = None
    to_on: date | None = None
    successor: Key | None = None


@dataclass(frozen=True)
class OnDay(Generic[Key]):
    """Who answers on the day, and how it stands with the unit that was asked for."""

    key: Key
    standing: Standing


def on_day(key: Key, terms: Mapping[Key, Term[Key]], day: date | None) -> OnDay[Key]:
    """Who answers for the unit on the day; without a day, now and until further notice.

    The chain of successors is followed to the first that stands on the day. Where it breaks off, or turns in a circle, the last
    body of it answers, and ENDED says that the office has to look.
    """
    term = terms.get(key, Term())
    if day is not None and term.from_on is not None and day < term.from_on:
        return OnDay(key, Standing.NOT_FOUNDED)
    if not _has_ended(term, day):
        return OnDay(key, Standing.IN_FORCE)
    seen, last = {key}, key
    while _has_ended(terms.get(last, Term()), day):
        after = terms[last].successor
        if after is None or after in seen:
            return OnDay(last, Standing.ENDED)
        seen.add(after)
        last = after
    return OnDay(last, Standing.SUCCEEDED)


def would_turn_in_a_circle(key: Key, successor: Key, terms: Mapping[Key, Term[Key]]) -> bool:
    """True where the unit would, by this successor, come to succeed itself."""
    seen: set[Key] = set()
    at: Key | None = successor
    while at is not None and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = terms.get(at, Term[Key]()).successor
    return False


def _has_ended(term: Term[Key], day: date | None) -> bool:
    return term.to_on is not None and (day is None or term.to_on < day)
