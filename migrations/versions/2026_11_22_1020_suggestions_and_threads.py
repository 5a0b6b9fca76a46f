"""Let a consultant suggest wording, and both discuss it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0011_suggestions_and_threads"
down_revision: str | None = "0010_word_uploads"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATES = "'approved', 'changes_requested', 'draft', 'not_forwarded', 'released', 'submitted', 'withdrawn'"
STATES_NOW = (
    "'approved', 'changes_requested', 'draft', 'not_forwarded', 'released', 'submitted', 'suggested', 'withdrawn'"
)
BY_THE_CANDIDATE = """
UPDATE letter_version SET authors = (
    SELECT coalesce(jsonb_agg('candidate'::text), '[]') FROM jsonb_array_elements(content->'paragraphs')
)
"""
"""What was submitted so far is the candidate's, every paragraph of it."""


def upgrade() -> None:
    op.drop_constraint(op.f("ck_letter_state"), "letter")
    op.create_check_constraint(op.f("ck_letter_state"), "letter", f"state IN ({STATES_NOW})")
    _name_authors()
    op.add_column("document", sa.Column("suggested", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("document", "suggested", server_default=None)
    _hold_answers()
    _hold_comments()


def _name_authors() -> None:
    op.add_column("letter_version", sa.Column("submitted_by_id", sa.Uuid(), nullable=True))
    op.add_column("letter_version", sa.Column("authors", postgresql.JSONB(), nullable=True))
    op.add_column("letter_version", sa.Column("note", sa.Text(), nullable=True))
    op.execute(BY_THE_CANDIDATE)
    op.alter_column("letter_version", "authors", nullable=False)
    op.create_foreign_key(
        op.f("fk_letter_version_agency_id_submitted_by_id"),
        "letter_version",
        "consultant",
        ["agency_id", "submitted_by_id"],
        ["agency_id", "id"],
    )
    op.create_check_constraint(
        op.f("ck_letter_version_consultant_is_named"),
        "letter_version",
        "(submitted_by = 'consultant') = (submitted_by_id IS NOT NULL)",
    )


def _hold_answers() -> None:
    op.create_table(
        "suggestion_answer",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("answer IN ('accepted', 'declined')", name=op.f("ck_suggestion_answer_answer")),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id", "version"],
            ["letter_version.agency_id", "letter_version.letter_id", "letter_version.version"],
            name=op.f("fk_suggestion_answer_agency_id_letter_id_version"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "letter_id", "version", name=op.f("pk_suggestion_answer")),
    )
    op.execute("SELECT afterword_make_tenant('suggestion_answer', 'SELECT, INSERT')")


def _hold_comments() -> None:
    op.create_table(
        "comment",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("debrief_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("author_kind", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("resolved_by_kind", sa.Text(), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("visibility IN ('shared', 'private')", name=op.f("ck_comment_visibility")),
        sa.CheckConstraint("author_kind IN ('candidate', 'consultant')", name=op.f("ck_comment_author_kind")),
        sa.CheckConstraint(
            "author_kind = 'consultant' OR visibility = 'shared'", name=op.f("ck_comment_candidates_share")
        ),
        sa.CheckConstraint("num_nonnulls(letter_id, debrief_id) = 1", name=op.f("ck_comment_one_subject")),
        sa.CheckConstraint("paragraph IS NULL OR version IS NOT NULL", name=op.f("ck_comment_paragraph_of_a_version")),
        sa.CheckConstraint("state IN ('deleted', 'open', 'resolved')", name=op.f("ck_comment_state")),
        sa.CheckConstraint("(state = 'deleted') = (body IS NULL)", name=op.f("ck_comment_deleted_is_empty")),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_comment_agency_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"], ["letter.agency_id", "letter.id"], name=op.f("fk_comment_agency_id_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "debrief_id"],
            ["debrief.agency_id", "debrief.id"],
            name=op.f("fk_comment_agency_id_debrief_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "parent_id"],
            ["comment.agency_id", "comment.id"],
            name=op.f("fk_comment_agency_id_parent_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_comment")),
    )
    for subject in ("letter_id", "debrief_id", "interview_id"):
        op.create_index(f"ix_comment_agency_id_{subject}", "comment", ["agency_id", subject, "id"], unique=False)
    op.execute("SELECT afterword_make_tenant('comment', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('comment')")
    op.create_table(
        "comment_told",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "comment_id"],
            ["comment.agency_id", "comment.id"],
            name=op.f("fk_comment_told_agency_id_comment_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "comment_id", name=op.f("pk_comment_told")),
    )
    op.execute("SELECT afterword_make_tenant('comment_told', 'SELECT, INSERT')")


def downgrade() -> None:
    op.drop_table("comment_told")
    op.drop_table("comment")
    op.drop_table("suggestion_answer")
    op.drop_column("document", "suggested")
    op.drop_constraint(op.f("ck_letter_version_consultant_is_named"), "letter_version")
    op.drop_constraint(op.f("fk_letter_version_agency_id_submitted_by_id"), "letter_version")
    for column in ("note", "authors", "submitted_by_id"):
        op.drop_column("letter_version", column)
    op.drop_constraint(op.f("ck_letter_state"), "letter")
    op.create_check_constraint(op.f("ck_letter_state"), "letter", f"state IN ({STATES})")
