"""Roles, keys and absences in words for whoever looks after an agency."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.accounts.models import ApiKey
from app.accounts.queries.cover import Arranged
from app.accounts.rules.cover import away_words
from app.core.actor import ConsultantRole, Scope
from app.core.local_time import day_month

ROLES: Final[Mapping[ConsultantRole, str]] = {
    "consultant": "Reads the agency’s interviews, decides on their own",
    "manager": "Decides on everybody’s, gives interviews to somebody else",
    "compliance": "Reads everything, exports and erases, decides on nothing",
    "admin": "Settings, people and keys; reads no content",
}
SCOPES: Final[Mapping[Scope, str]] = {
    "interviews:write": "Announce, move and cancel interviews; clients, contacts, candidates, jobs",
    "debriefs:read": "Read debriefs, but for what only the agency reads",
    "letters:read": "Read letters, documents and deliveries",
    "letters:decide": "Decide for a consultant who is named with each request",
    "feedback:write": "Write what clients said and decided",
    "changes:read": "Follow what changed",
    "audit:read": "Read the trail of who did what",
    "admin": "Settings, people and keys",
}


def scopes_of(key: ApiKey) -> list[str]:
    """What a key may do, in words."""
    held: Mapping[str, str] = {str(scope): words for scope, words in SCOPES.items()}
    return [held.get(scope, scope) for scope in key.scopes]


def days_of(one: Arranged) -> str:
    """Say from when to when somebody is away: "Thursday 26 November to Thursday 3 December"."""
    first, last = one.rule.from_on, one.rule.until_on
    year = f" {last.year}" if last.year != first.year else ""
    return day_month(first) if first == last else f"{day_month(first)} to {day_month(last)}{year}"


def candidates_read(one: Arranged, *, today: date) -> str | None:
    """What the consultant's card says to candidates today; None while it says nothing, as `away_words` tells."""
    if not one.cover.active:
        return None
    rule, cover = one.rule, one.cover
    return away_words(today=today, from_on=rule.from_on, until_on=rule.until_on, name=cover.name, phone=cover.phone)
