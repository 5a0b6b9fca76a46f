"""What a report may say of what was counted: never a figure about a person, never a rate without its interval; pure.

Source: P23; 2-domain "Reports".
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

LEAST: Final = 10
"""From so many values on a median and a 90th percentile are given: of fewer the latter is one person's own."""
FEW: Final = 20
"""Under so many interviews it is stressed how little a rate says."""
_Z: Final = 1.959963984540054
"""For an interval that holds the true rate in 95 of 100 cases."""


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % interval by Wilson's formula, all between 0 and 1."""

    share: float
    low: float
    high: float


def rate_of(hits: int, of: int) -> Rate | None:
    """The rate with its interval; None where there is nothing to divide by.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), pages 209 to 212.
    """
    if of == 0:
        return None
    share, z2 = hits / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    spread = _Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return Rate(share, max(0.0, middle - spread), min(1.0, middle + spread))


def about_one_person(count: int, consultants: int) -> bool:
    """Whether figures of so many interviews would be about one consultant, and too few to be about anything else."""
    return 0 < count < LEAST and consultants == 1
