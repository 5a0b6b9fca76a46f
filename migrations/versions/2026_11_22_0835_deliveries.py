"""Hold deliveries and keep them to standing consents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008_deliveries"
down_revision: str | None = "0007_letters"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

GUARD = """
CREATE FUNCTION afterword_delivery_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    starts boolean := TG_OP = 'INSERT' OR NEW.state <> OLD.state
        AND NEW.state IN ('held', 'scheduled', 'claimed', 'sending') AND OLD.state NOT IN ('claimed', 'sending');
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.document_id, NEW.sha256, NEW.person_id) IS DISTINCT FROM (OLD.document_id, OLD.sha256, OLD.person_id)
        OR OLD.state <> 'held' AND (NEW.contact_id, NEW.address) IS DISTINCT FROM (OLD.contact_id, OLD.address)
    ) THEN
        RAISE EXCEPTION 'what a delivery sends, and to whom, is fixed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_is_fixed';
    END IF;
    IF starts THEN
        PERFORM 1 FROM consent
            WHERE agency_id = NEW.agency_id AND document_id = NEW.document_id AND sha256 = NEW.sha256
                AND person_id = NEW.person_id AND state = 'given'
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no standing consent to this document for this person'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_needs_standing_consent';
        END IF;
    END IF;
    IF starts AND NEW.state <> 'held' THEN
        PERFORM 1 FROM client_contact
            WHERE agency_id = NEW.agency_id AND id = NEW.contact_id AND email = NEW.address
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the address is not that of the contact'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_to_the_contacts_address';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
"""Rule 1 in the database: whoever writes, nothing is scheduled or claimed without standing consent, or elsewhere.

What was claimed and is put back for another attempt is not asked again here: it is when it is claimed the next time.
"""


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("scheduled_for", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("why_then", sa.Text(), nullable=True),
        sa.Column("covering_line", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("sent_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(state = 'sent') <= (sent_at IS NOT NULL)", name=op.f("ck_delivery_sent_has_its_time")),
        sa.CheckConstraint(
            "state IN ('bounced', 'cancelled', 'claimed', 'failed', 'held', 'in_doubt', 'scheduled', 'sending', 'sent')",
            name=op.f("ck_delivery_state"),
        ),
        sa.CheckConstraint(
            "state IN ('held', 'cancelled') OR num_nulls(contact_id, address, scheduled_for) = 0",
            name=op.f("ck_delivery_has_where_and_when"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "approved_by"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_delivery_agency_id_approved_by"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "document_id", "sha256", "person_id"],
            ["consent.agency_id", "consent.document_id", "consent.sha256", "consent.person_id"],
            name="fk_delivery_consent",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_delivery_agency_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"], ["letter.agency_id", "letter.id"], name=op.f("fk_delivery_agency_id_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id", "contact_id"],
            ["person_match.agency_id", "person_match.person_id", "person_match.contact_id"],
            name="fk_delivery_person_match",
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_agency_id_letter_id", "delivery", ["agency_id", "letter_id"], unique=False)
    op.create_index(
        "ix_delivery_agency_id_scheduled_for", "delivery", ["agency_id", "scheduled_for", "id"], unique=False
    )
    op.create_index(
        "uq_delivery_live",
        "delivery",
        ["agency_id", "document_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("NOT (state IN ('bounced', 'cancelled', 'failed'))"),
    )
    op.create_index(
        "uq_delivery_live_contact",
        "delivery",
        ["agency_id", "document_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("NOT (state IN ('bounced', 'cancelled', 'failed'))"),
    )
    op.execute("SELECT afterword_make_tenant('delivery', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('delivery')")
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER delivery_guard BEFORE INSERT OR UPDATE ON delivery "
        "FOR EACH ROW EXECUTE FUNCTION afterword_delivery_guard()"
    )


def downgrade() -> None:
    op.drop_table("delivery")
    op.execute("DROP FUNCTION afterword_delivery_guard()")
