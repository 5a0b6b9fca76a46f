"""Say whose each review item is, for whom it waits, who is at it, and by which words it is found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0021_review_queue"
down_revision: str | None = "0020_cover"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SAYING = """
CREATE FUNCTION afterword_review_items_saying(words tsquery) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM review_item
        WHERE agency_id = nullif(current_setting('app.agency_id', true), '')::uuid AND search @@ words
$$
"""
"""As the owner, within the agency that is set: `@@` is not leakproof, so under row-level security no plan of the app
role may look for it in the index."""

BACKFILL = """
UPDATE review_item item SET
    consultant_id = CASE WHEN consultant.active THEN consultant.id END,
    team_id = consultant.team_id,
    client_id = job.client_id,
    cut_off_zone = agency.time_zone,
    due_why = 'two hours after it came in',
    waits_for = CASE
        WHEN item.decision IS NULL THEN 'us'
        WHEN item.decision IN ('returned', 'suggested') AND item.kind <> 'addendum' AND interview.state NOT IN
            ('cancelled', 'no_show', 'closed') AND NOT EXISTS (SELECT 1 FROM review_item later WHERE
            later.agency_id = item.agency_id AND later.subject_id = item.subject_id AND later.version > item.version)
        THEN 'candidate'
    END,
    search = setweight(to_tsvector('simple', candidate.name || ' ' || client.name || ' ' || job.title), 'A')
FROM interview
JOIN agency ON agency.agency_id = interview.agency_id
JOIN consultant ON consultant.agency_id = interview.agency_id AND consultant.id = interview.consultant_id
JOIN application ON application.agency_id = interview.agency_id AND application.id = interview.application_id
JOIN candidate ON candidate.agency_id = application.agency_id AND candidate.id = application.candidate_id
JOIN job ON job.agency_id = application.agency_id AND job.id = application.job_id
JOIN client ON client.agency_id = job.agency_id AND client.id = job.client_id
WHERE interview.agency_id = item.agency_id AND interview.id = item.interview_id
"""
"""What was written before is found by its names; its words come with its next version."""

COLUMNS = (
    sa.Column("consultant_id", sa.Uuid(), nullable=True),
    sa.Column("team_id", sa.Uuid(), nullable=True),
    sa.Column("client_id", sa.Uuid(), nullable=True),
    sa.Column("cut_off_zone", sa.Text(), nullable=True),
    sa.Column("due_why", sa.Text(), nullable=True),
    sa.Column("escalated_at", sa.TIMESTAMP(timezone=True), nullable=True),
    sa.Column("waits_for", sa.Text(), nullable=True),
    sa.Column("claimed_by", sa.Uuid(), nullable=True),
    sa.Column("claimed_until", sa.TIMESTAMP(timezone=True), nullable=True),
    sa.Column("assigned_at", sa.TIMESTAMP(timezone=True), nullable=True),
    sa.Column("facts", postgresql.JSONB(), server_default="{}", nullable=False),
    sa.Column("search", postgresql.TSVECTOR(), server_default="", nullable=False),
    sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
)
FOREIGN = {"consultant_id": "consultant", "team_id": "team", "client_id": "client", "claimed_by": "consultant"}
CHECKS = {
    "waits_for": "waits_for IN ('us', 'candidate')",
    "undecided_waits_for_us": "(decision IS NULL) = (waits_for IS NOT DISTINCT FROM 'us')",
    "claimed_for_a_time": "(claimed_by IS NULL) = (claimed_until IS NULL)",
}
FOR_US = "waits_for = 'us'"
INDEXES = {
    "consultant": (["consultant_id", "due_at", "id"], FOR_US),
    "team": (["team_id", "due_at", "id"], FOR_US),
    "client": (["client_id", "due_at", "id"], FOR_US),
    "kind": (["kind", "due_at", "id"], FOR_US),
    "with_candidate": (["decided_at", "id"], "waits_for = 'candidate'"),
    "decided": (["decided_at", "id"], "waits_for IS NULL"),
    "claimed": (["claimed_by", "claimed_until"], "claimed_by IS NOT NULL"),
    "assigned": (["consultant_id"], "assigned_at IS NOT NULL"),
    "interview": (["interview_id"], None),
}


def upgrade() -> None:
    for added in COLUMNS:
        op.add_column("review_item", added)
    op.execute(BACKFILL)
    for name in ("team_id", "client_id", "cut_off_zone", "due_why"):
        op.alter_column("review_item", name, nullable=False)
    for column, table in FOREIGN.items():
        op.create_foreign_key(
            op.f(f"fk_review_item_agency_id_{column}"),
            "review_item",
            table,
            ["agency_id", column],
            ["agency_id", "id"],
        )
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_review_item_{name}"), "review_item", rule)
    op.drop_index("ix_review_item_waiting", "review_item")
    for name, (columns, where) in INDEXES.items():
        which = sa.text(where) if where else None
        op.create_index(f"ix_review_item_{name}", "review_item", ["agency_id", *columns], postgresql_where=which)
    op.create_index(
        "ix_review_item_waiting",
        "review_item",
        ["agency_id", "due_at", "id"],
        postgresql_where=sa.text(FOR_US),
        postgresql_include=["claimed_until"],
    )
    op.create_index("ix_review_item_search", "review_item", ["search"], postgresql_using="gin")
    op.create_index("ix_cover_rule_agency_id_covered_by", "cover_rule", ["agency_id", "covered_by"])
    op.execute(SAYING)
    op.execute("REVOKE ALL ON FUNCTION afterword_review_items_saying(tsquery) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION afterword_review_items_saying(tsquery) TO afterword_app")
    _create_handover()


def _create_handover() -> None:
    op.create_table(
        "review_handover",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("step IN ('claimed', 'released', 'assigned')", name=op.f("ck_review_handover_step")),
        sa.CheckConstraint(
            "(step = 'released') = (held_by IS NULL)", name=op.f("ck_review_handover_released_by_whoever_held_it")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "id"],
            ["review_item.agency_id", "review_item.id"],
            name=op.f("fk_review_handover_agency_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "held_by"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_review_handover_agency_id_held_by"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_review_handover")),
    )
    op.execute("SELECT afterword_make_tenant('review_handover', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('review_handover')")


def downgrade() -> None:
    op.drop_table("review_handover")
    op.execute("DROP FUNCTION afterword_review_items_saying(tsquery)")
    op.drop_index("ix_cover_rule_agency_id_covered_by", "cover_rule")
    for name in (*INDEXES, "waiting", "search"):
        op.drop_index(f"ix_review_item_{name}", "review_item")
    for column in COLUMNS:
        op.drop_column("review_item", column.name)
    op.create_index(
        "ix_review_item_waiting",
        "review_item",
        ["agency_id", "due_at", "id"],
        postgresql_where=sa.text("decision IS NULL"),
    )
