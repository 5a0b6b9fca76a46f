"""Somebody stands in for a consultant who is away."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020_cover"
down_revision: str | None = "0019_brand"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cover_rule",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("covered_by", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("consultant_id <> covered_by", name=op.f("ck_cover_rule_by_somebody_else")),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_cover_rule_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_cover_rule_agency_id_consultant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "covered_by"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_cover_rule_agency_id_covered_by"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_cover_rule")),
    )
    op.create_index("ix_cover_rule_agency_id_consultant_id", "cover_rule", ["agency_id", "consultant_id"], unique=False)
    op.execute("SELECT afterword_make_tenant('cover_rule', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('cover_rule')")


def downgrade() -> None:
    op.drop_table("cover_rule")
