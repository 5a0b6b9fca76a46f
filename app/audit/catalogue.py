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
    CONSULTANT_LINKED = _private("consultant.linked", "{who} signs in by an account of the agency's own provider, too")
    CONSULTANT_UNLINKED = _private(
        "consultant.unlinked", "{who} took the account of the agency's own provider away from this user"
    )
    CONSULTANT_DEACTIVATED = _private("consultant.deactivated", "{who} ended this user's access")
    CONSULTANT_NOTIFIED = _private("consultant.notified", "{who} chose how to hear of what comes in: {notify}")
    TRIAL_MAIL_ASKED = _private("consultant.trial_mail_asked", "{who} asked for a mail, to see whether it arrives")
    TRIAL_MAIL_TAKEN = _private("consultant.trial_mail_taken", "The mail server took the mail that was asked for")
    TRIAL_MAIL_FAILED = _private(
        "consultant.trial_mail_failed", "The mail server did not take the mail that was asked for: {step}"
    )
    SESSION_OPENED = _private("session.opened", "{who} signed in")
    SESSION_EXTENDED = _private("session.extended", "{who} stays signed in for longer")
    SESSION_CONFIRMED = _private("session.confirmed", "{who} proved again who they are")
    SESSION_COMPLETED = _private("session.completed", "{who} is signed in fully: the code app is set up")
    TOTP_SET_UP = _private("consultant.totp_set_up", "{who} set up a code app")
    TOTP_REMOVED = _private("consultant.totp_removed", "{who} removed the code app")
    RECOVERY_CODES_RENEWED = _private("consultant.recovery_codes_renewed", "{who} made new recovery codes")
    RECOVERY_CODE_USED = _private("consultant.recovery_code_used", "{who} used a recovery code, {left} are left")
    SESSION_CLOSED = _private("session.closed", "{who} signed out")
    KEY_CREATED = _private("key.created", "{who} created an API key with the scopes {scopes}")
    KEY_REVOKED = _private("key.revoked", "{who} revoked the API key")
    MAIL_DOMAIN_ADDED = _private("mail_domain.added", "{who} named a domain to send mail under")
    MAIL_DOMAIN_VERIFIED = _private("mail_domain.verified", "DNS shows that the domain is the agency's")
    MAIL_DOMAIN_FAILED = _private("mail_domain.failed", "DNS does not show that the domain is the agency's")
    MAIL_DOMAIN_REMOVED = _private("mail_domain.removed", "{who} removed the domain")
    RELAY_SET = _private("agency_relay.set", "{who} set the agency's own mail server: {fields}")
    RELAY_REMOVED = _private("agency_relay.removed", "{who} removed the agency's own mail server")
    COVER_ARRANGED = _private("cover_rule.arranged", "{who} let a colleague stand in from {from_on} to {until_on}")
    COVER_ENDED = _private("cover_rule.ended", "{who} ended the cover")
    REVIEW_ITEM_CLAIMED = _private("review_item.claimed", "{who} took on what waits, until {until}")
    REVIEW_ITEM_RELEASED = _private("review_item.released", "{who} gave back to the queue what waits")
    REVIEW_ITEM_ASSIGNED = _private("review_item.assigned", "{who} handed what waits to the user {to}")
    LINK_ISSUED = _private("link.issued", "{who} issued a link for the candidate ({strength})")
    LINK_REVOKED = _private("link.revoked", "{who} revoked the candidate's link")

    CLIENT_CREATED = _public("client.created", "{who} added the client")
    CLIENT_CHANGED = _public("client.changed", "{who} changed the client: {fields}")
    CONTACT_CREATED = _public("client_contact.created", "{who} added the client contact")
    CONTACT_CHANGED = _public("client_contact.changed", "{who} changed the client contact: {fields}")
    CALENDAR_DAY_ADDED = _public("calendar_day.added", "{who} corrected a calendar: {day} to {last_day} {kind}")
    CALENDAR_DAY_REMOVED = _public("calendar_day.removed", "{who} took the correction of a calendar away")
    CANDIDATE_CREATED = _public("candidate.created", "{who} added the candidate")
    CANDIDATE_CHANGED = _public("candidate.changed", "{who} changed the candidate: {fields}")
    JOB_CREATED = _public("job.created", "{who} added the job")
    JOB_CHANGED = _public("job.changed", "{who} changed the job: {fields}")
    APPLICATION_CREATED = _public("application.created", "{who} put the candidate forward for the job")

    INTERVIEW_ANNOUNCED = _public("interview.announced", "{who} announced the interview for {starts_at}")
    INTERVIEW_MOVED = _public("interview.moved", "{who} moved the interview to {starts_at}")
    INTERVIEW_CHANGED = _public("interview.changed", "{who} changed the interview: {fields}")
    INTERVIEW_REASSIGNED = _public("interview.reassigned", "{who} gave the interview from the user {former} to {to}")
    INTERVIEW_CANCELLED = _public("interview.cancelled", "{who} cancelled the interview: {reason}", "reason")
    INTERVIEW_NO_SHOW = _public("interview.no_show", "{who} recorded that the candidate did not attend")
    INTERVIEW_ENDED = _public("interview.ended", "The interview ended")
    INTERVIEW_DEBRIEFED = _public("interview.debriefed", "{who} closed the debriefing")
    INTERVIEW_ATTENDANCE_TOLD = _public(
        "interview.attendance_told", "{who} said whether the interview went ahead: {answer}", "reason"
    )
    INTERVIEW_CLOSED = _public("interview.closed", "{who} closed the interview without a debrief")
    INTERVIEW_REOPENED = _public("interview.reopened", "{who} opened the interview again, to be debriefed")
    PERSON_MATCHED = _public("person.matched", "{who} matched a person met to a client contact")
    PERSON_UNMATCHED = _public("person.unmatched", "{who} took back who a person met is taken for: {reason}", "reason")
    PERSON_LEFT = _public("person.left", "{who} leaves a person met without a contact: {reason}", "reason")

    DEBRIEF_REQUESTED = _public("debrief.requested", "The debrief was requested")
    DEBRIEF_REQUEST_MAILED = _private("debrief.request_mailed", "The mail server took the request to the {recipient}")
    DEBRIEF_REMINDED = _private("debrief.reminded", "The mail server took reminder {number} to the {recipient}")
    DEBRIEF_DRAFTED = _public("debrief.drafted", "{who} began the debrief")
    DEBRIEF_PROFILE_SET = _public("debrief.profile_set", "{who} asks for the {profile} debrief")
    DEBRIEF_SUBMITTED = _public(
        "debrief.submitted", "{who} submitted version {version} of the debrief ({channel})", "number"
    )
    DEBRIEF_RETURNED = _public("debrief.returned", "{who} returned version {version}: {reason}", "reason")
    DEBRIEF_ACCEPTED = _public(
        "debrief.accepted", "{who} accepted version {version} of the debrief, entered by {entered_by}"
    )
    DEBRIEF_WAIVED = _public("debrief.waived", "{who} needs no debrief: {reason}", "reason")
    DEBRIEF_DECLINED = _public("debrief.declined", "{who} declined to debrief", "reason")
    DEBRIEF_REOPENED = _public("debrief.reopened", "{who} opened the debrief again")
    ADDENDUM_ADDED = _public("debrief_addendum.added", "{who} added to the debrief ({channel})", "number")
    ADDENDUM_RETURNED = _public("debrief_addendum.returned", "{who} returned what was added: {reason}", "reason")
    ADDENDUM_ACCEPTED = _public("debrief_addendum.accepted", "{who} accepted what was added to the debrief")

    LETTER_DRAFTED = _public("letter.drafted", "{who} began a {kind} letter")
    LETTER_SUBMITTED = _public("letter.submitted", "{who} submitted version {version} of the letter")
    LETTER_RETURNED = _public("letter.returned", "{who} returned version {version}: {reason}", "reason")
    LETTER_SUGGESTED = _public("letter.suggested", "{who} suggested wording as version {version}: {note}", "note")
    LETTER_SUGGESTION_ACCEPTED = _public(
        "letter.suggestion_accepted", "{who} accepted the suggested wording, version {version}"
    )
    LETTER_SUGGESTION_DECLINED = _public(
        "letter.suggestion_declined", "{who} declined the suggested wording, version {version}", "reason"
    )
    LETTER_CLIENT_ASKED = _public(
        "letter.client_asked", "{who} asked {asked} at {asked_at} whether a letter is welcome", "asked"
    )
    LETTER_EXCEPTION_MADE = _public(
        "letter.exception_made", "{who} forwards it though the client takes no letters: {reason}", "reason"
    )
    LETTER_APPROVED = _public("letter.approved", "{who} approved version {version} of the letter")
    LETTER_RELEASED = _public("letter.released", "{who} released version {version} for the candidate to send")
    LETTER_WITHDRAWN = _public("letter.withdrawn", "{who} withdrew the letter")
    LETTER_REOPENED = _public("letter.reopened", "{who} opened the letter for a new version")
    LETTER_NOT_FORWARDED = _public(
        "letter.not_forwarded", "{who} decided not to forward the letter: {reason}", "reason"
    )

    SUMMARY_DRAFTED = _public("client_summary.drafted", "{who} began to mark what the client may see of the debrief")
    SUMMARY_SUBMITTED = _public(
        "client_summary.submitted", "{who} submitted version {version} of the summary for the client"
    )
    SUMMARY_RETURNED = _public(
        "client_summary.returned", "{who} returned version {version} of the summary: {reason}", "reason"
    )
    SUMMARY_APPROVED = _public("client_summary.approved", "{who} approved version {version} of the summary")
    SUMMARY_RELEASED = _public(
        "client_summary.released", "{who} released version {version} of the summary for the candidate to send"
    )
    SUMMARY_WITHDRAWN = _public("client_summary.withdrawn", "{who} withdrew the summary")
    SUMMARY_REOPENED = _public("client_summary.reopened", "{who} opened the summary for a new version")
    SUMMARY_NOT_FORWARDED = _public(
        "client_summary.not_forwarded", "{who} decided not to forward the summary: {reason}", "reason"
    )

    COMMENT_ADDED = _private("comment.added", "{who} added a {visibility} comment on a {subject}")
    COMMENT_RESOLVED = _private("comment.resolved", "{who} resolved the comment")
    COMMENT_REOPENED = _private("comment.reopened", "{who} opened the comment again")
    COMMENT_DELETED = _private("comment.deleted", "{who} deleted the words of their comment")

    CONSENT_GIVEN = _public("consent.given", "{who} agreed that exactly this document goes to this person")
    CONSENT_READ_BACK = _public(
        "consent.read_back",
        "{who} read exactly this document back to the candidate by telephone, who agreed that it goes to this person",
        "number",
    )
    CONSENT_CONFIRMED = _public(
        "consent.confirmed", "{who} confirmed what was read back by telephone: exactly this document to this person"
    )
    CONSENT_WITHDRAWN = _public("consent.withdrawn", "{who} withdrew the agreement")

    DELIVERY_HELD = _public("delivery.held", "The delivery waits for an address", "reason")
    DELIVERY_SCHEDULED = _public("delivery.scheduled", "{who} scheduled the delivery for {scheduled_for}")
    DELIVERY_RESCHEDULED = _public("delivery.rescheduled", "{who} moved the delivery to {scheduled_for}: {cause}")
    DELIVERY_SENT_NOW = _public("delivery.sent_now", "{who} chose to send at once: {reason}", "reason")
    DELIVERY_CLAIMED = _private("delivery.claimed", "The worker took the delivery, attempt {attempt}")
    DELIVERY_SENDING = _private("delivery.sending", "The worker began to hand over the message")
    DELIVERY_DEFERRED = _public("delivery.deferred", "Not taken yet; tried again at {scheduled_for}")
    DELIVERY_SENT = _public("delivery.sent", "The client's mail server took the message")
    DELIVERY_FAILED = _public("delivery.failed", "The client's mail server refused the message ({code})")
    DELIVERY_IN_DOUBT = _public("delivery.in_doubt", "It is not known whether the message was taken")
    DELIVERY_RESOLVED = _public("delivery.resolved", "{who} decided: {resolution}, because {reason}", "reason")
    DELIVERY_CANCELLED = _public("delivery.cancelled", "The delivery was cancelled: {cause}")

    CANDIDATE_EXPORTED = _private("candidate.exported", "{who} had everything held about the candidate put together")
    CANDIDATE_REQUEST_MADE = _private(
        "candidate.request_made", "{who} made a request about what is held about them: {kind}", "words"
    )
    CANDIDATE_ERASED = _public("candidate.erased", "{who} erased the candidate: {reason}", "reason")
    CANDIDATE_IDENTITY_ERASED = _private(
        "candidate.identity_erased", "What the law asked to keep of the candidate was erased"
    )
    INTERVIEW_ERASED = _public("interview.erased", "{who} erased what was written about the interview ({ground})")
    DEBRIEF_ERASED = _public("debrief.erased", "{who} erased the answers of the debrief ({ground})")
    DEBRIEF_DRAFT_ERASED = _private("debrief.draft_erased", "The draft went, {days} days after it was last saved")
    ADDENDUM_ERASED = _public("debrief_addendum.erased", "{who} erased what was added to the debrief ({ground})")
    LETTER_ERASED = _public("letter.erased", "{who} erased the words of the letter ({ground})")
    CLIENT_CALL_PLANNED = _public("client_call.planned", "{who} plans to ring the client: {planned_for}")
    CLIENT_CALL_DONE = _public("client_call.done", "{who} rang the client (points passed on: {points})")
    CLIENT_CALL_SKIPPED = _public("client_call.skipped", "{who} did not ring the client as planned: {reason}", "reason")
    KEPT_IN_TOUCH = _private("keep_in_touch.noted", "{who} wrote to the candidate to keep in touch ({reason})")
    PROMISE_MADE = _public("promise.made", "The candidate is to hear something by {by}, even if nothing is new")
    PROMISE_KEPT = _public("promise.kept", "The candidate heard in time ({kept_by})")
    PROMISE_MOVED = _public("promise.moved", "{who} needs longer to write to the candidate: {reason}", "reason")
    PROMISE_BROKEN = _public("promise.broken", "The time came, and the candidate had heard nothing")
    PROMISE_MADE_GOOD = _public("promise.made_good", "The candidate heard after all ({kept_by})")
    PROMISE_DROPPED = _public("promise.dropped", "Nothing was owed to the candidate any more")
    UPDATE_WRITTEN = _public("status_update.written", "{who} wrote to the candidate where it stands")
    NUDGE_ASKED = _public("nudge.asked", "{who} asked for news ({kind})")
    NUDGE_ANSWERED = _public("nudge.answered", "{who} answered the question for news")
    FEEDBACK_RECEIVED = _public("client_feedback.received", "{who} took down what the client said of the interview")
    FEEDBACK_NONE_GIVEN = _public("client_feedback.none_given", "{who} asked the client, who said nothing of it")
    FEEDBACK_DRAFTED = _public("client_feedback.drafted", "{who} wrote what the candidate is to hear of the feedback")
    FEEDBACK_RELAYED = _public("client_feedback.relayed", "{who} told the candidate the feedback ({how})")
    FEEDBACK_ACKNOWLEDGED = _public("client_feedback.acknowledged", "{who} read the feedback")
    DECISION_EXPECTED = _public("decision.expected", "{who} noted when the client decides: {expected_on}")
    DECISION_WANTED = _private("decision.wanted", "{who} told of something that makes the answer urgent")
    DECISION_DUE = _public("decision.due", "The day of the client's decision has come")
    DECISION_OVERDUE = _public("decision.overdue", "The day of the client's decision has passed: it is to be asked")
    DECISION_CHASED = _public("decision.chased", "{who} asked the client when it decides ({how})", "heard")
    DECISION_UNANSWERED = _public("decision.unanswered", "The client was asked, and nothing came: it is asked again")
    DECISION_EXTENDED = _public("decision.extended", "{who} noted another day: {expected_on}", "reason")
    DECISION_TOLD = _public("decision.told", "{who} told the candidate when the client decides")
    DECISION_SETTLED = _public("decision.settled", "{who} noted that the client has decided")
    OUTCOME_RECORDED = _public("outcome.recorded", "{who} recorded the outcome: {kind}")
    OUTCOME_DRAFTED = _public("outcome.drafted", "{who} wrote what the candidate is to hear of the outcome")
    OUTCOME_RELAYED = _public("outcome.relayed", "{who} told the candidate the outcome ({how})")
    OUTCOME_ACKNOWLEDGED = _public("outcome.acknowledged", "{who} read the outcome")
    OUTCOME_SUPERSEDED = _public("outcome.superseded", "{who} recorded another outcome in its place")
    LETTER_DRAFT_ERASED = _private("letter.draft_erased", "The draft went, {days} days after it was last saved")
    COMMENT_ERASED = _private("comment.erased", "{who} erased the words of the comment ({ground})")
    CONSENT_ERASED = _public("consent.erased", "{who} ended the agreement: the document is erased ({ground})")
    DELIVERY_ERASED = _public("delivery.erased", "{who} erased the words that went with the letter ({ground})")
    CLIENT_CALL_ERASED = _private("client_call.erased", "{who} erased the words of the call ({ground})")
    PROMISE_ERASED = _private("promise.erased", "{who} erased the words of the promise ({ground})")
    UPDATE_ERASED = _private("status_update.erased", "{who} erased what was written to the candidate ({ground})")
    NUDGE_ERASED = _private("nudge.erased", "{who} erased the words of the question for news ({ground})")
    FEEDBACK_ERASED = _private("client_feedback.erased", "{who} erased the words of the feedback ({ground})")
    OUTCOME_ERASED = _private("outcome.erased", "{who} erased the words of the outcome ({ground})")
    DECISION_ERASED = _private("decision.erased", "{who} erased the words about the decision ({ground})")
    HOLD_PLACED = _private("legal_hold.placed", "{who} placed a legal hold: {reason}", "reason")
    HOLD_RELEASED = _private("legal_hold.released", "{who} released the legal hold: {reason}", "reason")
    HOLD_ERASED = _private("legal_hold.erased", "{who} erased the reasons of a hold that was released")
    SESSION_ERASED = _private("session.erased", "The session left the security log")

    @property
    def described(self) -> Described:
        """The action's description."""
        return self.value


BY_NAME = {action.described.name: action.described for action in AuditAction}
