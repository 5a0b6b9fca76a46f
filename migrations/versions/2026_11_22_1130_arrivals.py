"""What was typed when a session had ended is kept for whoever comes in again."""

from collections.abc import Sequence

revision: str = "0018_arrivals"
down_revision: str | None = "0017_privacy"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
