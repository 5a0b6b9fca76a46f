"""Hold background work and what is due later."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision: str = "0001_queue_and_timers"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

QUEUE_SCHEMA = Path(__file__).parents[1] / "procrastinate_3_10.sql"

MAKE_TENANT = """
CREATE FUNCTION afterword_make_tenant(tenant regclass, privileges text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
        'CREATE POLICY agency_only ON %1$s TO afterword_app USING (%2$s) WITH CHECK (%2$s)',
        tenant, 'agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid'
    );
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO CURRENT_USER USING (true) WITH CHECK (true)', tenant);
    EXECUTE format('GRANT %s ON %s TO afterword_app', privileges, tenant);
END $$
"""
"""The second wall between agencies: forced, with a policy for the owner, or a backfill silently updates nothing."""

QUEUE_GRANTS = """
DO $$
DECLARE
    thing record;
BEGIN
    FOR thing IN SELECT tablename FROM pg_tables
                 WHERE schemaname = current_schema AND tablename LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO afterword_app', thing.tablename);
    END LOOP;
    FOR thing IN SELECT sequencename FROM pg_sequences
                 WHERE schemaname = current_schema AND sequencename LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO afterword_app', thing.sequencename);
    END LOOP;
END $$
"""

DROP_QUEUE = """
DO $$
DECLARE
    thing record;
BEGIN
    FOR thing IN SELECT tablename FROM pg_tables
                 WHERE schemaname = current_schema AND tablename LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('DROP TABLE %I CASCADE', thing.tablename);
    END LOOP;
    FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc
                 WHERE pronamespace = current_schema::regnamespace AND proname LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT typname FROM pg_type
                 WHERE typnamespace = current_schema::regnamespace AND typname LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('DROP TYPE %I CASCADE', thing.typname);
    END LOOP;
END $$
"""


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA public TO afterword_app")
    op.execute("GRANT SELECT ON alembic_version TO afterword_app")
    op.execute(MAKE_TENANT)
    op.get_bind().exec_driver_sql(QUEUE_SCHEMA.read_text(encoding="utf-8").replace("%", "%%"))
    op.execute(QUEUE_GRANTS)
    op.create_table(
        "timer",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "kind", "subject_id", name=op.f("pk_timer")),
    )
    op.create_index("ix_timer_due_at", "timer", ["due_at"], unique=False)
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON timer TO afterword_app")


def downgrade() -> None:
    op.drop_table("timer")
    op.execute(DROP_QUEUE)
    op.execute("DROP FUNCTION afterword_make_tenant")
    op.execute("REVOKE USAGE ON SCHEMA public FROM afterword_app")
