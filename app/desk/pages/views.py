"""Lists of the console whose address is the view: what is shown, the views that are one press away, the next page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

Wanted = TypeVar("Wanted")
Offered = tuple[str, Mapping[str, str], int | None]
"""A view that is offered: its words, what of the address makes it, and how many there are where that is counted."""


@dataclass(frozen=True)
class Chip:
    """A view that is one press away."""

    words: str
    href: str
    here: bool
    count: int | None


@dataclass(frozen=True)
class View(Generic[Wanted]):
    """What of a list is shown: its address, the filter, the filter as the address has it, and the place."""

    under: str
    wanted: Wanted
    query: Mapping[str, str]
    after: str | None

    @property
    def href(self) -> str:
        """The address of the view, from its first line on."""
        return _address(self.under, self.query)

    def from_here(self, after: str) -> str:
        """The address of the lines after a place."""
        return _address(self.under, {**self.query, "after": after})

    def chips(self, offered: Sequence[Offered]) -> list[Chip]:
        """The views on offer; what was searched for stays, and the one whose filter this has is the one shown."""
        filters = {name: value for name, value in self.query.items() if name != "q"}
        words = {name: value for name, value in self.query.items() if name == "q"}
        return [
            Chip(told, _address(self.under, {**query, **words}), query == filters, count)
            for told, query, count in offered
        ]


def said(named: Mapping[str, Any]) -> dict[str, str]:
    """What of a filter stands in an address: what was asked for."""
    return {name: str(value) for name, value in named.items() if value}


def _address(under: str, query: Mapping[str, str]) -> str:
    return f"{under}?{urlencode(query)}" if query else under
