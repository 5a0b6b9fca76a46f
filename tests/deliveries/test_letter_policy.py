"""What a client agreed about letters decides whether one may be approved, and what has to be known for it."""

from typing import Any

import pytest

from tests.make.loop import Loop, approve, letter_agreed, path_to
from tests.office import Office

Json = dict[str, Any]
ASKED = {"whom": "Dana Whitfield", "at": "2026-11-23T16:10:00Z"}
WRONG: list[tuple[Any, str]] = [
    ({"whom": "Dana", "at": "2027-01-01T00:00:00Z"}, "#/client_asked/at"),
    ({"whom": "", "at": "2026-11-23T16:10:00Z"}, "#/client_asked/whom"),
    ({"whom": "Dana"}, "#/client_asked/at"),
    (True, "#/client_asked"),
]
REASON = "Their director asked for it on the telephone."


def agreed_under(office: Office, policy: str) -> Loop:
    """A letter of which everything stands; then the client's policy becomes this one."""
    loop = letter_agreed(office, to=("Dana",))
    path = f"/v1/clients/{loop.interview['client']['id']}"
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    assert office.priya.patch(path, json={"letter_policy": policy}, headers=seen).status_code == 200
    return loop


def sentences(office: Office, loop: Loop) -> list[str]:
    entries = office.compliance.get("/v1/audit", params={"subject": loop.letter["id"]}).json()["data"]
    return [entry["sentence"] for entry in entries]


@pytest.mark.practice("P6")
def test_a_client_who_wants_to_be_asked_is_asked_before_a_letter_is_approved(office: Office) -> None:
    """On approving, the consultant is told to ask first; the trail keeps whom they asked, and when.

    Who was asked, and when, is said, and has happened.
    """
    loop = agreed_under(office, "ask_first")
    for asked, pointer in WRONG:
        refused = approve(office.priya, loop, client_asked=asked)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), asked

    refused = approve(office.priya, loop)
    state = office.priya.get(path_to(loop.letter)).json()["state"]
    approved = approve(office.priya, loop, client_asked=ASKED)

    assert (refused.status_code, refused.json()["code"]) == (409, "client_not_asked")
    assert refused.json()["detail"].startswith("This client wants to be asked before a letter comes")
    assert state == "submitted"
    assert approved.status_code == 200
    assert sentences(office, loop)[:2] == [
        "Priya Nair approved version 1 of the letter",
        "Priya Nair asked Dana Whitfield at 2026-11-23T16:10:00+00:00 whether a letter is welcome",
    ]


def test_a_letter_goes_to_a_client_that_takes_none_only_with_a_reason(office: Office) -> None:
    loop = agreed_under(office, "not_accepted")

    refused = approve(office.priya, loop)
    asked_only = approve(office.priya, loop, client_asked=ASKED)
    approved = approve(office.priya, loop, despite_policy=REASON)

    assert (refused.status_code, refused.json()["code"]) == (409, "client_takes_no_letters")
    assert asked_only.status_code == 409
    assert approved.status_code == 200
    assert sentences(office, loop)[1] == f"Priya Nair forwards it though the client takes no letters: {REASON}"


def test_a_client_that_welcomes_letters_is_not_asked(office: Office) -> None:
    loop = letter_agreed(office, to=("Dana",))

    assert approve(office.priya, loop).status_code == 200
    assert office.trail(loop.letter["id"])[-1] == "letter.approved"
    assert "letter.client_asked" not in office.trail(loop.letter["id"])
