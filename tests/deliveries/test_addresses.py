"""A delivery waits for the address, keeps the one that was approved, and stops when person or address changes."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from tests.make import letters
from tests.make.loop import NOW, Loop, approve, by_name, decide, delivery, let_it_go, letter_agreed, path_to, received
from tests.office import Office, text_of

Json = dict[str, Any]


def met(office: Office, loop: Loop) -> dict[str, Json]:
    """Everybody met, by first name, as the consultant sees them."""
    answer = office.priya.get(f"/v1/interviews/{loop.interview['id']}/people").json()
    return {one["name"].split()[0]: one for one in answer["data"]}


def say(office: Office, loop: Loop, name: str, decision: str, **body: Any) -> httpx.Response:
    """Say who a person met is; what follows from it is done."""
    path = f"/v1/interviews/{loop.interview['id']}/people"
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    answer = office.priya.post(f"{path}/{loop.people[name]}/{decision}", json=body, headers=seen)
    office.run_tasks()
    return answer


def move_address(office: Office, contact_id: str, email: str | None) -> None:
    path = f"/v1/client-contacts/{contact_id}"
    seen = office.priya.get(path).headers["ETag"]
    assert office.priya.patch(path, json={"email": email}, headers={"If-Match": seen}).status_code == 200
    office.run_tasks()


def approved(office: Office, loop: Loop, **approval: Any) -> Loop:
    answer = approve(office.priya, loop, **approval)
    assert answer.status_code == 200, answer.text
    loop.deliveries = by_name(loop, answer.json()["deliveries"])
    office.run_tasks()
    return loop


def told(office: Office) -> list[str]:
    """The subjects of what the consultant was told about letters that do not go."""
    subjects = [mail["Subject"] for mail in office.mails(f"priya@{office.name}.example")]
    return [one for one in subjects if "does not go" in one]


def test_a_delivery_waits_until_the_consultant_says_who_the_person_is(office: Office) -> None:
    """And what has gone stays as it went when the match is corrected."""
    loop = letter_agreed(office, to=("Dana",))
    people = met(office, loop)
    assert say(office, loop, "Dana", "unmatch", reason="Which Dana?").status_code == 200

    approved(office, loop, **NOW)
    held = delivery(office, loop, "Dana")
    say(office, loop, "Dana", "match", contact_id=people["Dana"]["contact_id"])

    assert (held["state"], held["contact_id"], held["address"]) == ("held", None, None)
    sent = let_it_go(office, loop)
    assert (sent["state"], len(received(office))) == ("sent", 1)

    assert say(office, loop, "Dana", "match", contact_id=people["Tom"]["contact_id"]).status_code == 200
    assert delivery(office, loop, "Dana") == sent
    assert sent["address"] == office.address("dana", "meridian")
    assert told(office) == []
    assert approve(office.priya, loop).json()["code"] == "going_already"


def test_a_changed_address_stops_the_delivery_tells_the_consultant_and_asks_again(office: Office) -> None:
    loop = approved(office, letter_agreed(office, to=("Dana",)))
    before = delivery(office, loop, "Dana")

    move_address(office, before["contact_id"], office.address("dana", "elsewhere"))
    stopped = delivery(office, loop, "Dana")
    subjects = told(office)
    said = " ".join(text_of(office.mails(f"priya@{office.name}.example")[-1]).split())
    again = approved(office, loop)

    assert (stopped["state"], stopped["cause"]) == ("cancelled", "the contact's address changed")
    assert stopped["address"] == before["address"] == office.address("dana", "meridian")
    assert subjects == ["Alex Moreau at Meridian Foods: the letter to Dana Whitfield does not go"]
    assert "approve it again for Dana Whitfield" in said
    assert again.deliveries["Dana"]["address"] == office.address("dana", "elsewhere")
    assert let_it_go(office, again)["state"] == "sent"
    assert (len(received(office)), len(office.mails(office.address("dana", "elsewhere")))) == (0, 1)


def test_a_wrong_match_is_corrected_before_anything_went(office: Office) -> None:
    """And a consultant is told when a candidate takes back what was approved, as of every delivery that does not go."""
    loop = approved(office, letter_agreed(office, to=("Dana",)))
    contacts = {name: one["contact_id"] for name, one in met(office, loop).items()}
    wrong: list[tuple[str, Json, str]] = [
        ("unmatch", {"reason": "That is another Dana."}, "it is open again who the person is"),
        ("match", {"contact_id": contacts["Tom"]}, "the person is another contact"),
    ]

    for decision, body, cause in wrong:
        assert say(office, loop, "Dana", decision, **body).status_code == 200
        stopped = delivery(office, loop, "Dana")
        assert (stopped["state"], stopped["cause"]) == ("cancelled", cause)
        assert say(office, loop, "Dana", "match", contact_id=contacts["Dana"]).status_code == 200
        approved(office, loop)
    decide(loop.candidate, path_to(loop.letter), "withdraw")
    office.run_tasks()
    said = " ".join(text_of(office.mails(f"priya@{office.name}.example")[-1]).split())
    office.travel(utc_now() + timedelta(days=2))

    assert told(office) == ["Alex Moreau at Meridian Foods: the letter to Dana Whitfield does not go"] * 3
    assert "is cancelled: the candidate withdrew the letter." in said
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def test_one_letter_goes_once_to_a_contact_who_was_met_under_two_names(office: Office) -> None:
    loop = letter_agreed(office)
    dana = met(office, loop)["Dana"]["contact_id"]
    say(office, loop, "Tom", "match", contact_id=dana)

    both = approve(office.priya, loop, **NOW)
    one = approve(office.priya, loop, people=[loop.people["Dana"]], **NOW)
    other = approve(office.priya, loop, people=[loop.people["Tom"]], **NOW)

    assert (both.status_code, both.json()["code"]) == (409, "same_contact")
    assert loop.people["Tom"] in both.json()["detail"]
    assert one.status_code == 200
    assert (other.status_code, other.json()["code"]) == (409, "same_contact")
    office.travel(utc_now() + timedelta(minutes=2))
    assert len(received(office)) == 1


def test_what_waits_for_a_contact_who_has_it_already_is_cancelled(office: Office) -> None:
    """As is what waits for somebody who is left without a contact."""
    loop = letter_agreed(office)
    dana = met(office, loop)["Dana"]["contact_id"]
    say(office, loop, "Tom", "unmatch", reason="Who is Tom?")
    approved(office, loop, **NOW)
    assert delivery(office, loop, "Tom")["state"] == "held"

    say(office, loop, "Tom", "leave", reason="He only held the door.")
    assert delivery(office, loop, "Tom")["cause"] == "a consultant leaves this person without a contact"
    assert delivery(office, loop, "Dana")["state"] == "scheduled"
    say(office, loop, "Tom", "unmatch", reason="Who is Tom, after all?")
    waiting = by_name(loop, approve(office.priya, loop, people=[loop.people["Tom"]], **NOW).json()["deliveries"])
    loop.deliveries |= waiting
    before = len(told(office))
    say(office, loop, "Tom", "match", contact_id=dana)

    assert waiting["Tom"]["state"] == "held"
    assert delivery(office, loop, "Tom")["cause"] == "the same goes to this contact already, under another name"
    assert let_it_go(office, loop)["state"] == "sent"
    assert (len(received(office)), len(told(office)) - before) == (1, 1)


def test_a_letter_to_who_is_announced_no_longer_does_not_go_to_them(office: Office) -> None:
    """The interview lies ahead, so its panel may change; whoever stays gets the letter all the same."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    loop = Loop(interview, candidate, letters.submitted(candidate, interview))
    letters.consent(candidate, loop.letter)
    approved(office, loop)

    office.announce(interviewers=[office.interviewer("Dana Whitfield")])
    office.run_tasks()
    nobody = approve(office.priya, loop)
    late = letters.consent(candidate, loop.letter, to=[loop.people["Tom"]])
    again = office.announce()
    reapproved = approve(office.priya, loop)

    assert delivery(office, loop, "Tom")["cause"] == "the person was taken off the interview"
    assert delivery(office, loop, "Dana")["state"] == "scheduled"
    assert (nobody.status_code, nobody.json()["code"]) == (409, "going_already")
    assert late.json()["errors"] == [{"pointer": "#/people/0", "message": "they were taken off the interview"}]
    assert [one["id"] for one in again["people"]] == [one["id"] for one in interview["people"]]
    assert [one["person_id"] for one in reapproved.json()["deliveries"]] == [loop.people["Tom"]]


@pytest.mark.practice("P24")
def test_long_after_the_interview_the_people_met_can_still_be_thanked(office: Office) -> None:
    """Weeks after the interview the candidate can still write to the people met, and it goes the same way: agreed to,
    approved, with the agency between."""
    loop = letter_agreed(office, to=("Dana",))
    office.travel(utc_now() + timedelta(days=14))
    candidate = office.candidate(loop.interview["id"])

    thanks = letters.submitted(candidate, loop.interview, letters.thank_you(), kind="thank_you", to=("Tom",))
    later = Loop(loop.interview, candidate, thanks)
    office.crm.headers["On-Behalf-Of"] = f"priya@{office.name}.example"
    without = approve(office.crm, later)
    letters.consent(candidate, thanks)
    later.deliveries = by_name(later, approve(office.crm, later, **NOW).json()["deliveries"])

    assert without.json()["code"] == "consent_missing"
    assert let_it_go(office, later, "Tom")["state"] == "sent"
    assert len(received(office, "tom")) == 1
