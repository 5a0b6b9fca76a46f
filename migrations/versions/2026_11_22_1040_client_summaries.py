"""Let a summary of the debrief reach the client."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013_client_summaries"
down_revision: str | None = "0012_debrief_in_depth"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOT_LIVE = "NOT (state IN ('bounced', 'cancelled', 'failed'))"
ENCLOSED = ("enclosed_letter_id", "enclosed_document_id", "enclosed_sha256")

GUARD = """
CREATE OR REPLACE FUNCTION afterword_delivery_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    starts boolean := TG_OP = 'INSERT' OR NEW.state <> OLD.state
        AND NEW.state IN ('held', 'scheduled', 'claimed', 'sending') AND OLD.state NOT IN ('claimed', 'sending');
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.document_id, NEW.sha256, NEW.person_id, NEW.enclosed_letter_id, NEW.enclosed_document_id,
            NEW.enclosed_sha256)
        IS DISTINCT FROM (OLD.document_id, OLD.sha256, OLD.person_id, OLD.enclosed_letter_id, OLD.enclosed_document_id,
            OLD.enclosed_sha256)
        OR OLD.state <> 'held' AND (NEW.contact_id, NEW.address) IS DISTINCT FROM (OLD.contact_id, OLD.address)
    ) THEN
        RAISE EXCEPTION 'what a delivery sends, and to whom, is fixed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_is_fixed';
    END IF;
    IF starts THEN
        PERFORM 1 FROM consent
            WHERE agency_id = NEW.agency_id AND document_id = NEW.document_id AND sha256 = NEW.sha256
                AND person_id = NEW.person_id AND state = 'given'
            FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no standing consent to this document for this person'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_needs_standing_consent';
        END IF;
    END IF;
    IF starts AND NEW.enclosed_document_id IS NOT NULL THEN
        PERFORM 1 FROM consent
            WHERE agency_id = NEW.agency_id AND document_id = NEW.enclosed_document_id
                AND sha256 = NEW.enclosed_sha256 AND person_id = NEW.person_id AND state = 'given'
            FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no standing consent to what is enclosed for this person'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'enclosure_needs_standing_consent';
        END IF;
    END IF;
    IF starts THEN
        PERFORM 1 FROM delivery
            WHERE agency_id = NEW.agency_id AND id <> NEW.id
                AND (person_id = NEW.person_id OR contact_id = NEW.contact_id)
                AND (enclosed_document_id = NEW.document_id OR document_id = NEW.enclosed_document_id)
                AND state NOT IN ('bounced', 'cancelled', 'failed');
        IF FOUND THEN
            RAISE EXCEPTION 'this document goes to this person already, by itself or enclosed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_alone_or_enclosed';
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
"""Rules 1 and 2 for two documents in one message (ADR 0016).

The rows of the consents are locked so that of two deliveries of one document to one person, one by itself and one
enclosed, the later one waits for the earlier and then sees it.
"""

GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION afterword_delivery_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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


def upgrade() -> None:
    _kinds("letter", "'thank_you', 'strategic', 'summary'")
    _kinds("review_item", "'debrief', 'letter', 'addendum', 'summary'")
    op.create_index(
        "uq_letter_summary",
        "letter",
        ["agency_id", "interview_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'summary'"),
    )
    op.add_column("document", sa.Column("kind", sa.Text(), nullable=False, server_default="letter"))
    op.alter_column("document", "kind", server_default=None)
    op.create_check_constraint(op.f("ck_document_kind"), "document", "kind IN ('letter', 'summary')")
    _enclose()
    op.execute(GUARD)


def downgrade() -> None:
    """Refuse by itself where summaries exist: a letter that is none would be told as one."""
    op.execute(GUARD_BEFORE)
    for name in (
        "uq_delivery_live_enclosed",
        "uq_delivery_live_enclosed_contact",
        "ix_delivery_agency_id_enclosed_letter_id",
    ):
        op.drop_index(name, "delivery")
    op.drop_constraint(op.f("ck_delivery_encloses_another"), "delivery")
    op.drop_constraint(op.f("ck_delivery_enclosed_whole"), "delivery")
    op.drop_constraint("fk_delivery_enclosed_consent", "delivery")
    op.drop_constraint(op.f("fk_delivery_agency_id_enclosed_letter_id"), "delivery")
    for column in reversed(ENCLOSED):
        op.drop_column("delivery", column)
    op.drop_constraint(op.f("ck_document_kind"), "document")
    op.drop_column("document", "kind")
    op.drop_index("uq_letter_summary", "letter")
    _kinds("review_item", "'debrief', 'letter', 'addendum'")
    _kinds("letter", "'thank_you', 'strategic'")


def _kinds(table: str, kinds: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_kind"), table)
    op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN ({kinds})")


def _enclose() -> None:
    op.add_column("delivery", sa.Column("enclosed_letter_id", sa.Uuid(), nullable=True))
    op.add_column("delivery", sa.Column("enclosed_document_id", sa.Uuid(), nullable=True))
    op.add_column("delivery", sa.Column("enclosed_sha256", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_delivery_agency_id_enclosed_letter_id"),
        "delivery",
        "letter",
        ["agency_id", "enclosed_letter_id"],
        ["agency_id", "id"],
    )
    op.create_foreign_key(
        "fk_delivery_enclosed_consent",
        "delivery",
        "consent",
        ["agency_id", "enclosed_document_id", "enclosed_sha256", "person_id"],
        ["agency_id", "document_id", "sha256", "person_id"],
    )
    op.create_check_constraint(
        op.f("ck_delivery_enclosed_whole"),
        "delivery",
        "num_nulls(enclosed_letter_id, enclosed_document_id, enclosed_sha256) IN (0, 3)",
    )
    op.create_check_constraint(op.f("ck_delivery_encloses_another"), "delivery", "enclosed_document_id <> document_id")
    for name, who in {
        "uq_delivery_live_enclosed": "person_id",
        "uq_delivery_live_enclosed_contact": "contact_id",
    }.items():
        op.create_index(
            name,
            "delivery",
            ["agency_id", "enclosed_document_id", who],
            unique=True,
            postgresql_where=sa.text(NOT_LIVE),
        )
    op.create_index("ix_delivery_agency_id_enclosed_letter_id", "delivery", ["agency_id", "enclosed_letter_id"])
