"""The sentences of an interview's timeline, by what the trail calls them.

``{who}`` did it, ``{candidate}`` and ``{client}`` are those of the interview, ``{what}`` is the letter or summary,
``{person}`` who was met, ``{when}`` an instant that the entry names. What names nothing new to a reader is left out.
"""

from collections.abc import Mapping
from typing import Final

LETTER: Final = {
    "drafted": "{who} began {a_what}",
    "submitted": "{who} sent {what}, version {version}",
    "returned": "{who} returned {what}, version {version}",
    "suggested": "{who} suggested wording for {what}",
    "suggestion_accepted": "{who} took the suggested wording of {what}",
    "suggestion_declined": "{who} kept their own wording of {what}",
    "client_asked": "{who} asked {client} whether a letter is welcome",
    "exception_made": "{who} forwards {what} though {client} takes no letters",
    "approved": "{who} approved {what}, version {version}",
    "released": "{who} released {what} for {candidate} to send",
    "withdrawn": "{who} took {what} back",
    "reopened": "{who} opened {what} for a new version",
    "not_forwarded": "{who} decided not to forward {what}",
    "erased": "The words of {what} were erased",
}
SENTENCES: Final[Mapping[str, str]] = {
    "interview.announced": "{who} announced the interview",
    "interview.moved": "{who} moved the interview to {when}",
    "interview.changed": "{who} changed {fields}",
    "interview.cancelled": "{who} cancelled the interview",
    "interview.no_show": "{who} recorded that {candidate} did not attend",
    "interview.attendance_told": "{who} said that the interview {became}",
    "interview.reassigned": "{who} gave the interview to another consultant",
    "interview.erased": "What was written about the interview was erased",
    "person.matched": "{who} said who {person} is",
    "person.unmatched": "{who} took back who {person} is",
    "person.left": "{who} left {person} without a contact",
    "debrief.request_mailed": "The debrief was asked for: a mail to the {recipient}",
    "debrief.reminded": "Reminder {number} went to the {recipient}",
    "debrief.drafted": "{who} began the debrief",
    "debrief.profile_set": "{who} asked for the {profile} debrief",
    "debrief.submitted": "{who} sent the debrief, version {version}",
    "debrief.returned": "{who} returned the debrief",
    "debrief.accepted": "{who} accepted the debrief",
    "debrief.waived": "{who} does without the debrief",
    "debrief.declined": "{who} chose not to say how it went",
    "debrief.reopened": "{who} opened the debrief again",
    "debrief.erased": "The answers of the debrief were erased",
    "debrief_addendum.added": "{who} added something new",
    "debrief_addendum.returned": "{who} returned what was added",
    "debrief_addendum.accepted": "{who} accepted what was added",
    "debrief_addendum.erased": "What was added was erased",
    **{f"letter.{name}": sentence for name, sentence in LETTER.items()},
    **{f"client_summary.{name}": sentence for name, sentence in LETTER.items()},
    "consent.given": "{who} agreed that {what} goes to {person}",
    "consent.read_back": "{who} read {what} back by telephone; {candidate} agreed for {person}",
    "consent.withdrawn": "{who} took back the agreement for {person}",
    "delivery.held": "{what_first} waits for the address of {person}",
    "delivery.scheduled": "{what_first} to {person} was planned for {when}",
    "delivery.rescheduled": "{what_first} to {person} was moved to {when}",
    "delivery.sent_now": "{who} chose to send {what} to {person} at once",
    "delivery.sent": "{what_first} was sent to {person}",
    "delivery.failed": "The mail server of {person} refused {what}",
    "delivery.in_doubt": "Whether {person} has {what} is not known",
    "delivery.resolved": "{who} decided about {what} to {person}: {resolution}",
    "delivery.cancelled": "{what_first} to {person} was stopped",
    "client_call.planned": "{who} planned to ring {client} on {when}",
    "client_call.done": "{who} rang {client}",
    "client_call.skipped": "{who} did not ring {client} as planned",
    "client_feedback.drafted": "{who} wrote what {candidate} is to hear of what {client} said",
    "client_feedback.relayed": "{who} told {candidate} what {client} said",
    "client_feedback.acknowledged": "{who} read what {client} said",
    "outcome.recorded": "{who} recorded the outcome: {outcome}",
    "outcome.drafted": "{who} wrote what {candidate} is to hear of the outcome",
    "outcome.relayed": "{who} told {candidate} the outcome",
    "outcome.acknowledged": "{who} read the outcome",
    "outcome.superseded": "{who} took back the outcome that stood before",
}
BY_TELEPHONE: Final[Mapping[str, str]] = {
    "debrief.submitted": "{who} took down the debrief by telephone, version {version}",
    "debrief_addendum.added": "{who} took down something new by telephone",
}
QUOTED: Final = ("reason", "note")
"""Which personal value of an entry is shown below its sentence."""
BECAME: Final = {
    "yes": "went ahead",
    "still_going": "was still going",
    "moved": "was moved",
    "cancelled": "was cancelled",
    "did_not_go": "did not take place: they did not go",
}
FIELDS: Final = {
    "application_id": "the job",
    "consultant_id": "whose interview it is",
    "round": "the round",
    "introduced_by": "who introduced them",
    "debrief_profile": "how much is asked in the debrief",
}
RESOLVED: Final = {"delivered": "it arrived", "send_again": "it is sent again"}
