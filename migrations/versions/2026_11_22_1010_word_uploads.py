"""Keep uploaded Word letters until they are read."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010_word_uploads"
down_revision: str | None = "0009_api_conventions"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "letter_upload",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft_revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("taken_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("paragraphs", postgresql.JSONB(), nullable=True),
        sa.Column("found", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('read', 'refused', 'superseded', 'waiting')", name=op.f("ck_letter_upload_state")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (file IS NOT NULL)", name=op.f("ck_letter_upload_file_only_while_waiting")
        ),
        sa.CheckConstraint("(state = 'read') = (paragraphs IS NOT NULL)", name=op.f("ck_letter_upload_text_once_read")),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"],
            ["letter.agency_id", "letter.id"],
            name=op.f("fk_letter_upload_agency_id_letter_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_letter_upload")),
    )
    op.create_index("ix_letter_upload_agency_id_letter_id", "letter_upload", ["agency_id", "letter_id"], unique=False)
    op.create_index(
        "uq_letter_upload_waiting",
        "letter_upload",
        ["agency_id", "letter_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.execute("SELECT afterword_make_tenant('letter_upload', 'SELECT, INSERT, UPDATE, DELETE')")


def downgrade() -> None:
    op.drop_table("letter_upload")
