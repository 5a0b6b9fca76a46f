"""Where it stands, for the candidate: what happened, what happens now, who acts, and why silence is not bad news."""

import pytest

from tests.make import debriefs
from tests.make.loop import decide, let_it_go, letter_approved, letter_submitted
from tests.make.visitor import Visitor
from tests.office import Office


@pytest.mark.practice("P16")
def test_while_nothing_is_the_candidates_to_do_the_page_says_who_acts_and_why_silence_is_no_bad_news(
    office: Office,
) -> None:
    """ "No news for a day or two is not bad news", with the day of the decision and who named it."""
    interview = office.held()
    debriefs.accepted(office, interview["id"])

    visitor = Visitor(office, interview["id"])
    visitor.open()

    assert visitor.heading.startswith("They decide")
    assert "You have done your part." in visitor.heading
    assert "Meridian Foods decides" in visitor.text
    assert "No news for a day or two is not bad news." in visitor.text
    assert "Decision expected" in visitor.text
    for happened in ("Your interview at Meridian Foods", "Debrief sent", "Priya read your debrief"):
        assert happened in visitor.text
    for secret in ("salary", office.address("dana", "meridian"), office.address("tom", "meridian")):
        assert secret not in visitor.text


@pytest.mark.practice("P21")
def test_the_consultant_to_turn_to_stands_on_the_page_with_name_and_number(office: Office) -> None:
    """Priya's card with her number stands on the candidate's page, before the interview as after it."""
    interview = office.announce()
    visitor = Visitor(office, interview["id"])

    visitor.open()

    assert visitor.heading == "Your interview is on Monday 10:00 in New York, 15:00 your time."
    assert "Priya Nair , your consultant +44 20 7946 0018" in visitor.text


def assert_nothing_stored_by_a_handed_over_link(office: Office, interview_id: str) -> None:
    visitor = Visitor(office, interview_id, link="returned")

    visitor.open()

    assert "Tell how it went" in visitor.text
    assert "Mail me my own link" in visitor.text
    for stored in ("What happened", "Your letter", "Dana"):
        assert stored not in visitor.text


def test_after_the_letter_was_sent_it_says_so_in_both_zones_with_the_covering_line(office: Office) -> None:
    """By a handed-over link the page shows what is to do, and nothing that is stored."""
    loop = letter_approved(office, to=("Dana",), approval={"covering_line": "Alex asked me to pass this on."})
    visitor = Visitor(office, loop.interview["id"])
    visitor.open()
    assert "Your letter goes to Dana Tuesday 08:30 in New York, 13:30 your time" in visitor.text
    assert "Alex asked me" not in visitor.text
    assert_nothing_stored_by_a_handed_over_link(office, loop.interview["id"])

    let_it_go(office, loop)
    visitor = Visitor(office, loop.interview["id"])
    visitor.open()

    assert "Your letter was sent to Dana Tuesday 08:30 in New York, 13:30 your time" in visitor.text
    assert "Priya wrote: “Alex asked me to pass this on.”" in visitor.text


def test_what_is_left_to_do_stands_first_and_leads_there(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    debriefs.submit(loop.candidate, loop.interview["id"])
    visitor = Visitor(office, loop.interview["id"])

    visitor.open()

    assert visitor.heading == "One thing is left: your yes."
    link = f'<a href="{visitor.home}/letters/{loop.letter["id"]}/agree">Agree to your letter to Dana Whitfield</a>'
    assert link in visitor.page.text
    visitor.open(f"/letters/{loop.letter['id']}/agree")
    visitor.send()
    visitor.open()
    assert visitor.heading == "Priya has your letter."


def test_a_cancelled_interview_asks_nothing_and_says_who_acts(office: Office) -> None:
    interview = office.announce()
    path = f"/v1/interviews/{interview['id']}"
    assert decide(office.priya, path, "cancel", {"reason": "No panel."}).is_success
    visitor = Visitor(office, interview["id"])

    visitor.open()

    assert visitor.heading == "The interview is off."
    assert "Your interview at Meridian Foods was cancelled" in visitor.text
    assert "No panel." not in visitor.text
    assert "Tell how it went" not in visitor.text
