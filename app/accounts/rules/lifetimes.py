"""How long things let somebody in or are kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

SESSION_LIFE = timedelta(hours=12)
INVITATION_LIFE = timedelta(days=3)
CONFIRMED_FOR: Final = timedelta(minutes=10)
"""How long after somebody proved who they are they may do what matters most: keys, roles, exports."""
CODE_WAITS: Final = timedelta(minutes=10)
"""How long after the passphrase the code of the second factor is taken."""
LEGAL_MINIMUM_MONTHS: Final[Mapping[str, int]] = {"GB": 12, "US": 12}
"""By country, the least time that an agency keeps who it served, after it last did.

GB: Conduct of Employment Agencies and Employment Businesses Regulations 2003, reg. 29(2). US: 29 CFR 1627.4(a).
"""


def kept_months(months: int, country: str) -> int:
    """What an agency chose, never below what the law of its country asks."""
    return max(months, LEGAL_MINIMUM_MONTHS.get(country, 0))
