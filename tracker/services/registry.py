"""Find, or enter, the places and units that a document names."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, Unit, UnitName
from tracker.rules.unit_forms import Place
from tracker.rules.unit_matching import Certainty, is_placeless, match
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
    """The units of one jurisdiction by every name they are known by, read once for a whole document.

    What was decided about names that nobody had entered is kept for the office: `entered`, new units; `matched`, names taken by
    rule for a known unit; `asked`, new units that may be one with the units given beside them.
    """

    session: Session
    jurisdiction: Jurisdiction
    entered: list[Unit] = field(default_factory=list)
    matched: dict[str, Unit] = field(default_factory=dict)
    asked: dict[str, tuple[Unit, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.session.execute(
            select(UnitName.name, Unit)
            .join(Unit, Unit.id == UnitName.unit_id)
            .where(UnitName.jurisdiction_id == self.jurisdiction.id)
            .order_by(UnitName.id)
        )
        self._by_name = {comparable(name): unit for name, unit in rows}
        self._place = Place(self.jurisdiction.name, self.jurisdiction.level)

    def resolve(self, printed: str, beside: Collection[str] = ()) -> Unit:
        """The unit of that name, or the one that it certainly means by rule; else a new one, entered under it.

        A name matched by rule is remembered as a name of its unit, unless it says no place: then the list in which it stands,
        `beside`, has its say each time. One that only may mean a known unit is entered as a new one and asked about.
        """
        known = self.find(printed)
        if known is not None:
            return known
        printed = printed[:LONGEST_NAME]
        found = match(printed, self._by_name, self._place, beside)
        if found.certainty is Certainty.CERTAIN:
            return self._remember(printed, found.keys[0])
        unit = self.enter(printed)
        self.entered.append(unit)
        if found.certainty is Certainty.LIKELY:
            self.asked[unit.name] = found.keys
        return unit

    def _remember(self, printed: str, unit: Unit) -> Unit:
        self.matched[printed] = unit
        if not is_placeless(printed, self._place):
            self.session.add(UnitName(jurisdiction_id=self.jurisdiction.id, unit_id=unit.id, name=printed))
            self._by_name[comparable(printed)] = unit
        return unit

    def issues(self) -> list[dict[str, object]]:
        """What the office should look at of the names decided on here, in the shape of a plan's issues."""
        return [
            *(_issue("doubt", "unit_like", _may_be(name, units)) for name, units in self.asked.items()),
            *(
                _issue("note", "unit_matched", f"“{name}”按规则认作“{unit.name}”，如有不符请更正。")
                for name, unit in self.matched.items()
            ),
            *(_issue("note", "unit_entered", _is_new(unit.name)) for unit in self.entered if unit.name not in self.asked),
        ]

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


def _issue(severity: str, code: str, message: str) -> dict[str, object]:
    return {"severity": severity, "code": code, "message": message, "span": None}


def _may_be(name: str, units: tuple[Unit, ...]) -> str:
    others = "、".join(f"“{unit.name}”" for unit in units)
    return f"“{name}”可能与{others}为同一单位，暂按新单位登入单位名录，请核对。"


def _is_new(name: str) -> str:
    return f"“{name}”此前未登记，已按文中名称登入单位名录，请核对是否与已有单位重复。"
