"""Where the candidate arranged the interview, every page says that they send the letter themselves (P6)."""

import pytest

from tests.make import debriefs, letters
from tests.make.visitor import Visitor
from tests.office import Json, Office


@pytest.fixture
def interview(office: Office) -> Json:
    return office.held(introduced_by="direct")


def test_no_page_asks_for_an_agreement_that_nobody_needs(office: Office, interview: Json) -> None:
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"])
    letter = letters.save(candidate, letters.begin(candidate, interview), letters.strategic())
    visitor, path = Visitor(office, interview["id"]), f"/letters/{letter['id']}"
    visitor.open(f"{path}/check")
    assert "Then you send it yourself" in visitor.text
    assert "before you agree" not in visitor.text

    letters.submit(candidate, letter)
    for page in (f"{path}/sent", path, "/letters", ""):
        visitor.open(page)
        assert "send it" in visitor.text
        assert "agree" not in visitor.text.lower()
        assert "forwards it" not in visitor.text


def test_a_letter_that_the_agency_carries_is_agreed_to(office: Office) -> None:
    """And who was not agreed to is named no time."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    letter = letters.submitted(candidate, interview)
    visitor, path = Visitor(office, interview["id"]), f"/letters/{letter['id']}"
    for page in (f"{path}/sent", path, "/letters"):
        visitor.open(page)
        assert "Look and agree" in visitor.text

    letters.consent(candidate, letter, to=[letters.people_of(interview)["Dana"]])
    visitor.open(f"{path}/agreed")
    assert "may go to Dana Whitfield, and to nobody else" in visitor.text
    assert "Tom Achterberg" not in visitor.text


def test_a_letter_is_offered_on_the_status_page_where_the_client_takes_any(office: Office) -> None:
    client = {"external_id": "CLI-9", "name": "Orchard Bank", "letter_policy": "welcome"}
    interview = office.held(client=client)
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    visitor = Visitor(office, interview["id"])
    visitor.open()
    assert "Write them a letter" in visitor.text

    path = f"/v1/clients/{interview['client']['id']}"
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    assert office.priya.patch(path, json={"letter_policy": "not_accepted"}, headers=seen).status_code == 200
    visitor.open()
    assert "Write them a letter" not in visitor.text


def test_after_an_interview_that_is_off_no_page_offers_what_is_refused(office: Office) -> None:
    interview = office.held()
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")
    visitor = Visitor(office, interview["id"])
    for page in ("/letters", "/new", "/summary"):
        visitor.open(page)
        assert "off" in visitor.text
        assert "Write a letter" not in visitor.text
        assert "Open your debrief" not in visitor.text
        assert "Open my debrief" not in visitor.text
