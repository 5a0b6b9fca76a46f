"""An approved letter goes back to its candidate only while nothing of it is on its way."""

from typing import Any

import pytest

from tests.make import letters
from tests.make.loop import NOW, Loop, approve, by_name, decide, let_it_go, letter_approved, path_to
from tests.office import Office

Json = dict[str, Any]


def take_back(office: Office, loop: Loop, how: str) -> Any:
    if how == "return":
        return letters.send_back(office.priya, loop.letter, "Shorter, please.")
    content = letters.reworded(loop.letter, 2, "I want this role.")
    return letters.suggest(office.priya, loop.letter, content)


@pytest.mark.parametrize(("how", "state"), [("return", "changes_requested"), ("suggest", "suggested")])
def test_an_approved_letter_goes_back_once_its_deliveries_are_cancelled(office: Office, how: str, state: str) -> None:
    loop = letter_approved(office)
    refused = take_back(office, loop, how)
    for name in ("Dana", "Tom"):
        assert decide(office.priya, path_to(loop.deliveries[name]), "cancel").status_code == 200

    taken = take_back(office, loop, how)

    assert (refused.status_code, refused.json()["code"]) == (409, "letter_is_approved")
    assert all(person in refused.json()["detail"] for person in loop.people.values())
    assert (taken.status_code, taken.json()["state"]) == (200, state)
    assert approve(office.priya, loop).status_code == 409


def test_a_letter_that_has_gone_does_not_go_back(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    let_it_go(office, loop)

    refused = [take_back(office, loop, how) for how in ("return", "suggest")]

    assert [(one.status_code, one.json()["code"]) for one in refused] == [(409, "letter_is_approved")] * 2
    assert "only another letter can say more" in refused[0].json()["detail"]


def test_what_was_agreed_to_and_approved_before_a_suggestion_does_not_carry_over(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    take_back(office, loop, "suggest")
    letters.answer(loop.candidate, loop.letter, "accept")

    approved = approve(office.priya, loop, **NOW)

    assert approved.status_code == 200, approved.text
    loop.deliveries = by_name(loop, approved.json()["deliveries"])
    assert loop.deliveries["Dana"]["document_id"] != loop.letter["document"]["id"]
    assert let_it_go(office, loop)["state"] == "sent"


def test_what_was_suggested_is_not_approved_or_released_before_the_answer(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    take_back(office, loop, "suggest")

    refused = approve(office.priya, loop)

    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert refused.json()["detail"] == "This letter is suggested; it cannot become approved."
    assert decide(office.priya, path_to(loop.letter), "not-forwarded", {"reason": "They decided."}).status_code == 204
