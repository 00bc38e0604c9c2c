"""What people look for: the text of plans, tasks, reports and evidence names, in bigrams.

The tables are made empty: `tracker search rebuild` fills them, and so does the job of the following night.
On SQLite whatever copies `search_entry` (a batch) has to make its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FULL_TEXT = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "grams, content='search_entry', content_rowid='id', columnsize=0, tokenize='unicode61')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_text(rowid, grams) VALUES (new.id, new.grams); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_text(search_text, rowid, grams) VALUES ('delete', old.id, old.grams); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
    "INSERT INTO search_text(search_text, rowid, grams) VALUES ('delete', old.id, old.grams); "
    "INSERT INTO search_text(rowid, grams) VALUES (new.id, new.grams); END",
)


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_entry",
        sa.Column("id", sa.BigInteger() if is_postgres else sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grams", sa.ARRAY(sa.Text()) if is_postgres else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_entry"),
    )
    if is_postgres:
        # Without the list of what is pending, which every search would have to go through.
        op.execute("CREATE INDEX ix_search_entry_grams ON search_entry USING gin (grams) WITH (fastupdate = off)")
    else:
        for statement in FULL_TEXT:
            op.execute(statement)


def downgrade() -> None:
    """The index is lost; it can be made again from what it tells of."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_text")
    op.drop_table("search_entry")
