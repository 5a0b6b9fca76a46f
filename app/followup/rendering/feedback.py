"""What the client said, as it goes out to the agency's people and systems; and on a page, in words of a place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.ids import public_id
from app.core.local_time import date_time, local, place_of, time_seen_from
from app.followup.models.heard import ClientFeedback, Heard
from app.followup.rules.feedback import RECOMMENDATIONS, Item, draft, in_a_line, items_of
from app.followup.schemas.feedback import ClientFeedbackView, FeedbackAnswers
from app.interviews.models import Meeting


@dataclass(frozen=True)
class HeardLine:
    """What the client said once, in a sentence and a line, and how far the candidate knows of it."""

    id: str
    sentence: str
    words: str
    stands: str


@dataclass(frozen=True)
class Sheet:
    """One feedback for a page: what was said, and what of it the candidate may be told."""

    id: str
    sentence: str
    stands: str
    recommendation: str
    items: list[Item]
    draft: str
    told: bool
    words: str | None


def answers_of(feedback: ClientFeedback) -> FeedbackAnswers:
    """What was said; nothing where it was erased."""
    return FeedbackAnswers.model_validate(feedback.answers)


def suggested(feedback: ClientFeedback, meeting: Meeting) -> str:
    """A draft of what the candidate may be told, made only of what may be quoted (P17)."""
    heard_on = local(feedback.heard_at, meeting.agency.time_zone).date()
    return draft(answers_of(feedback), client=meeting.client.name, heard_on=heard_on)


def feedback_view(heard: Heard, meeting: Meeting) -> ClientFeedbackView:
    """One with its names and the suggested words."""
    row = heard.feedback
    fields: dict[str, Any] = {
        name: getattr(row, name) for name in ClientFeedbackView.model_fields if hasattr(row, name)
    }
    more = {"by": heard.by, "whom": heard.whom, "suggested_words": suggested(row, meeting)}
    return ClientFeedbackView.model_validate({**fields, **more, "answers": answers_of(row)})


def heard_line(heard: Heard, meeting: Meeting, *, reader: str, now: datetime) -> HeardLine:
    """Tell of it in a line; ``reader`` is who reads."""
    words = in_a_line(answers_of(heard.feedback))
    stands = stands_in_words(heard.feedback, meeting, now=now)
    return HeardLine(
        public_id("fbk", heard.feedback.id), sentence(heard, meeting, reader=reader, now=now), words, stands
    )


def sheet_of(heard: Heard, meeting: Meeting, *, reader: str, now: datetime) -> Sheet:
    """Show all that was said."""
    answers = answers_of(heard.feedback)
    wanted = answers.recommendation
    return Sheet(
        id=public_id("fbk", heard.feedback.id),
        sentence=sentence(heard, meeting, reader=reader, now=now),
        stands=stands_in_words(heard.feedback, meeting, now=now),
        recommendation=RECOMMENDATIONS[wanted] if wanted else "",
        items=items_of(answers),
        draft=suggested(heard.feedback, meeting),
        told=heard.feedback.relayed_at is not None,
        words=heard.feedback.words,
    )


def sentence(heard: Heard, meeting: Meeting, *, reader: str, now: datetime) -> str:
    """Say who heard it from whom, and when: "You heard it from Dana Whitfield on Monday 16:20."."""
    who = "You" if heard.by == reader else heard.by
    at = time_seen_from(now, heard.feedback.heard_at, meeting.agency.time_zone)
    whom = heard.whom or meeting.client.name
    if heard.feedback.state == "none_given":
        return f"{who} asked {whom} on {at}, who said nothing of the interview."
    return f"{who} heard it from {whom} on {at}."


def stands_in_words(feedback: ClientFeedback, meeting: Meeting, *, now: datetime) -> str:
    """Say how far the candidate knows of it, and until when they are to be told."""
    zone, name = meeting.agency.time_zone, meeting.candidate.name.split()[0]
    if feedback.relayed_at is not None:
        how = "by telephone" if feedback.relayed_how == "telephone" else "on their page"
        return f"{name} was told {how} on {time_seen_from(now, feedback.relayed_at, zone)}."
    if feedback.relay_due_at is None:
        return f"There is nothing to tell {name}."
    if not feedback.answers:
        return "What was said is erased."
    at = f"{time_seen_from(now, feedback.relay_due_at, zone)} in {place_of(zone)}"
    return f"{name} was to be told by {at}." if feedback.relay_due_at <= now else f"Tell {name} by {at}."


def due_words(feedback: ClientFeedback, zone: str) -> str:
    """Name the instant by which the candidate is to hear, for a mail that is read later."""
    due = feedback.relay_due_at or feedback.noted_at
    return f"{date_time(due, zone)} in {place_of(zone)}"
