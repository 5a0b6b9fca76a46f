"""Every action that is audited: its name (also the webhook type), a sentence for people, its personal keys."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from string import Formatter


@dataclass(frozen=True)
class Described:
    """What an action means.

    ``sentence`` may hold ``{who}`` and the entry's details and personal keys; a personal value that was erased reads
    "(erased)". ``public``: the change feed and webhooks carry it.
    """

    name: str
    sentence: str
    personal: frozenset[str] = frozenset()
    public: bool = True

    @cached_property
    def told(self) -> frozenset[str]:
        """What the sentence tells besides who did it: an entry must hold all of it."""
        return frozenset(field for _, field, _, _ in Formatter().parse(self.sentence) if field) - {"who"}


def _private(name: str, sentence: str, *personal: str) -> Described:
    return Described(name, sentence, frozenset(personal), public=False)


def _public(name: str, sentence: str, *personal: str) -> Described:
    return Described(name, sentence, frozenset(personal))


class AuditAction(Enum):
    """The closed list; `docs/audit.md` has a line for each, compared by a test."""

    AGENCY_CREATED = _private("agency.created", "{who} created the agency")
    AGENCY_CHANGED = _private("agency.changed", "{who} changed the agency's settings: {fields}")
    TEAM_CREATED = _private("team.created", "{who} created a team")
    CONSULTANT_INVITED = _private("consultant.invited", "{who} invited a {role}")
    CONSULTANT_JOINED = _private("consultant.joined", "{who} set a passphrase and joined")
    CONSULTANT_DEACTIVATED = _private("consultant.deactivated", "{who} ended this user's access")
    SESSION_OPENED = _private("session.opened", "{who} signed in")
    SESSION_CLOSED = _private("session.closed", "{who} signed out")
    KEY_CREATED = _private("key.created", "{who} created an API key with the scopes {scopes}")
    KEY_REVOKED = _private("key.revoked", "{who} revoked the API key")
    LINK_ISSUED = _private("link.issued", "{who} issued a link for the candidate ({strength})")
    LINK_REVOKED = _private("link.revoked", "{who} revoked the candidate's link")

    CLIENT_CREATED = _public("client.created", "{who} added the client")
    CLIENT_CHANGED = _public("client.changed", "{who} changed the client: {fields}")
    CONTACT_CREATED = _public("client_contact.created", "{who} added the client contact")
    CONTACT_CHANGED = _public("client_contact.changed", "{who} changed the client contact: {fields}")
    CANDIDATE_CREATED = _public("candidate.created", "{who} added the candidate")
    CANDIDATE_CHANGED = _public("candidate.changed", "{who} changed the candidate: {fields}")
    JOB_CREATED = _public("job.created", "{who} added the job")
    JOB_CHANGED = _public("job.changed", "{who} changed the job: {fields}")
    APPLICATION_CREATED = _public("application.created", "{who} put the candidate forward for the job")

    INTERVIEW_ANNOUNCED = _public("interview.announced", "{who} announced the interview for {starts_at}")
    INTERVIEW_MOVED = _public("interview.moved", "{who} moved the interview to {starts_at}")
    INTERVIEW_CHANGED = _public("interview.changed", "{who} changed the interview: {fields}")
    INTERVIEW_CANCELLED = _public("interview.cancelled", "{who} cancelled the interview: {reason}", "reason")
    INTERVIEW_NO_SHOW = _public("interview.no_show", "{who} recorded that the candidate did not attend")
    INTERVIEW_ENDED = _public("interview.ended", "The interview ended")
    INTERVIEW_DEBRIEFED = _public("interview.debriefed", "{who} closed the debriefing")
    PERSON_MATCHED = _public("person.matched", "{who} matched a person met to a client contact")

    DEBRIEF_REQUESTED = _public("debrief.requested", "The debrief was requested")
    DEBRIEF_REQUEST_MAILED = _private("debrief.request_mailed", "The mail server took the request to the candidate")
    DEBRIEF_REMINDED = _private("debrief.reminded", "The mail server took reminder {number} to the candidate")
    DEBRIEF_DRAFTED = _public("debrief.drafted", "{who} began the debrief")
    DEBRIEF_SUBMITTED = _public("debrief.submitted", "{who} submitted version {version} of the debrief")
    DEBRIEF_RETURNED = _public("debrief.returned", "{who} returned version {version}: {reason}", "reason")
    DEBRIEF_ACCEPTED = _public("debrief.accepted", "{who} accepted version {version} of the debrief")

    LETTER_DRAFTED = _public("letter.drafted", "{who} began a {kind} letter")
    LETTER_SUBMITTED = _public("letter.submitted", "{who} submitted version {version} of the letter")
    LETTER_RETURNED = _public("letter.returned", "{who} returned version {version}: {reason}", "reason")
    LETTER_APPROVED = _public("letter.approved", "{who} approved version {version} of the letter")
    LETTER_RELEASED = _public("letter.released", "{who} released version {version} for the candidate to send")
    LETTER_WITHDRAWN = _public("letter.withdrawn", "{who} withdrew the letter")
    LETTER_REOPENED = _public("letter.reopened", "{who} opened the letter for a new version")
    LETTER_NOT_FORWARDED = _public(
        "letter.not_forwarded", "{who} decided not to forward the letter: {reason}", "reason"
    )

    CONSENT_GIVEN = _public("consent.given", "{who} agreed that exactly this document goes to this person")
    CONSENT_WITHDRAWN = _public("consent.withdrawn", "{who} withdrew the agreement")

    DELIVERY_HELD = _public("delivery.held", "The delivery waits for an address", "reason")
    DELIVERY_SCHEDULED = _public("delivery.scheduled", "{who} scheduled the delivery for {scheduled_for}")
    DELIVERY_SENT_NOW = _public("delivery.sent_now", "{who} chose to send at once: {reason}", "reason")
    DELIVERY_CLAIMED = _private("delivery.claimed", "The worker took the delivery, attempt {attempt}")
    DELIVERY_SENDING = _private("delivery.sending", "The worker began to hand over the message")
    DELIVERY_DEFERRED = _public("delivery.deferred", "Not taken yet; tried again at {scheduled_for}")
    DELIVERY_SENT = _public("delivery.sent", "The client's mail server took the message")
    DELIVERY_FAILED = _public("delivery.failed", "The client's mail server refused the message ({code})")
    DELIVERY_IN_DOUBT = _public("delivery.in_doubt", "It is not known whether the message was taken")
    DELIVERY_RESOLVED = _public("delivery.resolved", "{who} decided: {resolution}, because {reason}", "reason")
    DELIVERY_CANCELLED = _public("delivery.cancelled", "The delivery was cancelled: {cause}")

    @property
    def described(self) -> Described:
        """The action's description."""
        return self.value


BY_NAME = {action.described.name: action.described for action in AuditAction}
