"""A letter on its way through the loop, brought to a point over HTTP as its people would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.deliveries.actions import sending
from app.deliveries.actions.sending import Claim
from app.documents import actions as document_actions
from app.documents import queries as documents
from tests.adapters.smtp_ledger import Accepted, Mode
from tests.make import letters
from tests.office import Office

Json = dict[str, Any]
NOW: Json = {"when": "now", "reason": "The panel meets this evening."}
"""An approval that does not wait for the window."""


@dataclass
class Loop:
    """One interview, its candidate, one letter after it, and the deliveries of that letter by first names."""

    interview: Json
    candidate: httpx.Client
    letter: Json
    deliveries: dict[str, Json] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, str]:
        """The people met by their first names."""
        return letters.people_of(self.interview)


def letter_submitted(
    office: Office,
    ref: str = "I-1",
    *,
    kind: str = "strategic",
    to: tuple[str, ...] = ("Dana", "Tom"),
    content: Json | None = None,
    **announced: Any,
) -> Loop:
    """Let an interview be held, and its candidate submit a letter to these people the same evening."""
    interview = office.held(ref, **announced)
    candidate = office.candidate(interview["id"])
    return Loop(interview, candidate, letters.submitted(candidate, interview, content, kind=kind, to=to))


def letter_agreed(office: Office, ref: str = "I-1", **submitted: Any) -> Loop:
    """As `letter_submitted`; the candidate agrees to it for all its addressees."""
    loop = letter_submitted(office, ref, **submitted)
    answer = letters.consent(loop.candidate, loop.letter)
    assert answer.status_code == 200, answer.text
    return loop


def letter_approved(office: Office, ref: str = "I-1", *, approval: Json | None = None, **agreed: Any) -> Loop:
    """As `letter_agreed`; Priya approves it, in each recipient's window unless ``approval`` says otherwise."""
    loop = letter_agreed(office, ref, **agreed)
    answer = approve(office.priya, loop, **(approval or {}))
    assert answer.status_code == 200, answer.text
    loop.deliveries = by_name(loop, answer.json()["deliveries"])
    return loop


def approve(consultant: httpx.Client, loop: Loop, **approval: Any) -> httpx.Response:
    """Approve the letter as it now is."""
    return decide(consultant, path_to(loop.letter), "approve", approval)


def decide(decider: httpx.Client, path: str, decision: str, body: Json | None = None) -> httpx.Response:
    """Decide on a letter or a delivery as it now is; who may not see it decides on what anybody could guess."""
    seen = decider.get(path).headers.get("ETag", '"1"')
    return decider.post(f"{path}/{decision}", json=body, headers={"If-Match": seen})


def by_name(loop: Loop, deliveries: list[Json]) -> dict[str, Json]:
    """Deliveries by the first name of whom they are for."""
    names = {person: name for name, person in loop.people.items()}
    return {names[delivery["person_id"]]: delivery for delivery in deliveries}


def delivery(office: Office, loop: Loop, name: str) -> Json:
    """The delivery to this person, as it now is."""
    answer = office.crm.get(path_to(loop.deliveries[name]))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def let_it_go(office: Office, loop: Loop, name: str = "Dana") -> Json:
    """Let the time pass at which the delivery to this person is tried; return it as it then is."""
    planned = datetime.fromisoformat(delivery(office, loop, name)["scheduled_for"])
    office.travel(planned + timedelta(seconds=1))
    return delivery(office, loop, name)


def claimed(office: Office, loop: Loop, name: str = "Dana") -> Claim:
    """Let a worker claim the delivery to this person, when it is due, and get no further."""
    planned = datetime.fromisoformat(delivery(office, loop, name)["scheduled_for"])
    office.clock.move_to(max(planned, utc_now()))
    subject_id = Prefixed("dlv").parse(loop.deliveries[name]["id"])
    with office.rows() as session:
        claim = sending.claim(session, agency_id=office.agency_id, delivery_id=subject_id, now=utc_now())
    assert claim is not None
    return claim


def withdraw_consent_unseen(office: Office, loop: Loop) -> None:
    """Withdraw the agreement, and stop nothing, as if a delivery had been scheduled that this did not see."""
    withdraw_unseen(office, loop.letter["document"])


def withdraw_unseen(office: Office, frozen: Json) -> None:
    """Withdraw every agreement to a document, and stop nothing."""
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        document, _ = documents.document_for(session, document_id=Prefixed("doc").parse(frozen["id"]), actor=actor)
        for consent in documents.standing_consents(session, document=document):
            document_actions.withdraw_consent(session, consent, actor=actor, now=utc_now())


def lose_tasks(office: Office, name: str) -> None:
    """Let tasks of this name never run, as if the queue had lost them."""
    with office.premises.db.transaction() as session:
        lost = text("DELETE FROM procrastinate_jobs WHERE task_name = :name AND args->>'agency_id' = :agency")
        assert session.execute(lost, {"name": name, "agency": str(office.agency_id)}).rowcount  # type: ignore[attr-defined]


@contextmanager
def mail_server(office: Office, mode: Mode) -> Iterator[None]:
    """Let the mail server answer like this."""
    office.premises.smtp.mode = mode
    try:
        yield
    finally:
        office.premises.smtp.mode = "accept"


def received(office: Office, who: str = "dana") -> list[Accepted]:
    """What the client's mail server took for this person, as it crossed the wire."""
    address = office.address(who, "meridian")
    return [accepted for accepted in office.premises.smtp.messages if address in accepted.rcpt]


def path_to(thing: Json) -> str:
    """Where a letter or a delivery is found."""
    kind = {"ltr": "letters", "dlv": "deliveries"}[thing["id"].partition("_")[0]]
    return f"/v1/{kind}/{thing['id']}"
