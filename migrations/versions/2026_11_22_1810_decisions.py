"""Keep when a client decides, and how it was asked once that day had passed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030_decisions"
down_revision: str | None = "0029_feedback_and_outcome"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RULES = {
    "state": "state IN ('awaiting', 'chased', 'decided', 'due', 'extended', 'overdue')",
    "precision": "precision IN ('exact', 'about', 'unknown')",
    "source": "source IN ('candidate', 'client', 'consultant')",
    "a_day_unless_unknown": "(expected_on IS NULL) = (precision = 'unknown')",
    "settled_when_decided": "(state = 'decided') = (settled_at IS NOT NULL)",
    "asked_once_it_passed": "ask_by IS NULL OR state IN ('overdue', 'chased')",
    "chased_how": "chased_how IN ('call', 'mail')",
    "chased_as_a_whole": "num_nonnulls(last_chased_at, chased_by, chased_how) IN (0, 3)",
    "told_as_a_whole": "num_nonnulls(told_on, told_precision, told_by, told_at) IN (0, 4)",
}


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("ask_by", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("wanted_by", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("chases", sa.Integer(), nullable=False),
        sa.Column("last_chased_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("chased_by", sa.Uuid(), nullable=True),
        sa.Column("chased_how", sa.Text(), nullable=True),
        sa.Column("chased_whom", sa.Text(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_precision", sa.Text(), nullable=True),
        sa.Column("told_by", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_decision_{name}")) for name, rule in RULES.items()),
        _within("interview_id", "interview"),
        _within("set_by", "consultant"),
        _within("chased_by", "consultant"),
        _within("told_by", "consultant"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_decision")),
        sa.UniqueConstraint("agency_id", "interview_id", name=op.f("uq_decision_agency_id_interview_id")),
    )
    for column in ("ask_by", "wanted_by"):
        op.create_index(
            f"ix_decision_{column}",
            "decision",
            ["agency_id", column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    op.execute("SELECT afterword_make_tenant('decision', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('decision')")


def _within(column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{parent}.agency_id", f"{parent}.id"],
        name=op.f(f"fk_decision_agency_id_{column}"),
    )


def downgrade() -> None:
    op.drop_table("decision")
