"""Keep by when a candidate hears something, what was written to them, and what they asked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031_promises"
down_revision: str | None = "0030_decisions"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = ("promise", "status_update", "nudge")


def upgrade() -> None:
    op.create_table(
        "promise",
        *_of_an_interview("promise"),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _instant("made_at"),
        _instant("next_update_by"),
        _instant("warn_at"),
        _instant("broken_at", nullable=True),
        _instant("ended_at", nullable=True),
        sa.Column("kept_by", sa.Text(), nullable=True),
        sa.Column("moved_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *_checks(
            "promise",
            state="state IN ('broken', 'dropped', 'kept', 'moved', 'open')",
            ends_with_its_state="state IN ('open', 'broken') OR ended_at IS NOT NULL",
            open_until_it_ends="state <> 'open' OR ended_at IS NULL",
            broken_at_once="(state = 'broken') = (broken_at IS NOT NULL)",
            moved_for_a_reason="num_nonnulls(reason, moved_by) = CASE state WHEN 'moved' THEN 2 ELSE 0 END",
            kept_by="kept_by IN ('news', 'update', 'relay')",
            made_before_it_is_due="made_at < next_update_by",
        ),
        _within("promise", "consultant_id", "consultant"),
        _within("promise", "moved_by", "consultant"),
    )
    op.create_table(
        "status_update",
        *_of_an_interview("status_update"),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        _instant("written_at"),
        sa.Column("words", sa.Text(), nullable=False),
        _within("status_update", "consultant_id", "consultant"),
    )
    op.create_table(
        "nudge",
        *_of_an_interview("nudge"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _instant("asked_at"),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        _instant("due_at"),
        _instant("answered_at", nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("update_id", sa.Uuid(), nullable=True),
        *_checks(
            "nudge",
            state="state IN ('answered', 'dropped', 'waiting')",
            kind="kind IN ('reminder', 'new_deadline')",
            deadline_by_its_kind="(kind = 'new_deadline') = (deadline_on IS NOT NULL)",
            answered_by_its_state="(state = 'answered') = (answered_at IS NOT NULL)",
            answered_whole="answered_at IS NOT NULL OR num_nonnulls(answered_by, update_id) = 0",
        ),
        _within("nudge", "answered_by", "consultant"),
        _within("nudge", "update_id", "status_update"),
    )
    for table in _TABLES:
        op.create_index(f"ix_{table}_agency_id_interview_id", table, ["agency_id", "interview_id", "id"])
    stands = sa.text("ended_at IS NULL")
    op.create_index("uq_promise_stands", "promise", ["agency_id", "interview_id"], unique=True, postgresql_where=stands)
    op.create_index("ix_promise_agency_id_warn_at", "promise", ["agency_id", "warn_at"], postgresql_where=stands)
    waits = sa.text("state = 'waiting'")
    op.create_index("ix_nudge_agency_id_due_at", "nudge", ["agency_id", "due_at"], postgresql_where=waits)
    for table in _TABLES:
        op.execute(f"SELECT afterword_make_tenant('{table}', 'SELECT, INSERT, UPDATE')")
        op.execute(f"SELECT afterword_make_audited('{table}')")


def _of_an_interview(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        _within(table, "interview_id", "interview"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f(f"pk_{table}")),
    ]


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=nullable)


def _checks(table: str, **rules: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()]


def _within(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{parent}.agency_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
