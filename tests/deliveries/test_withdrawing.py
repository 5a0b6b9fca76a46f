from datetime import datetime, timedelta
from typing import Any

from app.core.clock import utc_now
from tests.make import letters
from tests.make.loop import (
    NOW,
    Json,
    Loop,
    approve,
    by_name,
    claimed,
    decide,
    delivery,
    let_it_go,
    letter_agreed,
    letter_approved,
    letter_submitted,
    mail_server,
    path_to,
    received,
)
from tests.office import Office


def consents(loop: Loop) -> str:
    return f"/v1/documents/{loop.letter['document']['id']}/consents/withdraw"


def others_may_not(office: Office, loop: Loop, path: str, body: Json | None, seen: dict[str, str]) -> None:
    """Withdrawing takes the candidate's own link."""
    handed_over = office.candidate(loop.interview["id"], link="returned")
    stranger = office.announce("I-9", candidate={"name": "Sam Other", "email": office.address("sam")})
    other = office.candidate(stranger["id"])

    weak = handed_over.post(path, json=body, headers=seen)
    foreign = other.post(path, json=body, headers=seen)
    staff = {who.post(path, json=body, headers=seen).status_code for who in (office.priya, office.manager, office.crm)}

    assert (weak.status_code, weak.json()["code"]) == (403, "consent_needs_own_link")
    assert (foreign.status_code, staff) == (404, {403})
    assert {delivery(office, loop, name)["state"] for name in loop.deliveries} == {"scheduled"}


def test_a_letter_withdrawn_in_time_reaches_nobody(office: Office) -> None:
    """And takes the candidate's own link."""
    loop = letter_approved(office)
    seen = {"If-Match": office.priya.get(path_to(loop.letter)).headers["ETag"]}
    others_may_not(office, loop, path_to(loop.letter) + "/withdraw", None, seen)

    answer = loop.candidate.post(path_to(loop.letter) + "/withdraw", headers=seen)
    office.travel(utc_now() + timedelta(days=2))

    assert (sorted(answer.json()["stopped"]), answer.json()["too_late_for"]) == (sorted(loop.people.values()), [])
    stopped = [delivery(office, loop, name) for name in loop.deliveries]
    assert {(one["state"], one["cause"]) for one in stopped} == {("cancelled", "the candidate withdrew the letter")}
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def approve_for(office: Office, loop: Loop, name: str, **approval: Any) -> None:
    answer = approve(office.priya, loop, people=[loop.people[name]], **approval)
    assert answer.status_code == 200, answer.text
    loop.deliveries |= by_name(loop, answer.json()["deliveries"])


def test_a_letter_withdrawn_late_says_who_has_it(office: Office) -> None:
    """What a worker has taken (Ines's) is not promised to be stopped; of what is in doubt (Lena's) neither is said."""
    names = ("Dana Whitfield", "Tom Achterberg", "Ines Roth", "Lena Ortiz")
    firsts = ("Dana", "Tom", "Ines", "Lena")
    loop = letter_agreed(office, to=firsts, interviewers=[office.interviewer(name) for name in names])
    approve_for(office, loop, "Lena", **NOW)
    with mail_server(office, "drop_before_answer"):
        assert let_it_go(office, loop, "Lena")["state"] == "in_doubt"
    approve_for(office, loop, "Dana", **NOW)
    sent = let_it_go(office, loop, "Dana")
    approve_for(office, loop, "Tom")
    cancelled = decide(office.priya, path_to(loop.deliveries["Tom"]), "cancel").json()
    approve_for(office, loop, "Tom")
    approve_for(office, loop, "Ines", **NOW)
    claimed(office, loop, "Ines")

    answer = decide(loop.candidate, path_to(loop.letter), "withdraw").json()

    assert cancelled["state"] == "cancelled"
    assert answer["stopped"] == [loop.people["Tom"]]
    late = {one["name"].split()[0]: one for one in answer["too_late_for"]}
    minute = f"{datetime.fromisoformat(sent['sent_at']):%H:%M}"
    assert late.pop("Dana") == {
        "person_id": loop.people["Dana"],
        "name": "Dana Whitfield",
        "outcome": "handed_over",
        "state": "sent",
        "sent_at": sent["sent_at"],
        "words": f"Their mail server took it for Dana Whitfield on Monday 23 November 2026, {minute} in London.",
    }
    assert {name: (one["outcome"], one["state"], one["sent_at"]) for name, one in late.items()} == {
        "Ines": ("being_handed_over", "claimed", None),
        "Lena": ("cannot_be_known", "in_doubt", None),
    }
    assert "can no longer be stopped" in late["Ines"]["words"]
    assert "whether Lena Ortiz has it cannot be known yet. Priya Nair finds out" in late["Lena"]["words"]
    assert answer["next"].startswith("What has gone cannot be called back: tell Priya Nair")
    assert (delivery(office, loop, "Dana")["state"], delivery(office, loop, "Tom")["state"]) == ("sent", "cancelled")


