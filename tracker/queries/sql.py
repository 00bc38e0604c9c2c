"""The two or three things that SQLite and PostgreSQL write differently, and pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Integer, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

PAGE_SIZE = 30
Row = TypeVar("Row")


class days_between(FunctionElement[int]):
    """Whole days from the first date to the second."""

    inherit_cache = True
    type = Integer()


@compiles(days_between, "sqlite")
def _days_between_sqlite(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:
    start, end = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_between_postgresql(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:
    start, end = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, its number from 1, and how many there are in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """How many rows the query would give."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def page_of(session: Session, query: Select[*tuple[Any, ...]], number: int, size: int = PAGE_SIZE) -> tuple[list[Any], int, int]:
    """The rows of one page, the page's number (clamped to what there is) and the total."""
    total = count(session, query)
    number = max(1, min(number, -(-total // size) or 1))
    return list(session.execute(query.limit(size).offset((number - 1) * size))), number, total


def insert_new(session: Session, table: Any) -> Any:
    """An INSERT into the table, in the dialect of the database, that may leave out what is there (`on_conflict_do_nothing`)."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
