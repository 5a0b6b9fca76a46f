"""What the pages say about a debrief is true whenever they are opened, and for whoever holds the link."""

from datetime import timedelta

import pytest

from app.core.clock import utc_now
from tests.make import debriefs
from tests.make.accounts import wait
from tests.make.visitor import Visitor
from tests.office import Office

ASKED = "You say GBP 91,234: is that without the bonus?"


def test_by_when_it_is_read_is_named_by_the_day_on_which_the_page_is_opened(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    office.clock.move_to(utc_now().replace(hour=23, minute=0))
    debriefs.submit(candidate, interview["id"])
    for later, said in ((timedelta(), "01:00 tomorrow"), (timedelta(hours=1, minutes=30), "01:00 today")):
        wait(office, later)
        visitor = Visitor(office, interview["id"])
        visitor.open("/debrief/sent")
        assert f"reads it by {said} (London time)" in visitor.text
    wait(office, timedelta(hours=1))
    visitor.open("/debrief/sent")
    assert "reads it next" in visitor.text


@pytest.mark.parametrize(("link", "shown"), [("sent", True), ("returned", False)])
def test_what_the_consultant_asked_is_shown_by_the_candidates_own_link_alone(
    office: Office, link: str, shown: bool
) -> None:
    """It may quote what only the agency reads."""
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"], salary_or_rate="GBP 91,234")
    debriefs.decide(office.priya, interview["id"], "return", {"reason": ASKED})
    visitor = Visitor(office, interview["id"], link=link)
    for page in ("/debrief", "/debrief/went"):
        visitor.open(page)
        assert (ASKED in visitor.text) is shown
    answer = office.candidate(interview["id"], link=link).get(debriefs.path(interview["id"]))
    assert (answer.json()["return_reason"] == ASKED) is shown
