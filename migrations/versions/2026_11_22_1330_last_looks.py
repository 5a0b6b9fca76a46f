"""What somebody at the desk looked at last, and who has a review item open."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024_last_looks"
down_revision: str | None = "0023_client_calls"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "last_look",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("before < version", name=op.f("ck_last_look_before_is_earlier")),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_last_look_agency_id_consultant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"],
            ["letter.agency_id", "letter.id"],
            name=op.f("fk_last_look_agency_id_letter_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "consultant_id", "letter_id", name=op.f("pk_last_look")),
    )
    op.create_table(
        "looking",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "item_id"],
            ["review_item.agency_id", "review_item.id"],
            name=op.f("fk_looking_agency_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_looking_agency_id_consultant_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "item_id", "consultant_id", name=op.f("pk_looking")),
    )
    op.execute("SELECT afterword_make_tenant('last_look', 'SELECT, INSERT, UPDATE, DELETE')")
    op.execute("SELECT afterword_make_tenant('looking', 'SELECT, INSERT, UPDATE, DELETE')")


def downgrade() -> None:
    op.drop_table("looking")
    op.drop_table("last_look")
