"""Messages that end with their matter

Of what was planned before, all but the newest message on a matter to a reader has been overtaken. That a matter is over the next
sweep finds out. News from before bears no paper, and stays until it is read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NOTICE_STATES = ("planned", "carried", "inbox", "muted", "superseded", "settled")
DELIVERY_STATES = ("planned", "claimed", "sent", "failed")
ENDS = ("later", "settled", "moved_on", "no_post")
REMINDS = sa.text("ended IS NULL AND ladder IS NOT NULL")
TELLS = sa.text("ended IS NULL AND after_event IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("ended", sa.String(24), nullable=True))
        table.add_column(sa.Column("after_event", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_notice_notice_end"), f"ended IN {ENDS}")
        table.drop_constraint(op.f("ck_notice_notice_state"), type_="check")
        table.create_check_constraint(op.f("ck_notice_notice_state"), f"state IN {(*NOTICE_STATES, 'no_post')}")
    _end_what_is_over()
    op.drop_index("ix_notice_user_id_id", "notice")
    op.create_index("ix_notice_user_id_ended_subject_id", "notice", ["user_id", "ended", "subject_id"])
    op.create_index(
        "ix_notice_open_ladder_plan_id", "notice", ["ladder", "plan_id"], sqlite_where=REMINDS, postgresql_where=REMINDS
    )
    op.create_index("ix_notice_news_plan_id", "notice", ["plan_id"], sqlite_where=TELLS, postgresql_where=TELLS)
    with op.batch_alter_table("delivery") as table:
        table.drop_constraint(op.f("ck_delivery_delivery_state"), type_="check")
        table.create_check_constraint(op.f("ck_delivery_delivery_state"), f"state IN {(*DELIVERY_STATES, 'set_aside')}")


def downgrade() -> None:
    # What was set aside was not to be sent again.
    op.execute("UPDATE delivery SET state = 'failed' WHERE state = 'set_aside'")
    op.execute("UPDATE notice SET state = 'settled' WHERE state = 'no_post'")
    with op.batch_alter_table("delivery") as table:
        table.drop_constraint(op.f("ck_delivery_delivery_state"), type_="check")
        table.create_check_constraint(op.f("ck_delivery_delivery_state"), f"state IN {DELIVERY_STATES}")
    op.drop_index("ix_notice_news_plan_id", "notice")
    op.drop_index("ix_notice_open_ladder_plan_id", "notice")
    op.drop_index("ix_notice_user_id_ended_subject_id", "notice")
    op.create_index("ix_notice_user_id_id", "notice", ["user_id", "id"])
    with op.batch_alter_table("notice") as table:
        table.drop_constraint(op.f("ck_notice_notice_state"), type_="check")
        table.create_check_constraint(op.f("ck_notice_notice_state"), f"state IN {NOTICE_STATES}")
        table.drop_constraint(op.f("ck_notice_notice_end"), type_="check")
        table.drop_column("after_event")
        table.drop_column("ended")


def _end_what_is_over() -> None:
    op.execute("UPDATE notice SET ended = 'settled' WHERE state = 'settled'")
    op.execute("UPDATE notice SET ended = 'later' WHERE state = 'superseded'")
    newest = "SELECT max(id) FROM notice GROUP BY user_id, unit_id, ladder, subject, subject_id, due_on"
    op.execute(f"UPDATE notice SET ended = 'later' WHERE ended IS NULL AND rung IS NOT NULL AND id NOT IN ({newest})")  # noqa: S608
