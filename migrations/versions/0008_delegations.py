"""People: who stands in for whom, how posts were handed over

Two new tables; nothing of before has to be worked out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
PROPOSED = sa.text("state = 'proposed'")


def upgrade() -> None:
    _create_delegations()
    _create_handovers()


def downgrade() -> None:
    op.drop_table("handover")
    op.drop_table("delegation")


def _ties(table: str, ties: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}")) for name, target in ties.items()
    ]


def _create_delegations() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("to_on >= from_on OR ended_at IS NOT NULL", name=op.f("ck_delegation_ends_after_it_begins")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_delegation_has_reason")),
        *_ties("delegation", {"membership_id": "membership", "deputy_id": "user_account", "made_by_id": "user_account",
                              "ended_by_id": "user_account"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )  # fmt: skip
    op.create_index("ix_delegation_membership_id_to_on", "delegation", ["membership_id", "to_on"], unique=False)
    op.create_index("ix_delegation_deputy_id_to_on", "delegation", ["deputy_id", "to_on"], unique=False)


def _create_handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("matters", sa.JSON(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("carried_out_at", INSTANT, nullable=True),
        sa.Column("carried_out_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("given_at", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'carried_out', 'withdrawn')", name=op.f("ck_handover_handover_state")),
        sa.CheckConstraint("(state = 'carried_out') = (carried_out_at IS NOT NULL)", name=op.f("ck_handover_carried_out_has_time")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_handover_withdrawn_has_time")),
        sa.CheckConstraint(
            "state = 'carried_out' OR (given_at IS NULL AND received_at IS NULL)", name=op.f("ck_handover_signed_when_carried_out")
        ),
        *_ties("handover", {"membership_id": "membership", "unit_id": "unit", "receiver_id": "user_account",
                            "proposed_by_id": "user_account", "carried_out_by_id": "user_account"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )  # fmt: skip
    op.create_index("uq_handover_proposed", "handover", ["membership_id"], unique=True,
                    sqlite_where=PROPOSED, postgresql_where=PROPOSED)  # fmt: skip
    op.create_index("ix_handover_unit_id_id", "handover", ["unit_id", "id"], unique=False)
