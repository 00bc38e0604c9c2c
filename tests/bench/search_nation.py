"""A nation to search in, made by the database itself, set-based: for benchmarks only, and always the same.

As many places, units, tasks and shares as in `tests/bench/nation.py`; a report on every share, one in ten a draft, and a file with
every tenth. Texts are put together from thirty four-character terms; `本月` stands in every report, `省级试点` in one of fifty
thousand. Then the index is filled, as `tracker search rebuild` would, but in one go.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import text
from sqlalchemy.engine import Connection

from tests.bench.nation import TASKS, UNITS
from tracker.db import Database
from tracker.models.searchable import SOURCES, Entry, entry_of
from tracker.rules.searching import SearchKind

TERMS = (
    "普惠托育", "托位供给", "社区用房", "场地消防", "备案登记", "师资培训", "托幼一体", "家庭托育", "资金拨付", "项目开工",
    "主体封顶", "竣工验收", "设备采购", "招标公告", "选址论证", "入托家庭", "收费标准", "卫生评价", "食品安全", "医育结合",
    "质量评估", "督导检查", "整改落实", "经费保障", "人员编制", "志愿服务", "宣传引导", "信息平台", "数据报送", "规划编制",
)  # fmt: skip
PROVINCE = 100  # counties

_SHARES = UNITS * TASKS
_COUNT = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {many}) "
_TERM = "(SELECT term FROM bench_term WHERE k = ({seed}) % 30)"
AT = "'2025-08-20 01:00:00+00:00'"


def _term(column: str, step: int) -> str:
    return _TERM.format(seed=f"({column} % 99991) * {step} + {column} / 97")


def statements(counties: int, at: str) -> Iterator[str]:
    """The INSERTs, in an order in which each finds what it refers to; `at` is an instant in SQL."""
    provinces, tasks, shares = -(-counties // PROVINCE), counties * TASKS, counties * _SHARES
    county = 1 + provinces  # id of the first county less one

    def rows(many: int) -> str:
        return _COUNT.format(many=many)

    place = "INSERT INTO jurisdiction (id, name, level, parent_id, path) "
    yield place + "VALUES (1, '示例国', 'nation', NULL, '/1/')"
    yield place + f"{rows(provinces)} SELECT 2 + i, '示例' || i || '省', 'province', 1, '/1/' || (2 + i) || '/' FROM n"
    up = f"(2 + i / {PROVINCE})"
    yield place + (
        f"{rows(counties)} SELECT {county} + 1 + i, '示例' || i || '县', 'county', {up}, "
        f"'/1/' || {up} || '/' || ({county} + 1 + i) || '/' FROM n"
    )
    yield (
        f"INSERT INTO unit (id, jurisdiction_id, name, kind, is_collective) {rows(counties * UNITS)} "
        f"SELECT 1 + i, {county} + 1 + i / {UNITS}, "
        f"'示例' || (i / {UNITS}) || '县第' || (i % {UNITS}) || '局', 'department', FALSE FROM n"
    )
    yield (
        "INSERT INTO plan (id, key, title, document_number, jurisdiction_id, issuers, basis, abbreviations, state, issued_at, "
        f"supervised_from, cycle, cutoff_day, acknowledge_days) {rows(counties)} SELECT 1 + i, 'p' || i, '示例' || i || "
        f"'县托育服务实施方案', '示政办发〔2025〕' || (1 + i) || '号', {county} + 1 + i, '[]', '[]', '[]', 'issued', {at}, "
        "'2025-01-06', 'month', 25, 5 FROM n"
    )
    yield (
        f"INSERT INTO measure (id, plan_id, ordinal, label, title, text, deadlines) {rows(tasks)} SELECT 1 + i, 1 + i / {TASKS}, "
        f"1 + i % {TASKS}, (1 + i % {TASKS}) || '．', {_term('i', 7)} || '，完善服务', '增加' || {_term('i', 11)} || '，推进' || "
        f"{_term('i', 13)} || '，落实' || {_term('i', 17)} || '。', '[]' FROM n"
    )
    yield (
        "INSERT INTO task (id, plan_id, measure_id, title, state, original_due_on, due_on, is_ongoing, issued_on, percent) "
        "SELECT id, plan_id, id, title, 'in_progress', '2025-12-31', '2025-12-31', FALSE, '2025-01-06', 0 FROM measure"
    )
    yield (
        "INSERT INTO assignment (id, task_id, unit_id, role, is_implied, state, issued_on, acknowledged_at, percent) "
        f"{rows(shares)} SELECT 1 + i, 1 + i / {UNITS}, 1 + (i / {_SHARES}) * {UNITS} + i % {UNITS}, "
        f"CASE i % {UNITS} WHEN 0 THEN 'lead' ELSE 'responsible' END, FALSE, 'acknowledged', '2025-01-06', {at}, 0 FROM n"
    )
    yield (
        "INSERT INTO progress_update (id, assignment_id, period, version, kind, state, percent, narrative, problems, next_step, "
        "drafted_by_id, drafted_at, submitted_at, decision_reason) SELECT id, id, '2025-08', 1, 'progress', "
        f"CASE id % 10 WHEN 9 THEN 'draft' ELSE 'submitted' END, 0, '本月完成' || {_term('id', 7)} || (id % 397) || '个，推进' || "
        f"{_term('id', 11)} || CASE id % 50021 WHEN 7 THEN '，列入省级试点' ELSE '' END || '。', "
        f"'尚缺' || {_term('id', 13)} || '。', '下月落实' || {_term('id', 17)} || '。', "
        f"1, {at}, CASE id % 10 WHEN 9 THEN NULL ELSE {at} END, '' FROM assignment"
    )
    yield (
        "INSERT INTO evidence (id, update_id, sha256, name, uploaded_by_id, uploaded_at) SELECT id, id, 'bench', "
        f"{_term('id', 19)} || '验收单' || id || '.pdf', 1, {at} FROM progress_update WHERE id % 10 = 0"
    )


def build(url: str, counties: int) -> None:
    """Fill the migrated database, and its index. Nothing refers to what is not there; that is not looked for a million times."""
    database = Database(url)
    (_build_postgres if database.engine.dialect.name == "postgresql" else _build_sqlite)(database, counties)
    database.dispose()


def _build_sqlite(database: Database, counties: int) -> None:
    with closing(sqlite3.connect(str(database.engine.url.database))) as connection:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;")
        connection.execute("CREATE TABLE bench_term (k INTEGER PRIMARY KEY, term)")
        connection.executemany("INSERT INTO bench_term VALUES (?, ?)", enumerate(TERMS))
        for statement in statements(counties, AT):
            connection.execute(statement)
        connection.execute("DROP TABLE bench_term")
        connection.commit()
        connection.execute("DROP TRIGGER search_entry_added")  # all at once, below
        with database.reading() as session:
            entries = ((e["id"], e["marks"], e["text"], " ".join(e["grams"])) for e in _entries(session.connection()))
            connection.executemany("INSERT INTO search_entry (id, marks, text, grams) VALUES (?, ?, ?, ?)", entries)
            connection.commit()
        connection.execute("INSERT INTO search_text(search_text) VALUES ('rebuild')")
        connection.commit()
        connection.execute("ANALYZE")


def _build_postgres(database: Database, counties: int) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("CREATE TABLE bench_term (k INTEGER PRIMARY KEY, term TEXT)")
        connection.execute(text("INSERT INTO bench_term VALUES (:k, :term)"), [{"k": k, "term": t} for k, t in enumerate(TERMS)])
        for statement in statements(counties, f"CAST({AT} AS timestamptz)"):
            connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.exec_driver_sql("DROP TABLE bench_term")
        connection.exec_driver_sql("DROP INDEX ix_search_entry_grams")
        connection.commit()
        copying = "COPY search_entry (id, marks, text, grams) FROM STDIN"
        with database.reading() as session, connection.connection.cursor() as cursor, cursor.copy(copying) as copy:
            for entry in _entries(session.connection()):
                copy.write_row((entry["id"], entry["marks"], entry["text"], list(dict.fromkeys(entry["grams"]))))
        connection.connection.commit()
        connection.exec_driver_sql("SET maintenance_work_mem = '1GB'")
        connection.exec_driver_sql("CREATE INDEX ix_search_entry_grams ON search_entry USING gin (grams) WITH (fastupdate = off)")
        connection.commit()
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _entries(connection: Connection) -> Iterator[Entry]:
    for kind in SearchKind:
        for row in connection.execution_options(yield_per=5_000).execute(SOURCES[kind]):
            yield entry_of(kind, row)
