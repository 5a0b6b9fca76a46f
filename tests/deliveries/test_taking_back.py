"""An approved letter goes back to its candidate only while nothing of it is on its way."""

from typing import Any

from tests.make import letters
from tests.make.loop import NOW, Loop, approve, by_name, decide, let_it_go, letter_approved, path_to
from tests.office import Office

Json = dict[str, Any]


def take_back(office: Office, loop: Loop, how: str) -> Any:
    if how == "return":
        return letters.send_back(office.priya, loop.letter, "Shorter, please.")
    content = letters.reworded(loop.letter, 2, "I want this role.")
    return letters.suggest(office.priya, loop.letter, content)


def cancel_all(office: Office, loop: Loop) -> None:
    for one in loop.deliveries.values():
        assert decide(office.priya, path_to(one), "cancel").status_code == 200


def assert_nothing_goes_back(office: Office, loop: Loop, says: str) -> None:
    for how in ("return", "suggest"):
        refused = take_back(office, loop, how)
        assert (refused.status_code, refused.json()["code"]) == (409, "letter_is_approved"), how
        assert says in refused.json()["detail"]


def test_an_approved_letter_goes_back_once_its_deliveries_are_cancelled(office: Office) -> None:
    """What is suggested then is neither approved before the answer, nor after it by what was agreed to before.

    Once it has gone, it does not go back.
    """
    loop = letter_approved(office)
    for person in loop.people.values():
        assert_nothing_goes_back(office, loop, person)
    cancel_all(office, loop)

    suggested = take_back(office, loop, "suggest")
    refused = approve(office.priya, loop)
    letters.answer(loop.candidate, loop.letter, "accept")
    approved = approve(office.priya, loop, **NOW)

    assert (suggested.status_code, suggested.json()["state"]) == (200, "suggested")
    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert refused.json()["detail"] == "This letter is suggested; it cannot become approved."
    assert approved.status_code == 200, approved.text
    loop.deliveries = by_name(loop, approved.json()["deliveries"])
    assert loop.deliveries["Dana"]["document_id"] != loop.letter["document"]["id"]
    assert let_it_go(office, loop)["state"] == "sent"
    assert_nothing_goes_back(office, loop, "only another letter can say more")


def test_an_approved_letter_is_returned_once_its_deliveries_are_cancelled(office: Office) -> None:
    """And what was suggested is not released before the answer, but may be left where it is."""
    loop = letter_approved(office, to=("Dana",))
    cancel_all(office, loop)

    returned = take_back(office, loop, "return")
    refused = approve(office.priya, loop)
    loop.letter = letters.submit(loop.candidate, letters.read(loop.candidate, loop.letter)).json()
    suggested = take_back(office, loop, "suggest")

    assert (returned.status_code, returned.json()["state"]) == (200, "changes_requested")
    assert refused.status_code == 409
    assert suggested.status_code == 200
    assert decide(office.priya, path_to(loop.letter), "not-forwarded", {"reason": "They decided."}).status_code == 204
