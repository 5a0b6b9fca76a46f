"""Let the lists of deliveries be read by an index, however many were sent before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033_deliveries_at_desk"
down_revision: str | None = "0032_next_round"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_delivery_agency_id_created_at", "delivery", ["agency_id", "created_at", "id"])
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["agency_id", sa.text("coalesce(scheduled_for, created_at)"), "id"],
        postgresql_where=sa.text("state NOT IN ('sent', 'cancelled')"),
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_open", "delivery")
    op.drop_index("ix_delivery_agency_id_created_at", "delivery")
