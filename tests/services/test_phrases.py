"""Phrases say the same, whether Python fills them or the database spells them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, Select, String, literal, select, union_all

from tracker.db import Database
from tracker.queries.reminder_sources import Side
from tracker.rules.reminders import Ladder
from tracker.services.phrases import Part, fill, spell
from tracker.services.reminder_texts import ABOUT, SAID, path_of

# What a title may hold: Chinese, letters beyond the basic plane, quotes, percent and braces. No database keeps a NUL in a text.
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=70) | st.sampled_from(
    ["增加托位供给", "字" * 60, "字" * 61, "𠮷" * 61, "“引号”'\"%s{title}\\"]
)
NUMBER = st.integers(0, 3)
FACTS = st.fixed_dictionaries({
    "plan": TEXT, "title": TEXT, "unit": TEXT, "period": TEXT, "short": TEXT, "long": TEXT, "note": TEXT,
    "kind": st.sampled_from(["", "urge", "supervision"]),
    "subject": st.sampled_from(["task", "objection", "closing", "update", "plan"]),
    "tasks": NUMBER, "units": NUMBER, "is_past": NUMBER, "number": NUMBER, "year": NUMBER, "task_id": NUMBER, "subject_id": NUMBER,
    "paper_id": NUMBER, "left": NUMBER, "before_head": NUMBER, "to_head": NUMBER,
})  # fmt: skip


def parts() -> dict[str, Part]:
    """Every phrase that reminders are made of."""
    found: dict[str, Part] = {"about": ABOUT}
    for ladder in Ladder:
        for side in Side:
            title, body = SAID[ladder].for_side(side)
            found |= {
                f"{ladder}:{side}:title": title,
                f"{ladder}:{side}:body": body,
                f"{ladder}:{side}:path": path_of(ladder, side),
            }
    return found


@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(many=st.lists(FACTS, min_size=8, max_size=8))
def test_the_database_spells_what_python_fills(database: Database, many: list[dict[str, Any]]) -> None:
    rows = union_all(*(_row(n, facts) for n, facts in enumerate(many))).subquery()
    phrases = parts()
    query = select(*(spell(part, rows.c).label(name) for name, part in phrases.items())).order_by(rows.c.n)
    with database.reading() as session:
        spelt = [dict(row._mapping) for row in session.execute(query)]
    assert spelt == [{name: fill(part, facts) for name, part in phrases.items()} for facts in many]


def _row(n: int, facts: dict[str, Any]) -> Select[Any]:
    columns = ((name, literal(value, Integer() if isinstance(value, int) else String())) for name, value in sorted(facts.items()))
    return select(literal(n).label("n"), *(column.label(name) for name, column in columns))


@pytest.mark.parametrize("ladder", Ladder)
def test_each_ladder_has_its_words_for_everyone_it_speaks_to(ladder: Ladder) -> None:
    for side in Side:
        assert all(part.text for part in SAID[ladder].for_side(side))
