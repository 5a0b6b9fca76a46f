"""Rules 1 and 2 for a summary that goes with a letter, as the database keeps them: raw SQL as the app role."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.deliveries.states import DELIVERY, NOT_LIVE
from tests.deliveries.raw_case import RawDeliveries, Row, enclosing, forward, raw_deliveries, refused
from tests.deliveries.test_enclosures import withdraw_consent_unseen
from tests.make import letters
from tests.make.summaries import Summed, agreed, beside, submitted
from tests.office import Office


@pytest.fixture
def raw(office: Office) -> Iterator[RawDeliveries]:
    with raw_deliveries(office) as connected:
        yield connected


def with_summary(office: Office, at: Summed, name: str = "Dana", **changes: Any) -> Row:
    """The row of a letter to this person with the summary enclosed."""
    row = forward(office, beside(at), name)
    return {**row, **enclosing(at.summary["document"], at.letter["id"]), **changes}


def alone(office: Office, at: Summed, name: str = "Dana", **changes: Any) -> Row:
    """The row of the summary by itself to this person."""
    return forward(office, at.loop, name, **changes)


def test_what_is_enclosed_without_consent_is_refused_in_every_state(office: Office, raw: RawDeliveries) -> None:
    at = submitted(office)
    letters.consent(at.candidate, at.letter, to=[at.people["Dana"]])
    dana, tom = with_summary(office, at, "Dana"), with_summary(office, at, "Tom")

    for state in sorted(DELIVERY.states()):
        with refused("enclosure_needs_standing_consent"):
            raw.insert({**tom, "state": state, "sent_at": utc_now()})
        raw.update(raw.insert({**dana, "state": state, "sent_at": utc_now()}), state="cancelled")


@pytest.mark.parametrize("state", ["claimed", "sending"])
def test_what_was_scheduled_is_not_taken_up_once_the_consent_to_its_enclosure_is_withdrawn(
    office: Office, raw: RawDeliveries, state: str
) -> None:
    at = agreed(office)
    row = raw.insert(with_summary(office, at))
    failed = raw.insert(with_summary(office, at, "Tom", state="failed"))
    withdraw_consent_unseen(office, at)

    with refused("enclosure_needs_standing_consent"):
        raw.update(row, state=state)
    with refused("enclosure_needs_standing_consent"):
        raw.update(failed, state="scheduled")
    raw.update(row, state="cancelled")


def test_the_key_to_the_consent_holds_without_the_trigger_too(office: Office, raw: RawDeliveries) -> None:
    at = submitted(office)
    row = with_summary(office, at)
    owner_url = office.premises.cluster.url_for("afterword_owner", "afterword_shared")

    with psycopg.connect(owner_url, row_factory=dict_row) as owner:
        owner.execute("ALTER TABLE delivery DISABLE TRIGGER delivery_guard")
        with refused("fk_delivery_enclosed_consent"):
            RawDeliveries(owner, office.agency_id).insert(row)
        owner.rollback()
    letters.consent(at.candidate, at.letter)
    raw.insert(row)


def test_what_is_enclosed_is_named_whole_and_is_another_document(office: Office, raw: RawDeliveries) -> None:
    at = agreed(office)
    row = with_summary(office, at)

    with refused("enclosure_needs_standing_consent"):
        raw.insert({**row, "enclosed_sha256": "0" * 64})
    for missing in ("enclosed_letter_id", "enclosed_document_id", "enclosed_sha256"):
        with refused(
            "ck_delivery_enclosed_whole" if missing != "enclosed_sha256" else "enclosure_needs_standing_consent"
        ):
            raw.insert({**row, missing: None})
    itself = {**alone(office, at), **enclosing(at.summary["document"], at.letter["id"])}
    with refused("ck_delivery_encloses_another"):
        raw.insert(itself)
    raw.insert(row)


def test_what_is_enclosed_is_fixed(office: Office, raw: RawDeliveries) -> None:
    at = agreed(office)
    other = agreed(office, "I-2")
    row = raw.insert(with_summary(office, at))

    nothing: Row = dict.fromkeys(("enclosed_letter_id", "enclosed_document_id", "enclosed_sha256"))
    for change in (nothing, enclosing(other.summary["document"], other.letter["id"])):
        with refused("delivery_is_fixed"):
            raw.update(row, **change)
    plain = raw.insert(forward(office, beside(at), "Tom"))
    with refused("delivery_is_fixed"):
        raw.update(plain, **enclosing(at.summary["document"], at.letter["id"]))


def test_a_summary_goes_to_a_person_once_alone_or_enclosed(office: Office, raw: RawDeliveries) -> None:
    at = agreed(office)
    enclosed, another, by_itself = with_summary(office, at), with_summary(office, at), alone(office, at)

    for state in sorted(DELIVERY.states() - NOT_LIVE):
        first = raw.insert({**enclosed, "state": state, "sent_at": utc_now()})
        with refused("delivery_alone_or_enclosed"):
            raw.insert(by_itself)
        with refused("uq_delivery_live_enclosed"):
            raw.insert(another)
        raw.update(first, state="cancelled")
        first = raw.insert({**by_itself, "state": state, "sent_at": utc_now()})
        with refused("delivery_alone_or_enclosed"):
            raw.insert(enclosed)
        raw.update(first, state="cancelled")
    failed = raw.insert({**by_itself, "state": "failed"})
    raw.insert(enclosed)
    with refused("delivery_alone_or_enclosed"):
        raw.update(failed, state="scheduled")


def test_the_same_contact_by_another_name_gets_it_once_too(office: Office, raw: RawDeliveries) -> None:
    at = agreed(office)
    dana, tom = alone(office, at, "Dana"), with_summary(office, at, "Tom")
    match = f"/v1/interviews/{at.interview['id']}/people/{at.people['Tom']}/match"
    contact = next(one["contact_id"] for one in at.interview["people"] if one["id"] == at.people["Dana"])
    assert office.priya.post(match, json={"contact_id": contact}).status_code == 200
    raw.insert(dana)

    with refused("delivery_alone_or_enclosed"):
        raw.insert({**tom, "contact_id": dana["contact_id"], "address": dana["address"]})


def test_of_two_that_begin_at_once_one_alone_and_one_enclosed_only_one_is_kept(office: Office) -> None:
    at = agreed(office)
    rows = [with_summary(office, at), alone(office, at)]

    def insert(row: Row) -> str:
        with raw_deliveries(office) as connected:
            try:
                connected.insert(row)
            except psycopg.errors.IntegrityError as error:
                return error.diag.constraint_name or ""
            return "kept"

    for _ in range(5):
        with ThreadPoolExecutor(2) as both:
            outcomes = sorted(both.map(insert, rows))
        assert outcomes == ["delivery_alone_or_enclosed", "kept"]
        with raw_deliveries(office) as connected:
            (live,) = connected.rows("SELECT * FROM delivery WHERE state = 'scheduled'")
            connected.update(live, state="cancelled")


def test_an_interview_has_one_summary(office: Office) -> None:
    at = submitted(office)
    letter_id = Prefixed("ltr").parse(beside(at).letter["id"])
    owner_url = office.premises.cluster.url_for("afterword_owner", "afterword_shared")

    with psycopg.connect(owner_url) as owner:
        owner.execute("ALTER TABLE letter DISABLE TRIGGER USER")
        with refused("uq_letter_summary"):
            owner.execute("UPDATE letter SET kind = 'summary' WHERE id = %s", [letter_id])
        owner.rollback()
