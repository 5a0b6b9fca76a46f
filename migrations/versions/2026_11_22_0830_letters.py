"""Hold letters, frozen documents and consents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0007_letters"
down_revision: str | None = "0006_debriefs"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("draft_revisions", sa.Integer(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('thank_you', 'strategic')", name=op.f("ck_letter_kind")),
        sa.CheckConstraint(
            "state IN ('approved', 'changes_requested', 'draft', 'not_forwarded', 'released', 'submitted', 'withdrawn')",
            name=op.f("ck_letter_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_letter_agency_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_letter")),
    )
    op.create_index("ix_letter_agency_id_interview_id", "letter", ["agency_id", "interview_id"], unique=False)
    op.execute("SELECT afterword_make_tenant('letter', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('letter')")
    op.create_table(
        "letter_draft",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("addressees", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"],
            ["letter.agency_id", "letter.id"],
            name=op.f("fk_letter_draft_agency_id_letter_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "letter_id", name=op.f("pk_letter_draft")),
    )
    op.execute("SELECT afterword_make_tenant('letter_draft', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "letter_version",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("addressees", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("submitted_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_letter_version_from_one")),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"],
            ["letter.agency_id", "letter.id"],
            name=op.f("fk_letter_version_agency_id_letter_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "letter_id", "version", name=op.f("pk_letter_version")),
    )
    op.execute("SELECT afterword_make_tenant('letter_version', 'SELECT, INSERT')")
    op.create_table(
        "document",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("letter_version", sa.Integer(), nullable=False),
        sa.Column("addressees", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256_is_hexadecimal")),
        sa.ForeignKeyConstraint(
            ["agency_id", "interview_id"],
            ["interview.agency_id", "interview.id"],
            name=op.f("fk_document_agency_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id", "letter_version"],
            ["letter_version.agency_id", "letter_version.letter_id", "letter_version.version"],
            name=op.f("fk_document_agency_id_letter_id_letter_version"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_document")),
        sa.UniqueConstraint("agency_id", "id", "sha256", name=op.f("uq_document_agency_id_id_sha256")),
        sa.UniqueConstraint(
            "agency_id", "letter_id", "letter_version", name=op.f("uq_document_agency_id_letter_id_letter_version")
        ),
    )
    op.execute("SELECT afterword_make_tenant('document', 'SELECT, INSERT')")
    op.create_table(
        "document_file",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("format IN ('pdf', 'docx', 'txt')", name=op.f("ck_document_file_format")),
        sa.ForeignKeyConstraint(
            ["agency_id", "document_id"],
            ["document.agency_id", "document.id"],
            name=op.f("fk_document_file_agency_id_document_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "document_id", "format", name=op.f("pk_document_file")),
    )
    op.execute("SELECT afterword_make_tenant('document_file', 'SELECT, INSERT')")
    op.create_table(
        "consent",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("given_by IN ('candidate')", name=op.f("ck_consent_given_by")),
        sa.CheckConstraint("state IN ('given', 'withdrawn')", name=op.f("ck_consent_state")),
        sa.ForeignKeyConstraint(
            ["agency_id", "document_id", "sha256"],
            ["document.agency_id", "document.id", "document.sha256"],
            name=op.f("fk_consent_agency_id_document_id_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person_met.agency_id", "person_met.id"],
            name=op.f("fk_consent_agency_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_consent")),
        sa.UniqueConstraint(
            "agency_id",
            "document_id",
            "sha256",
            "person_id",
            name=op.f("uq_consent_agency_id_document_id_sha256_person_id"),
        ),
    )
    op.execute("SELECT afterword_make_tenant('consent', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('consent')")


def downgrade() -> None:
    op.drop_table("consent")
    op.drop_table("document_file")
    op.drop_table("document")
    op.drop_table("letter_version")
    op.drop_table("letter_draft")
    op.drop_table("letter")
