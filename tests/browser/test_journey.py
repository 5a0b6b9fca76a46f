"""The candidate's whole way at 320 px: with scripts, without, and by the keyboard alone."""

from collections.abc import Callable

import pytest

from tests.browser import journey
from tests.browser.hand import Hand, How
from tests.browser.window import Windows
from tests.make import loop
from tests.office import Office

Record = Callable[[str, object], None]
WAYS = [
    pytest.param("finger", True, id="with scripts"),
    pytest.param("finger", False, id="without scripts", marks=pytest.mark.whole_browser),
    pytest.param("keyboard", True, id="by keyboard", marks=pytest.mark.whole_browser),
]


@pytest.mark.parametrize(("how", "scripts"), WAYS)
def test_from_the_mail_to_a_letter_that_may_be_sent(
    windows: Windows, office: Office, how: How, scripts: bool, record_property: Record
) -> None:
    interview = office.held()
    page = windows.open(scripts=scripts)
    journey.in_by_mail(windows, office, page)
    hand = Hand(page, how)
    journey.say_it_went_ahead(hand, f"/my/{interview['id']}")
    journey.tell_how_it_went(hand)
    journey.send_the_account(hand)
    assert page.get_by_role("heading", level=1).inner_text() == "Priya Nair has it"
    told = office.priya.get(f"/v1/interviews/{interview['id']}/debrief").json()
    assert (told["answers"]["went_well"], told["answers"]["concerns"][0]["text"]) == (journey.WENT, journey.CONCERN)
    assert told["completeness"]["complete"]
    forms = [path for path in dict.fromkeys(hand.pages) if path != "/sent"]
    ways = f"{how}, with{'' if scripts else 'out'} scripts"
    record_property("figure", f"full form ({ways}): {len(forms)} pages {forms}, {hand.taps} taps besides text")
    assert len(forms) <= 7
    assert hand.taps <= 60
    journey.write_a_letter_and_agree(hand)
    assert page.get_by_role("heading", level=1).inner_text() == "You have agreed"
    (letter,) = office.priya.get(f"/v1/interviews/{interview['id']}/letters").json()["data"]
    approved = loop.decide(office.priya, f"/v1/letters/{letter['id']}", "approve", {"when": "window"})
    assert approved.status_code == 200, approved.text


def test_the_short_form_is_a_single_page(windows: Windows, office: Office, record_property: Record) -> None:
    interview = office.held(debrief_profile="short")
    hand = Hand(windows.candidate(interview["id"]))
    hand.page.goto(f"/my/{interview['id']}/debrief")
    hand.choose("How interested are you now?", "4")
    hand.take(hand.page.get_by_label("There were none that I noticed"))
    hand.write("The next step", "They ring on Friday.")
    hand.write("When are you available?", "From January.")
    hand.press("Send it to Priya Nair")
    forms = [path for path in dict.fromkeys(hand.pages) if path != "/sent"]
    record_property("figure", f"short form: {len(forms)} page {forms}, {hand.taps} taps besides text")
    assert len(forms) == 1
    told = office.priya.get(f"/v1/interviews/{interview['id']}/debrief").json()
    assert (told["state"], told["answers"]["interest"]["after"]) == ("submitted", 4)
