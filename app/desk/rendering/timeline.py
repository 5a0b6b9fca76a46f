"""What happened around one interview, one line each, oldest first, and what is known to be ahead; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from app.audit.queries import TrailEntry
from app.core.local_time import instant, local
from app.debriefs.schemas.content import DebriefAnswers
from app.deliveries.rules.telling import first_name, listed
from app.desk.models import Story
from app.desk.rendering.clock import at_both_ends, day_time
from app.desk.rendering.events import BECAME, BY_TELEPHONE, FIELDS, QUOTED, RESOLVED, SENTENCES
from app.followup.rules.facts import Decision
from app.followup.rules.feedback import in_a_line
from app.followup.rules.outcomes import KINDS
from app.followup.rules.timeline import expected
from app.followup.schemas.feedback import FeedbackAnswers
from app.interviews.states import OFF

WHAT: Final = {"thank_you": "thank-you letter", "strategic": "letter", "summary": "summary"}
_OTHERS: Final = {"candidate": "{candidate}", "integration": "Your own system", "system": "Afterword"}


@dataclass(frozen=True)
class Moment:
    """One line: what, when, and below it somebody's own words; ``ahead`` is what has not come yet."""

    at: datetime
    title: str
    when: str
    quoted: str = ""
    ahead: bool = False


@dataclass(frozen=True)
class Reader:
    """For whom it is said, where they are, and when."""

    id: UUID
    zone: str
    now: datetime

    def when(self, moment: datetime) -> str:
        """Name a moment by the reader's clock."""
        return day_time(moment, self.zone, now=self.now)


def timeline(story: Story, reader: Reader) -> list[Moment]:
    """Everything that happened, as it was recorded, and what is planned; what went to several at once is one line."""
    entries = sorted(story.entries, key=lambda one: (one.event.at, one.event.id))
    runs = [list(run) for _, run in groupby(entries, key=lambda one: _together(one, story))]
    happened = [moment for run in runs if (moment := _happened(run, story, reader)) is not None]
    found = [*happened, *_meeting(story, reader), *_ahead(story, reader)]
    return sorted(found, key=lambda moment: (moment.ahead, moment.at))


def newest_change(story: Story, reader: Reader) -> str:
    """Say who changed the interview or its debrief last: "Sam Idowu cancelled the interview (Mon 09:20)."."""
    about = [one for one in story.entries if one.event.subject_kind in {"interview", "debrief"}]
    about.sort(key=lambda one: (one.event.at, one.event.id), reverse=True)
    moment = next((found for one in about if (found := _happened([one], story, reader)) is not None), None)
    return f"{moment.title} ({moment.when})." if moment else ""


def letter_name(story: Story, letter_id: UUID) -> str:
    """What a letter is called: "letter to Dana Whitfield and Tom Achterberg"."""
    letter = next((one for one in story.letters if one.id == letter_id), None)
    if letter is None:
        return "letter"
    names = {who.person.id: who.person.name for who in story.met}
    version = story.written.get(letter_id)
    to = [names[one] for one in version.addressees if one in names] if version else []
    return f"{WHAT[letter.kind]} to {listed(to)}" if to else WHAT[letter.kind]


def decision_of(story: Story) -> Decision | None:
    """When the client said that it decides; None where nobody was told of a day."""
    row = story.decision
    if row is not None and row.state == "decided":
        return None
    if row is not None and row.set_by is not None:
        return Decision(row.expected_on, row.precision, row.said_by)
    newest = story.told.newest
    told = DebriefAnswers.model_validate(newest.answers).decision_expected if newest else None
    return Decision(told.on, told.precision, told.source) if told and told.on else None


def _together(entry: TrailEntry, story: Story) -> tuple[object, ...]:
    event = entry.event
    about = _letter_of(entry, story) if event.subject_kind in {"consent", "delivery"} else event.id
    return event.at, event.action, event.actor_id, about, event.details.get("scheduled_for")


def _happened(run: list[TrailEntry], story: Story, reader: Reader) -> Moment | None:
    entry = run[0]
    event = entry.event
    sentence = SENTENCES.get(event.action)
    if event.details.get("channel") == "phone":
        sentence = BY_TELEPHONE.get(event.action, sentence)
    if sentence is None:
        return None
    people = list(dict.fromkeys(_person(one, story) for one in run))
    said = sentence.format_map(_Words(_words(entry, people, story, reader)))
    quoted = next((entry.values[key] for key in QUOTED if entry.values.get(key)), "") or _heard(entry, story)
    return Moment(event.at, f"{said[:1].upper()}{said[1:]}", reader.when(event.at), quoted)


def _heard(entry: TrailEntry, story: Story) -> str:
    """What the client said, in a line: the page is for the agency alone."""
    if entry.event.action != "client_feedback.received":
        return ""
    found = (one.feedback for one in story.heard if one.feedback.id == entry.event.subject_id)
    return next((in_a_line(FeedbackAnswers.model_validate(one.answers)) for one in found), "")


