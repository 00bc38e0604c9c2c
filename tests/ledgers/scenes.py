"""A plan whose ledger goes out and comes back: five tasks that 县卫生健康局 leads, drafts of the first two."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, PERIOD, Factory, parsed_measure
from tests.ledgers.damaged_ledgers import DRAFTS, TASKS
from tracker.intake.ledgers.grids import read_grids
from tracker.intake.ledgers.returned import LedgerFile, Words, read_ledger
from tracker.intake.limits import DEFAULT_LIMITS
from tracker.ledger_labels import CHOICES, HEADS
from tracker.models import Assignment, LedgerImport, Plan, Task, Update
from tracker.queries.lights import light_clock
from tracker.reports.ledger_book import Book, to_csv, to_xlsx
from tracker.rules.days import official_day
from tracker.services.ledger_exports import export_ledger
from tracker.services.ledger_imports import apply_import, compared, comparison_mark, receive

WORDS = Words(HEADS, CHOICES)


class Scene:
    """The plan, and the ways out and in of its ledger."""

    def __init__(self, factory: Factory) -> None:
        self.factory, self.cast = factory, factory.cast
        measures = [parsed_measure(title=title, label=f"（{n}）", text=f"{title}。") for n, title in enumerate(TASKS, start=1)]
        self.plan_id = factory.plan(*measures)
        with factory.database.reading() as session:
            tasks = select(Task.title, Task.id).where(Task.plan_id == self.plan_id)
            self.task_ids: dict[str, int] = dict(session.execute(tasks).all())  # type: ignore[arg-type]
        for task_id in self.task_ids.values():
            factory.acknowledge(task_id)
        for title, (percent, narrative) in DRAFTS.items():
            factory.draft(self.task_ids[title], percent=percent, narrative=narrative, evidence=False)
        self.share_ids = {title: factory.share(task_id) for title, task_id in self.task_ids.items()}
        self.titles = {share_id: title for title, share_id in self.share_ids.items()}

    def export(self, who: str = "liaison", period: str = PERIOD, now: datetime = NOW) -> tuple[bytes, bytes]:
        """The ledger as a workbook and as CSV, of one export."""
        book = self.book(who, period, now)
        return to_xlsx(book), to_csv(book)

    def book(self, who: str = "liaison", period: str = PERIOD, now: datetime = NOW) -> Book:
        """What is exported."""
        with self.factory.database.transaction() as session:
            clock = light_clock(session, official_day(now), official_day(now))
            plan = session.get_one(Plan, self.plan_id)
            return export_ledger(session, plan, period, clock, actor=getattr(self.cast, who), now=now)

    def receive(
        self, session: Session, data: bytes, who: str = "liaison", name: str = "台账.xlsx", now: datetime = NOW
    ) -> LedgerImport:
        """The file, read and kept."""
        plan = session.get_one(Plan, self.plan_id)
        return receive(session, plan, read(data, name), data, name, actor=getattr(self.cast, who), now=now)

    def apply(
        self,
        session: Session,
        row: LedgerImport,
        also: Collection[tuple[int, str]] = (),
        *,
        who: str = "liaison",
        now: datetime = NOW,
    ) -> int:
        """Take over what only they changed, and the cells named."""
        actor = getattr(self.cast, who)
        found = compared(session, row, actor=actor, now=now)
        chosen = [key for key, cell in found.choosable.items() if cell.fate == "apply"]
        return apply_import(session, row, [*chosen, *also], comparison_mark(found), actor=actor, now=now)

    def drafts(self, session: Session) -> dict[tuple[str, str], str]:
        """What every draft of the unit says, by task and column."""
        query = (
            select(Update).join(Assignment).where(Assignment.id.in_(self.titles), Update.period == PERIOD).order_by(Update.version)
        )
        found: dict[tuple[str, str], str] = {}
        for update in session.scalars(query):
            said = {
                "kind": update.kind.value, "percent": str(update.percent), "narrative": update.narrative,
                "problems": update.problems, "next_step": update.next_step,
                "self_rating": update.self_rating.value if update.self_rating else "",
            }  # fmt: skip
            found.update({(self.titles[update.assignment_id], column): value for column, value in said.items()})
        return found


def read(data: bytes, name: str = "台账.xlsx") -> LedgerFile:
    """What a file says."""
    return read_ledger(read_grids(data, name, DEFAULT_LIMITS), WORDS)
