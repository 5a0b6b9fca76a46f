"""Send as the agency: its domains and its own mail server, and a copy to the consultant."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015_sender_identity"
down_revision: str | None = "0014_consent_evidence"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _mail_domains()
    _relays()
    op.create_table(
        "delivery_copy",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("mailed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "delivery_id"],
            ["delivery.agency_id", "delivery.id"],
            name=op.f("fk_delivery_copy_agency_id_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "delivery_id", name=op.f("pk_delivery_copy")),
    )
    op.execute("SELECT afterword_make_tenant('delivery_copy', 'SELECT, INSERT, UPDATE')")


def _mail_domains() -> None:
    op.create_table(
        "mail_domain",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state_since", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("verified_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('failed', 'pending', 'removed', 'verified')", name=op.f("ck_mail_domain_state")),
        sa.CheckConstraint(
            "(state = 'verified') <= (verified_at IS NOT NULL)", name=op.f("ck_mail_domain_verified_has_its_time")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_mail_domain_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_mail_domain")),
    )
    op.create_index(
        "uq_mail_domain_agency_id_domain",
        "mail_domain",
        ["agency_id", "domain"],
        unique=True,
        postgresql_where=sa.text("state <> 'removed'"),
    )
    op.execute("SELECT afterword_make_tenant('mail_domain', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('mail_domain')")
    op.create_table(
        "mail_domain_look",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("domain_id", sa.Uuid(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("looked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("missing_since", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("silent_since", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "domain_id"],
            ["mail_domain.agency_id", "mail_domain.id"],
            name=op.f("fk_mail_domain_look_agency_id_domain_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "domain_id", name=op.f("pk_mail_domain_look")),
    )
    op.execute("SELECT afterword_make_tenant('mail_domain_look', 'SELECT, INSERT, UPDATE')")


def _relays() -> None:
    op.create_table(
        "agency_relay",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("tls", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=True),
        sa.Column("set_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("removed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("tls IN ('none', 'starttls', 'tls')", name=op.f("ck_agency_relay_tls")),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_agency_relay_port")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_agency_relay_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_agency_relay")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_agency_relay_agency_id")),
    )
    op.execute("SELECT afterword_make_tenant('agency_relay', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('agency_relay')")
    op.create_table(
        "agency_relay_standing",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("relay_id", sa.Uuid(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("sealed_password", sa.LargeBinary(), nullable=True),
        sa.Column("test_by", sa.Uuid(), nullable=True),
        sa.Column("test_asked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("test_ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("test_step", sa.Text(), nullable=True),
        sa.Column("test_words", sa.Text(), nullable=True),
        sa.Column("failing_since", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("failing_step", sa.Text(), nullable=True),
        sa.Column("failing_words", sa.Text(), nullable=True),
        sa.Column("told_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "relay_id"],
            ["agency_relay.agency_id", "agency_relay.id"],
            name=op.f("fk_agency_relay_standing_agency_id_relay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "test_by"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_agency_relay_standing_agency_id_test_by"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "relay_id", name=op.f("pk_agency_relay_standing")),
    )
    op.execute("SELECT afterword_make_tenant('agency_relay_standing', 'SELECT, INSERT, UPDATE')")


def downgrade() -> None:
    op.drop_table("delivery_copy")
    op.drop_table("agency_relay_standing")
    op.drop_table("agency_relay")
    op.drop_table("mail_domain_look")
    op.drop_table("mail_domain")
