"""Transition tables: each feature's ``states.py`` holds one, and nothing else decides what may follow what."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import Conflict


class StateConflict(Conflict):
    """The present state does not allow this step."""

    code = "state_conflict"


@dataclass(frozen=True)
class Lives:
    """The life of one kind of row: from each state, the states that may follow."""

    of: str
    table: Mapping[str, frozenset[str]]

    def states(self) -> frozenset[str]:
        """Every state that occurs, so that constraints and tests can be compared with the table."""
        return frozenset(self.table) | frozenset().union(*self.table.values())

    def require(self, current: str, following: str) -> None:
        """Refuse a step that the table does not hold, naming both states; raises StateConflict (409)."""
        if following not in self.table.get(current, frozenset()):
            raise StateConflict(f"This {self.of} is {current}; it cannot become {following}.")
