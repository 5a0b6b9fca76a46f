"""A letter version is frozen; the candidate agrees to exactly that, for exactly these people.

How each yes came is kept with it (ADR 0008). Whoever gives one locks the interview first, so that two at once, or
one and a newer version, come one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.accounts.queries import rows as accounts
from app.adapters.letter_page import LetterPage
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id, public_id
from app.core.queue import enqueue
from app.documents import queries
from app.documents.models import Consent, Document, DocumentFile
from app.documents.rendering import render_letter
from app.documents.rules import words_about_number
from app.documents.schemas import ConsentIn, GivenBy, LetterSource, ReadBackIn
from app.documents.states import CONSENT
from app.interviews import queries as interviews
from app.interviews.models import Interview
from app.interviews.policy import may_consent, may_decide, may_write

CLOCKS_DIFFER: Final = timedelta(minutes=2)
"""By so much a telephone's clock may run ahead of ours."""


class ConsentNeedsOwnLink(Forbidden):
    """Agreeing takes the link in a mail that we sent to you yourself: ask your consultant to have it sent to you."""

    code = "consent_needs_own_link"


class NotWhatWouldBeSent(Conflict):
    """What you saw is not what would be sent now: the letter has a newer version. Look at that one and agree to it."""

    code = "document_superseded"


class SuggestionNotAccepted(Conflict):
    """These are your consultant's words: accept the suggestion, which says yes to them, or decline it."""

    code = "suggestion_not_accepted"


class ReadBackIsOff(Conflict):
    """Your agency takes no agreement by telephone: an admin can allow it, or the candidate agrees by their own link."""

    code = "read_back_is_off"


class OnlyTheCandidateAgain(Conflict):
    """The candidate took this agreement back: only they can give it again, by a link of their own."""

    code = "only_the_candidate_agrees_again"


@dataclass(frozen=True)
class _Evidence:
    """How a yes came: by a link of the candidate's own, or by telephone as a consultant notes it."""

    given_by: GivenBy
    link_id: UUID | None = None
    read_back_by: UUID | None = None
    rung_at: datetime | None = None
    number_rung: str | None = None


def freeze(session: AgencySession, page: LetterPage, *, source: LetterSource, actor: Actor, now: datetime) -> Document:
    """Render a letter version and keep its files for good; the submission's audit entry covers it.

    Raises `CannotBeDrawn` (422) for characters that no font of ours has.
    """
    rendering = render_letter(page)
    document = Document(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=source.interview_id,
        letter_id=source.letter_id,
        letter_version=source.version,
        addressees=list(source.addressees),
        suggested=source.suggested,
        kind=source.kind,
        sha256=rendering.sha256,
        manifest=rendering.manifest,
        created_at=now,
    )
    session.add(document)
    session.flush()  # its files refer to it
    for kind, content in rendering.files.items():
        session.add(DocumentFile(agency_id=actor.agency_id, document_id=document.id, format=kind, content=content))
    return document


def consent(
    session: AgencySession,
    *,
    document_id: UUID,
    given: ConsentIn,
    actor: Actor,
    now: datetime,
    accepting: bool = False,
) -> None:
    """Take the candidate's yes to what they saw; given already it stays, withdrawn it is given again (rule 1).

    ``accepting``: with it they accept a consultant's wording, which alone gives the first yes to it (ADR 0014).
    """
    document, interview = queries.document_for(session, document_id=document_id, actor=actor, lock=True)
    evidence = _own_link(session, interview, actor=actor, now=now)
    known = _require_agreeable(session, document, interview, given, accepting=accepting)
    for person_id in dict.fromkeys(given.people):
        _give(session, document, person_id, known.get(person_id), evidence, actor=actor, now=now)


def read_back(
    session: AgencySession, *, document_id: UUID, given: ReadBackIn, actor: Actor, now: datetime
) -> Sequence[str]:
    """Note the yes that the candidate gave by telephone to what was read out to them; return what to look at again.

    It is the consultant's word, so marked wherever it is shown, and the candidate gets a mail about it. Given
    already it stays. Raises ReadBackIsOff, OnlyTheCandidateAgain (409).
    """
    document, interview = queries.document_for(session, document_id=document_id, actor=actor, lock=True)
    if not isinstance(actor, ConsultantActor) or not may_decide(actor, interview):
        raise Forbidden
    if not accounts.settings_of(session, actor.agency_id).read_back_by_telephone:
        raise ReadBackIsOff
    _require_rung_since(document, given, now=now)
    known = _require_agreeable(session, document, interview, given)
    _require_not_taken_back(known, given.people)
    evidence = _Evidence("read_back_by_telephone", None, actor.consultant_id, given.rung_at, given.number_rung)
    noted = [
        _give(session, document, person_id, known.get(person_id), evidence, actor=actor, now=now)
        for person_id in dict.fromkeys(given.people)
    ]
    if any(noted):
        enqueue(session, "documents.mail_read_back", agency_id=actor.agency_id, subject_id=document.id)
    return _about_number(session, interview, given.number_rung, actor=actor)


