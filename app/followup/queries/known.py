"""From rows to what is known of one interview, for its candidate; by a handed-over link only what is theirs to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.queries.cover import covering
from app.core.actor import Actor
from app.core.ids import public_id
from app.core.local_time import local
from app.debriefs import queries as debriefs
from app.debriefs.schemas.content import DebriefAnswers
from app.deliveries.queries.candidate import (
    Agreement,
    OnItsWay,
    Wrote,
    agreements_in,
    on_its_way,
    written_in,
)
from app.deliveries.rules.agreeing import can_be_stopped
from app.followup.models.heard import Outcome, Relayed
from app.followup.queries.decisions import told_to_candidate
from app.followup.queries.promised import promised_in
from app.followup.queries.telling import told_in
from app.followup.rules.facts import (
    AddedFacts,
    DebriefFacts,
    Decision,
    Facts,
    Going,
    Heard,
    LetterFacts,
    Said,
    Told,
    Version,
)
from app.interviews.models import Interview, Meeting
from app.interviews.policy import may_see_stored
from app.interviews.queries import people_met_in, standing_answer
from app.letters.models import Letter
from app.letters.queries import rows as letters
from app.reviews.queries.deciding import Decided, decided_in

MOST = 40
"""Of versions of a debrief, and of what was added to it."""


@dataclass(frozen=True)
class Around:
    """What stands around it: where the interview's pages begin, who covers, and whether something typed was kept."""

    home: str
    cover: str | None
    kept: bool = False


def known_of(session: Session, meeting: Meeting, around: Around, *, actor: Actor, now: datetime) -> Facts:
    """Read everything that the status page is made of, in so many statements however much there is."""
    interview = meeting.interview
    stored = may_see_stored(actor, interview)
    answer = standing_answer(session, interview)
    newest = letters.answers_of(session, interview) if stored else None
    decided = decided_in(session, agency_id=interview.agency_id, interview_id=interview.id) if stored else {}
    return Facts(
        now=now,
        zone=meeting.candidate.time_zone,
        client=meeting.client.name,
        consultant=meeting.consultant.name,
        state=interview.state,
        direct=interview.introduced_by == "direct",
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        there=interview.time_zone,
        attendance=answer.answer if answer and answer.answer != "still_going" else None,
        debrief=_debrief(session, interview, decided, stored=stored),
        letters=tuple(_letters(session, interview, decided, around.home)) if stored else (),
        added=tuple(_added(session, interview, decided, actor)) if stored else (),
        decision=(told_to_candidate(session, interview) if stored else None) or _decision(newest),
        kept=around.kept,
        home=around.home,
        shows_stored=stored,
        round=interview.round,
        cover=around.cover,
        takes_letters=meeting.client.letter_policy != "not_accepted",
        promised=promised_in(session, meeting, now=now) if stored else None,
        told=tuple(_heard(one) for one in told_in(session, interview)) if stored else (),
    )


def cover_of(session: Session, meeting: Meeting, *, now: datetime) -> str | None:
    """Who acts in the consultant's place today, by the candidate's calendar."""
    cover = covering(session, meeting.consultant, today=local(now, meeting.candidate.time_zone).date())
    return cover.name if cover else None


def _debrief(session: Session, interview: Interview, decided: Decided, *, stored: bool) -> DebriefFacts | None:
    debrief = debriefs.find_debrief(session, interview)
    if debrief is None:
        return None
    versions = debriefs.versions_of(session, debrief, before=None, limit=MOST) if stored else []
    return DebriefFacts(
        state=debrief.state,
        versions=tuple(Told(version.submitted_at, taken_by) for version, taken_by in reversed(versions)),
        accepted_at=debrief.accepted_at if stored else None,
        reason=debrief.return_reason if stored else None,
        decided_by=decided[debrief.id][1] if debrief.id in decided else None,
    )


def _letters(session: Session, interview: Interview, decided: Decided, home: str) -> Iterable[LetterFacts]:
    rows = letters.letters_of(session, interview)
    if not rows:
        return
    names = {who.person.id: who.person.name for who in people_met_in(session, interview)}
    written, agreed = written_in(session, interview, rows), agreements_in(session, interview)
    ways = on_its_way(session, interview)
    drafts = letters.drafts_of(session, rows, agency_id=interview.agency_id)
    for letter in rows:
        versions = [one for one in written if one.version.letter_id == letter.id]
        draft = drafts.get(letter.id)
        to = draft.addressees if draft else versions[-1].version.addressees if versions else []
        yes = [one for one in agreed if one.letter_id == letter.id]
        going = [way for way in ways if way.delivery.letter_id == letter.id]
        met = [person for person in to if person in names]
        found = _letter(letter, versions, yes, going, to=met, names=names, home=home)
        by = _decider(decided, letter.id, letter.decided_at)
        yield replace(found, decided_by=by, stoppable=_stoppable(letter, yes, ways))


