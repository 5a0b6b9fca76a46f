"""Let an agency correct calendars and weekends."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0016_calendars"
down_revision: str | None = "0015_sender_identity"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("client", sa.Column("send_lead_minutes", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_client_send_lead_minutes"), "client", "send_lead_minutes BETWEEN 0 AND 180")
    op.add_column("client_contact", sa.Column("weekend", postgresql.ARRAY(sa.Text()), nullable=True))
    op.create_check_constraint(
        op.f("ck_client_contact_week_has_a_working_day"), "client_contact", "cardinality(weekend) < 7"
    )
    _add_calendar_days()
    # How older deliveries were planned is not known, so none of them is moved: a time may have been chosen.
    op.add_column("delivery", sa.Column("planned_by", sa.Text(), server_default="chosen", nullable=False))
    op.alter_column("delivery", "planned_by", server_default="window")
    op.create_check_constraint(op.f("ck_delivery_planned_by"), "delivery", "planned_by IN ('window', 'chosen', 'now')")
    op.add_column("delivery", sa.Column("notes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.add_column("delivery", sa.Column("interview_ended_at", sa.TIMESTAMP(timezone=True), nullable=True))


def _add_calendar_days() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("subdivision", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("removed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('off', 'worked')", name=op.f("ck_calendar_day_kind")),
        sa.CheckConstraint(
            "num_nonnulls(country, client_id, contact_id) = 1", name=op.f("ck_calendar_day_is_of_one_calendar")
        ),
        sa.CheckConstraint(
            "country IS NOT NULL OR subdivision IS NULL", name=op.f("ck_calendar_day_a_part_is_of_a_country")
        ),
        sa.CheckConstraint("day <= last_day", name=op.f("ck_calendar_day_ends_after_start")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_calendar_day_agency_id")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_calendar_day_agency_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "contact_id"],
            ["client_contact.agency_id", "client_contact.id"],
            name=op.f("fk_calendar_day_agency_id_contact_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_calendar_day")),
    )
    op.create_index("ix_calendar_day_agency_id_last_day", "calendar_day", ["agency_id", "last_day"], unique=False)
    op.execute("SELECT afterword_make_tenant('calendar_day', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('calendar_day')")


def downgrade() -> None:
    op.drop_column("delivery", "interview_ended_at")
    op.drop_column("delivery", "notes")
    op.drop_column("delivery", "planned_by")
    op.drop_table("calendar_day")
    op.drop_column("client_contact", "weekend")
    op.drop_column("client", "send_lead_minutes")
