"""What a check-up is: a patient, checks that change nothing, and findings of one line each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker.config import Settings
from tracker.db import Database
from tracker.marking import N_, sentence
from tracker.rules.days import official_day


class Health(StrEnum):
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it stands, and what to do about it. `facts` fill the words of `template`."""

    about: str
    health: Health
    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, translated: Callable[[str], str] = str) -> str:
        """The sentence, in Chinese without `translated`."""
        return sentence(self.template, self.facts, translated)


@dataclass(frozen=True)
class Patient:
    """What the checks look at."""

    settings: Settings
    database: Database
    now: datetime

    @property
    def today(self) -> date:
        return official_day(self.now)


# How something stands, the sentence, and the facts that fill it.
Answer = tuple[Health, str, Mapping[str, object]]


@dataclass(frozen=True)
class Check:
    """A check under the title of its finding."""

    title: str
    look: Callable[[Patient], Answer]


def found(health: Health, template: str, **facts: object) -> Answer:
    """What a check answers."""
    return health, template, facts


def made(checks: Iterable[Check], patient: Patient) -> Iterator[Finding]:
    """The finding of each check; one that breaks is itself a finding, for then the others are wanted all the more."""
    for check in checks:
        try:
            yield Finding(check.title, *check.look(patient))
        except Exception as error:
            facts = {"what": f"{type(error).__name__}: {error}"[:160]}
            yield Finding(check.title, Health.BAD, N_("检查没有完成（%(what)s）"), facts)
