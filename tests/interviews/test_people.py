"""Who was met: typed by the candidate, and said by a consultant to be a contact, a new one, or nobody to write to."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from app.interviews.rules import likely
from tests.make import debriefs, letters
from tests.office import Office

Json = dict[str, Any]
NEW_YORK: Json = {"time_zone": "America/New_York", "country": "US"}


def typed(office: Office, *names: str, **announced: Any) -> Json:
    """An interview whose candidate says in the debrief that these people were met as well."""
    interview = office.held(**announced)
    met = [{"name": name, "title": "Partner", "role_in_decision": "Decides"} for name in names]
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers(people_met=met))
    return interview


def people(reader: httpx.Client, interview: Json) -> dict[str, Json]:
    """Everybody met, by name, as the consultant sees them."""
    answer = reader.get(f"/v1/interviews/{interview['id']}/people")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()["data"]}


def decide(who: httpx.Client, interview: Json, person: Json, decision: str, **body: Any) -> httpx.Response:
    """Say who somebody is, on what is there now; who may not see it decides on what anybody could guess."""
    path = f"/v1/interviews/{interview['id']}/people"
    seen = {"If-Match": who.get(path).headers.get("ETag", '"1"')}
    return who.post(f"{path}/{person['id']}/{decision}", json=body, headers=seen)


def actions(office: Office, interview: Json) -> list[str]:
    return [one for one in office.trail(interview["id"]) if one.startswith("person.")]


@pytest.mark.practice("P6")
def test_the_candidate_names_whom_they_met_and_the_consultant_supplies_the_address(office: Office) -> None:
    """The candidate names the people met and is never shown an address; the consultant reads which contacts they may
    be, and matches them."""
    interview = typed(office, "Dana", "Ines Duarte")

    met = people(office.priya, interview)
    dana = decide(office.priya, interview, met["Dana"], "match", contact_id=met["Dana Whitfield"]["contact_id"])

    assert (met["Dana"]["state"], met["Dana"]["source"], met["Dana"]["role_in_decision"]) == (
        "open",
        "candidate",
        "Decides",
    )
    likeliest = met["Dana"]["likely_contacts"][0]
    assert (likeliest["name"], likeliest["likeness"], likeliest["has_address"]) == ("Dana Whitfield", 100, True)
    assert met["Ines Duarte"]["likely_contacts"] == []
    assert dana.status_code == 200
    after = people(office.priya, interview)
    assert after["Dana"]["contact"]["email"] == office.address("dana", "meridian")
    assert after["Dana"]["same_contact_as"] == [met["Dana Whitfield"]["id"]]
    seen = office.candidate(interview["id"]).get(f"/v1/interviews/{interview['id']}").text
    assert office.address("dana", "meridian") not in seen
    assert actions(office, interview) == ["person.matched"]


def test_a_wrong_match_is_corrected_and_taken_back(office: Office) -> None:
    interview = typed(office, "Dana W.")
    met = people(office.priya, interview)
    tom, dana = (met[name]["contact_id"] for name in ("Tom Achterberg", "Dana Whitfield"))

    decide(office.priya, interview, met["Dana W."], "match", contact_id=tom)
    twice = decide(office.priya, interview, met["Dana W."], "match", contact_id=tom)
    corrected = decide(office.priya, interview, met["Dana W."], "match", contact_id=dana)
    back = decide(office.priya, interview, met["Dana W."], "match", contact_id=tom)
    unmatched = decide(office.priya, interview, met["Dana W."], "unmatch", reason="I do not know which Dana it was.")
    again = decide(office.priya, interview, met["Dana W."], "unmatch", reason="I do not know which Dana it was.")

    matched = [
        next(one for one in answer.json()["people"] if one["name"] == "Dana W.")["contact_id"]
        for answer in (twice, corrected, back)
    ]
    assert matched == [tom, dana, tom]
    assert (unmatched.json()["state"], unmatched.json()["contact"]) == ("open", None)
    assert again.json() == unmatched.json()
    assert actions(office, interview) == ["person.matched"] * 3 + ["person.unmatched"]
    newest = office.compliance.get("/v1/audit", params={"subject": interview["id"], "limit": 1}).json()["data"][0]
    assert newest["sentence"].endswith("I do not know which Dana it was.")


def test_a_contact_is_made_from_a_person_met_in_one_call(office: Office) -> None:
    """And whom the candidate named is not taken off by an announcement."""
    interview = typed(office, "Ines Duarte")
    ines = people(office.priya, interview)["Ines Duarte"]

    made = decide(office.priya, interview, ines, "contact", **NEW_YORK, email=office.address("ines", "meridian"))
    twice = decide(office.priya, interview, ines, "contact", **NEW_YORK)

    assert made.status_code == 201, made.text
    contact = made.json()["contact"]
    assert (made.json()["state"], contact["name"], contact["title"]) == ("matched", "Ines Duarte", "Partner")
    kept = office.priya.get(f"/v1/client-contacts/{contact['id']}").json()
    assert (kept["client_id"], kept["email"]) == (interview["client"]["id"], office.address("ines", "meridian"))
    assert office.trail(contact["id"]) == ["client_contact.created"]
    assert (twice.status_code, twice.json()["code"]) == (409, "contact_exists")
    assert contact["id"] in twice.json()["detail"]
    after = office.announce(interviewers=[office.interviewer("Dana Whitfield")])
    assert "Ines Duarte" in [one["name"] for one in after["people"]]


def test_a_person_is_left_with_a_reason_and_nobody_is_asked_any_more(office: Office) -> None:
    interview = typed(office, "The receptionist")
    met = people(office.priya, interview)
    reason = "She showed Alex the way; nobody writes to her."

    left = decide(office.priya, interview, met["The receptionist"], "leave", reason=reason)
    without = decide(office.priya, interview, met["The receptionist"], "leave")
    matched = decide(office.priya, interview, met["Dana Whitfield"], "leave", reason=reason)

    assert (left.json()["state"], left.json()["left_reason"]) == ("left", reason)
    assert without.status_code == 422
    assert (matched.status_code, matched.json()["code"]) == (409, "person_is_matched")
    seen = office.priya.get(f"/v1/interviews/{interview['id']}").json()["people"]
    assert [one["state"] for one in seen] == ["matched", "matched", "left"]
    open_again = decide(office.priya, interview, met["The receptionist"], "unmatch", reason="It was their chair.")
    assert (open_again.json()["state"], open_again.json()["left_reason"]) == ("open", None)
    assert actions(office, interview) == ["person.left", "person.unmatched"]


def test_two_consultants_who_say_who_it_was_do_not_overwrite_each_other(office: Office) -> None:
    interview = typed(office, "Ines Duarte")
    ines = people(office.priya, interview)["Ines Duarte"]
    path = f"/v1/interviews/{interview['id']}/people"
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    made = decide(office.manager, interview, ines, "contact", **NEW_YORK)

    because = {"reason": "The receptionist."}
    late = [
        office.priya.post(f"{path}/{ines['id']}/{one}", json=body, headers=seen)
        for one, body in (("leave", because), ("unmatch", because), ("contact", NEW_YORK))
    ]
    blind = office.priya.post(f"{path}/{ines['id']}/leave", json=because)

    assert (made.status_code, [one.status_code for one in late], blind.status_code) == (201, [412] * 3, 428)
    assert late[0].json()["detail"].startswith("Mira Manager matched a person met")
    assert people(office.priya, interview)["Ines Duarte"]["state"] == "matched"


DECISIONS: dict[str, Json] = {
    "match": {"contact_id": "ctc_01h455vb4pex5vsknk084sn02q"},
    "contact": NEW_YORK,
    "leave": {"reason": "x"},
}


def test_only_who_decides_on_the_interview_says_who_was_met(office: Office) -> None:
    interview = typed(office, "Ines Duarte")
    ines = people(office.colleague, interview)["Ines Duarte"]
    candidate = office.candidate(interview["id"])

    for decision, body in DECISIONS.items():
        for who in (office.colleague, office.compliance, office.admin, candidate):
            assert decide(who, interview, ines, decision, **body).status_code == 403, decision
    for who in (candidate, office.admin):
        assert who.get(f"/v1/interviews/{interview['id']}/people").status_code == 403
    assert people(office.crm, interview)["Ines Duarte"]["state"] == "open"


def test_a_contact_of_another_client_is_nobody_met_here(office: Office) -> None:
    interview = typed(office, "Ines Duarte")
    elsewhere = {"external_id": "CLI-2", "name": "Corvid"}
    other = office.announce(
        "I-2",
        client=elsewhere,
        job={"title": "Analyst"},
        interviewers=[office.interviewer("Ines Duarte", external_id="CTC-9")],
    )
    ines = people(office.priya, interview)["Ines Duarte"]

    refused = decide(office.priya, interview, ines, "match", contact_id=other["people"][0]["contact_id"])

    assert ines["likely_contacts"] == []
    assert (refused.status_code, refused.json()["code"]) == (409, "contact_of_another_client")


def test_who_is_announced_no_longer_is_not_met_and_comes_back_as_the_same(office: Office) -> None:
    """A letter may have been begun meanwhile: it keeps its place, and cannot be sent to who was taken off."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = letters.save(candidate, letters.begin(candidate, interview), letters.thank_you())
    dana, tom = (letters.people_of(interview)[name] for name in ("Dana", "Tom"))

    office.announce(interviewers=[office.interviewer("Dana Whitfield")])
    refused = letters.submit(candidate, letter)
    shown = letters.read(candidate, letter)
    back = office.announce()

    assert refused.json()["errors"] == [{"pointer": "#/addressees/1", "message": "was not met in this interview"}]
    assert [one["id"] for one in shown["addressees"]] == [dana]
    assert [one["id"] for one in back["people"]] == [dana, tom]
    assert letters.submit(candidate, letter).status_code == 200


CONTACTS: dict[UUID, str] = {
    uuid4(): name
    for name in ("Dana Whitfield", "Dana Reyes", "Tomas Achterberg", "Jörg Müller", "Ines Duarte", "王芳", "D Whit")
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Dana Whitfield", ["Dana Whitfield"]),
        ("dana", ["Dana Reyes", "Dana Whitfield"]),
        ("Dana Whitfeld", ["Dana Whitfield"]),
        ("Whitfield, Dana", ["Dana Whitfield"]),
        ("Mr. Tomas Achterberg", ["Tomas Achterberg"]),
        ("Jorg Muller", ["Jörg Müller"]),
        ("王芳", ["王芳"]),
        ("The finance director", []),
        ("", []),
    ],
)
def test_a_name_suggests_the_contacts_that_are_like_it(name: str, found: list[str]) -> None:
    assert [CONTACTS[contact] for contact, _ in likely(name, CONTACTS)] == found
