"""Keep what the client said and decided, hidden from the candidate until a person tells them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0029_feedback_and_outcome"
down_revision: str | None = "0028_debrief_wanted"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "client_feedback",
        *_of_an_interview("client_feedback"),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("spoke_with", sa.Text(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("heard_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("noted_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("relay_due_at", sa.TIMESTAMP(timezone=True), nullable=True),
        *_for_the_candidate("client_feedback"),
        sa.CheckConstraint(
            "state IN ('acknowledged', 'drafted', 'none_given', 'received', 'relayed')",
            name=op.f("ck_client_feedback_state"),
        ),
        sa.CheckConstraint("num_nonnulls(contact_id, spoke_with) <= 1", name=op.f("ck_client_feedback_of_one_person")),
        sa.CheckConstraint(
            "(state = 'none_given') = (relay_due_at IS NULL)",
            name=op.f("ck_client_feedback_relayed_unless_none_given"),
        ),
        sa.CheckConstraint(
            "(state IN ('relayed', 'acknowledged')) = (relayed_at IS NOT NULL)",
            name=op.f("ck_client_feedback_relayed_by_its_state"),
        ),
        _within("client_feedback", "contact_id", "client_contact"),
        _within("client_feedback", "call_id", "client_call"),
    )
    op.create_index("ix_client_feedback_agency_id_interview_id", "client_feedback", ["agency_id", "interview_id", "id"])
    op.create_index(
        "ix_client_feedback_agency_id_relay_due_at",
        "client_feedback",
        ["agency_id", "relay_due_at"],
        postgresql_where=sa.text("relayed_at IS NULL"),
    )
    op.create_table(
        "outcome",
        *_of_an_interview("outcome"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.TIMESTAMP(timezone=True), nullable=True),
        *_for_the_candidate("outcome"),
        sa.CheckConstraint(
            "state IN ('acknowledged', 'drafted', 'recorded', 'relayed', 'superseded')", name=op.f("ck_outcome_state")
        ),
        sa.CheckConstraint(
            "kind IN ('next_round', 'offer', 'client_rejected', 'candidate_withdrew', 'on_hold', 'job_closed',"
            " 'placed')",
            name=op.f("ck_outcome_kind"),
        ),
        sa.CheckConstraint("side IN ('client', 'candidate', 'agency')", name=op.f("ck_outcome_side")),
        sa.CheckConstraint(
            "(state = 'superseded') = (superseded_at IS NOT NULL)", name=op.f("ck_outcome_superseded_at_once")
        ),
    )
    op.create_index("ix_outcome_agency_id_interview_id", "outcome", ["agency_id", "interview_id", "id"])
    op.create_index(
        "uq_outcome_standing",
        "outcome",
        ["agency_id", "interview_id"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_index(
        "ix_outcome_unrelayed", "outcome", ["agency_id", "recorded_at"], postgresql_where=sa.text("relayed_at IS NULL")
    )
    for table in ("client_feedback", "outcome"):
        op.execute(f"SELECT afterword_make_tenant('{table}', 'SELECT, INSERT, UPDATE')")
        op.execute(f"SELECT afterword_make_audited('{table}')")


def _of_an_interview(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        _within(table, "interview_id", "interview"),
        _within(table, "consultant_id", "consultant"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f(f"pk_{table}")),
    ]


def _for_the_candidate(table: str) -> list[sa.schema.SchemaItem]:
    rules = {
        "drafted_with_words": "(words IS NULL) = (drafted_at IS NULL)",
        "relayed_as_a_whole": "num_nonnulls(relayed_at, relayed_by, relayed_how) IN (0, 3)",
        "relayed_in_words": "relayed_at IS NULL OR words IS NOT NULL",
        "acknowledged_when_relayed": "acknowledged_at IS NULL OR relayed_at IS NOT NULL",
        "relayed_how": "relayed_how IN ('page', 'telephone')",
    }
    return [
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("drafted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("relayed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("relayed_by", sa.Uuid(), nullable=True),
        sa.Column("relayed_how", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.TIMESTAMP(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()),
        _within(table, "relayed_by", "consultant"),
    ]


def _within(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{parent}.agency_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def downgrade() -> None:
    op.drop_table("outcome")
    op.drop_table("client_feedback")
