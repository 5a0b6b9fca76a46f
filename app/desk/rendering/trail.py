"""An entry of the trail as people read it: names for identifiers, days and hours for instants."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from app.core.local_time import date_time, day_month, place_of

SUBJECTS: Final[Mapping[str, str]] = {
    "agency": "The agency",
    "team": "A team",
    "consultant": "A user",
    "api_key": "An API key",
    "mail_domain": "A mail domain",
    "agency_relay": "The mail server",
    "cover_rule": "A cover",
    "candidate_link": "A candidate’s link",
    "web_session": "A session",
    "client": "A client",
    "client_contact": "A client contact",
    "calendar_day": "A calendar day",
    "candidate": "A candidate",
    "job": "A job",
    "application": "An application",
    "interview": "An interview",
    "debrief": "A debrief",
    "debrief_addendum": "An addition to a debrief",
    "letter": "A letter",
    "comment": "A comment",
    "consent": "An agreement",
    "delivery": "A delivery",
    "client_call": "A call to the client",
    "client_feedback": "What the client said",
    "outcome": "The outcome",
    "keep_in_touch": "A line to keep in touch",
    "promise": "A promise to write",
    "status_update": "An update to the candidate",
    "nudge": "A question for news",
    "decision": "The day of a decision",
    "review_handover": "A review item",
    "legal_hold": "A legal hold",
}
"""What each audited table holds; a guard test compares it with the tables."""
_IDENTIFIER: Final = re.compile(r"[a-z]{3,4}_[0-7][0-9a-hjkmnp-tv-z]{25}")
_USER: Final = re.compile(r"(?:the user )?(con_[0-7][0-9a-hjkmnp-tv-z]{25})")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")

_DAY: Final = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def identifier_in(typed: str) -> str | None:
    """The identifier that was typed, or that stands last in an address that was pasted; None where there is none."""
    found = _IDENTIFIER.findall(typed.lower())
    return str(found[-1]) if found else None


def in_words(sentence: str, *, names: Mapping[str, str], zone: str) -> str:
    """Put names in the place of users' identifiers, and the agency's clock in the place of instants."""
    named = _USER.sub(lambda found: names.get(found[1], "a former user"), sentence)
    timed = _INSTANT.sub(lambda found: _moment(found[0], zone), named)
    return _DAY.sub(lambda found: _day(found[0]), timed)


def _moment(text: str, zone: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{date_time(moment, zone)} in {place_of(zone)}"


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day_month(day)} {day.year}"
