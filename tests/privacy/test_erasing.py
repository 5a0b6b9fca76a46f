"""A person is erased: none of their words is left anywhere, every view still works, the trail verifies (P24)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id, public_id
from tests.make import debriefs, letters, loop, people
from tests.make.people import Person, of
from tests.make.verified import findings_about
from tests.office import Office, text_of

Json = dict[str, Any]
KEPT = {"erasure.kept_name", "erasure.kept_contact"}


def views_of(person: Person) -> list[str]:
    """Every page on which something of the person stood."""
    assert person.sent is not None
    interview, letter = person.interviews[0]["id"], person.sent.letter
    delivery = person.sent.deliveries["Dana"]["id"]
    about = [f"/v1/interviews/{one['id']}" for one in person.interviews]
    below = ("", "/people", "/attendance", "/debrief", "/debrief/completeness", "/debrief/versions")
    more = ("/debrief/versions/1", "/debrief/addenda", "/debrief/summary", "/letters")
    return [
        *(f"{path}{rest}" for path in about for rest in (*below, *more)),
        *(f"/v1/letters/{letter['id']}{rest}" for rest in ("", "/versions", "/versions/1", "/coverage", "/uploads")),
        f"/v1/documents/{letter['document']['id']}",
        f"/v1/threads/{letter['id']}/comments",
        f"/v1/deliveries/{delivery}",
        *(f"/v1/{name}" for name in ("interviews", "deliveries", "review-items", "candidates")),
        *(f"/v1/audit?subject={one}" for one in (interview, letter["id"], delivery, person.id)),
        "/v1/audit?limit=100",
        f"{person.path}/erasure",
        f"{person.path}/exports",
        f"{person.path}/holds",
    ]


@pytest.mark.practice("P24")
def test_nothing_of_an_erased_person_is_left_anywhere_and_the_trail_verifies(office: Office) -> None:
    """In the whole database, column by column, none of the words that were planted in 20 places."""
    person = people.full_of_words(office)
    before = people.places_of(office, person.planted.values())
    assert set(before) == set(person.planted.values()), "a word that stands nowhere shows nothing"
    stood = {view: office.compliance.get(view).status_code for view in views_of(person)}

    answer = people.erase(office, person)
    assert answer.status_code == 200, answer.text
    office.run_tasks()

    left = people.places_of(office, person.planted.values())
    assert set().union(*left.values()) == KEPT
    assert {place for place, word in person.planted.items() if word in left} == {"name", "address"}
    stands = {view: office.compliance.get(view) for view in views_of(person)}
    assert {view: answer.status_code for view, answer in stands.items()} == stood
    telling = {view for view, answer in stands.items() for word in person.planted.values() if word in answer.text}
    assert telling == {f"{person.path}/erasure"}, "only what the law asks to keep, and to compliance only"
    assert findings_about(office) == []

    office.clock.move_to(utc_now() + timedelta(days=370))
    office.travel(utc_now() + timedelta(minutes=1))
    assert people.places_of(office, person.planted.values()) == {}
    assert office.trail(person.id)[-1] == "candidate.identity_erased"
    assert findings_about(office) == []


def test_what_was_erased_reads_erased_and_what_was_sent_stays_proven(office: Office) -> None:
    at = loop.letter_approved(office, approval={**loop.NOW, "covering_line": "Dear Dana, please read this."})
    loop.let_it_go(office, at)
    letter, person = at.letter, of(at.interview)
    people.erase(office, person)
    interview = office.priya.get(f"/v1/interviews/{at.interview['id']}").json()
    assert (interview["candidate"]["name"], interview["candidate"]["email"], interview["state"]) == (
        "(erased)",
        None,
        "closed",
    )
    paragraphs = office.priya.get(f"/v1/letters/{letter['id']}").json()["content"]["paragraphs"]
    assert [one["text"] for one in paragraphs] == ["(erased)"]
    sent = loop.delivery(office, at, "Dana")
    assert (sent["state"], sent["sha256"], sent["covering_line"]) == ("sent", letter["document"]["sha256"], "(erased)")
    gone = office.priya.get(f"/v1/documents/{letter['document']['id']}.pdf")
    assert (gone.status_code, gone.json()["code"]) == (404, "document_erased")
    consents = office.priya.get(f"/v1/documents/{letter['document']['id']}").json()["people"]
    assert {one["consent"]["state"] for one in consents} == {"withdrawn"}
    assert office.trail(letter["id"])[-1] == "letter.erased"
    assert office.trail(sent["id"])[-1] == "delivery.erased"
    assert office.trail(person.id)[-1] == "candidate.erased"
    sentences = office.compliance.get("/v1/audit", params={"subject": person.id}).json()["data"]
    assert sentences[0]["sentence"] == f"Cleo Compliance erased the candidate: {people.REASON['reason']}"


def test_nobody_waits_for_what_is_gone(office: Office) -> None:
    at = loop.letter_submitted(office)
    assert office.priya.get("/v1/review-items").json()["data"] != []
    assert people.erase(office, of(at.interview)).status_code == 200
    assert office.priya.get("/v1/review-items").json()["data"] == []


def test_compliance_of_another_agency_finds_nobody_to_answer_for(office: Office) -> None:
    person = of(office.announce())
    with Office.open(office.premises) as stranger:
        for path in ("erasure", "exports", "holds"):
            theirs = stranger.compliance.get(f"{person.path}/{path}")
            missing = stranger.compliance.get(f"/v1/persons/{public_id('cnd', new_id())}/{path}")
            assert (theirs.status_code, theirs.json()["code"]) == (404, "candidate_not_found")
            assert theirs.json() | {"request_id": ""} == missing.json() | {"request_id": ""}
        path, seen = f"{person.path}/erasure", {"If-Match": '"1"'}
        assert stranger.compliance.post(path, json=people.REASON, headers=seen).status_code == 404
    assert office.trail(person.id) == ["candidate.created"]


def test_an_erased_person_is_not_let_in_not_invited_and_not_written_to(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    people.erase(office, of(interview))
    office.run_tasks()
    assert candidate.get(f"/v1/interviews/{interview['id']}").status_code == 401
    invited = office.priya.post(f"/v1/interviews/{interview['id']}/invitation")
    assert (invited.status_code, invited.json()["code"]) == (409, "candidate_erased")
    already = len(office.mails(office.address("alex")))
    office.travel(utc_now() + timedelta(days=3))
    assert len(office.mails(office.address("alex"))) == already


def test_the_person_gets_one_confirmation_and_the_address_goes_with_it(office: Office) -> None:
    person = of(office.announce())
    until = office.compliance.get(f"{person.path}/erasure").json()["keeps_identity_until"]
    done = people.erase(office, person).json()
    assert (done["confirmation"], done["keeps_identity_until"]) == ("waiting", until)
    office.run_tasks()
    (mail,) = office.mails(office.address("alex"))
    assert mail["Subject"] == "Your data at Harcourt & Lane was erased"
    assert f"{datetime.fromisoformat(until).year}" in text_of(mail)
    assert "Moreau" not in mail.as_string()
    seen = office.compliance.get(f"{person.path}/erasure").json()
    assert (seen["state"], seen["confirmation"]) == ("erased", "mailed")
    assert seen["kept"] == {"until": until, "name": "Alex Moreau", "contact": office.address("alex")}


def test_a_mail_server_that_refuses_lets_the_address_go_too(office: Office) -> None:
    person = of(office.announce())
    people.erase(office, person)
    with loop.mail_server(office, "refuse_rcpt"):
        office.run_tasks()
    assert office.compliance.get(f"{person.path}/erasure").json()["confirmation"] == "not_mailed"


def test_the_law_of_the_country_stands_above_what_the_agency_sets(office: Office) -> None:
    office.admin.patch("/v1/agency", json={"settings": {"identity_months": 0}})
    person = of(office.announce())
    kept = office.compliance.get(f"{person.path}/erasure").json()["keeps_identity_until"]
    assert kept is not None, "in GB the law asks for a year whatever the agency says"


def test_the_system_that_announced_somebody_may_announce_them_again_as_somebody_new(office: Office) -> None:
    before = office.announce()
    person = of(before)
    assert people.erase(office, person).status_code == 200
    after = office.announce()
    assert after["id"] != before["id"]
    assert after["candidate"]["id"] != before["candidate"]["id"]
    assert office.priya.get(f"/v1/interviews/{before['id']}").json()["state"] == "cancelled"


def test_an_answer_kept_for_retries_is_not_given_again_after_the_erasure(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    body = {"kind": "thank_you", "addressees": list(letters.people_of(interview).values())}
    headers = {"Idempotency-Key": "the-same-one"}
    path = f"/v1/interviews/{interview['id']}/letters"
    first = candidate.post(path, json=body, headers=headers)
    assert candidate.post(path, json=body, headers=headers).headers["Idempotency-Replayed"] == "true"
    with office.rows() as session:
        count = text("SELECT count(*) FROM idempotency_key WHERE agency_id = :agency AND key = 'the-same-one'")
        assert session.scalar(count, {"agency": office.agency_id}) == 1
    person = of(interview)
    assert people.erase(office, person).status_code == 200
    assert first.status_code == 201
    with office.rows() as session:
        assert session.scalar(count, {"agency": office.agency_id}) == 0


def test_a_reason_that_would_outlast_the_name_is_refused(office: Office) -> None:
    interview = office.announce()
    person = of(interview)
    for reason, code in (
        ("Alex asked for it.", "reason_names_the_person"),
        ("Mail of +44 20 7946 0991 came in.", "reason_names_the_person"),
        ("", "invalid"),
    ):
        answer = people.erase(office, person, reason=reason)
        assert (reason, answer.status_code, answer.json()["code"]) == (reason, 422, code)
    assert office.trail(person.id) == ["candidate.created"]


def test_while_a_letter_is_under_way_nothing_is_erased_and_afterwards_it_is(office: Office) -> None:
    at = loop.letter_approved(office, approval=loop.NOW)
    loop.claimed(office, at)
    person = of(at.interview)
    refused = people.erase(office, person)
    assert (refused.status_code, refused.json()["code"]) == (409, "delivery_under_way")
    assert "candidate.erased" not in office.trail(person.id)
    office.travel(utc_now() + timedelta(hours=1))
    assert people.erase(office, person).status_code == 200


def test_what_waits_to_be_sent_is_cancelled_and_no_client_hears_of_it(office: Office) -> None:
    at = loop.letter_approved(office)
    person = of(at.interview)
    assert people.erase(office, person).status_code == 200
    office.travel(utc_now() + timedelta(days=2))
    assert {office.trail(one["id"])[-1] for one in at.deliveries.values()} == {"delivery.cancelled"}
    assert loop.received(office) == []


def test_erasing_decides_on_what_was_read_and_happens_once(office: Office) -> None:
    interview = office.announce()
    person = of(interview)
    path = f"{person.path}/erasure"
    assert office.compliance.post(path, json=people.REASON).status_code == 428
    assert office.compliance.post(path, json=people.REASON, headers={"If-Match": '"9"'}).status_code == 412
    assert people.erase(office, person).status_code == 200
    again = people.erase(office, person)
    assert (again.status_code, again.json()["code"]) == (409, "already_erased")


def test_the_database_erases_nothing_without_its_entry_and_nothing_of_somebody_else(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    uuid: UUID = Prefixed("int").parse(interview["id"])
    for statement in ("SELECT afterword_erase_content(:id)", "SELECT afterword_erase_person(:id)"):
        with pytest.raises(IntegrityError, match="without its audit entry"), office.rows() as session:
            session.execute(text(statement), {"id": uuid})
