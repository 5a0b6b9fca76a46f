"""The tables that lead to no candidate, or to which no single column of theirs leads; see `held`."""

from collections.abc import Mapping
from typing import Final

BY_NAME: Final[Mapping[str, str]] = {
    "audit_event": "entries stay, being ids and states; an export tells them as sentences",
    "audit_value": "sealed: the words and salts of every entry about the person go, the chain still verifies",
    "idempotency_key": "kept answers that name the person in any identifier are deleted; all go after 72 hours",
    "timer": "identifiers only; what was planned for the person is cleared",
}
"""Tables that the actions deal with by name, having no single column that leads to the person."""

NOT_OF_CANDIDATES: Final[Mapping[str, str]] = {
    "agency": "the agency itself",
    "sign_in_name": "the agency's short name",
    "privacy_notice": "what all candidates are told",
    "team": "the agency's offices",
    "consultant": "the agency's users, who are not candidates",
    "consultant_invitation": "the agency's users",
    "api_key": "the agency's integrations",
    "mail_domain": "the agency's domains",
    "mail_domain_look": "what DNS said of them",
    "agency_relay": "the agency's mail server",
    "agency_relay_standing": "how that does",
    "agency_logo": "the agency's logo",
    "cover_rule": "when the agency's users are away",
    "second_factor": "the sealed secret of a user's code app",
    "recovery_code": "digests by which a user comes in without the app",
    "calendar_day": "days off, of countries, clients and their people",
    "client": "the employers",
    "client_contact": "people at the employers, whose data has other grounds",
    "job": "the vacancies",
    "pending_event": "identifiers of audit entries, until they are published",
}
"""Tables that hold nothing of a candidate, each with the reason."""
