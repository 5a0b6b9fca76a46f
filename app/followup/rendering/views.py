"""The brief in the form in which it goes out, a model per audience; and the calls."""

import hashlib
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.local_time import date_time, local, place_of
from app.debriefs.models import Debrief, DebriefVersion
from app.debriefs.rendering.views import FORMER
from app.debriefs.rules import completeness, read_by_a_person
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile, DecisionExpected
from app.followup.models.calls import Called, Grounds, Sent
from app.followup.models.decisions import Decision
from app.followup.models.heard import Heard
from app.followup.rules import brief as rules
from app.followup.rules.brief import Written, said
from app.followup.rules.feedback import in_a_line
from app.followup.rules.questions import questions
from app.followup.schemas.calls import (
    AgencyCallBrief,
    BriefContact,
    BriefDebrief,
    BriefHeard,
    CallBrief,
    ClientCallView,
    IntegrationCallBrief,
)
from app.followup.schemas.feedback import FeedbackAnswers
from app.interviews.models import Met
from app.letters.schemas.content import LetterContent

_WITHOUT = {
    "requested": "No debrief yet: it was asked for, and nothing has been sent.",
    "draft": "No debrief yet: {candidate} has begun to write, and nothing has been sent.",
    "changes_requested": "Version {version}. You asked {candidate} a question, and the answer has not come yet.",
    "submitted": "Version {version}, not accepted yet.",
    "accepted": "Version {version}, accepted.",
    "waived": "There is no debrief: it was waived.",
    "declined": "There is no debrief: {candidate} chose not to say how it went.",
}


def brief_view(grounds: Grounds, actor: Actor) -> AgencyCallBrief | IntegrationCallBrief:
    """For whoever asks: people get what is for the agency only and whom to ring, systems neither (rule 4)."""
    outline = outline_of(grounds)
    if not read_by_a_person(actor):
        return IntegrationCallBrief(audience="integration", **dict(outline))
    kept = grounds.standing.confidence
    return AgencyCallBrief(
        audience="agency",
        agency_only=AgencyOnlyAnswers.model_validate(kept.answers) if kept else None,
        contacts=[BriefContact.model_validate(contact) for contact in grounds.contacts],
        heard=[_heard(one) for one in grounds.heard],
        **dict(outline),
    )


def outline_of(grounds: Grounds) -> CallBrief:
    """The brief without anything that is for the agency only."""
    meeting, answers = grounds.meeting, answers_in(grounds)
    given, name = answers or DebriefAnswers(), first_name(meeting.candidate.name)
    day = _newest_day(given, grounds.decision)
    found = rules.concerns(given, written_in(grounds))
    return CallBrief(
        interview_id=meeting.interview.id,
        candidate=meeting.candidate.name,
        job=meeting.job.title,
        client=meeting.client.name,
        round=meeting.interview.round,
        starts_at=meeting.interview.starts_at,
        time_zone=meeting.interview.time_zone,
        met=[_met(who) for who in grounds.met],
        debrief=_debrief(grounds, answers),
        strengths=rules.strengths(given),
        concerns=found,
        none_noticed=rules.none_noticed(given),
        unsaid=said(given.unsaid),
        interest=rules.interest(given),
        appealed=said(given.appealed),
        client_interest=said(given.client_interest),
        next_step=said(given.next_step),
        decision=rules.decision(day),
        availability=said(given.availability),
        questions=questions(day if answers else None, found, candidate=name, today=_today(grounds)),
    )


def _newest_day(given: DebriefAnswers, row: Decision | None) -> DebriefAnswers:
    """The answers with the day that somebody of the agency was told since, where somebody was (P13)."""
    if row is None or row.set_by is None or row.expected_on is None:
        return given
    told = {"on": row.expected_on, "precision": row.precision, "source": row.said_by}
    return given.model_copy(update={"decision_expected": DecisionExpected.model_validate(told)})


