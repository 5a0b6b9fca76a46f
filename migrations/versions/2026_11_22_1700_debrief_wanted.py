"""Note when the client is rung, so that reminders of the debrief count back from it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028_debrief_wanted"
down_revision: str | None = "0027_name_search"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "debrief_wanted",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("call_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("since", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_debrief_wanted_agency_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_debrief_wanted_agency_id_consultant_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "interview_id", name=op.f("pk_debrief_wanted")),
    )
    op.execute("SELECT afterword_make_tenant('debrief_wanted', 'SELECT, INSERT, UPDATE, DELETE')")


def downgrade() -> None:
    op.drop_table("debrief_wanted")
