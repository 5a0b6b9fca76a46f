"""Take debriefs by telephone, waived, declined, added to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012_debrief_in_depth"
down_revision: str | None = "0011_suggestions_and_threads"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


CHANNEL = "channel IN ('web', 'phone')"
BY_PHONE = "(channel = 'phone') = ({} IS NOT NULL)"


def upgrade() -> None:
    op.add_column("debrief", sa.Column("close_reason", sa.Text(), nullable=True))
    _versions_by_telephone()
    _attendance()
    _addenda()
    _review_kinds("'debrief', 'letter', 'addendum'")


def downgrade() -> None:
    op.execute("DELETE FROM review_item WHERE kind = 'addendum'")
    _review_kinds("'debrief', 'letter'")
    op.drop_table("debrief_addendum_confidence")
    op.drop_table("debrief_addendum")
    op.drop_table("attendance_answer")
    for name in ("taken_by_a_consultant", "number_rung_by_phone", "taken_at_by_phone", "channel"):
        op.drop_constraint(op.f(f"ck_debrief_version_{name}"), "debrief_version")
    for column in ("number_rung", "taken_at", "channel"):
        op.drop_column("debrief_version", column)
    op.drop_column("debrief", "close_reason")


def _versions_by_telephone() -> None:
    op.add_column("debrief_version", sa.Column("channel", sa.Text(), nullable=False, server_default="web"))
    op.alter_column("debrief_version", "channel", server_default=None)
    op.add_column("debrief_version", sa.Column("taken_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("debrief_version", sa.Column("number_rung", sa.Text(), nullable=True))
    for name, condition in {
        "channel": CHANNEL,
        "taken_at_by_phone": BY_PHONE.format("taken_at"),
        "number_rung_by_phone": BY_PHONE.format("number_rung"),
        "taken_by_a_consultant": "channel <> 'phone' OR submitted_by = 'consultant'",
    }.items():
        op.create_check_constraint(op.f(f"ck_debrief_version_{name}"), "debrief_version", condition)


def _attendance() -> None:
    op.create_table(
        "attendance_answer",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("about_starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("about_ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("told_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('yes', 'still_going', 'moved', 'cancelled', 'did_not_go')",
            name=op.f("ck_attendance_answer_answer"),
        ),
        sa.CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name=op.f("ck_attendance_answer_both_times")),
        sa.CheckConstraint("starts_at IS NULL OR answer = 'moved'", name=op.f("ck_attendance_answer_times_of_a_move")),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_attendance_answer_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_attendance_answer")),
    )
    op.create_index(
        "ix_attendance_answer_agency_id_interview_id", "attendance_answer", ["agency_id", "interview_id", "id"]
    )
    op.execute("SELECT afterword_make_tenant('attendance_answer', 'SELECT, INSERT')")


def _addenda() -> None:
    op.create_table(
        "debrief_addendum",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("debrief_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agency_only", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("added_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("number_rung", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('accepted', 'returned', 'submitted')", name=op.f("ck_debrief_addendum_state")),
        sa.CheckConstraint("agency_only = (text IS NULL)", name=op.f("ck_debrief_addendum_agency_only_apart")),
        sa.CheckConstraint(CHANNEL, name=op.f("ck_debrief_addendum_channel")),
        sa.CheckConstraint(BY_PHONE.format("taken_at"), name=op.f("ck_debrief_addendum_taken_at_by_phone")),
        sa.CheckConstraint(BY_PHONE.format("number_rung"), name=op.f("ck_debrief_addendum_number_rung_by_phone")),
        sa.CheckConstraint(
            "channel <> 'phone' OR added_by = 'consultant'", name=op.f("ck_debrief_addendum_taken_by_a_consultant")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "debrief_id"],
            ["debrief.agency_id", "debrief.id"],
            name=op.f("fk_debrief_addendum_agency_id_debrief_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_debrief_addendum")),
    )
    op.create_index("ix_debrief_addendum_agency_id_debrief_id", "debrief_addendum", ["agency_id", "debrief_id", "id"])
    op.execute("SELECT afterword_make_tenant('debrief_addendum', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('debrief_addendum')")
    op.create_table(
        "debrief_addendum_confidence",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("addendum_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "addendum_id"],
            ["debrief_addendum.agency_id", "debrief_addendum.id"],
            name=op.f("fk_debrief_addendum_confidence_agency_id_addendum_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "addendum_id", name=op.f("pk_debrief_addendum_confidence")),
    )
    op.execute("SELECT afterword_make_tenant('debrief_addendum_confidence', 'SELECT, INSERT')")


def _review_kinds(kinds: str) -> None:
    op.drop_constraint(op.f("ck_review_item_kind"), "review_item")
    op.create_check_constraint(op.f("ck_review_item_kind"), "review_item", f"kind IN ({kinds})")
