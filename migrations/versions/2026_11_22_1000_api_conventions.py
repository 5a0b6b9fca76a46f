"""Keep answers for retries, and count what each caller asks."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0009_api_conventions"
down_revision: str | None = "0008_deliveries"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "sender", "key", name=op.f("pk_idempotency_key")),
    )
    op.execute("SELECT afterword_make_tenant('idempotency_key', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "rate_bucket",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("counted_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rate_bucket")),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_rate_bucket_counted_at", "rate_bucket", ["counted_at"])
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON rate_bucket TO afterword_app")


def downgrade() -> None:
    op.drop_table("rate_bucket")
    op.drop_table("idempotency_key")
