"""By when a letter is read is said as long as that is to come, and when it was sent by its day and place."""

from datetime import timedelta

from tests.make import letters
from tests.make.accounts import wait
from tests.make.visitor import Visitor
from tests.office import Office


def test_a_time_that_has_passed_is_promised_no_more(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    letter = letters.submitted(candidate, interview)
    letters.consent(candidate, letter)
    visitor = Visitor(office, interview["id"])
    visitor.open(f"/letters/{letter['id']}/sent")
    assert "Version 1, Monday 16:20 in London." in visitor.text
    assert "By Monday 18:20 in London." in visitor.text
    visitor.open("/letters")
    assert "Priya Nair reads it by Monday 18:20 in London." in visitor.text

    wait(office, timedelta(hours=3))
    visitor.open(f"/letters/{letter['id']}/sent")
    assert "18:20" not in visitor.text
    visitor.open("/letters")
    assert "Priya Nair reads it next." in visitor.text


def test_an_interview_that_is_not_over_is_not_said_to_have_ended(office: Office) -> None:
    visitor = Visitor(office, office.announce()["id"])
    visitor.open("/letters")
    assert "Your interview ends on Monday 23 November 2026, 11:00 in New York" in visitor.text
    wait(office, timedelta(hours=8))
    visitor.open("/letters")
    assert "Your interview ended on Monday" in visitor.text
