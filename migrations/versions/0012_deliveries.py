"""Messages apart from how they are sent: digests, deliveries, mutes

A message had a row for the inbox and another for mail. Now it has one; what was mailed, or waits to be, is a digest of its own
with its delivery, so that the record of what was sent is kept.
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NOTICE_STATES = ("planned", "carried", "inbox", "muted", "superseded", "settled")
MAIL_STATES = ("planned", "claimed", "sent", "failed")
TIES = {"user_id": "user_account", "digest_id": "digest", "plan_id": "plan", "task_id": "task"}
OLD_INDEXES = {
    "ix_notice_plan_id": ["plan_id"],
    "ix_notice_rung": ["rung"],
    "ix_notice_state_channel": ["state", "channel"],
    "ix_notice_task_id": ["task_id"],
    "ix_notice_unit_id_channel_id": ["unit_id", "channel", "id"],
    "ix_notice_user_id_channel_id": ["user_id", "channel", "id"],
}
NEW_INDEXES = {
    "ix_notice_digest_id": ["digest_id"],
    "ix_notice_planned_on": ["planned_on"],
    "ix_notice_state_user_id": ["state", "user_id"],
    "ix_notice_task_id": ["task_id"],
    "ix_notice_unit_id_id": ["unit_id", "id"],
    "ix_notice_user_id_id": ["user_id", "id"],
}
# Indexes that hold only the rows in which the column is filled.
FILLED = ("ix_notice_digest_id", "ix_notice_task_id")


def upgrade() -> None:
    _create_digests()
    _create_deliveries()
    _create_mutes()
    with op.batch_alter_table("notice") as table:
        _replace_indexes(table, OLD_INDEXES, {})
        table.drop_constraint(op.f("ck_notice_notice_state"), type_="check")
        table.add_column(sa.Column("ladder", sa.String(24), nullable=True))
        table.add_column(sa.Column("subject", sa.String(24), nullable=True))
        table.add_column(sa.Column("subject_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("via", sa.String(40), nullable=False, server_default="mail"))
        table.add_column(sa.Column("digest_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("acknowledged_at", INSTANT, nullable=True))
    _move_mail_out()
    with op.batch_alter_table("notice") as table:
        table.drop_constraint(op.f("ck_notice_channel"), type_="check")
        for column in ("channel", "attempts", "claimed_at", "sent_at", "error"):
            table.drop_column(column)
        table.alter_column("is_urgent", existing_type=sa.Boolean(), server_default=None)
        table.alter_column("via", existing_type=sa.String(40), server_default=None)
        table.create_foreign_key(op.f("fk_notice_digest_id_digest"), "digest", ["digest_id"], ["id"])
        table.create_check_constraint(op.f("ck_notice_notice_state"), f"state IN {NOTICE_STATES}")
        table.create_check_constraint(op.f("ck_notice_carried_in_digest"), "(state = 'carried') = (digest_id IS NOT NULL)")
        _replace_indexes(table, {}, NEW_INDEXES)


def downgrade() -> None:
    with op.batch_alter_table("notice") as table:
        _replace_indexes(table, NEW_INDEXES, {})
        table.drop_constraint(op.f("ck_notice_notice_state"), type_="check")
        table.drop_constraint(op.f("ck_notice_carried_in_digest"), type_="check")
        table.drop_constraint(op.f("fk_notice_digest_id_digest"), type_="foreignkey")
        table.add_column(sa.Column("channel", sa.String(24), nullable=False, server_default="inbox"))
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("claimed_at", INSTANT, nullable=True))
        table.add_column(sa.Column("sent_at", INSTANT, nullable=True))
        table.add_column(sa.Column("error", sa.String(300), nullable=True))
    _move_mail_in()
    with op.batch_alter_table("notice") as table:
        for column in ("ladder", "subject", "subject_id", "is_urgent", "via", "digest_id", "acknowledged_at"):
            table.drop_column(column)
        table.alter_column("channel", existing_type=sa.String(24), server_default=None)
        table.alter_column("attempts", existing_type=sa.Integer(), server_default=None)
        table.create_check_constraint(op.f("ck_notice_channel"), "channel IN ('inbox', 'mail')")
        table.create_check_constraint(op.f("ck_notice_notice_state"), f"state IN {MAIL_STATES}")
        _replace_indexes(table, {}, OLD_INDEXES)
    for name in ("mute", "delivery", "digest"):
        op.drop_table(name)


def _replace_indexes(table: BatchOperations, old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for name in old:
        table.drop_index(name)
    for name, columns in new.items():
        filled = sa.text(f"{columns[0]} IS NOT NULL") if new is NEW_INDEXES and name in FILLED else None
        table.create_index(name, columns, unique=False, sqlite_where=filled, postgresql_where=filled)


def _move_mail_out() -> None:
    """Each mail becomes a digest of one message and its delivery; the message in the inbox names it."""
    op.execute("""
        INSERT INTO digest (key, user_id, day, is_urgent, composed_at)
        SELECT key, user_id, planned_on, false, COALESCE(claimed_at, CURRENT_TIMESTAMP)
        FROM notice WHERE channel = 'mail' ORDER BY id
    """)
    op.execute("""
        INSERT INTO delivery (digest_id, channel, state, attempts, try_at, claimed_at, fence, sent_at, may_repeat, error)
        SELECT digest.id, 'mail', notice.state, notice.attempts, digest.composed_at, notice.claimed_at,
               CASE WHEN notice.claimed_at IS NULL THEN NULL ELSE 0 END, notice.sent_at, false, notice.error
        FROM notice JOIN digest ON digest.key = notice.key WHERE notice.channel = 'mail' ORDER BY notice.id
    """)
    op.execute("DELETE FROM notice WHERE channel = 'mail'")
    op.execute("UPDATE notice SET key = SUBSTR(key, 1, LENGTH(key) - LENGTH('\\:inbox')) WHERE key LIKE '%\\:inbox'")
    op.execute("UPDATE notice SET digest_id = (SELECT digest.id FROM digest WHERE digest.key = notice.key || '\\:mail')")
    op.execute("UPDATE notice SET state = CASE WHEN digest_id IS NULL THEN 'inbox' ELSE 'carried' END")


def _move_mail_in() -> None:
    """Each message of a digest that went by mail, or was to, becomes a mail by itself."""
    op.execute("""
        INSERT INTO notice (key, rung, plan_id, task_id, unit_id, user_id, channel, title, body, path, due_on, planned_on, state,
                            attempts, claimed_at, sent_at, error, is_urgent, via)
        SELECT n.key || '\\:mail', n.rung, n.plan_id, n.task_id, n.unit_id, n.user_id, 'mail', n.title, n.body, n.path, n.due_on,
               n.planned_on, d.state, d.attempts, d.claimed_at, d.sent_at, d.error, n.is_urgent, n.via
        FROM notice n JOIN delivery d ON d.digest_id = n.digest_id AND d.channel = 'mail' WHERE n.digest_id IS NOT NULL
    """)
    op.execute("""
        UPDATE notice SET key = key || '\\:inbox', state = 'sent',
               sent_at = COALESCE((SELECT composed_at FROM digest WHERE digest.id = notice.digest_id), CURRENT_TIMESTAMP)
        WHERE channel = 'inbox'
    """)


def _ties(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([name], [f"{TIES[name]}.id"], name=op.f(f"fk_{table}_{name}_{TIES[name]}")) for name in columns]


def _create_digests() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("composed_at", INSTANT, nullable=False),
        *_ties("digest", "user_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_digest_key")),
    )
    op.create_index("ix_digest_user_id_id", "digest", ["user_id", "id"], unique=False)
    op.create_index("ix_digest_day", "digest", ["day"], unique=False)


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("fence", sa.Integer(), nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("may_repeat", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(300), nullable=True),
        sa.CheckConstraint(f"state IN {MAIL_STATES}", name=op.f("ck_delivery_delivery_state")),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_delivery_sent_when")),
        sa.CheckConstraint(
            "state <> 'claimed' OR (claimed_at IS NOT NULL AND fence IS NOT NULL)", name=op.f("ck_delivery_claimed_by")
        ),
        *_ties("delivery", "digest_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("digest_id", "channel", name=op.f("uq_delivery_digest_id_channel")),
    )
    op.create_index("ix_delivery_state_try_at", "delivery", ["state", "try_at"], unique=False)
    op.create_index("ix_delivery_channel_claimed_at", "delivery", ["channel", "claimed_at"], unique=False)


def _create_mutes() -> None:
    op.create_table(
        "mute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_mute_ends_after_it_begins")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_mute_has_reason")),
        *_ties("mute", "user_id", "plan_id", "task_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mute")),
    )
    op.create_index("ix_mute_user_id_to_on", "mute", ["user_id", "to_on"], unique=False)
    op.create_index("ix_mute_plan_id", "mute", ["plan_id"], unique=False)
    op.create_index("ix_mute_task_id", "mute", ["task_id"], unique=False)
