"""Hold clients, contacts, candidates, jobs and applications."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004_directory"
down_revision: str | None = "0003_accounts"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact_policy", sa.Text(), nullable=False),
        sa.Column("letter_policy", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "contact_policy IN ('forbidden', 'copy_agency', 'permitted')", name=op.f("ck_client_contact_policy")
        ),
        sa.CheckConstraint(
            "letter_policy IN ('welcome', 'ask_first', 'not_accepted')", name=op.f("ck_client_letter_policy")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_client_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_client")),
    )
    op.create_index("ix_client_agency_id_name", "client", ["agency_id", "name", "id"], unique=False)
    op.execute("SELECT afterword_make_tenant('client', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('client')")
    op.create_table(
        "client_contact",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("subdivision", sa.Text(), nullable=True),
        sa.Column("work_starts", sa.Time(), nullable=False),
        sa.Column("work_ends", sa.Time(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("work_starts < work_ends", name=op.f("ck_client_contact_day_has_length")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_client_contact_agency_id_client_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_client_contact")),
    )
    op.create_index("ix_client_contact_agency_id_client_id", "client_contact", ["agency_id", "client_id"], unique=False)
    op.execute("SELECT afterword_make_tenant('client_contact', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('client_contact')")
    op.create_table(
        "candidate",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("num_nonnulls(email, phone) >= 1", name=op.f("ck_candidate_can_be_reached")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_candidate_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_candidate")),
    )
    op.create_index("ix_candidate_agency_id_email", "candidate", ["agency_id", "email"], unique=False)
    op.execute("SELECT afterword_make_tenant('candidate', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('candidate')")
    op.create_table(
        "job",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('permanent', 'contract')", name=op.f("ck_job_kind")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"], ["client.agency_id", "client.id"], name=op.f("fk_job_agency_id_client_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_agency_id_client_id", "job", ["agency_id", "client_id"], unique=False)
    op.execute("SELECT afterword_make_tenant('job', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('job')")
    op.create_table(
        "application",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "candidate_id"],
            ["candidate.agency_id", "candidate.id"],
            name=op.f("fk_application_agency_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "job_id"], ["job.agency_id", "job.id"], name=op.f("fk_application_agency_id_job_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "agency_id", "candidate_id", "job_id", name=op.f("uq_application_agency_id_candidate_id_job_id")
        ),
    )
    op.execute("SELECT afterword_make_tenant('application', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('application')")
    op.create_table(
        "external_ref",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("source_updated_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_external_ref_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "system", "kind", "ref", name=op.f("pk_external_ref")),
        sa.UniqueConstraint(
            "agency_id", "subject_id", "system", name=op.f("uq_external_ref_agency_id_subject_id_system")
        ),
    )
    op.execute("SELECT afterword_make_tenant('external_ref', 'SELECT, INSERT, UPDATE, DELETE')")


def downgrade() -> None:
    op.drop_table("external_ref")
    op.drop_table("application")
    op.drop_table("job")
    op.drop_table("candidate")
    op.drop_table("client_contact")
    op.drop_table("client")
