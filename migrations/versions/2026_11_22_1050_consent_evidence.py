"""Keep how each consent was given, and what became of each person met."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014_consent_evidence"
down_revision: str | None = "0013_client_summaries"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CONSENT_GUARD = """
CREATE FUNCTION afterword_consent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.document_id, NEW.sha256, NEW.person_id)
            IS DISTINCT FROM (OLD.document_id, OLD.sha256, OLD.person_id) THEN
        RAISE EXCEPTION 'what was agreed to, and for whom, is fixed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_is_fixed';
    END IF;
    IF NEW.state <> 'given' OR TG_OP = 'UPDATE' AND OLD.state = 'given' AND (NEW.given_by, NEW.link_id)
            IS NOT DISTINCT FROM (OLD.given_by, OLD.link_id) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.given_by <> 'candidate' THEN
        RAISE EXCEPTION 'what stood once is given again by the candidate only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_again_by_the_candidate_only';
    END IF;
    IF NEW.given_by = 'candidate' THEN
        PERFORM 1 FROM candidate_link l
            JOIN document d ON d.agency_id = l.agency_id AND d.interview_id = l.interview_id
            JOIN interview i ON i.agency_id = l.agency_id AND i.id = l.interview_id
            JOIN application a ON a.agency_id = l.agency_id AND a.id = i.application_id
            WHERE l.agency_id = NEW.agency_id AND l.id = NEW.link_id AND l.strength = 'sent'
                AND l.revoked_at IS NULL AND l.expires_at > NEW.given_at
                AND d.id = NEW.document_id AND a.candidate_id = l.candidate_id
            FOR SHARE OF l;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no standing link that the service itself sent to the candidate of this interview'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_needs_a_sent_link';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
"""Rule 1: the candidate agrees by a link that the service sent; what they took back, they alone give again."""

LINK_GUARD = """
CREATE FUNCTION afterword_candidate_link_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.candidate_id, NEW.interview_id, NEW.strength, NEW.digest)
            IS DISTINCT FROM (OLD.candidate_id, OLD.interview_id, OLD.strength, OLD.digest)
        OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL OR NEW.expires_at > OLD.expires_at THEN
        RAISE EXCEPTION 'a link never becomes a stronger one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'candidate_link_is_fixed';
    END IF;
    RETURN NEW;
END $$
"""

MATCH_GUARD = """
CREATE FUNCTION afterword_delivery_match_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('scheduled', 'claimed', 'sending')
        OR TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR OLD.state IN ('claimed', 'sending')) THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM person_match
        WHERE agency_id = NEW.agency_id AND person_id = NEW.person_id AND contact_id = NEW.contact_id
            AND ended_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'the person met is no longer taken for this contact'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_needs_standing_match';
    END IF;
    RETURN NEW;
END $$
"""
"""That there was a match at all is a foreign key's to say."""

END_OLDER_MATCHES = """
UPDATE person_match older SET ended_at = newer.matched_at FROM person_match newer
    WHERE newer.agency_id = older.agency_id AND newer.person_id = older.person_id AND older.ended_at IS NULL
        AND (newer.matched_at, newer.contact_id) > (older.matched_at, older.contact_id)
"""
"""Until now the newest match counted; from here on the one that was not ended."""


def upgrade() -> None:
    op.add_column("consent", sa.Column("link_id", sa.Uuid(), nullable=True))
    op.add_column("consent", sa.Column("read_back_by", sa.Uuid(), nullable=True))
    op.add_column("consent", sa.Column("rung_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("consent", sa.Column("number_rung", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_consent_agency_id_link_id"),
        "consent",
        "candidate_link",
        ["agency_id", "link_id"],
        ["agency_id", "id"],
    )
    op.create_foreign_key(
        op.f("fk_consent_agency_id_read_back_by"),
        "consent",
        "consultant",
        ["agency_id", "read_back_by"],
        ["agency_id", "id"],
    )
    op.drop_constraint(op.f("ck_consent_given_by"), "consent", type_="check")
    op.create_check_constraint(
        op.f("ck_consent_given_by"), "consent", "given_by IN ('candidate', 'read_back_by_telephone')"
    )
    op.create_check_constraint(
        op.f("ck_consent_read_back_whole"),
        "consent",
        "num_nonnulls(read_back_by, rung_at, number_rung) = "
        "CASE WHEN given_by = 'read_back_by_telephone' THEN 3 ELSE 0 END",
    )
    op.create_check_constraint(
        op.f("ck_consent_read_back_without_link"),
        "consent",
        "given_by = 'candidate' OR link_id IS NULL",
    )
    op.add_column("person_met", sa.Column("left_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("person_met", sa.Column("left_reason", sa.Text(), nullable=True))
    op.add_column("person_met", sa.Column("taken_off_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_person_met_left_with_its_reason"), "person_met", "(left_at IS NULL) = (left_reason IS NULL)"
    )
    op.add_column("person_match", sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.execute(END_OLDER_MATCHES)
    op.create_index(
        "uq_person_match_standing",
        "person_match",
        ["agency_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.execute(CONSENT_GUARD)
    op.execute(LINK_GUARD)
    op.execute(MATCH_GUARD)
    op.execute(
        "CREATE TRIGGER consent_guard BEFORE INSERT OR UPDATE ON consent "
        "FOR EACH ROW EXECUTE FUNCTION afterword_consent_guard()"
    )
    op.execute(
        "CREATE TRIGGER candidate_link_guard BEFORE UPDATE ON candidate_link "
        "FOR EACH ROW EXECUTE FUNCTION afterword_candidate_link_guard()"
    )
    op.execute(
        "CREATE TRIGGER delivery_match_guard BEFORE INSERT OR UPDATE ON delivery "
        "FOR EACH ROW EXECUTE FUNCTION afterword_delivery_match_guard()"
    )


def downgrade() -> None:
    for trigger, table in (
        ("delivery_match_guard", "delivery"),
        ("candidate_link_guard", "candidate_link"),
        ("consent_guard", "consent"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
        op.execute(f"DROP FUNCTION afterword_{trigger}()")
    op.drop_index("uq_person_match_standing", table_name="person_match")
    op.drop_column("person_match", "ended_at")
    for column in ("taken_off_at", "left_reason", "left_at"):
        op.drop_column("person_met", column)
    op.drop_constraint(op.f("ck_consent_given_by"), "consent", type_="check")
    for column in ("number_rung", "rung_at", "read_back_by", "link_id"):
        op.drop_column("consent", column)
    op.create_check_constraint(op.f("ck_consent_given_by"), "consent", "given_by IN ('candidate')")
