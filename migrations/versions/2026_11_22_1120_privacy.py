"""Hold, export and erase what is known of a person."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017_privacy"
down_revision: str | None = "0016_calendars"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ERASABLE = """
CREATE FUNCTION afterword_require_erasable(kind text, subject uuid, wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agency uuid := nullif(current_setting('app.agency_id', true), '')::uuid;
    newest text;
BEGIN
    SELECT action INTO newest FROM audit_event
        WHERE agency_id = agency AND subject_kind = kind AND subject_id = subject ORDER BY seq DESC LIMIT 1;
    IF newest IS DISTINCT FROM wanted THEN
        RAISE EXCEPTION '% % is erased without its audit entry', kind, subject
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN agency;
END $$
"""
"""What never changes goes only after the entry that says so, and only within the agency that is set."""

HELD = """
CREATE FUNCTION afterword_require_no_hold(agency uuid, candidate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM legal_hold WHERE agency_id = agency AND candidate_id = candidate AND released_at IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'nothing of somebody under a legal hold is erased'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$
"""

ERASE_CONTENT = """
CREATE FUNCTION afterword_erase_content(interview uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agency uuid := afterword_require_erasable('interview', interview, 'interview.erased');
    about uuid[];
BEGIN
    PERFORM afterword_require_no_hold(agency, a.candidate_id) FROM interview i
        JOIN application a ON a.agency_id = i.agency_id AND a.id = i.application_id
        WHERE i.agency_id = agency AND i.id = interview;
    about := ARRAY(
        SELECT interview
        UNION ALL SELECT id FROM debrief WHERE agency_id = agency AND interview_id = interview
        UNION ALL SELECT id FROM letter WHERE agency_id = agency AND interview_id = interview
        UNION ALL SELECT id FROM document WHERE agency_id = agency AND interview_id = interview
        UNION ALL SELECT id FROM delivery WHERE agency_id = agency AND interview_id = interview
        UNION ALL SELECT c.id FROM consent c JOIN document d ON d.agency_id = c.agency_id AND d.id = c.document_id
            WHERE c.agency_id = agency AND d.interview_id = interview
    );
    about := about || ARRAY(
        SELECT id FROM debrief_addendum WHERE agency_id = agency AND debrief_id = ANY(about)
        UNION ALL SELECT id FROM comment WHERE agency_id = agency AND interview_id = interview
    );
    UPDATE debrief_version SET answers = '{"agenda": "(erased)"}', number_rung = CASE WHEN number_rung IS NOT NULL THEN '(erased)' END
        WHERE agency_id = agency AND debrief_id = ANY(about);
    UPDATE debrief_addendum_confidence SET text = '(erased)' WHERE agency_id = agency AND addendum_id = ANY(about);
    UPDATE attendance_answer SET reason = CASE WHEN reason IS NOT NULL THEN '(erased)' END
        WHERE agency_id = agency AND interview_id = interview;
    DELETE FROM debrief_confidence WHERE agency_id = agency AND debrief_id = ANY(about);
    UPDATE letter_version
        SET content = '{"paragraphs": [{"text": "(erased)", "part": null, "answers": []}], "left_out": []}',
            authors = '["candidate"]', note = CASE WHEN note IS NOT NULL THEN '(erased)' END
        WHERE agency_id = agency AND letter_id = ANY(about);
    UPDATE suggestion_answer SET reason = CASE WHEN reason IS NOT NULL THEN '(erased)' END
        WHERE agency_id = agency AND letter_id = ANY(about);
    DELETE FROM document_file WHERE agency_id = agency AND document_id = ANY(about);
    DELETE FROM audit_value v USING audit_event e
        WHERE v.agency_id = agency AND e.agency_id = agency AND e.id = v.event_id AND e.subject_id = ANY(about)
            AND e.subject_kind IN ('interview', 'debrief', 'debrief_addendum', 'letter', 'comment', 'consent', 'delivery');
END $$
"""

ERASE_PERSON = """
CREATE FUNCTION afterword_erase_person(candidate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agency uuid := afterword_require_erasable('candidate', candidate, 'candidate.erased');
BEGIN
    PERFORM afterword_require_no_hold(agency, candidate);
    DELETE FROM audit_value v USING audit_event e
        WHERE v.agency_id = agency AND e.agency_id = agency AND e.id = v.event_id AND e.action <> 'candidate.erased'
            AND e.subject_kind IN ('candidate', 'application', 'candidate_link', 'legal_hold')
            AND e.subject_id IN (
                SELECT candidate
                UNION ALL SELECT id FROM application WHERE agency_id = agency AND candidate_id = candidate
                UNION ALL SELECT id FROM candidate_link WHERE agency_id = agency AND candidate_id = candidate
                UNION ALL SELECT id FROM legal_hold WHERE agency_id = agency AND candidate_id = candidate
            );
END $$
"""

FORGET_SESSIONS = """
CREATE FUNCTION afterword_forget_sessions() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agency uuid := nullif(current_setting('app.agency_id', true), '')::uuid;
    gone bigint;
BEGIN
    DELETE FROM web_session s USING audit_event e
        WHERE s.agency_id = agency AND e.agency_id = agency AND e.subject_kind = 'web_session'
            AND e.subject_id = s.id AND e.seq = s.audit_seq AND e.action = 'session.erased';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$
"""
"""Sessions leave the security log after the entry that says so; the entries themselves stay."""

FUNCTIONS = (
    "afterword_forget_sessions()",
    "afterword_erase_person(uuid)",
    "afterword_erase_content(uuid)",
    "afterword_require_no_hold(uuid, uuid)",
    "afterword_require_erasable(text, uuid, text)",
)
REACHABLE = "num_nonnulls(email, phone) >= 1"
REACHABLE_UNTIL_ERASED = "(num_nonnulls(email, phone) >= 1) = (erased_at IS NULL)"


def upgrade() -> None:
    op.add_column("candidate", sa.Column("erased_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.drop_constraint(op.f("ck_candidate_can_be_reached"), "candidate")
    op.create_check_constraint(op.f("ck_candidate_can_be_reached"), "candidate", REACHABLE_UNTIL_ERASED)
    _notices()
    _holds()
    _erasures()
    _exports()
    for function in (ERASABLE, HELD, ERASE_CONTENT, ERASE_PERSON, FORGET_SESSIONS):
        op.execute(function)
    for signature in FUNCTIONS:
        op.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC")
    for signature in FUNCTIONS[:3]:
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO afterword_app")
    op.execute(
        "INSERT INTO timer (agency_id, kind, subject_id, due_at) "
        "SELECT agency_id, 'privacy.retain', agency_id, now() FROM agency ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    op.execute("DELETE FROM timer WHERE kind = 'privacy.retain'")
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    for table in ("person_export", "erasure", "legal_hold", "privacy_notice"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_candidate_can_be_reached"), "candidate")
    op.create_check_constraint(
        op.f("ck_candidate_can_be_reached"), "candidate", REACHABLE, postgresql_not_valid=True
    )  # the erased ones cannot be reached any more
    op.drop_column("candidate", "erased_at")


def _notices() -> None:
    op.create_table(
        "privacy_notice",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("controller", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_privacy_notice_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "version", name=op.f("pk_privacy_notice")),
    )
    op.execute("SELECT afterword_make_tenant('privacy_notice', 'SELECT, INSERT')")


def _holds() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("released_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(released_at IS NULL) = (release_reason IS NULL)", name=op.f("ck_legal_hold_released_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "candidate_id"],
            ["candidate.agency_id", "candidate.id"],
            name=op.f("fk_legal_hold_agency_id_candidate_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_agency_id_candidate_id", "legal_hold", ["agency_id", "candidate_id"], unique=False)
    op.execute("SELECT afterword_make_tenant('legal_hold', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('legal_hold')")


def _erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("kept_name", sa.Text(), nullable=True),
        sa.Column("kept_contact", sa.Text(), nullable=True),
        sa.Column("confirm_to", sa.Text(), nullable=True),
        sa.Column("confirmation", sa.Text(), nullable=False),
        sa.Column("in_ledger_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("ground IN ('request', 'retention', 'replay')", name=op.f("ck_erasure_ground")),
        sa.CheckConstraint("confirmation IN ('waiting', 'mailed', 'not_mailed')", name=op.f("ck_erasure_confirmation")),
        sa.CheckConstraint(
            "(confirmation = 'waiting') = (confirm_to IS NOT NULL)", name=op.f("ck_erasure_address_until_confirmed")
        ),
        sa.CheckConstraint(
            "kept_until IS NOT NULL OR num_nonnulls(kept_name, kept_contact) = 0",
            name=op.f("ck_erasure_kept_until_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "candidate_id"],
            ["candidate.agency_id", "candidate.id"],
            name=op.f("fk_erasure_agency_id_candidate_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("agency_id", "candidate_id", name=op.f("uq_erasure_agency_id_candidate_id")),
    )
    op.execute("SELECT afterword_make_tenant('erasure', 'SELECT, INSERT, UPDATE')")


def _exports() -> None:
    op.create_table(
        "person_export",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("private_notes", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ready_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("num_nulls(ready_at, sha256, content) IN (0, 3)", name=op.f("ck_person_export_ready_whole")),
        sa.ForeignKeyConstraint(
            ["agency_id", "candidate_id"],
            ["candidate.agency_id", "candidate.id"],
            name=op.f("fk_person_export_agency_id_candidate_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_person_export")),
    )
    op.create_index(
        "ix_person_export_agency_id_candidate_id", "person_export", ["agency_id", "candidate_id", "id"], unique=False
    )
    op.execute("SELECT afterword_make_tenant('person_export', 'SELECT, INSERT, UPDATE, DELETE')")
