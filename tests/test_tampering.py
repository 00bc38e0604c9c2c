"""Whoever has the database, the files or the witness in hand and changes them is found out, and where.

Each test spoils a copy of one lived-in installation on SQLite, with the guards of its tables taken away.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import orders
from tests.factories import NOW, PDF, Factory, cast_of
from tracker.db import Database
from tracker.models import Plan, Update
from tracker.queries.kept_files import kept_after
from tracker.rules.permissions import SYSTEM
from tracker.services import audit, evidence
from tracker.services.kept_files import verify_files
from tracker.services.reports import draw_report
from tracker.storage import Storage
from tracker.witness import Witness

Found = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Installation:
    """A data folder: database, files, and the witness beside them."""

    folder: Path

    @property
    def witness(self) -> Path:
        return self.folder / "event_heads.jsonl"

    def open(self) -> Database:
        return Database(f"sqlite:///{self.folder / 'tracker.db'}", Witness(self.witness))

    def run(self, *statements: str) -> None:
        """Change the database past the program."""
        with closing(sqlite3.connect(self.folder / "tracker.db")) as connection:
            for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {trigger}")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def one(self, query: str, *values: object) -> int:
        """The number that the query gives."""
        with closing(sqlite3.connect(self.folder / "tracker.db")) as connection:
            return int(connection.execute(query, values).fetchone()[0])

    def breaks(self) -> Found:
        """(plan, event, why) of everything that a verification of the database finds."""
        database = self.open()
        with database.reading() as session:
            found = audit.verify(session, Witness(self.witness).heads())[1]
        database.dispose()
        return [(item.plan, item.event, item.why) for item in found]

    def spoilt_files(self) -> list[tuple[str, str]]:
        """(sha256, why) of every file that is not as it was handed in."""
        database = self.open()
        with database.reading() as session:
            found = list(verify_files(kept_after(session, ""), Storage(self.folder / "files")))
        database.dispose()
        return [(item.file, item.why) for item in found]

    def files(self) -> list[Path]:
        return sorted(path for path in (self.folder / "files").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def lived_in(sqlite_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Two plans: one closed, with an order and a report drawn up; one begun."""
    made = Installation(tmp_path_factory.mktemp("lived-in"))
    shutil.copy(sqlite_folder / "cast.db", made.folder / "tracker.db")
    database = made.open()
    with database.reading() as session:
        factory = Factory(database, Storage(made.folder / "files"), cast_of(session))
    orders.accepted(factory, factory.closure_requested(), items=(orders.ITEM,))
    begun = factory.acknowledged()
    draft_id = factory.draft(begun)
    with database.transaction() as session:
        draft = session.get_one(Update, draft_id)
        evidence.attach(session, factory.storage, draft, "照片.pdf", PDF + b"\n", actor=factory.cast.liaison, now=NOW)
        for plan in session.scalars(select(Plan)):
            draw_report(session, plan, NOW.date(), actor=SYSTEM, now=NOW)
    database.dispose()
    return made


@pytest.fixture
def installation(lived_in: Installation, tmp_path: Path) -> Installation:
    """A copy to spoil."""
    return Installation(Path(shutil.copytree(lived_in.folder, tmp_path / "data")))


def test_what_nobody_touched_has_no_break(installation: Installation) -> None:
    assert (installation.breaks(), installation.spoilt_files()) == ([], [])


SWAP = "UPDATE event SET {0} = CASE WHEN seq = 3 THEN {1} ELSE {2} END WHERE chain = 1 AND seq IN (3, 4)"
CUT = ("DELETE FROM event WHERE chain = 1 AND seq > 6",)
HIDE = "UPDATE chain_head SET seq = 6, hash = (SELECT hash FROM event WHERE chain = 1 AND seq = 6) WHERE chain = 1"