class _Words(dict[str, Any]):
    """What an entry tells; what was erased from it, or an older one did not tell, is said to be gone."""

    def __missing__(self, key: str) -> str:
        return "(erased)"


def _words(entry: TrailEntry, people: list[str], story: Story, reader: Reader) -> dict[str, Any]:
    event, meeting = entry.event, story.meeting
    letter = _letter_of(entry, story)
    what = letter_name(story, letter) if letter else "letter"
    if event.subject_kind in {"consent", "delivery"}:
        what = what.partition(" to ")[0]
    return {
        **event.details,
        **entry.values,
        "who": _who(entry, story, reader),
        "candidate": first_name(meeting.candidate.name),
        "client": meeting.client.name,
        "what": f"the {what}",
        "a_what": f"a {what}",
        "what_first": f"The {what}",
        "person": listed(people),
        "when": _instant_in(entry, story, reader),
        "became": BECAME.get(str(event.details.get("answer")), ""),
        "resolution": RESOLVED.get(str(event.details.get("resolution")), ""),
        "fields": _fields(entry),
        "outcome": KINDS[str(event.details["kind"])].name.lower() if event.details.get("kind") in KINDS else "",
    }


def _fields(entry: TrailEntry) -> str:
    names = entry.event.details.get("fields")
    return listed([FIELDS.get(one, one) for one in names]) if names else "it"


def _who(entry: TrailEntry, story: Story, reader: Reader) -> str:
    kind, who = entry.event.actor_kind, entry.event.actor_id
    if kind == "consultant" and who is not None:
        return "you" if who == reader.id else story.people.get(who, "A former user")
    return _OTHERS.get(kind, "Afterword").format(candidate=first_name(story.meeting.candidate.name))


def _letter_of(entry: TrailEntry, story: Story) -> UUID | None:
    subject = entry.event.subject_id
    match entry.event.subject_kind:
        case "letter":
            return subject
        case "delivery":
            return next((one.delivery.letter_id for one in story.ways if one.delivery.id == subject), None)
        case "consent":
            return next((one.letter_id for one in story.agreed if one.consent.id == subject), None)
    return None


def _person(entry: TrailEntry, story: Story) -> str:
    subject = entry.event.subject_id
    named = {one.delivery.id: one.name for one in story.ways} | {one.consent.id: one.name for one in story.agreed}
    if subject in named:
        return named[subject]
    person = entry.event.details.get("person")
    return next((who.person.name for who in story.met if str(who.person.id) == person), "somebody who was met")


def _instant_in(entry: TrailEntry, story: Story, reader: Reader) -> str:
    """The instant that an entry names, where it is meant: an interview's at both ends, a delivery's at its reader's."""
    details = entry.event.details
    text = details.get("starts_at") or details.get("scheduled_for") or details.get("planned_for")
    if not text:
        return ""
    moment, zone = datetime.fromisoformat(str(text)), reader.zone
    if "starts_at" in details:
        zone = story.meeting.interview.time_zone
    elif "scheduled_for" in details:
        ids = (one.zone for one in story.ways if one.delivery.id == entry.event.subject_id)
        zone = next(ids, None) or zone
    return at_both_ends(moment, zone, reader.zone, now=reader.now)


def _meeting(story: Story, reader: Reader) -> Iterator[Moment]:
    interview = story.meeting.interview
    if interview.state in OFF:
        return
    when = at_both_ends(interview.starts_at, interview.time_zone, reader.zone, now=reader.now)
    title = f"Interview at {story.meeting.client.name}"
    yield Moment(interview.starts_at, title, when, ahead=reader.now < interview.starts_at)


def _ahead(story: Story, reader: Reader) -> Iterator[Moment]:
    going = [one for one in story.ways if one.delivery.state == "scheduled" and one.delivery.scheduled_for]
    going.sort(key=lambda one: (one.delivery.scheduled_for or reader.now, one.delivery.letter_id))
    for (at, letter), run in groupby(going, key=lambda one: (one.delivery.scheduled_for, one.delivery.letter_id)):
        ways = list(run)
        what = letter_name(story, letter).partition(" to ")[0]
        when = at_both_ends(at or reader.now, ways[0].zone or reader.zone, reader.zone, now=reader.now)
        yield Moment(at or reader.now, f"The {what} goes to {listed([one.name for one in ways])}", when, ahead=True)
    for called in story.calls:
        if called.call.state == "planned" and called.call.planned_for:
            who = "you ring" if called.call.consultant_id == reader.id else f"{called.by} rings"
            title = f"{who[:1].upper()}{who[1:]} {called.whom or story.meeting.client.name}"
            yield Moment(called.call.planned_for, title, reader.when(called.call.planned_for), ahead=True)
    zone = story.meeting.interview.time_zone
    decision = decision_of(story)
    if decision and decision.on and decision.on >= local(reader.now, zone).date():
        words = expected(decision)
        yield Moment(instant(decision.on, time(12), zone), "They decide", words[:1].upper() + words[1:], ahead=True)
