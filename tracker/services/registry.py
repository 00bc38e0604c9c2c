"""Find, or enter, the places and units that a document names."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, Unit, UnitName
from tracker.rules.unit_names import comparable, is_collective, kind_of

LONGEST_NAME = 120  # what is longer is a sentence that was taken for a name; the office sees it among the doubts
ROOT_NAME, ROOT_LEVEL = "全国", "nation"


def root(session: Session) -> Jurisdiction:
    """The jurisdiction above all others, entered at first use."""
    found = session.scalar(select(Jurisdiction).where(Jurisdiction.parent_id.is_(None)))
    return found or _enter(session, None, ROOT_NAME, ROOT_LEVEL)


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
    """The units of one jurisdiction by every name they are known by, read once for a whole document."""

    session: Session
    jurisdiction: Jurisdiction
    entered: list[Unit] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = self.session.execute(
            select(UnitName.name, Unit)
            .join(Unit, Unit.id == UnitName.unit_id)
            .where(UnitName.jurisdiction_id == self.jurisdiction.id)
        )
        self._by_name = {comparable(name): unit for name, unit in rows}

    def resolve(self, printed: str) -> Unit:
        """The unit of that name; one that nobody knows yet is entered under it and listed in `entered`."""
        known = self.find(printed)
        if known is not None:
            return known
        unit = self.enter(printed)
        self.entered.append(unit)
        return unit

    def enter(self, name: str, *, aliases: tuple[str, ...] = (), official_name: str | None = None, kind: str | None = None) -> Unit:
        """A new unit of this jurisdiction with its names; a name already taken by another unit stays with that one."""
        name = name[:LONGEST_NAME]
        unit = Unit(
            jurisdiction_id=self.jurisdiction.id,
            name=name,
            official_name=official_name,
            kind=kind or kind_of(name),
            is_collective=is_collective(name) if kind is None else kind == "collective",
        )
        self.session.add(unit)
        self.session.flush()
        for alias in dict.fromkeys(filter(None, (name, official_name, *aliases))):
            if comparable(alias) not in self._by_name:
                self.session.add(UnitName(jurisdiction_id=self.jurisdiction.id, unit_id=unit.id, name=alias))
                self._by_name[comparable(alias)] = unit
        self.session.flush()
        return unit

    def find(self, printed: str) -> Unit | None:
        """The unit of that name, or None."""
        return self._by_name.get(comparable(printed[:LONGEST_NAME]))