@pytest.mark.parametrize(
    ("statements", "at", "why"),
    [
        pytest.param(("UPDATE event SET reason = '改写' WHERE chain = 1 AND seq = 4",), 4, "内容被改动", id="an event edited"),
        pytest.param(("UPDATE event SET at = '2025-03-01 00:00:00' WHERE chain = 1 AND seq = 4",), 4, "内容被改动", id="its time"),
        pytest.param(("DELETE FROM event WHERE chain = 1 AND seq = 4",), 5, "中间的事件缺失", id="one deleted"),
        pytest.param(
            ("UPDATE event SET seq = -seq WHERE chain = 1 AND seq IN (3, 4)",
             "UPDATE event SET seq = CASE WHEN seq = -3 THEN 4 ELSE 3 END WHERE chain = 1 AND seq < 0"),
            4, "与上一事件不相接", id="two in another order",
        ),
        pytest.param(
            ("UPDATE event SET id = 1000000 WHERE chain = 1 AND seq = 3",
             "UPDATE event SET id = (SELECT id - 1 FROM event WHERE chain = 1 AND seq = 4) WHERE chain = 1 AND seq = 4",
             "UPDATE event SET id = (SELECT id + 1 FROM event WHERE chain = 1 AND seq = 4) WHERE chain = 1 AND seq = 3"),
            3, "先后次序被调换", id="two with each other's place in the lists",
        ),
        pytest.param(
            ("INSERT INTO event (chain, seq, at, actor_name, subject, subject_id, action, reason, previous_hash, hash) "
             "SELECT 1, max(seq) + 1, at, actor_name, 'task', 1, 'close', '', hash, hash FROM event WHERE chain = 1",),
            None, "内容被改动", id="one put in at the end",
        ),
        pytest.param(CUT, None, "末尾的事件缺失", id="the end cut off"),
        pytest.param((*CUT, HIDE), None, "与库外留存的链尾不符", id="the end cut off and the cut hidden"),
    ],
)  # fmt: skip
def test_a_changed_history_is_found(installation: Installation, statements: tuple[str, ...], at: int | None, why: str) -> None:
    event = installation.one("SELECT id FROM event WHERE chain = 1 AND seq = ?", at or 1)
    installation.run(*statements)
    ((plan, where, said),) = installation.breaks()
    assert (plan, said) == (1, why)
    assert at is None or where == event


def test_the_end_cut_off_is_found_even_with_an_older_witness(installation: Installation) -> None:
    first = "\n".join(installation.witness.read_text(encoding="utf-8").splitlines()[:1])
    installation.run(*CUT, HIDE)
    installation.witness.write_text(first, encoding="utf-8")
    said = [why for _, _, why in installation.breaks()]
    assert "与督查报告 1 所载的链尾不符" in said
    assert "督办 1 没有操作记录，库中为“答复已采信”" in said


@pytest.mark.parametrize(
    ("statement", "row", "said"),
    [
        pytest.param("UPDATE task SET state = 'closed' WHERE id = 2", ("task", 2),
                     "任务 2 的状态被改动：库中为“已销号”，操作记录为“推进中”",
                     id="a task"),
        pytest.param("UPDATE assignment SET state = 'done' WHERE id = 3", ("assignment", 3),
                     "承办 3 的状态被改动：库中为“本单位已完成”，操作记录为“已签收”", id="a share"),
        pytest.param("UPDATE progress_update SET state = 'returned' WHERE id = 1", ("update", 1),
                     "填报 1 的状态被改动：库中为“已退回”，操作记录为“已采信”", id="a report"),
        pytest.param("UPDATE supervision_order SET state = 'closed'", ("order", 1),
                     "督办 1 的状态被改动：库中为“已了结”，操作记录为“答复已采信”", id="an order"),
        pytest.param("UPDATE rectification_item SET state = '乱写'", ("item", 1),
                     "整改事项 1 的状态被改动：库中为“乱写”，操作记录为“待整改”", id="an item, to no state at all"),
        pytest.param("DELETE FROM rectification_item", ("item", 1), "整改事项 1 在库中缺失", id="a row deleted"),
    ],
)  # fmt: skip
def test_a_row_changed_past_the_program_is_found(
    installation: Installation, statement: str, row: tuple[str, int], said: str
) -> None:
    told = "FROM event WHERE subject = ? AND subject_id = ? AND new IS NOT NULL ORDER BY id DESC"
    plan, event = installation.one(f"SELECT chain {told}", *row), installation.one(f"SELECT id {told}", *row)
    installation.run(statement)
    assert installation.breaks() == [(plan, event, said)]


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        pytest.param("task:1", "percent", 5, "任务 1 的完成比例被改动：库中为“5”，操作记录为“100”", id="a percent"),
        pytest.param("task:2", "due_on", "2026-12-31", "任务 2 的时限被改动：库中为“2026-12-31”，操作记录为“2025-12-31”",
                     id="a due date"),
        pytest.param("task:2", "original_due_on", None, "任务 2 的原定时限被改动：库中为“空”，操作记录为“2025-12-31”",
                     id="the first due date"),
        pytest.param("assignment:3", "unit_id", 3, "承办 3 的承办单位被改动：库中为“县民政局”，操作记录为“县卫生健康局”",
                     id="the unit of a share"),
        pytest.param("assignment:3", "role", "supporting", "承办 3 的承办方式被改动：库中为“配合”，操作记录为“牵头”",
                     id="its role"),
        pytest.param("assignment:4", "acknowledged_at", "2025-02-18 01:00:00.000000",
                     "承办 4 的签收时间被改动：库中为“2025-02-18 09:00:00”，操作记录为“2025-03-10 10:00:00”",
                     id="when it was signed for"),
        pytest.param("supervision_order:1", "reply_due_on", "2025-03-31",
                     "督办 1 的答复期限被改动：库中为“2025-03-31”，操作记录为“2025-03-17”", id="the limit of an order"),
        pytest.param("rectification_item:1", "due_on", "2025-03-31",
                     "整改事项 1 的整改期限被改动：库中为“2025-03-31”，操作记录为“2025-03-17”", id="the limit of an item"),
        pytest.param("progress_update:1", "submitted_at", "2025-02-20 01:00:00.000000",
                     "填报 1 的报送时间被改动：库中为“2025-02-20 09:00:00”，操作记录为“2025-03-10 10:00:00”",
                     id="when a report was sent"),
    ],
)  # fmt: skip
def test_a_day_a_percent_or_a_unit_changed_past_the_program_is_found_and_named(
    installation: Installation, row: str, column: str, value: object, said: str
) -> None:
    table, number = row.split(":")
    key = f'%"{SUBJECT_OF.get(table, table)}:{number}"%"{column}"%'
    told = "FROM event WHERE json_extract(data, '$.wrote') LIKE ? ORDER BY id DESC"
    plan, event = installation.one(f"SELECT chain {told}", key), installation.one(f"SELECT id {told}", key)
    written = "NULL" if value is None else repr(value)
    installation.run(f"UPDATE {table} SET {column} = {written} WHERE id = {number}")  # noqa: S608
    assert installation.breaks() == [(plan, event, said)]


