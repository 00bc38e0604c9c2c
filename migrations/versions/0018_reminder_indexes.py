"""Messages without the ties that their matters bear, and keys compared byte by byte

What is taken off is heavy for each of the hundred thousand rows of a sweep (docs/decisions/0036).
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIES = {"plan_id": "plan", "task_id": "task", "unit_id": "unit", "user_id": "user_account"}


def upgrade() -> None:
    with op.batch_alter_table("notice") as table:
        for column, tied_to in TIES.items():
            table.drop_constraint(op.f(f"fk_notice_{column}_{tied_to}"), type_="foreignkey")
    _compare_keys_by("C")


def downgrade() -> None:
    _compare_keys_by("default")
    with op.batch_alter_table("notice") as table:
        for column, tied_to in TIES.items():
            table.create_foreign_key(op.f(f"fk_notice_{column}_{tied_to}"), tied_to, [column], ["id"])


def _compare_keys_by(collation: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("notice", "key", existing_nullable=False, type_=sa.String(200, collation=collation))
