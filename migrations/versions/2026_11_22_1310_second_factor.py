"""Users prove who they are by a code, too, and again before what matters."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022_second_factor"
down_revision: str | None = "0021_review_queue"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("set_up_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("sealed_next", sa.LargeBinary(), nullable=True),
        sa.Column("begun_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(sealed_secret IS NULL) = (set_up_at IS NULL)", name=op.f("ck_second_factor_secret_has_its_time")
        ),
        sa.CheckConstraint(
            "(sealed_next IS NULL) = (begun_at IS NULL)", name=op.f("ck_second_factor_next_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_second_factor_agency_id_consultant_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "consultant_id", name=op.f("pk_second_factor")),
    )
    op.execute("SELECT afterword_make_tenant('second_factor', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "recovery_code",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_recovery_code_agency_id_consultant_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_agency_id_consultant_id", "recovery_code", ["agency_id", "consultant_id"])
    op.execute("SELECT afterword_make_tenant('recovery_code', 'SELECT, INSERT, UPDATE, DELETE')")
    op.add_column("web_session", sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.add_column(
        "web_session", sa.Column("awaits_factor", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.create_index("ix_web_session_agency_id_consultant_id", "web_session", ["agency_id", "consultant_id"])


def downgrade() -> None:
    op.drop_index("ix_web_session_agency_id_consultant_id", "web_session")
    op.drop_column("web_session", "awaits_factor")
    op.drop_column("web_session", "confirmed_at")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