def answers_in(grounds: Grounds) -> DebriefAnswers | None:
    """What was submitted last; never a draft."""
    newest = grounds.standing.newest
    return DebriefAnswers.model_validate(newest.answers) if newest else None


def written_in(grounds: Grounds) -> list[Written]:
    """The letters that count, as the rules ask for them."""
    return [written_of(sent) for sent in grounds.letters]


def written_of(sent: Sent) -> Written:
    """One letter that counts, as the rules ask for it."""
    return Written(
        letter_id=sent.letter.id,
        kind="strategic" if sent.letter.kind == "strategic" else "thank_you",
        approved=sent.letter.state in {"approved", "released"},
        content=LetterContent.model_validate(sent.version.content),
    )


def points_of(grounds: Grounds) -> dict[str, str]:
    """What can be passed on, by key, as it stands now."""
    answers = answers_in(grounds)
    return rules.points(answers, rules.concerns(answers or DebriefAnswers(), written_in(grounds)))


def digest_of(view: AgencyCallBrief | IntegrationCallBrief) -> int:
    """A number that changes with anything in the brief: its ETag."""
    return int.from_bytes(hashlib.sha256(view.model_dump_json().encode()).digest()[:6])


def call_view(called: Called) -> ClientCallView:
    """One call with its names."""
    fields: dict[str, Any] = {
        name: getattr(called.call, name) for name in ClientCallView.model_fields if hasattr(called.call, name)
    }
    return ClientCallView.model_validate({**fields, "by": called.by, "whom": called.whom})


def first_name(name: str) -> str:
    """How a colleague speaks of somebody."""
    return name.split()[0]


def _today(grounds: Grounds) -> date:
    zone = grounds.contacts[0].time_zone if grounds.contacts else grounds.meeting.interview.time_zone
    return local(grounds.now, zone).date()


def _heard(heard: Heard) -> BriefHeard:
    answers = FeedbackAnswers.model_validate(heard.feedback.answers)
    return BriefHeard(
        id=heard.feedback.id,
        heard_at=heard.feedback.heard_at,
        by=heard.by,
        whom=heard.whom,
        words=in_a_line(answers),
        concerns={one.key: one.was_one for one in answers.concerns},
        relayed_at=heard.feedback.relayed_at,
    )


def _met(who: Met) -> str:
    details = ", ".join(part for part in (who.person.title, who.person.role_in_decision) if part)
    return f"{who.person.name} ({details})" if details else who.person.name


def _debrief(grounds: Grounds, answers: DebriefAnswers | None) -> BriefDebrief:
    debrief, newest = grounds.standing.debrief, grounds.standing.newest
    taken_by = (grounds.standing.taken_by or FORMER) if newest and newest.taken_at else None
    profile: DebriefProfile = "short" if debrief and debrief.profile == "short" else "full"
    found = completeness(answers, profile) if answers else None
    return BriefDebrief.model_validate(
        {
            "state": debrief.state if debrief else "not_requested",
            "version": debrief.version if debrief else 0,
            "submitted_at": newest.submitted_at if newest else None,
            "taken_by": taken_by,
            "missing": [item.words for item in (*found.missing, *found.thin)] if found else [],
            "words": _standing(grounds, debrief, newest, taken_by),
        }
    )


def _standing(grounds: Grounds, debrief: Debrief | None, newest: DebriefVersion | None, taken_by: str | None) -> str:
    candidate = first_name(grounds.meeting.candidate.name)
    if debrief is None:
        return "No debrief yet: it is asked for when the interview is over."
    words = _WITHOUT[debrief.state].format(candidate=candidate, version=debrief.version)
    if newest is None:
        return words
    zone = grounds.meeting.agency.time_zone
    came = f"{date_time(newest.submitted_at, zone)} in {place_of(zone)}"
    by = f", taken by telephone by {taken_by}" if taken_by else ""
    return f"{words} It came on {came}{by}."