SUBJECT_OF = {"supervision_order": "order", "rectification_item": "item", "progress_update": "update"}


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE progress_update SET narrative = '已全部完成。' WHERE id = 1", id="its text"),
        pytest.param("UPDATE progress_update SET percent = percent - 1 WHERE id = 1", id="its percent"),
        pytest.param("UPDATE progress_update SET problems = '资金未到位。' WHERE id = 1", id="its problems"),
    ],
)
def test_a_report_rewritten_after_it_left_its_unit_is_found(installation: Installation, statement: str) -> None:
    sent = "FROM event WHERE subject = 'update' AND subject_id = 1 AND action IN ('submit', 'approve')"
    plan, event = installation.one(f"SELECT chain {sent}"), installation.one(f"SELECT id {sent}")
    installation.run(statement)
    assert installation.breaks() == [(plan, event, "填报 1 的内容被改动")]


def test_a_draft_set_to_sent_is_found_though_no_event_tells_of_it(installation: Installation) -> None:
    draft = installation.one("SELECT id FROM progress_update WHERE state = 'draft'")
    installation.run("UPDATE progress_update SET state = 'submitted' WHERE state = 'draft'")
    assert installation.breaks() == [(2, 0, f"填报 {draft} 没有操作记录，库中为“已报送”")]


def test_evidence_that_cites_another_file_is_found(installation: Installation) -> None:
    installation.run("UPDATE evidence SET sha256 = lower(hex(randomblob(32))) WHERE id = 1")
    assert [why for _, _, why in installation.breaks()] == ["佐证材料 1 被换成了另一个文件"]


def test_a_report_written_anew_is_found(installation: Installation) -> None:
    installation.run("UPDATE report SET paper = json_set(paper, '$.title', '改写') WHERE id = 1")
    assert [why for _, _, why in installation.breaks()] == ["督查报告 1 的内容被改动"]


def test_changed_bytes_of_a_file_are_found(installation: Installation) -> None:
    path = installation.files()[0]
    path.write_bytes(path.read_bytes()[::-1])
    assert installation.spoilt_files() == [(path.name, "文件内容被改动")]


def test_two_files_that_changed_places_are_found(installation: Installation) -> None:
    first, second = installation.files()
    first.rename(first.parent / "kept")
    second.rename(first)
    (first.parent / "kept").rename(second)
    assert {name for name, _ in installation.spoilt_files()} == {first.name, second.name}


Spoil = Callable[[Path], object]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda path: path.unlink(), "库外留存的链尾缺失", id="taken away"),
        pytest.param(lambda path: path.write_text('{"1": [5, "' + "0" * 64 + '"]}'), "与库外留存的链尾不符", id="replaced"),
    ],
)
def test_a_witness_taken_away_or_replaced_is_found(installation: Installation, spoil: Spoil, why: str) -> None:
    spoil(installation.witness)
    assert [said for _, _, said in installation.breaks()] == [why]