def withdraw_consent(session: AgencySession, row: Consent, *, actor: Actor, now: datetime) -> None:
    """Take back a consent that the caller has locked; what relies on it is the caller's to stop."""
    CONSENT.require(row.state, "withdrawn")
    row.state, row.withdrawn_at = "withdrawn", now
    details = {"document": str(row.document_id), "person": str(row.person_id), "sha256": row.sha256}
    record(session, AuditAction.CONSENT_WITHDRAWN, subject=row, actor=actor, now=now, details=details)


def _give(
    session: AgencySession,
    document: Document,
    person_id: UUID,
    row: Consent | None,
    evidence: _Evidence,
    *,
    actor: Actor,
    now: datetime,
) -> bool:
    """Give a consent, or let the candidate's own yes take the place of one by telephone; return whether it changed."""
    action = _action_of(row, evidence)
    if action is None:
        return False
    if row is None:
        row = Consent(agency_id=document.agency_id, id=new_id(), document_id=document.id, sha256=document.sha256)
        row.person_id = person_id
        session.add(row)
    row.state, row.given_at, row.withdrawn_at = "given", now, None
    for name, value in asdict(evidence).items():
        setattr(row, name, value)
    details = {"document": str(document.id), "person": str(person_id), "sha256": document.sha256}
    personal: dict[str, str] = {}
    if evidence.link_id is not None:
        details["link"] = public_id("lnk", evidence.link_id)
    if evidence.rung_at is not None and evidence.number_rung is not None:
        details["rung_at"] = evidence.rung_at.isoformat()
        personal["number"] = evidence.number_rung
    record(session, action, subject=row, actor=actor, now=now, details=details, personal=personal)
    return True


def _action_of(row: Consent | None, evidence: _Evidence) -> AuditAction | None:
    """What this yes means for a consent; None where it stands already, by the same or by better evidence."""
    if row is not None and row.state == "given":
        confirms = (row.given_by, evidence.given_by) == ("read_back_by_telephone", "candidate")
        return AuditAction.CONSENT_CONFIRMED if confirms else None
    if row is not None:
        CONSENT.require(row.state, "given")
    return AuditAction.CONSENT_GIVEN if evidence.given_by == "candidate" else AuditAction.CONSENT_READ_BACK


def require_own_link(actor: Actor, interview: Interview) -> None:
    """Keep consent to the candidate who came by a link that the service sent; raises ConsentNeedsOwnLink (403)."""
    if may_consent(actor, interview):
        return
    raise ConsentNeedsOwnLink if may_write(actor, interview) else Forbidden


def _own_link(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> _Evidence:
    """The link that the candidate came by, as it stands now; raises ConsentNeedsOwnLink where it was revoked since."""
    require_own_link(actor, interview)
    link = accounts.link_of(session, actor, now=now) if isinstance(actor, CandidateActor) else None
    if link is None:
        raise ConsentNeedsOwnLink
    return _Evidence("candidate", link.id)


def _require_agreeable(
    session: AgencySession,
    document: Document,
    interview: Interview,
    given: ConsentIn | ReadBackIn,
    *,
    accepting: bool = False,
) -> Mapping[UUID, Consent]:
    """Refuse what cannot be agreed to, or not for these people; return what was agreed to already, locked."""
    if given.sha256 != document.sha256 or not queries.is_newest(session, document):
        raise NotWhatWouldBeSent
    met = {who.person.id for who in interviews.people_met_in(session, interview)}
    require_addressees(document, given.people, met=met)
    known = {row.person_id: row for row in queries.consents_of(session, document=document, lock=True)}
    if document.suggested and not known and not accepting:
        raise SuggestionNotAccepted
    return known


def require_addressees(document: Document, people: Sequence[UUID], *, met: set[UUID] | None = None) -> None:
    """Refuse people whom the document is not for, or who are met no longer (422)."""
    errors = []
    for place, person_id in enumerate(people):
        if person_id not in document.addressees:
            errors.append(FieldError(f"#/people/{place}", "this letter was not written to them"))
        elif met is not None and person_id not in met:
            errors.append(FieldError(f"#/people/{place}", "they were taken off the interview"))
    if errors:
        raise Invalid("You can agree for those people only whom this letter is written to.", errors=errors)


def _require_rung_since(document: Document, given: ReadBackIn, *, now: datetime) -> None:
    amiss = None
    if given.rung_at > now + CLOCKS_DIFFER:
        amiss = "has not come yet"
    elif given.rung_at < document.created_at - CLOCKS_DIFFER:
        amiss = "is before there was this version to read out"
    if amiss:
        raise Invalid("The call must come after the version, and before now.", errors=[FieldError("#/rung_at", amiss)])


def _require_not_taken_back(known: Mapping[UUID, Consent], people: Sequence[UUID]) -> None:
    taken_back = [one for one in people if one in known and known[one].state == "withdrawn"]
    if taken_back:
        them = ", ".join(public_id("prs", person_id) for person_id in taken_back)
        raise OnlyTheCandidateAgain(
            f"The candidate took the agreement for {them} back: only they can give it again, by a link of their own."
        )


def _about_number(session: AgencySession, interview: Interview, rung: str, *, actor: Actor) -> Sequence[str]:
    meeting = interviews.meeting_for(session, interview_id=interview.id, actor=actor)
    stored, name = meeting.candidate.phone, meeting.candidate.name
    return words_about_number(rung, stored=stored, candidate=name, country=meeting.agency.country)
