"""Keep what a candidate noted for themselves, and when somebody wrote to keep in touch."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032_next_round"
down_revision: str | None = "0031_promises"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_lesson_from_one")),
        _within("lesson", "candidate_id", "candidate"),
        _within("lesson", "interview_id", "interview"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_lesson")),
    )
    op.create_index("ix_lesson_agency_id_candidate_id", "lesson", ["agency_id", "candidate_id", "id"])
    op.create_index("ix_lesson_agency_id_interview_id", "lesson", ["agency_id", "interview_id"])
    op.create_table(
        "keep_in_touch",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("reason IN ('news', 'openings', 'on_hold', 'year')", name=op.f("ck_keep_in_touch_reason")),
        _within("keep_in_touch", "application_id", "application"),
        _within("keep_in_touch", "consultant_id", "consultant"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_keep_in_touch")),
    )
    op.create_index("ix_keep_in_touch_agency_id_application_id", "keep_in_touch", ["agency_id", "application_id", "id"])
    op.execute("SELECT afterword_make_tenant('keep_in_touch', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('keep_in_touch')")
    op.execute("SELECT afterword_make_tenant('lesson', 'SELECT, INSERT, UPDATE, DELETE')")


def _within(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{parent}.agency_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def downgrade() -> None:
    op.drop_table("keep_in_touch")
    op.drop_table("lesson")
