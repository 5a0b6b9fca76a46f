"""A person gets everything that is held about them, and nothing that is somebody else's (P24)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core.clock import utc_now
from tests.make import people
from tests.office import Office


@pytest.mark.practice("P24")
def test_an_export_holds_the_words_of_every_place_and_nobody_elses_address(office: Office) -> None:
    """In person.json each word that was planted in 20 places; private notes only when asked for."""
    person = people.full_of_words(office)
    files = people.export(office, person)
    everything = files["person.json"].decode()
    missing = {place for place, word in person.planted.items() if word.lower() not in everything.lower()}
    assert missing == {"private note"}
    for who in ("dana", "tom"):
        assert office.address(who, "meridian") not in everything
    assert {name.rpartition(".")[2] for name in files if name.startswith("documents/")} == {"pdf", "docx", "txt"}
    (letter,) = [content.decode() for name, content in files.items() if name.endswith(".txt") and "documents" in name]
    assert person.planted["letter"] in letter
    assert "1 private note(s)" in files["README.txt"].decode()

    whole = people.export(office, person, private_notes=True)
    assert person.planted["private note"] in whole["person.json"].decode()
    assert "private note(s)" not in whole["README.txt"].decode()
    assert office.trail(person.id)[-2:] == ["candidate.exported", "candidate.exported"]


def test_an_export_tells_what_happened_and_which_notice_held(office: Office) -> None:
    interview = office.held()
    person = people.of(interview)
    office.admin.patch("/v1/agency", json={"settings": {"data_protection_contact": "privacy@harcourt.example"}})
    files = people.export(office, person)
    told = people.told(files)
    assert told["who you are"][0]["name"] == "Alex Moreau"
    assert not {"audit_seq", "audit_hash", "agency_id", "digest"} & {name for row in told["links"] for name in row}
    assert "An integration added the candidate" in [entry["what"] for entry in told["what happened"]]
    assert "Version 2" in files["privacy-notice.txt"].decode()
    assert "privacy@harcourt.example" in files["README.txt"].decode()


def test_an_export_is_made_by_the_worker_and_is_gone_after_seven_days(office: Office) -> None:
    person = people.of(office.announce())
    asked = office.compliance.post(f"{person.path}/export", json={})
    where = asked.headers["Location"]
    assert (asked.status_code, asked.json()["state"], asked.json()["path"]) == (202, "being_made", None)
    early = office.compliance.get(f"{where}.zip")
    assert (early.status_code, early.json()["code"]) == (409, "export_not_ready")
    office.run_tasks()
    ready = office.compliance.get(where).json()
    archive = office.compliance.get(ready["path"]).content
    assert (ready["state"], ready["sha256"]) == ("ready", hashlib.sha256(archive).hexdigest())
    listed = office.compliance.get(f"{person.path}/exports").json()["data"]
    assert [one["id"] for one in listed] == [ready["id"]]

    office.travel(utc_now() + timedelta(hours=11))
    assert office.compliance.get(where).status_code == 200
    office.travel(utc_now() + timedelta(days=8))
    with office.rows() as session:
        count = text("SELECT count(*) FROM person_export WHERE agency_id = :agency")
        assert session.scalar(count, {"agency": office.agency_id}) == 0


def test_an_export_that_was_asked_for_before_an_erasure_is_not_made_after_it(office: Office) -> None:
    person = people.of(office.announce())
    where = office.compliance.post(f"{person.path}/export", json={}).headers["Location"]
    assert people.erase(office, person).status_code == 200
    office.run_tasks()
    gone = office.compliance.get(where)
    assert (gone.status_code, gone.json()["code"]) == (404, "export_not_found")


def test_somebody_elses_export_is_not_found_under_this_person(office: Office) -> None:
    alex = people.of(office.announce())
    sam = people.of(office.announce("I-2", candidate={"name": "Sam Other", "email": office.address("sam")}))
    where = office.compliance.post(f"{alex.path}/export", json={}).headers["Location"]
    assert office.compliance.get(where.replace(alex.id, sam.id)).status_code == 404
