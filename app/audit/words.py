"""What the trail's details say in a sentence: names of fields, states and ways, as people say them.

A guard test asks for every key that a sentence of the catalogue tells: it has words here, or is shown as it stands.
"""

import re
from collections.abc import Mapping
from typing import Final

from app.audit.canonical import Detail

FIELDS: Final[Mapping[str, str]] = {
    "accent_colour": "the colour",
    "application_id": "the job",
    "candidate_phone_in_letter": "candidates’ numbers in letters",
    "consultant_id": "whose interview it is",
    "consultants_see": "what consultants see",
    "contact_policy": "direct contact",
    "copy_to_consultant": "a copy for the consultant",
    "data_protection_contact": "the contact for data protection",
    "debrief_profile": "how much is asked in the debrief",
    "debrief_request_minutes": "when a debrief is asked for",
    "default_contact_policy": "direct contact, where nothing else is agreed",
    "default_letter_policy": "whether letters are welcome, where nothing else is agreed",
    "desk_closes": "when the desk closes",
    "desk_opens": "when the desk opens",
    "draft_days": "how long drafts are kept",
    "email": "the e-mail address",
    "external_id": "the number in another system",
    "first_reminder_minutes": "the first reminder",
    "host": "the address of the server",
    "identity_months": "how long names are kept",
    "introduced_by": "who introduced them",
    "keep_warm_days": "when an application counts as quiet",
    "letter_policy": "whether letters are welcome",
    "link_days": "how long a link lasts",
    "morning_reminder_at": "the reminder in the morning",
    "phone": "the number",
    "prepare_mail": "the mail before an interview",
    "privacy_notice_text": "the text of the privacy notice",
    "privacy_notice_url": "the address of the privacy notice",
    "quiet_from": "when quiet hours begin",
    "quiet_until": "when quiet hours end",
    "read_back_by_telephone": "agreement by telephone",
    "relay_within_hours": "how soon candidates are told",
    "retention_months": "how long content is kept",
    "send_lead_minutes": "how long before the working day letters go",
    "time_zone": "the time zone",
    "tls": "the encryption",
    "totp_required": "whether a code app is needed",
    "undo_seconds": "how long an approval can be undone",
    "update_within_days": "how soon candidates hear something",
    "work_ends": "the end of the working day",
    "work_starts": "the beginning of the working day",
}
"""What was changed; a field that is a word of the language already, such as a name, is no line here."""
_KINDS: Final[Mapping[str, str]] = {
    "client_rejected": "the client said no",
    "candidate_withdrew": "the candidate withdrew",
    "copy": "a copy of it",
    "correction": "something is wrong in it",
    "erasure": "to have it erased",
    "next_round": "another round",
    "off": "as a day off",
    "worked": "as a day at work",
    "reminder": "a reminder",
}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "answer": {"yes": "it did", "did_not_go": "they did not go"},
    "channel": {"web": "on their page", "phone": "by telephone"},
    "entered_by": {"candidate": "the candidate"},
    "fields": FIELDS,
    "ground": {"retention": "its time was over"},
    "how": {"page": "on their page", "telephone": "by telephone", "call": "by telephone", "mail": "by mail"},
    "kept_by": {"news": "of what they sent", "update": "by an update", "relay": "from a person, what came of it"},
    "kind": _KINDS,
    "notify": {"at_once": "a mail at once", "digest": "at most three mails a day"},
    "profile": {},
    "reason": {"news": "news of theirs", "year": "a year gone by"},
    "recipient": {},
    "resolution": {"delivered": "it arrived", "send_again": "it is sent again"},
    "role": {},
    "step": {},
    "strength": {"sent": "mailed to them", "returned": "handed to a program"},
    "subject": {},
    "visibility": {},
}
"""What is chosen from a list, by its key; what says the same to a reader without its underscores is no line here."""
AS_IT_STANDS: Final = frozenset(
    {
        *("asked_at", "by", "day", "expected_on", "from_on", "last_day", "planned_for", "scheduled_for", "starts_at"),
        *("until", "until_on", "attempt", "code", "days", "left", "number", "points", "version"),
        *("former", "to", "cause", "scopes"),
    }
)
"""Instants and days, numbers, users, a sentence of its own, and scopes, which are called so."""
_CODED: Final = re.compile(r"[a-z]+(_[a-z]+)*")


def worded(key: str, value: Detail) -> str:
    """Say what stands under a key of an entry's details."""
    if isinstance(value, list):
        return ", ".join(worded(key, one) for one in value)
    text = str(value)
    if key not in WORDS or not _CODED.fullmatch(text):
        return text
    return WORDS[key].get(text) or text.replace("_", " ")
