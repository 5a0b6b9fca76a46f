"""Let the desk find by an index which deliveries went wrong, which were sent last, and whose interviews there are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025_desk_indexes"
down_revision: str | None = "0024_last_looks"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "ix_delivery_unsettled",
        "delivery",
        ["agency_id", "state"],
        postgresql_where=sa.text("state IN ('in_doubt', 'failed', 'bounced')"),
    )
    op.create_index("ix_delivery_agency_id_sent_at", "delivery", ["agency_id", "sent_at", "id"])
    op.create_index("ix_interview_agency_id_consultant_id", "interview", ["agency_id", "consultant_id"])


def downgrade() -> None:
    op.drop_index("ix_interview_agency_id_consultant_id", "interview")
    op.drop_index("ix_delivery_agency_id_sent_at", "delivery")
    op.drop_index("ix_delivery_unsettled", "delivery")
