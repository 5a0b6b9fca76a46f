"""Hold the audit trail, append-only, and the rules that tie rows to it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002_audit_trail"
down_revision: str | None = "0001_queue_and_timers"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

APPEND_ONLY = """
CREATE FUNCTION afterword_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

STEP = """
CREATE FUNCTION afterword_audited_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.audit_seq <> 1 OR TG_OP = 'UPDATE' AND NEW.audit_seq <> OLD.audit_seq + 1 THEN
        RAISE EXCEPTION '% of % without its audit entry', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
"""Before a change: the row's count of entries rises by exactly one."""

AGREES = """
CREATE FUNCTION afterword_trail_agrees(kind text, agency uuid, subject uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    row_seq integer;
    row_hash bytea;
    newest record;
BEGIN
    EXECUTE format('SELECT audit_seq, audit_hash FROM %I WHERE agency_id = $1 AND id = $2', kind)
        INTO row_seq, row_hash USING agency, subject;
    SELECT seq, hash INTO newest FROM audit_event
        WHERE agency_id = agency AND subject_kind = kind AND subject_id = subject ORDER BY seq DESC LIMIT 1;
    IF row_seq IS DISTINCT FROM newest.seq OR row_hash IS DISTINCT FROM newest.hash THEN
        RAISE EXCEPTION '% % and its newest audit entry disagree', kind, subject
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$
"""
"""At commit: the row and its newest entry agree. As the owner, so that changing the agency does not blind it."""

ROW_CHECK = """
CREATE FUNCTION afterword_audited_row_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM afterword_trail_agrees(TG_TABLE_NAME, NEW.agency_id, NEW.id);
    RETURN NULL;
END $$
"""

ENTRY_CHECK = """
CREATE FUNCTION afterword_audit_entry_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM afterword_trail_agrees(NEW.subject_kind, NEW.agency_id, NEW.subject_id);
    RETURN NULL;
END $$
"""

MAKE_AUDITED = """
CREATE FUNCTION afterword_make_audited(audited regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audited_step BEFORE INSERT OR UPDATE ON %s '
                   'FOR EACH ROW EXECUTE FUNCTION afterword_audited_step()', audited);
    EXECUTE format('CREATE CONSTRAINT TRIGGER audited_row_check AFTER INSERT OR UPDATE ON %s '
                   'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION afterword_audited_row_check()',
                   audited);
END $$
"""

TRIGGERS = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION afterword_append_only()",
    "CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION afterword_append_only()",
    "CREATE CONSTRAINT TRIGGER audit_entry_check AFTER INSERT ON audit_event "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION afterword_audit_entry_check()",
)
FUNCTIONS = (
    "afterword_make_audited(regclass)",
    "afterword_audit_entry_check()",
    "afterword_audited_row_check()",
    "afterword_trail_agrees(text, uuid, uuid)",
    "afterword_audited_step()",
    "afterword_append_only()",
)


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("via_key_id", sa.Uuid(), nullable=True),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("commitments", postgresql.JSONB(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(hash) = 32", name=op.f("ck_audit_event_hash_is_sha256")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_audit_event_seq_from_one")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint(
            "agency_id",
            "subject_kind",
            "subject_id",
            "seq",
            name=op.f("uq_audit_event_agency_id_subject_kind_subject_id_seq"),
        ),
    )
    op.create_index("ix_audit_event_agency_id_at", "audit_event", ["agency_id", "at", "id"], unique=False)
    op.execute("SELECT afterword_make_tenant('audit_event', 'SELECT, INSERT')")
    op.create_table(
        "audit_value",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "event_id"],
            ["audit_event.agency_id", "audit_event.id"],
            name=op.f("fk_audit_value_agency_id_event_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "event_id", "key", name=op.f("pk_audit_value")),
    )
    op.execute("SELECT afterword_make_tenant('audit_value', 'SELECT, INSERT')")
    op.create_table(
        "pending_event",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "event_id", name=op.f("pk_pending_event")),
    )
    op.execute("GRANT SELECT, INSERT ON pending_event TO afterword_app")
    for function in (APPEND_ONLY, STEP, AGREES, ROW_CHECK, ENTRY_CHECK, MAKE_AUDITED):
        op.execute(function)
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    op.drop_table("pending_event")
    op.drop_table("audit_value")
    op.drop_table("audit_event")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
