"""Where it stands, and what was asked and answered, in the form in which it goes out."""

from datetime import datetime

from app.followup.models.promises import Asked, Promise, StatusUpdate
from app.followup.rules.facts import Facts
from app.followup.rules.headline import headline
from app.followup.rules.promised import hears, offers_asking, reminder
from app.followup.rules.timeline import timeline
from app.followup.rules.turns import turns
from app.followup.schemas.promises import NudgeView, PromiseView, Reminder, StatusMoment, StatusView, UpdateView
from app.interviews.models import Interview, Meeting


def status_view(meeting: Meeting, facts: Facts) -> StatusView:
    """What the candidate's page says, to a program."""
    head, said = headline(facts, turns(facts)), hears(facts)
    return StatusView(
        interview_id=meeting.interview.id,
        headline=head.title,
        acts=head.acts,
        words=list(head.words),
        next_update_by=facts.promised.by if facts.promised and said else None,
        next_update=said,
        time_zone=facts.zone,
        reminder=_reminder(facts),
        timeline=[
            StatusMoment(at=one.at, title=one.title, words=one.words, quoted=one.quoted or None, ahead=one.ahead)
            for one in timeline(facts)
        ],
    )


def nudge_view(asked: Asked) -> NudgeView:
    """One question with its answer."""
    row = asked.nudge
    return NudgeView.model_validate(
        {
            **{name: getattr(row, name) for name in NudgeView.model_fields if hasattr(row, name)},
            "answered_by": asked.by,
            "answer": asked.answer,
        }
    )


def promise_view(promise: Promise | None, interview: Interview) -> PromiseView:
    """The promise that stands, for the agency's people and systems."""
    fields = {name: getattr(promise, name, None) for name in PromiseView.model_fields}
    return PromiseView.model_validate({**fields, "interview_id": interview.id})


def update_view(update: StatusUpdate, *, by: str, next_update_by: datetime | None) -> UpdateView:
    """One update, and by when the candidate hears after it."""
    fields = {name: getattr(update, name) for name in UpdateView.model_fields if hasattr(update, name)}
    return UpdateView.model_validate({**fields, "by": by, "next_update_by": next_update_by})


def _reminder(facts: Facts) -> Reminder | None:
    if facts.promised is None or not offers_asking(facts):
        return None
    asking = facts.promised.asking
    return Reminder(allowed=asking.allowed(facts.now), opens_at=asking.opens_at, words=reminder(facts))
