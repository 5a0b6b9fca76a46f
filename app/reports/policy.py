"""Who may read reports."""

from typing import Final

from app.core.actor import ConsultantRole

REPORTED_TO: Final[frozenset[ConsultantRole]] = frozenset({"manager", "compliance"})
"""Managers, and compliance, which reads everything; figures are the whole agency's, so consultants have none."""
