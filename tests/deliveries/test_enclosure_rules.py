"""Rules 1 and 2 for a summary that goes with a letter, as the database keeps them: raw SQL as the app role."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
from tests.make.loop import Loop
from tests.make.summaries import Summed, agreed, beside, submitted
from tests.office import Office, Premises


@dataclass
class Case:
    """An agency with a summary and a letter, agreed to for Dana and Tom; every test leaves nothing live behind."""

    office: Office
    at: Summed
    letter: Loop
    """Beside the summary."""


@pytest.fixture(scope="module")
def case(premises: Premises) -> Iterator[Case]:
    with Office.open(premises) as office:
        at = agreed(office)
        yield Case(office, at, beside(at))


@pytest.fixture(scope="module")
def unsaid(case: Case) -> Case:
    """A summary that was submitted and agreed to for nobody, with a letter beside it."""
    at = submitted(case.office, "I-2")
    return Case(case.office, at, beside(at))


@pytest.fixture
def raw(case: Case) -> Iterator[RawDeliveries]:
    letters.consent(case.at.candidate, case.at.letter)
    with raw_deliveries(case.office) as connected:
        yield connected
        connected.cancel_all()


def with_summary(case: Case, name: str = "Dana", letter: Loop | None = None, **changes: Any) -> Row:
    """The row of a letter to this person with the summary enclosed."""
    row = forward(case.office, letter or case.letter, name)
    return {**row, **enclosing(case.at.summary["document"], case.at.letter["id"]), **changes}


def alone(case: Case, name: str = "Dana", **changes: Any) -> Row:
    """The row of the summary by itself to this person."""
    return forward(case.office, case.at.loop, name, **changes)


def test_the_key_to_the_consent_holds_without_the_trigger_too(case: Case, unsaid: Case, raw: RawDeliveries) -> None:
    row = with_summary(unsaid, "Tom")
    owner_url = case.office.premises.cluster.url_for("afterword_owner", "afterword_shared")

    with psycopg.connect(owner_url, row_factory=dict_row) as owner:
        owner.execute("ALTER TABLE delivery DISABLE TRIGGER delivery_guard")
        with refused("fk_delivery_enclosed_consent"):
            RawDeliveries(owner, case.office.agency_id).insert(row)
        owner.rollback()
    raw.insert(with_summary(case))


def test_what_is_enclosed_without_consent_is_refused_in_every_state(unsaid: Case, raw: RawDeliveries) -> None:
    letters.consent(unsaid.at.candidate, unsaid.at.letter, to=[unsaid.at.people["Dana"]])
    dana, tom = with_summary(unsaid, "Dana"), with_summary(unsaid, "Tom")

    for state in sorted(DELIVERY.states()):
        with refused("enclosure_needs_standing_consent"):
            raw.insert({**tom, "state": state, "sent_at": utc_now()})
        raw.update(raw.insert({**dana, "state": state, "sent_at": utc_now()}), state="cancelled")


@pytest.mark.parametrize("state", ["claimed", "sending"])
def test_what_was_scheduled_is_not_taken_up_once_the_consent_to_its_enclosure_is_withdrawn(
    case: Case, raw: RawDeliveries, state: str
) -> None:
    row = raw.insert(with_summary(case))
    failed = raw.insert(with_summary(case, "Tom", state="failed"))
    withdraw_consent_unseen(case.office, case.at)

    with refused("enclosure_needs_standing_consent"):
        raw.update(row, state=state)
    with refused("enclosure_needs_standing_consent"):
        raw.update(failed, state="scheduled")
    raw.update(row, state="cancelled")


def test_what_is_enclosed_is_named_whole_and_is_another_document(case: Case, raw: RawDeliveries) -> None:
    row = with_summary(case)

    with refused("enclosure_needs_standing_consent"):
        raw.insert({**row, "enclosed_sha256": "0" * 64})
    for missing in ("enclosed_letter_id", "enclosed_document_id", "enclosed_sha256"):
        with refused(
            "ck_delivery_enclosed_whole" if missing != "enclosed_sha256" else "enclosure_needs_standing_consent"
        ):
            raw.insert({**row, missing: None})
    itself = {**alone(case), **enclosing(case.at.summary["document"], case.at.letter["id"])}
    with refused("ck_delivery_encloses_another"):
        raw.insert(itself)
    raw.insert(row)


def test_what_is_enclosed_is_fixed(case: Case, unsaid: Case, raw: RawDeliveries) -> None:
    letters.consent(unsaid.at.candidate, unsaid.at.letter, to=[unsaid.at.people["Dana"]])
    other = unsaid.at
    row = raw.insert(with_summary(case))

    nothing: Row = dict.fromkeys(("enclosed_letter_id", "enclosed_document_id", "enclosed_sha256"))
    for change in (nothing, enclosing(other.summary["document"], other.letter["id"])):
        with refused("delivery_is_fixed"):
            raw.update(row, **change)
    plain = raw.insert(forward(case.office, case.letter, "Tom"))
    with refused("delivery_is_fixed"):
        raw.update(plain, **enclosing(case.at.summary["document"], case.at.letter["id"]))


def test_a_summary_goes_to_a_person_once_alone_or_enclosed(case: Case, raw: RawDeliveries) -> None:
    enclosed, by_itself = with_summary(case), alone(case)
    another = with_summary(case, letter=beside(case.at))

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


def test_of_two_that_begin_at_once_one_alone_and_one_enclosed_only_one_is_kept(case: Case, raw: RawDeliveries) -> None:
    rows = [with_summary(case), alone(case)]

    def insert(row: Row) -> str:
        with raw_deliveries(case.office) as connected:
            try:
                connected.insert(row)
            except psycopg.errors.IntegrityError as error:
                return error.diag.constraint_name or ""
            return "kept"

    for _ in range(5):
        with ThreadPoolExecutor(2) as both:
            outcomes = sorted(both.map(insert, rows))
        assert outcomes == ["delivery_alone_or_enclosed", "kept"]
        (live,) = raw.rows("SELECT * FROM delivery WHERE state = 'scheduled'")
        raw.update(live, state="cancelled")


def test_an_interview_has_one_summary(case: Case) -> None:
    letter_id = Prefixed("ltr").parse(case.letter.letter["id"])
    owner_url = case.office.premises.cluster.url_for("afterword_owner", "afterword_shared")

    with psycopg.connect(owner_url) as owner:
        owner.execute("ALTER TABLE letter DISABLE TRIGGER USER")
        with refused("uq_letter_summary"):
            owner.execute("UPDATE letter SET kind = 'summary' WHERE id = %s", [letter_id])
        owner.rollback()


def test_the_same_contact_by_another_name_gets_it_once_too(case: Case, raw: RawDeliveries) -> None:
    at = case.at
    dana, tom = alone(case, "Dana"), with_summary(case, "Tom")
    contacts = {one["name"].split()[0]: one["contact_id"] for one in at.interview["people"]}
    match = f"/v1/interviews/{at.interview['id']}/people/{at.people['Tom']}/match"
    assert case.office.priya.post(match, json={"contact_id": contacts["Dana"]}).status_code == 200
    raw.insert(dana)

    with refused("delivery_alone_or_enclosed"):
        raw.insert({**tom, "contact_id": dana["contact_id"], "address": dana["address"]})
    assert case.office.priya.post(match, json={"contact_id": contacts["Tom"]}).status_code == 200
