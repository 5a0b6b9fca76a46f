"""Somebody stands in for a consultant who is away."""

from collections.abc import Sequence

revision: str = "0020_cover"
down_revision: str | None = "0019_brand"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
