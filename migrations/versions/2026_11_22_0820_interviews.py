"""Hold interviews, the people met, and how candidates get in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005_interviews"
down_revision: str | None = "0004_directory"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "interview",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("introduced_by", sa.Text(), nullable=False),
        sa.Column("debrief_profile", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("introduced_by IN ('agency', 'direct')", name=op.f("ck_interview_introduced_by")),
        sa.CheckConstraint(
            "state IN ('awaiting_debrief', 'cancelled', 'closed', 'debriefed', 'no_show', 'scheduled')",
            name=op.f("ck_interview_state"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_interview_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["agency_id", "application_id"],
            ["application.agency_id", "application.id"],
            name=op.f("fk_interview_agency_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_interview_agency_id_consultant_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_interview")),
    )
    op.create_index("ix_interview_agency_id_application_id", "interview", ["agency_id", "application_id"], unique=False)
    op.create_index("ix_interview_agency_id_starts_at", "interview", ["agency_id", "starts_at", "id"], unique=False)
    op.execute("SELECT afterword_make_tenant('interview', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('interview')")
    op.create_table(
        "person_met",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("role_in_decision", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("source IN ('announced', 'candidate')", name=op.f("ck_person_met_source")),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_person_met_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_person_met")),
        sa.UniqueConstraint("agency_id", "interview_id", "id", name=op.f("uq_person_met_agency_id_interview_id_id")),
    )
    op.execute("SELECT afterword_make_tenant('person_met', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "person_match",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("matched_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "contact_id"],
            ["client_contact.agency_id", "client_contact.id"],
            name=op.f("fk_person_match_agency_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person_met.agency_id", "person_met.id"],
            name=op.f("fk_person_match_agency_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "contact_id", name=op.f("pk_person_match")),
    )
    op.execute("SELECT afterword_make_tenant('person_match', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "debrief_begun",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_debrief_begun_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "interview_id", name=op.f("pk_debrief_begun")),
    )
    op.execute("SELECT afterword_make_tenant('debrief_begun', 'SELECT, INSERT')")
    op.create_table(
        "candidate_link",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("strength IN ('sent', 'returned')", name=op.f("ck_candidate_link_strength")),
        sa.ForeignKeyConstraint(
            ["agency_id", "candidate_id"],
            ["candidate.agency_id", "candidate.id"],
            name=op.f("fk_candidate_link_agency_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_candidate_link_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_candidate_link")),
    )
    op.create_index(
        "ix_candidate_link_agency_id_interview_id", "candidate_link", ["agency_id", "interview_id"], unique=False
    )
    op.execute("SELECT afterword_make_tenant('candidate_link', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('candidate_link')")
    op.create_table(
        "web_session",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("num_nonnulls(consultant_id, link_id) = 1", name=op.f("ck_web_session_one_holder")),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_web_session_agency_id_consultant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "link_id"],
            ["candidate_link.agency_id", "candidate_link.id"],
            name=op.f("fk_web_session_agency_id_link_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_web_session")),
    )
    op.execute("SELECT afterword_make_tenant('web_session', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('web_session')")
    op.create_table(
        "review_item",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('debrief', 'letter')", name=op.f("ck_review_item_kind")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_review_item_decided_at_once")),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_review_item_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_review_item")),
        sa.UniqueConstraint(
            "agency_id", "subject_id", "version", name=op.f("uq_review_item_agency_id_subject_id_version")
        ),
    )
    op.create_index(
        "ix_review_item_waiting",
        "review_item",
        ["agency_id", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.execute("SELECT afterword_make_tenant('review_item', 'SELECT, INSERT, UPDATE')")


def downgrade() -> None:
    op.drop_table("review_item")
    op.drop_table("web_session")
    op.drop_table("candidate_link")
    op.drop_table("debrief_begun")
    op.drop_table("person_match")
    op.drop_table("person_met")
    op.drop_table("interview")
