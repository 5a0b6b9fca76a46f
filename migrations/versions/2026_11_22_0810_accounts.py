"""Hold agencies, their users and keys."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003_accounts"
down_revision: str | None = "0002_audit_trail"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = agency_id", name=op.f("ck_agency_is_its_own_agency")),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_agency")),
    )
    op.execute("SELECT afterword_make_tenant('agency', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('agency')")
    op.create_table(
        "sign_in_name",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_sign_in_name_agency_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_in_name")),
    )
    op.execute("GRANT SELECT, INSERT ON sign_in_name TO afterword_app")
    op.create_table(
        "team",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_team_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_team")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_team_agency_id_name")),
    )
    op.execute("SELECT afterword_make_tenant('team', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('team')")
    op.create_table(
        "consultant",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("passphrase_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("role IN ('consultant', 'manager', 'compliance', 'admin')", name=op.f("ck_consultant_role")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_consultant_email_in_lower_case")),
        sa.ForeignKeyConstraint(
            ["agency_id", "team_id"], ["team.agency_id", "team.id"], name=op.f("fk_consultant_agency_id_team_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_consultant")),
        sa.UniqueConstraint("agency_id", "email", name=op.f("uq_consultant_agency_id_email")),
    )
    op.execute("SELECT afterword_make_tenant('consultant', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('consultant')")
    op.create_table(
        "consultant_invitation",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "consultant_id"],
            ["consultant.agency_id", "consultant.id"],
            name=op.f("fk_consultant_invitation_agency_id_consultant_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_consultant_invitation")),
    )
    op.execute("SELECT afterword_make_tenant('consultant_invitation', 'SELECT, INSERT, UPDATE, DELETE')")
    op.create_table(
        "api_key",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_api_key_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_api_key")),
    )
    op.execute("SELECT afterword_make_tenant('api_key', 'SELECT, INSERT, UPDATE')")
    op.execute("SELECT afterword_make_audited('api_key')")


def downgrade() -> None:
    op.drop_table("api_key")
    op.drop_table("consultant_invitation")
    op.drop_table("consultant")
    op.drop_table("team")
    op.drop_table("sign_in_name")
    op.drop_table("agency")
