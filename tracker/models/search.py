"""The index of search: one entry for each plan, task, report and file of evidence, kept in step by `models/searchable.py`."""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, Dialect, Index, Integer, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from tracker.models.base import Base

FULL_TEXT = "search_text"  # SQLite's FTS5 table over `grams`; its triggers follow every change of an entry


class Grams(TypeDecorator[list[str]]):
    """Marks and pairs of characters: an array of different ones in PostgreSQL; in SQLite a text in order, for phrases."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(Text()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return list(dict.fromkeys(value)) if dialect.name == "postgresql" else " ".join(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[str] | None:
        return value.split() if isinstance(value, str) else value


class SearchEntry(Base):
    """What can be found of one thing. `id` tells its kind and its own id (`rules.searching.key_of`), so it has no foreign keys.

    `marks` are those of `rules.searching`, in words; `text` is folded; `grams` are both, as the index finds them.
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_grams", "grams", postgresql_using="gin").ddl_if(dialect="postgresql"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False)
    marks: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    grams: Mapped[list[str]] = mapped_column(Grams)
