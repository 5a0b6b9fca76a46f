"""A line of what happened, as a candidate reads it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Moment:
    """One line of what happened; ``quoted`` are somebody's own words (the consultant's where ``by`` names
    nobody), ``ahead`` what has not come yet."""

    at: datetime
    title: str
    words: str
    quoted: str = ""
    ahead: bool = False
    by: str = ""