def _stoppable(letter: Letter, agreed: Sequence[Agreement], ways: Sequence[OnItsWay]) -> bool:
    given = {one.consent.person_id for one in agreed if one.consent.state == "given"}
    carried = [way.delivery for way in ways if letter.id in {way.delivery.letter_id, way.delivery.enclosed_letter_id}]
    return can_be_stopped(letter.state, given, [(one.person_id, one.state) for one in carried])


def _decider(decided: Decided, subject_id: UUID, at: datetime | None) -> str | None:
    """Who took this very decision: another may have followed on the same version, as when an approval is undone."""
    when, name = decided.get(subject_id, (None, None))
    return name if when == at else None


def _letter(
    letter: Letter,
    versions: Sequence[Wrote],
    agreed: Sequence[Agreement],
    going: Sequence[OnItsWay],
    *,
    to: Sequence[UUID],
    names: dict[UUID, str],
    home: str,
) -> LetterFacts:
    newest = versions[-1].version if versions else None
    latest = [one.consent for one in agreed if newest and one.consent.given_at >= newest.submitted_at]
    answered = {consent.person_id for consent in latest}
    path = f"{home}/letters/{public_id('ltr', letter.id)}"
    return LetterFacts(
        path=path,
        written_at=f"{home}/summary" if letter.kind == "summary" else path,
        kind=letter.kind,
        state=letter.state,
        to=tuple(names[person] for person in to),
        versions=tuple(_version(one) for one in versions),
        decided_at=letter.decided_at,
        reason=letter.return_reason,
        unanswered=tuple(names[person] for person in to if person not in answered),
        said=tuple(_said(agreed)),
        going=tuple(_going(way) for way in going),
    )


def _version(wrote: Wrote) -> Version:
    return Version(
        at=wrote.version.submitted_at,
        suggested_by=wrote.by,
        answer=wrote.reply.answer if wrote.reply else None,
        answered_at=wrote.reply.answered_at if wrote.reply else None,
    )


def _said(agreed: Sequence[Agreement]) -> Iterable[Said]:
    """Each yes as it was given, and each that was taken back, people of one moment together."""
    for (at, by), group in groupby(agreed, key=lambda one: (one.consent.given_at, one.noted_by)):
        yield Said(at, tuple(one.name for one in group), taken_back=False, noted_by=by)
    back = sorted((one for one in agreed if one.consent.withdrawn_at), key=_taken_back_at)
    for taken_at, group in groupby(back, key=_taken_back_at):
        yield Said(taken_at, tuple(one.name for one in group), taken_back=True, noted_by=None)


def _taken_back_at(one: Agreement) -> datetime:
    return one.consent.withdrawn_at or one.consent.given_at


def _going(way: OnItsWay) -> Going:
    delivery = way.delivery
    return Going(
        to=way.name,
        state=delivery.state,
        zone=way.zone,
        goes_at=delivery.scheduled_for,
        sent_at=delivery.sent_at,
        covering_line=delivery.covering_line if delivery.sent_at else None,
        with_summary=delivery.enclosed_document_id is not None,
    )


def _added(session: Session, interview: Interview, decided: Decided, actor: Actor) -> Iterable[AddedFacts]:
    for one in debriefs.addenda_of(session, interview, actor=actor, after=None, limit=MOST):
        row = one.addendum
        by = _decider(decided, row.id, row.decided_at)
        yield AddedFacts(row.added_at, row.state, row.decided_at, taken_by=one.taken_by, decided_by=by)


def _decision(answers: DebriefAnswers | None) -> Decision | None:
    told = answers.decision_expected if answers else None
    return Decision(told.on, told.precision, told.source) if told else None


def _heard(told: Relayed) -> Heard:
    """What the candidate was told, as the status page asks for it."""
    row = told.row
    if row.relayed_at is None:
        raise LookupError("what was told was told at a time")
    return Heard(
        id=public_id("out" if isinstance(row, Outcome) else "fbk", row.id),
        kind=row.kind if isinstance(row, Outcome) else None,
        words=row.words or "",
        by=told.by,
        at=row.relayed_at,
        by_telephone=row.relayed_how == "telephone",
        read_at=row.acknowledged_at,
    )
