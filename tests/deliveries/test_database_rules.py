"""Rules 1, 2, 3 and 7 as the database keeps them, whoever writes: raw SQL as the role that the program runs as."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.deliveries.states import DELIVERY, NOT_LIVE
from tests.deliveries.raw_case import RawDeliveries, forward, raw_deliveries, refused, refused_in_words
from tests.make import letters
from tests.make.loop import Loop, letter_agreed, letter_submitted, withdraw_consent_unseen
from tests.office import Office, Premises


@dataclass
class Agreed:
    """An agency with two letters that were agreed to for Dana and Tom; every test leaves nothing live behind."""

    office: Office
    loop: Loop
    other: Loop
    submitted: Loop
    """Never agreed to for Tom."""


@pytest.fixture(scope="module")
def agreed(premises: Premises) -> Iterator[Agreed]:
    with Office.open(premises) as office:
        yield Agreed(office, letter_agreed(office), letter_agreed(office, "I-2"), letter_submitted(office, "I-3"))


@pytest.fixture
def office(agreed: Agreed) -> Office:
    return agreed.office


@pytest.fixture
def loop(agreed: Agreed) -> Loop:
    """The letter, agreed to for both of them again."""
    letters.consent(agreed.loop.candidate, agreed.loop.letter)
    return agreed.loop


@pytest.fixture
def raw(office: Office) -> Iterator[RawDeliveries]:
    with raw_deliveries(office) as connected:
        yield connected
        connected.cancel_all()


def match(office: Office, loop: Loop, name: str, contact_id: str) -> None:
    path = f"/v1/interviews/{loop.interview['id']}/people/{loop.people[name]}/match"
    assert office.priya.post(path, json={"contact_id": contact_id}).status_code == 200


def move_address(office: Office, contact_id: str, email: str) -> None:
    contact = f"/v1/client-contacts/{contact_id}"
    seen = {"If-Match": office.priya.get(contact).headers["ETag"]}
    assert office.priya.patch(contact, json={"email": email}, headers=seen).status_code == 200


def contact_of(loop: Loop, name: str) -> str:
    person = next(one for one in loop.interview["people"] if one["name"].startswith(name))
    contact_id: str = person["contact_id"]
    return contact_id


def test_a_forward_without_consent_is_refused_by_the_database_in_every_state(
    agreed: Agreed, office: Office, raw: RawDeliveries
) -> None:
    loop = agreed.submitted
    letters.consent(loop.candidate, loop.letter, to=[loop.people["Dana"]])

    for state in sorted(DELIVERY.states()):
        with refused("delivery_needs_standing_consent"):
            raw.insert(forward(office, loop, "Tom", state=state, sent_at=utc_now()))
        agreed_for = raw.insert(forward(office, loop, "Dana", state=state, sent_at=utc_now()))
        raw.update(agreed_for, state="cancelled")


def test_a_forward_with_withdrawn_consent_is_refused_by_the_database(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:
    withdraw_consent_unseen(office, loop)

    with refused("delivery_needs_standing_consent"):
        raw.insert(forward(office, loop))
    letters.consent(loop.candidate, loop.letter)
    raw.insert(forward(office, loop))


@pytest.mark.parametrize("state", ["claimed", "sending"])
def test_what_was_scheduled_is_not_taken_up_once_the_consent_is_withdrawn(
    office: Office, loop: Loop, raw: RawDeliveries, state: str
) -> None:
    dana, tom = raw.insert(forward(office, loop, "Dana")), raw.insert(forward(office, loop, "Tom"))
    raw.update(tom, state=state)
    withdraw_consent_unseen(office, loop)

    with refused("delivery_needs_standing_consent"):
        raw.update(dana, state=state)
    raw.update(dana, state="cancelled")


def test_nothing_is_taken_up_again_once_the_consent_is_withdrawn(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:
    ended = [raw.insert(forward(office, loop, "Dana", state=state)) for state in ("failed", "cancelled", "in_doubt")]
    tom = raw.insert(forward(office, loop, "Tom", state="in_doubt"))
    raw.update(tom, state="scheduled")
    withdraw_consent_unseen(office, loop)

    for row in ended:
        with refused("delivery_needs_standing_consent"):
            raw.update(row, state="scheduled")


def test_a_document_other_than_the_consented_one_is_refused(
    agreed: Agreed, office: Office, loop: Loop, raw: RawDeliveries
) -> None:

    for changes in (
        {"sha256": "0" * 64},
        {"document_id": Prefixed("doc").parse(agreed.other.letter["document"]["id"])},
    ):
        with refused("delivery_needs_standing_consent"):
            raw.insert(forward(office, loop, **changes))
    raw.insert(forward(office, loop))


def test_the_key_to_the_consent_holds_without_the_trigger_too(
    agreed: Agreed, office: Office, raw: RawDeliveries
) -> None:
    loop = agreed.submitted
    owner_url = office.premises.cluster.url_for("afterword_owner", "afterword_shared")

    with psycopg.connect(owner_url, row_factory=dict_row) as owner:
        owner.execute("ALTER TABLE delivery DISABLE TRIGGER delivery_guard")
        with refused("fk_delivery_consent"):
            RawDeliveries(owner, office.agency_id).insert(forward(office, loop, "Tom"))
        owner.rollback()
    with refused("delivery_needs_standing_consent"):
        raw.insert(forward(office, loop, "Tom"))


def test_a_forward_to_another_contact_is_refused_by_the_database(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:
    tom = forward(office, loop, "Tom")

    with refused("fk_delivery_person_match"):
        raw.insert(forward(office, loop, contact_id=tom["contact_id"], address=tom["address"]))
    raw.insert(forward(office, loop))


def test_a_forward_to_another_address_is_refused_by_the_database(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:

    for state in ("scheduled", "claimed", "sending"):
        for address in (office.address("dana", "elsewhere"), None):
            with refused("delivery_to_the_contacts_address"):
                raw.insert(forward(office, loop, state=state, address=address))
        raw.update(raw.insert(forward(office, loop, state=state)), state="cancelled")


def test_a_second_live_delivery_of_a_document_to_a_person_is_refused(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:

    for state in sorted(DELIVERY.states() - NOT_LIVE):
        first = raw.insert(forward(office, loop, state=state, sent_at=utc_now()))
        with refused("uq_delivery_live"):
            raw.insert(forward(office, loop))
        raw.update(first, state="cancelled")
    for state in sorted(NOT_LIVE):
        raw.insert(forward(office, loop, state=state))


def test_what_a_delivery_sends_and_to_whom_is_fixed(
    agreed: Agreed, office: Office, loop: Loop, raw: RawDeliveries
) -> None:
    tom = forward(office, loop, "Tom")
    changes: list[dict[str, Any]] = [
        {"address": office.address("dana", "elsewhere")},
        {"contact_id": tom["contact_id"]},
        {"contact_id": tom["contact_id"], "address": tom["address"], "person_id": tom["person_id"]},
        {"sha256": "0" * 64},
        {"document_id": Prefixed("doc").parse(agreed.other.letter["document"]["id"])},
    ]

    for state in ("failed", "in_doubt", "scheduled"):
        row = raw.insert(forward(office, loop, state=state))
        for change in changes:
            with refused("delivery_is_fixed"):
                raw.update(row, **change)
        moved = raw.update(row, scheduled_for=utc_now() + timedelta(days=1))
        raw.update(moved, state="cancelled")


def test_what_waits_for_an_address_gets_that_of_its_own_contact_only(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:
    dana, tom = forward(office, loop, "Dana"), forward(office, loop, "Tom")
    held = raw.insert({**dana, "state": "held", "contact_id": None, "address": None, "scheduled_for": None})
    planned: dict[str, Any] = {"state": "scheduled", "scheduled_for": utc_now()}

    with refused("fk_delivery_person_match"):
        raw.update(held, contact_id=tom["contact_id"], address=tom["address"], **planned)
    with refused("delivery_to_the_contacts_address"):
        raw.update(held, contact_id=dana["contact_id"], address=tom["address"], **planned)
    raw.update(held, contact_id=dana["contact_id"], address=dana["address"], **planned)


def test_no_change_is_committed_without_its_audit_entry(office: Office, loop: Loop, raw: RawDeliveries) -> None:
    with refused_in_words("and its newest audit entry disagree"):
        raw.insert(forward(office, loop), audited=False)
    row = raw.insert(forward(office, loop))

    with refused_in_words("UPDATE of delivery without its audit entry"):
        raw.update(row, step=False, audited=False, state="cancelled")
    with refused_in_words("UPDATE of delivery without its audit entry"):
        raw.update(row, step=False, state="cancelled")
    with refused_in_words("and its newest audit entry disagree"):
        raw.update(row, audited=False, state="cancelled")
    cancelled = raw.update(row, state="cancelled")

    found = raw.rows("SELECT state, audit_seq FROM delivery WHERE id = %(id)s", id=row["id"])
    assert found == [{"state": "cancelled", "audit_seq": cancelled["audit_seq"]}]


def test_no_delivery_is_removed(office: Office, loop: Loop, raw: RawDeliveries) -> None:
    kept = raw.insert(forward(office, loop))

    for statement in ("DELETE FROM delivery", "TRUNCATE delivery"):
        with refused_in_words("permission denied"):
            raw.rows(statement)
    assert raw.rows("SELECT id FROM delivery WHERE id = %(id)s", id=kept["id"]) == [{"id": kept["id"]}]


def test_a_delivery_is_in_a_known_state_and_a_sent_one_has_its_time(
    office: Office, loop: Loop, raw: RawDeliveries
) -> None:

    with refused("ck_delivery_state"):
        raw.insert(forward(office, loop, state="arrived"))
    with refused("ck_delivery_sent_has_its_time"):
        raw.insert(forward(office, loop, state="sent"))
    with refused("ck_delivery_has_where_and_when"):
        raw.insert(forward(office, loop, scheduled_for=None))


def test_another_agencys_consents_and_deliveries_are_not_there(office: Office, loop: Loop, premises: Premises) -> None:
    row = forward(office, loop)
    with Office.open(premises, at=utc_now()) as other, raw_deliveries(other) as theirs, raw_deliveries(office) as ours:
        for agency_id in (office.agency_id, other.agency_id):
            with refused("delivery_needs_standing_consent"):
                theirs.insert({**row, "agency_id": agency_id})
        kept = ours.insert(row)

        assert theirs.rows("SELECT 1 FROM delivery") == theirs.rows("SELECT 1 FROM consent") == []
        with pytest.raises(AssertionError, match="no such row"):
            theirs.update(kept, state="cancelled")
        ours.update(kept, state="cancelled")


def test_what_was_scheduled_is_not_claimed_for_a_former_address(agreed: Agreed, office: Office) -> None:
    loop = agreed.other
    with raw_deliveries(office) as raw:
        dana, tom = raw.insert(forward(office, loop, "Dana")), raw.insert(forward(office, loop, "Tom"))
        move_address(office, contact_of(loop, "Dana"), office.address("dana", "elsewhere"))

        with refused("delivery_to_the_contacts_address"):
            raw.update(dana, state="claimed")
        raw.update(tom, state="claimed")
        move_address(office, contact_of(loop, "Dana"), office.address("dana", "meridian"))
        raw.cancel_all()


def test_a_second_live_delivery_to_the_contact_by_another_name_is_refused(agreed: Agreed, office: Office) -> None:
    loop = agreed.other
    match(office, loop, "Tom", contact_of(loop, "Dana"))
    dana = forward(office, loop)
    as_tom = forward(office, loop, "Tom", contact_id=dana["contact_id"], address=dana["address"])
    with raw_deliveries(office) as raw:
        first = raw.insert(dana)

        with refused("uq_delivery_live_contact"):
            raw.insert(as_tom)
        raw.update(first, state="failed")
        raw.insert(as_tom)
        match(office, loop, "Tom", contact_of(loop, "Tom"))
        raw.cancel_all()
