"""Approve means approve and schedule: one delivery per person, each at its own minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.adapters.mail_message import new_message_id
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id, public_id
from app.core.queue import enqueue
from app.deliveries import policy
from app.deliveries.actions.enclosing import approve_enclosed, summary_to_enclose
from app.deliveries.actions.letter_policy import require_welcome
from app.deliveries.actions.planning import Planned, cases, chosen_time, planned_for, schedule, what_goes
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.rules.send_window import Circumstances
from app.deliveries.schemas import Approval
from app.documents import queries as documents
from app.documents.models import Document
from app.interviews import queries as interviews
from app.interviews.actions.taking_place import require_on
from app.interviews.models import Interview, Met
from app.letters.actions import deciding as letters
from app.letters.models import Letter
from app.letters.queries import rows as letter_rows
from app.letters.queries.rows import LetterAt
from app.letters.states import LETTER
from app.reviews.actions.items import close_item


class ConsentMissing(Conflict):
    """The candidate has not agreed that this version goes to everybody named; nothing was approved."""

    code = "consent_missing"


class SameContact(Conflict):
    """Two of these people are one contact, who gets it once: say in people whom it goes to."""

    code = "same_contact"


class GoingAlready(Conflict):
    """It goes, or went, to these people already: change or cancel that delivery instead."""

    code = "going_already"


@dataclass(frozen=True)
class ApprovedLetter:
    """A letter that was approved, and its deliveries."""

    letter: Letter
    deliveries: list[Delivery]


@dataclass(frozen=True)
class _Forwarding:
    """What every delivery of one approval has in common; ``chosen`` is the time that the approval itself names,
    ``cases`` what decides else, by contact."""

    letter: Letter
    interview: Interview
    document: Document
    approval: Approval
    chosen: Planned | None
    cases: Mapping[UUID, Circumstances]
    enclosed: Document | None
    mail_domain: str


def approve(
    session: AgencySession,
    *,
    letter_id: UUID,
    approval: Approval,
    seen: int,
    mail_domain: str,
    actor: Actor,
    now: datetime,
) -> ApprovedLetter:
    """Approve the newest version and schedule its deliveries.

    Approved already, it is approved for the addressees to whom nothing is on its way: left out at first, cancelled or
    failed since. Raises ConsentMissing (409) with the people who lack it; EnclosureNotAgreed and others of
    `enclosing` where the summary of the debrief is to go with it. Where the candidate arranged the interview
    directly the letter is released to them instead, and nothing is sent by the agency.
    """
    at = letter_rows.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter, interview = at.letter, at.meeting.interview
    if not policy.may_approve(actor, interview):
        raise Forbidden
    require_unchanged(session, letter, seen)
    require_on(interview)
    enclosed_id = approval.enclosed_document_id
    enclosed = summary_to_enclose(session, letter, interview, enclosed_id) if enclosed_id else None
    if interview.introduced_by == "direct":
        letters.mark_released(session, letter, actor=actor, now=now)
        return ApprovedLetter(letter, [])
    if letter.state != "approved":
        LETTER.require(letter.state, "approved")
        require_welcome(session, letter, at.meeting, approval, actor=actor, now=now)
        letters.mark_approved(session, letter, actor=actor, now=now)
    else:
        close_item(session, subject_id=letter.id, version=letter.version, decision="approved", actor=actor, now=now)
    planned = _forward(session, at, approval, enclosed, mail_domain=mail_domain, actor=actor, now=now)
    return ApprovedLetter(letter, planned)


def _forward(
    session: AgencySession,
    at: LetterAt,
    approval: Approval,
    enclosed: Document | None,
    *,
    mail_domain: str,
    actor: Actor,
    now: datetime,
) -> list[Delivery]:
    """Plan one delivery for everybody whom the approval names, the summary with it where one is enclosed."""
    letter, interview = at.letter, at.meeting.interview
    document = documents.document_of_letter(
        session, agency_id=letter.agency_id, letter_id=letter.id, version=letter.version
    )
    people = _recipients(session, letter, interview, document, approval.people)
    if enclosed is not None:
        approve_enclosed(session, interview, enclosed, people, actor=actor, now=now)
    chosen = chosen_time(session, approval, actor=actor, now=now)
    contacts = [who.contact for who in people if who.contact]
    planned_by = cases(session, letter, at.meeting, contacts, now=now)
    forwarding = _Forwarding(letter, interview, document, approval, chosen, planned_by, enclosed, mail_domain)
    # What changes meanwhile, unseen here, is seen by this task: it runs after the commit.
    enqueue(session, "deliveries.look_at_addresses", agency_id=letter.agency_id, subject_id=interview.id)
    return [_deliver(session, forwarding, met, actor=actor, now=now) for met in people]


def _recipients(
    session: AgencySession,
    letter: Letter,
    interview: Interview,
    document: Document,
    named: Sequence[UUID] | None,
) -> list[Met]:
    """The people it goes to: to none of them it is going already, for each the consent to this document stands."""
    met = {who.person.id: who for who in interviews.people_met_in(session, interview)}
    addressees = [person for person in document.addressees if person in met]
    going = queries.people_with_live_delivery(session, agency_id=letter.agency_id, document_id=document.id)
    left = [person for person in addressees if person not in going]
    wanted = list(dict.fromkeys(left if named is None else named))
    strangers = [person for person in wanted if person not in addressees]
    if strangers:
        errors = [FieldError("#/people", f"{public_id('prs', person)} is not an addressee") for person in strangers]
        raise Invalid("A letter goes to its addressees only.", errors=errors)
    if not wanted or not going.isdisjoint(wanted):
        raise GoingAlready
    agreed = {consent.person_id for consent in documents.standing_consents(session, document=document, lock=True)}
    lacking = [person for person in wanted if person not in agreed]
    if lacking:
        them = ", ".join(public_id("prs", person) for person in lacking)
        raise ConsentMissing(f"The candidate has not agreed that version {letter.version} goes to {them}.")
    _require_one_each(session, document, [met[person] for person in wanted])
    return [met[person] for person in wanted]


def _require_one_each(session: AgencySession, document: Document, people: Sequence[Met]) -> None:
    """Refuse a second delivery to a contact who was met under two names; raises SameContact (409, rule 2)."""
    known = queries.contacts_with_live_delivery(session, agency_id=document.agency_id, document_id=document.id)
    twice = []
    for who in people:
        if who.contact is not None and who.contact.id in known:
            twice.append(public_id("prs", who.person.id))
        elif who.contact is not None:
            known.add(who.contact.id)
    if twice:
        raise SameContact(
            f"{', '.join(twice)}: the contact they are gets this already, under another name. Say in people whom it "
            "goes to, each contact once."
        )


def _deliver(session: AgencySession, of: _Forwarding, met: Met, *, actor: Actor, now: datetime) -> Delivery:
    """Add the delivery to one person: scheduled where there is an address, else held, with the time chosen for it."""
    contact = met.contact if met.contact and met.contact.email else None
    planned = of.chosen if contact is None else planned_for(of.cases[contact.id], of.chosen, now=now)
    delivery = Delivery(
        agency_id=of.letter.agency_id,
        id=new_id(),
        interview_id=of.interview.id,
        letter_id=of.letter.id,
        document_id=of.document.id,
        sha256=of.document.sha256,
        enclosed_letter_id=of.enclosed.letter_id if of.enclosed else None,
        enclosed_document_id=of.enclosed.id if of.enclosed else None,
        enclosed_sha256=of.enclosed.sha256 if of.enclosed else None,
        person_id=met.person.id,
        contact_id=contact.id if contact else None,
        address=contact.email if contact else None,
        state="held",
        scheduled_for=planned.at if planned else None,
        why_then=planned.why if planned else None,
        planned_by=planned.by if planned else "window",
        covering_line=of.approval.covering_line,
        message_id=new_message_id(of.mail_domain),
        approved_by=actor.id,
        created_at=now,
    )
    session.add(delivery)
    reason = of.approval.reason if of.approval.when == "now" else None
    if contact is not None and planned is not None:
        schedule(session, delivery, planned, reason=reason, actor=actor, now=now)
    else:
        personal = {} if reason is None else {"reason": reason}
        details = what_goes(delivery)
        action = AuditAction.DELIVERY_HELD
        record(session, action, subject=delivery, actor=actor, now=now, details=details, personal=personal)
    return delivery
