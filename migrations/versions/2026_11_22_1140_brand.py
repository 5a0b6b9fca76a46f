"""An agency has a logo of its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019_brand"
down_revision: str | None = "0018_arrivals"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("agency", sa.Column("logo", postgresql.JSONB(), server_default="{}", nullable=False))
    op.create_table(
        "agency_logo",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_agency_logo_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_agency_logo")),
    )
    op.execute("SELECT afterword_make_tenant('agency_logo', 'SELECT, INSERT, UPDATE, DELETE')")


def downgrade() -> None:
    op.drop_table("agency_logo")
    op.drop_column("agency", "logo")
