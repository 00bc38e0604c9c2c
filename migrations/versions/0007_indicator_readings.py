"""Indicators: their readings with evidence, how the office has them read, names that it takes for one

An indicator gets a column with the name by which it is compared; it is filled for what there is on the way up.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_name_key()
    _create_readings()
    _create_courses()
    _create_aliases()


def downgrade() -> None:
    for table in ("indicator_alias", "indicator_course", "indicator_reading_file", "indicator_reading"):
        op.drop_table(table)
    op.drop_index("ix_indicator_name_key_quantity_unit", table_name="indicator")
    op.drop_column("indicator", "name_key")


def _values(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _checks(table: str, rules: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()]


def _ties(table: str, ties: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
        for column, target in ties.items()
    ]


# ---- The name by which indicators of several plans are told to be one

LED_IN = re.compile("^(?:全[省市县区州盟旗]|力争|争取|确保|实现|其中)+")
NO_WORD = re.compile(r"[^\w%‰]+")


def _name_key(name: str) -> str:
    """As `tracker.rules.indicators.name_key` had it at this release."""
    plain = NO_WORD.sub("", unicodedata.normalize("NFKC", name))
    return LED_IN.sub("", plain) or plain


def _add_name_key() -> None:
    op.add_column("indicator", sa.Column("name_key", sa.Text(), nullable=True))
    table = sa.table("indicator", sa.column("id", sa.Integer()), sa.column("name", sa.Text()), sa.column("name_key", sa.Text()))
    bind = op.get_bind()
    for row in bind.execute(sa.select(table.c.id, table.c.name)).all():
        bind.execute(table.update().where(table.c.id == row.id).values(name_key=_name_key(row.name)))
    with op.batch_alter_table("indicator") as batch:
        batch.alter_column("name_key", existing_type=sa.Text(), nullable=False)
    op.create_index("ix_indicator_name_key_quantity_unit", "indicator", ["name_key", "quantity_unit"], unique=False)


# ---- Readings (指标读数)

READING_CHECKS = {
    "indicator_reading_state": _values("state", "unit_review", "submitted", "accepted", "returned", "withdrawn"),
    "submitted_has_time": "state NOT IN ('submitted', 'accepted', 'returned') OR submitted_at IS NOT NULL",
    "decided_has_time": "(state IN ('accepted', 'returned')) = (decided_at IS NOT NULL)",
    "returned_has_reason": "state <> 'returned' OR decision_reason <> ''",
    "replaces_another": "replaces_id <> id",
}
READING_TIES = {
    "indicator_id": "indicator", "task_id": "task", "unit_id": "unit", "entered_by_id": "user_account",
    "decided_by_id": "user_account", "replaces_id": "indicator_reading",
}  # fmt: skip
READING_INDEXES = (["indicator_id", "state"], ["unit_id", "state"], ["state", "submitted_at"], ["task_id"])
REPLACING = sa.text("state IN ('unit_review', 'submitted', 'accepted')")


def _create_readings() -> None:
    table = "indicator_reading"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("fact_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        *_checks(table, READING_CHECKS),
        *_ties(table, READING_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for columns in READING_INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)
    op.create_index(
        "uq_indicator_reading_replaces_id", table, ["replaces_id"], unique=True, sqlite_where=REPLACING, postgresql_where=REPLACING
    )
    files = "indicator_reading_file"
    op.create_table(
        files,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        *_ties(files, {"reading_id": "indicator_reading", "added_by_id": "user_account"}),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f(f"fk_{files}_sha256_evidence_file")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{files}")),
        sa.UniqueConstraint("reading_id", "sha256", name=op.f(f"uq_{files}_reading_id_sha256")),
    )
    op.create_index(op.f(f"ix_{files}_sha256"), files, ["sha256"], unique=False)


# ---- How the office has an indicator read, and its planned curve (序时进度)


def _create_courses() -> None:
    table = "indicator_course"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        *_checks(table, {"indicator_kind": _values("kind", "level", "added"), "set_with_reason": "reason <> ''"}),
        *_ties(table, {"indicator_id": "indicator", "set_by_id": "user_account"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_indicator_course_indicator_id_set_at", table, ["indicator_id", "set_at"], unique=False)


# ---- Names that an office takes for one


def _create_aliases() -> None:
    table = "indicator_alias"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("joined_key", sa.Text(), nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("joined_by_id", sa.Integer(), nullable=True),
        *_checks(table, {"joined_with_another": "name_key <> joined_key"}),
        *_ties(table, {"jurisdiction_id": "jurisdiction", "joined_by_id": "user_account"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("jurisdiction_id", "name_key", name=op.f(f"uq_{table}_jurisdiction_id_name_key")),
    )
