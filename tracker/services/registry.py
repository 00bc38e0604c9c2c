"""Find, or enter, the places and units that a document names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, ReadingIssue, Unit, UnitName
from tracker.rules.statuses import NameOrigin
from tracker.rules.unit_forms import Place
from tracker.rules.unit_levels import level_of
from tracker.rules.unit_matching import Certainty, is_place_in_doubt, is_placeless, match
from tracker.rules.unit_names import UnitKind, comparable, is_collective, kind_of
from tracker.rules.unit_succession import Standing, Term, on_day
from tracker.services import unit_questions
from tracker.services.unit_questions import UnitQuestion

LONGEST_NAME = 120  # what is longer is a sentence that was taken for a name; the office sees it among the doubts
ROOT_NAME, ROOT_LEVEL = "全国", "nation"


def root(session: Session) -> Jurisdiction:
    """The jurisdiction above all others, entered at first use."""
    found = session.scalar(select(Jurisdiction).where(Jurisdiction.parent_id.is_(None)))
    return found or _enter(session, None, ROOT_NAME, ROOT_LEVEL)


def known_place(session: Session, name: str) -> Jurisdiction | None:
    """The only jurisdiction of that name; None where there is none, or more than one."""
    found = session.scalars(select(Jurisdiction).where(Jurisdiction.name == name).limit(2)).all()
    return found[0] if len(found) == 1 else None


def place(session: Session, name: str, level: str, parent: Jurisdiction | None = None) -> Jurisdiction:
    """The jurisdiction of that name: below `parent` if one is given, else the only one anywhere; entered if there is none.

    Where several places share a name and no parent tells them apart, a new one is entered below the root, for the office to
    settle: taking one of them would be a silent guess.
    """
    query = select(Jurisdiction).where(Jurisdiction.name == name)
    if parent is not None:
        query = query.where(Jurisdiction.parent_id == parent.id)
    found = session.scalars(query.limit(2)).all()
    if len(found) == 1:
        return found[0]
    return _enter(session, parent or root(session), name, level)


def _enter(session: Session, parent: Jurisdiction | None, name: str, level: str) -> Jurisdiction:
    entered = Jurisdiction(parent_id=parent.id if parent else None, name=name, level=level)
    session.add(entered)
    session.flush()
    entered.path = f"{parent.path if parent else '/'}{entered.id}/"
    session.flush()
    return entered


@dataclass
class Registry:
    """The units of one jurisdiction by every name they are known by, read once for a whole document.

    `on` is the document's date: a name means the body that stood on that day. Without it, that of now and until further notice.
    What was decided about names that nobody had entered is kept for the office: `entered`, new units; `matched`, names taken by
    rule for a known unit; and a question or a note for each (`issues`).
    """

    session: Session
    jurisdiction: Jurisdiction
    on: date | None = None
    entered: list[Unit] = field(default_factory=list)
    matched: dict[str, Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.session.execute(
            select(UnitName.name, Unit)
            .join(Unit, Unit.id == UnitName.unit_id)
            .where(UnitName.jurisdiction_id == self.jurisdiction.id)
            .order_by(UnitName.id)
        ).all()
        self._by_name = {comparable(name): unit for name, unit in rows}
        self._by_id = {unit.id: unit for _, unit in rows}
        self._terms = {unit.id: Term(unit.from_on, unit.to_on, unit.successor_id) for _, unit in rows}
        self._place = Place(self.jurisdiction.name, self.jurisdiction.level)
        self._open = self._open_questions()
        self._questions: dict[tuple[str, str], UnitQuestion] = {}

    def _open_questions(self) -> dict[int, tuple[Unit, ...]]:
        """The units of which another document's reading still asks whether they are one with others: by id, with those."""
        query = (
            select(ReadingIssue.unit_id, ReadingIssue.candidates)
            .join(Unit, Unit.id == ReadingIssue.unit_id)
            .where(
                ReadingIssue.code == unit_questions.LIKE,
                ReadingIssue.settled_at.is_(None),
                Unit.jurisdiction_id == self.jurisdiction.id,
            )
        )
        found = {unit_id: [self._by_id[key] for key in keys if key in self._by_id] for unit_id, keys in self.session.execute(query)}
        return {unit_id: tuple(units) for unit_id, units in found.items() if units}

    def resolve(self, printed: str, beside: Collection[str] = ()) -> Unit:
        """The unit of that name, or the one that it certainly means by rule; else a new one, entered under it.

        A name matched by rule is remembered as a name of its unit, unless it says no place: then the list in which it stands,
        `beside`, has its say each time. One that only may mean a known unit is entered as a new one and asked about, and is
        asked about in every further document until the office has answered; after that never again.
        """
        known = self.find(printed)
        if known is not None:
            return self._as_known(printed, known, beside)
        printed = printed[:LONGEST_NAME]
        found = match(printed, self._by_name, self._place, beside)
        if found.certainty is Certainty.CERTAIN:
            return self._on_day(printed, self._remember(printed, found.keys[0]))
        unit = self.enter(printed)
        self.entered.append(unit)
        if found.certainty is Certainty.LIKELY:
            self._keep(unit.name, unit_questions.like(printed, unit, self._candidates(found.keys)))
        else:
            self._keep(unit.name, unit_questions.entered(unit))
        return unit

    def _as_known(self, printed: str, known: Unit, beside: Collection[str]) -> Unit:
        if known.id in self._open:
            self._keep(known.name, unit_questions.like(printed, known, self._open[known.id]))
        if self._is_place_in_doubt(printed, known, beside):
            self._keep(printed, unit_questions.place_unsaid(printed, known))
        return self._on_day(printed, known)

    def _is_place_in_doubt(self, printed: str, known: Unit, beside: Collection[str]) -> bool:
        if not is_placeless(printed, self._place):
            return False
        others = {name: unit for name, unit in self._by_name.items() if unit is not known}
        return is_place_in_doubt(printed, others, self._place, beside)

    def _on_day(self, printed: str, unit: Unit) -> Unit:
        """Who answers to the name on the document's day, and a word to the office where that is not the unit as it is kept."""
        answer = on_day(unit.id, self._terms, self.on)
        if answer.standing is Standing.SUCCEEDED:
            successor = self._by_id[answer.key]
            self._keep(printed, unit_questions.succeeded(printed, unit, successor))
            return successor
        if answer.standing is Standing.ENDED:
            self._keep(printed, unit_questions.ended(printed, unit))
        elif answer.standing is Standing.NOT_FOUNDED:
            self._keep(printed, unit_questions.not_founded(printed, unit))
        return unit

    def _candidates(self, units: Collection[Unit]) -> tuple[Unit, ...]:
        """The units, each as it stands on the document's day, so that no answer leads to a body that has ended."""
        answers = [on_day(unit.id, self._terms, self.on) for unit in units]
        return tuple(dict.fromkeys(self._by_id[answer.key] for answer in answers))

    def _keep(self, about: str, question: UnitQuestion) -> None:
        self._questions.setdefault((question.code, about), question)

    def _remember(self, printed: str, unit: Unit) -> Unit:
        self.matched[printed] = unit
        self._keep(printed, unit_questions.matched(printed, unit))
        if not is_placeless(printed, self._place):
            self._add_name(unit, printed, NameOrigin.MATCHED)
        return unit

    def _add_name(self, unit: Unit, name: str, origin: NameOrigin) -> None:
        self.session.add(UnitName(jurisdiction_id=self.jurisdiction.id, unit_id=unit.id, name=name, origin=origin))
        self._by_name[comparable(name)] = unit

    def issues(self) -> list[dict[str, object]]:
        """What the office should look at of the names decided on here, in the shape of a plan's issues."""
        return [question.as_issue() for question in unit_questions.in_order(self._questions.values())]

    def enter(
        self,
        name: str,
        *,
        aliases: tuple[str, ...] = (),
        official_name: str | None = None,
        kind: str | None = None,
        origin: NameOrigin = NameOrigin.ENTERED,
    ) -> Unit:
        """A new unit of this jurisdiction with its names; a name already taken by another unit stays with that one."""
        name = name[:LONGEST_NAME]
        unit = Unit(
            jurisdiction_id=self.jurisdiction.id,
            name=name,
            official_name=official_name,
            kind=kind or kind_of(name),
            level=level_of(name, self._place),
            is_collective=is_collective(name) if kind is None else kind == UnitKind.COLLECTIVE,
        )
        self.session.add(unit)
        self.session.flush()
        self._by_id[unit.id], self._terms[unit.id] = unit, Term()
        self.add_names(unit, (name, official_name, *aliases), origin)
        return unit

    def add_names(self, unit: Unit, names: Iterable[str | None], origin: NameOrigin = NameOrigin.ENTERED) -> None:
        """Know the unit under these names too; a name that another unit bears stays with that one."""
        for name in dict.fromkeys(filter(None, names)):
            if comparable(name) not in self._by_name:
                self._add_name(unit, name, origin)
        self.session.flush()

    def find(self, printed: str) -> Unit | None:
        """The unit of that name, or None."""
        return self._by_name.get(comparable(printed[:LONGEST_NAME]))

    def find_certain(self, names: Sequence[str]) -> Unit | None:
        """The unit that bears the first of these names which any bears, else the one that a name certainly means; or None."""
        exact = next(filter(None, map(self.find, names)), None)
        if exact is not None:
            return exact
        found = (match(name, self._by_name, self._place) for name in names)
        return next((answer.keys[0] for answer in found if answer.certainty is Certainty.CERTAIN), None)
