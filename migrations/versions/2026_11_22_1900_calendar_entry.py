"""Remember which entry for their calendar a candidate was mailed, so that it is replaced or withdrawn."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034_calendar_entry"
down_revision: str | None = "0033_deliveries_at_desk"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("mailed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_calendar_entry_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "interview_id", name=op.f("pk_calendar_entry")),
    )
    op.execute("SELECT afterword_make_tenant('calendar_entry', 'SELECT, INSERT, UPDATE')")


def downgrade() -> None:
    op.drop_table("calendar_entry")
