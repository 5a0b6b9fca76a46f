"""The preparation for another round in the form in which it goes out, a model per audience."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from app.debriefs.schemas.content import DebriefAnswers
from app.followup.models.lessons import Noted
from app.followup.models.preparing import EarlierRound, PackGrounds
from app.followup.rendering.lessons import lesson_views
from app.followup.rendering.views import written_of
from app.followup.rules import preparing as rules
from app.followup.rules.brief import said
from app.followup.schemas.preparing import (
    AgencyPrepPack,
    CandidatePrepPack,
    PackPerson,
    PackRelayed,
    PackRound,
    PrepPack,
)
from app.interviews.models import Met

AnyPack = CandidatePrepPack | AgencyPrepPack


def candidate_pack(grounds: PackGrounds, noted: Sequence[Noted]) -> CandidatePrepPack:
    """For the candidate, with what they noted for themselves."""
    lessons = lesson_views(noted, zone=grounds.meeting.candidate.time_zone)
    return CandidatePrepPack(audience="candidate", lessons=lessons, **dict(_outline(grounds)))


def agency_pack(grounds: PackGrounds) -> AgencyPrepPack:
    """For the agency's people, with the name of whose it is."""
    return AgencyPrepPack(audience="agency", candidate=grounds.meeting.candidate.name, **dict(_outline(grounds)))


def digest_of(view: AnyPack) -> int:
    """A number that changes with anything in the pack: its ETag."""
    return int.from_bytes(hashlib.sha256(view.model_dump_json().encode()).digest()[:6])


def _outline(grounds: PackGrounds) -> PrepPack:
    meeting = grounds.meeting
    meets = [who.person.name for who in grounds.met if who.person.source == "announced"]
    before = {who.person.name.casefold() for one in grounds.rounds for who in one.met}
    rounds = [_round(one, meets=meets) for one in grounds.rounds]
    return PrepPack(
        interview_id=meeting.interview.id,
        job=meeting.job.title,
        client=meeting.client.name,
        round=meeting.interview.round,
        starts_at=meeting.interview.starts_at,
        time_zone=meeting.interview.time_zone,
        meets=[_person(who, also=before) for who in grounds.met if who.person.source == "announced"],
        rounds=rounds,
        notice=rules.to_notice(rounds[0] if rounds else None, meets=meets),
    )


def _round(one: EarlierRound, *, meets: Sequence[str]) -> PackRound:
    answers = DebriefAnswers.model_validate(one.answers)
    left, answered = rules.open_concerns(answers, [written_of(sent) for sent in one.letters])
    now = {name.casefold() for name in meets}
    told = {who.name.casefold(): who.role_in_decision for who in answers.people_met}
    return PackRound(
        interview_id=one.interview.id,
        round=one.interview.round,
        starts_at=one.interview.starts_at,
        time_zone=one.interview.time_zone,
        people=[_person(who, also=now, told=told) for who in one.met],
        role_as_described=said(answers.role_as_described),
        questions=rules.asked(answers),
        concerns=left,
        answered=answered,
        promised=rules.promised(answers),
        to_say=rules.to_say(answers),
        decision_on=answers.decision_expected.on if answers.decision_expected else None,
        told=[PackRelayed(words=each.words, at=each.at, by=each.by) for each in one.told],
    )


def _person(who: Met, *, also: Collection[str], told: Mapping[str, str | None] | None = None) -> PackPerson:
    """Somebody met; of whom was announced, the candidate alone told what part they have in the decision."""
    name = who.person.name.casefold()
    return PackPerson(
        name=who.person.name,
        title=who.person.title,
        role_in_decision=who.person.role_in_decision or (told or {}).get(name),
        again=name in also,
    )
