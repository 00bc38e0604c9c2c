"""Joint tasks: consolidation, opinions of the units beside the lead, coordination; ratings of a review"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
