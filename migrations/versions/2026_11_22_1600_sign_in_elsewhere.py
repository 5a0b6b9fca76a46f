"""Remember by which account of the agency's own provider a user signs in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026_sign_in_elsewhere"
down_revision: str | None = "0025_desk_indexes"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("consultant", sa.Column("oidc_issuer", sa.Text(), nullable=True))
    op.add_column("consultant", sa.Column("oidc_subject", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_consultant_issuer_with_subject"), "consultant", "(oidc_issuer IS NULL) = (oidc_subject IS NULL)"
    )
    op.create_unique_constraint(
        op.f("uq_consultant_agency_id_oidc_issuer_oidc_subject"),
        "consultant",
        ["agency_id", "oidc_issuer", "oidc_subject"],
    )


def downgrade() -> None:
    op.drop_constraint("uq_consultant_agency_id_oidc_issuer_oidc_subject", "consultant")
    op.drop_constraint("ck_consultant_issuer_with_subject", "consultant")
    op.drop_column("consultant", "oidc_subject")
    op.drop_column("consultant", "oidc_issuer")
