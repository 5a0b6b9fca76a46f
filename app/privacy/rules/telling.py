"""What an export shows of what a client said or decided: what its candidate was told, and nothing else (rule 5)."""

from collections.abc import Mapping
from typing import Any, Final

TOLD_BY_A_PERSON: Final = frozenset({"client_feedback", "outcome"})
"""Tables whose rows reach their candidate by a person, in that person's words."""
_TOLD: Final = ("id", "interview_id", "words", "relayed_at", "relayed_by", "relayed_how", "acknowledged_at")
_TOLD_STEPS: Final = frozenset({"relayed", "acknowledged"})


def as_told(table: str, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A row as its candidate knows it; None where nobody told them. Rows of other tables stay as they are."""
    if table not in TOLD_BY_A_PERSON:
        return row
    return {name: row[name] for name in _TOLD} if row["relayed_at"] is not None else None


def is_told(subject_kind: str, action: str) -> bool:
    """Whether an entry of the trail is about something that its candidate knows of.

    Of a decision they know that a person told them of a day, never that it was settled, nor how the client was asked.
    """
    step = action.rpartition(".")[2]
    if subject_kind == "decision":
        return step == "told"
    return subject_kind not in TOLD_BY_A_PERSON or step in _TOLD_STEPS
