"""An agency has a logo of its own."""

from collections.abc import Sequence

revision: str = "0019_brand"
down_revision: str | None = "0018_arrivals"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
