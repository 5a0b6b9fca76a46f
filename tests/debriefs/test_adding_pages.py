"""Something new after the debrief, on the candidate's page (P22)."""

import pytest

from tests.make import debriefs
from tests.make.visitor import Visitor
from tests.office import Office


@pytest.mark.practice("P22")
def test_something_new_is_added_on_a_page_and_its_answer_is_read_there(office: Office) -> None:
    """Added once however often the button is pressed; the consultant's question stands beside it afterwards."""
    interview = office.held()
    debriefs.accepted(office, interview["id"])
    visitor = Visitor(office, interview["id"])
    visitor.open()
    assert "Add something new" in visitor.text
    visitor.open("/new")
    before = visitor.page

    for _ in range(2):
        visitor.page = before
        visitor.send({"text": "I start a month earlier."}, form="/new")
        assert visitor.heading == "It is with Priya Nair"
    visitor.open("/new")
    visitor.send({"text": "I have another offer.", "agency_only": "yes"}, form="/new")

    (first, second) = office.priya.get(debriefs.path(interview["id"], "/addenda")).json()["data"]
    assert (first["text"], first["agency_only"]) == ("I start a month earlier.", False)
    assert (second["text"], second["agency_only"]) == ("I have another offer.", True)
    path = debriefs.path(interview["id"], f"/addenda/{first['id']}")
    seen = office.priya.get(path).headers["ETag"]
    assert office.priya.post(f"{path}/return", json={"reason": "Which day?"}, headers={"If-Match": seen}).is_success
    visitor.open("/new")
    for words in ("Which day?", "Came back with a question", "For Harcourt & Lane only", "Waits to be read"):
        assert words in visitor.text


def test_before_the_debrief_is_accepted_the_page_leads_to_the_debrief_and_gives_the_words_back(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])

    visitor.open("/new")

    assert visitor.heading == "Put it into your debrief"
    assert f'href="{visitor.home}/debrief"' in visitor.page.text


def test_by_a_handed_over_link_it_is_added_and_nothing_earlier_is_shown(office: Office) -> None:
    interview = office.held()
    candidate = debriefs.accepted(office, interview["id"])
    debriefs.add(candidate, interview["id"], "My notice is a month.")
    visitor = Visitor(office, interview["id"], link="returned")

    visitor.open("/new")
    assert "My notice is a month." not in visitor.text
    assert visitor.send({"text": " "}, form="/new").status_code == 422
    assert "Write what is new" in visitor.text
    visitor.send({"text": "One thing more."}, form="/new")

    assert visitor.heading == "It is with Priya Nair"