def test_an_agreement_withdrawn_for_one_leaves_the_other(office: Office) -> None:
    """It takes the candidate's own link; given again, it is approved again."""
    loop = letter_approved(office, approval=NOW)
    tom = {"people": [loop.people["Tom"]]}
    others_may_not(office, loop, consents(loop), tom, {})

    answer = loop.candidate.post(consents(loop), json=tom)
    office.travel(utc_now() + timedelta(minutes=2))

    assert (answer.json()["stopped"], answer.json()["too_late_for"]) == ([loop.people["Tom"]], [])
    assert answer.json()["next"].startswith("Nothing of it goes to Meridian Foods unless you decide so again")
    stopped = delivery(office, loop, "Tom")
    assert (stopped["state"], stopped["cause"]) == ("cancelled", "the candidate withdrew their agreement")
    assert (len(received(office, "dana")), len(received(office, "tom"))) == (1, 0)

    without = approve(office.priya, loop, people=[loop.people["Tom"]], **NOW)
    assert (without.status_code, without.json()["code"]) == (409, "consent_missing")
    letters.consent(loop.candidate, loop.letter)
    approve_for(office, loop, "Tom", **NOW)
    assert (let_it_go(office, loop, "Tom")["state"], len(received(office, "tom"))) == ("sent", 1)


def test_an_agreement_withdrawn_late_says_who_has_it_and_is_withdrawn_all_the_same(office: Office) -> None:
    """And nobody is stopped for whom nothing was agreed (Tom)."""
    loop = letter_submitted(office)
    letters.consent(loop.candidate, loop.letter, to=[loop.people["Dana"]])
    both = {"people": [loop.people["Dana"], loop.people["Tom"]]}

    first, second = (loop.candidate.post(consents(loop), json=both) for _ in range(2))
    stranger = loop.candidate.post(consents(loop), json={"people": ["prs_01h455vb4pex5vsknk084sn02q"]})

    assert (first.json()["stopped"], first.json()["not_agreed"]) == ([loop.people["Dana"]], [loop.people["Tom"]])
    assert second.json() == first.json()
    assert stranger.json()["errors"] == [{"pointer": "#/people/0", "message": "this letter was not written to them"}]
    read = loop.candidate.get(path_to(loop.letter)).json()
    assert [one["state"] for one in read["consents"]] == ["withdrawn", "not_given"]

    letters.consent(loop.candidate, loop.letter, to=[loop.people["Dana"]])
    approve_for(office, loop, "Dana", **NOW)
    let_it_go(office, loop)
    late = loop.candidate.post(consents(loop), json={"people": [loop.people["Dana"]]})
    assert [one["name"] for one in late.json()["too_late_for"]] == ["Dana Whitfield"]
    read = loop.candidate.get(path_to(loop.letter)).json()
    assert [one["state"] for one in read["consents"]] == ["withdrawn", "not_given"]


def test_a_letter_is_withdrawn_as_it_was_seen(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    seen = {"If-Match": loop.candidate.get(path_to(loop.letter)).headers["ETag"]}
    letters.send_back(office.priya, loop.letter, "Shorter, please.")

    stale = loop.candidate.post(path_to(loop.letter) + "/withdraw", headers=seen)
    missing = loop.candidate.post(path_to(loop.letter) + "/withdraw")
    current = decide(loop.candidate, path_to(loop.letter), "withdraw")
    twice = decide(loop.candidate, path_to(loop.letter), "withdraw")

    assert (stale.status_code, missing.status_code) == (412, 428)
    assert (current.json()["stopped"], current.json()["too_late_for"], current.json()["not_agreed"]) == ([], [], [])
    assert twice.status_code == 409


def test_a_withdrawn_letter_is_written_anew_and_the_new_version_is_sent(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    decide(loop.candidate, path_to(loop.letter), "withdraw")
    reopened = decide(loop.candidate, path_to(loop.letter), "reopen").json()
    draft = letters.save(loop.candidate, reopened, letters.thank_you())
    loop.letter = letters.submit(loop.candidate, draft).json()
    letters.consent(loop.candidate, loop.letter)

    loop.deliveries = by_name(loop, approve(office.priya, loop, **NOW).json()["deliveries"])
    office.travel(utc_now() + timedelta(days=2))

    (accepted,) = received(office)
    assert b"At Corvid" not in accepted.content
    assert delivery(office, loop, "Dana")["state"] == "sent"
