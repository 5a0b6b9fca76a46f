"""Hold debriefs with drafts and versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0006_debriefs"
down_revision: str | None = "0005_interviews"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "debrief",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft_revisions", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("request_mailed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("profile IN ('full', 'short')", name=op.f("ck_debrief_profile")),
        sa.CheckConstraint(
            "state IN ('accepted', 'changes_requested', 'declined', 'draft', 'requested', 'submitted', 'waived')",
            name=op.f("ck_debrief_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_debrief_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_debrief")),
        sa.UniqueConstraint("agency_id", "interview_id", name=op.f("uq_debrief_agency_id_interview_id")),
    )
    op.execute("SELECT afterword_make_tenant('debrief', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('debrief')")
    op.create_table(
        "debrief_draft",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("debrief_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "debrief_id"],
            ["debrief.agency_id", "debrief.id"],
            name=op.f("fk_debrief_draft_agency_id_debrief_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "debrief_id", name=op.f("pk_debrief_draft")),
    )
    op.execute("SELECT afterword_make_tenant('debrief_draft', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "debrief_version",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("debrief_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("submitted_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_debrief_version_from_one")),
        sa.ForeignKeyConstraint(
            ["agency_id", "debrief_id"],
            ["debrief.agency_id", "debrief.id"],
            name=op.f("fk_debrief_version_agency_id_debrief_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "debrief_id", "version", name=op.f("pk_debrief_version")),
    )
    op.execute("SELECT afterword_make_tenant('debrief_version', 'SELECT, INSERT')")
    op.create_table(
        "debrief_confidence",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("debrief_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "debrief_id"],
            ["debrief.agency_id", "debrief.id"],
            name=op.f("fk_debrief_confidence_agency_id_debrief_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "debrief_id", "version", name=op.f("pk_debrief_confidence")),
    )
    op.execute("SELECT afterword_make_tenant('debrief_confidence', 'SELECT, INSERT, UPDATE, DELETE')")


def downgrade() -> None:
    op.drop_table("debrief_confidence")
    op.drop_table("debrief_version")
    op.drop_table("debrief_draft")
    op.drop_table("debrief")
