"""Note when the client is rung, and how each consultant hears of what comes in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0023_client_calls"
down_revision: str | None = "0022_second_factor"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("consultant", sa.Column("notify", sa.Text(), server_default="at_once", nullable=False))
    op.create_check_constraint(op.f("ck_consultant_notify"), "consultant", "notify IN ('at_once', 'digest')")
    op.create_table(
        "client_call",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("spoke_with", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("planned_for", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("rung_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("passed_on", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('done', 'planned', 'skipped')", name=op.f("ck_client_call_state")),
        sa.CheckConstraint("(state = 'done') = (rung_at IS NOT NULL)", name=op.f("ck_client_call_rung_when_done")),
        sa.CheckConstraint("state = 'done' OR planned_for IS NOT NULL", name=op.f("ck_client_call_planned_for_a_time")),
        sa.CheckConstraint(
            "(state = 'skipped') = (skip_reason IS NOT NULL)", name=op.f("ck_client_call_skipped_for_a_reason")
        ),
        sa.CheckConstraint("num_nonnulls(contact_id, spoke_with) <= 1", name=op.f("ck_client_call_with_one_person")),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_client_call_agency_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_client_call_agency_id_consultant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "contact_id"],
            ["client_contact.agency_id", "client_contact.id"],
            name=op.f("fk_client_call_agency_id_contact_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_client_call")),
    )
    op.create_index("ix_client_call_agency_id_interview_id", "client_call", ["agency_id", "interview_id", "id"])
    op.create_index(
        "uq_client_call_planned",
        "client_call",
        ["agency_id", "interview_id"],
        unique=True,
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.execute("SELECT afterword_make_tenant('client_call', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('client_call')")


def downgrade() -> None:
    op.drop_table("client_call")
    op.drop_column("consultant", "notify")
