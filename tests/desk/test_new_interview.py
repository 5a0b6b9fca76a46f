"""A new interview on one page: what is known is used, what is not is added, and it says which before it does."""

from typing import Any

from tests.make.desk import says
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office

Json = dict[str, Any]


def typed(office: Office, **changes: str) -> dict[str, str]:
    """Somebody new, at a client that is not known yet, in New York on Tuesday."""
    return {
        "candidate.name": "Ines Carvalho",
        "candidate.email": office.address("ines"),
        "client.name": "Aldgate Partners",
        "job.title": "Controller",
        "day": "2026-11-24",
        "starts": "10:00",
        "minutes": "45",
        "time_zone": "new york",
        "interviewers.0.name": "Omar Haddad",
        "interviewers.0.title": "Finance Director",
        **changes,
    }


def interviews(office: Office) -> list[Json]:
    rows: list[Json] = office.priya.get("/v1/interviews").json()["data"]
    return rows


def test_an_interview_is_checked_then_added_and_the_page_says_what_happens_next(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open("/interviews/new")
    priya.send(typed(office), form="/new")
    says(priya, "Is this right?", "Nothing is added yet", "10:00 in New York, 15:00 your time, for 45 minutes")
    says(priya, "+ added Candidate Ines Carvalho", "+ added Client Aldgate Partners", "+ added Meets Omar Haddad")
    says(priya, "works 09:00–17:30 in New York, United States", "Today, Monday 17:00 in London")
    assert interviews(office) == []

    sent = priya.form("/new")
    priya.send(form="/new")

    assert priya.heading == "Ines Carvalho at Aldgate Partners"
    says(priya, "The interview is in Afterword", "Tuesday 16:00 in London Ines Carvalho is asked how it went")
    says(priya, "No address is known for Omar Haddad")
    (made,) = interviews(office)
    assert (made["starts_at"], made["time_zone"]) == ("2026-11-24T15:00:00Z", "America/New_York")
    assert office.trail(made["id"]) == ["interview.announced"]
    again = priya.web.post(sent.action, data=sent.fields, headers=SAME_ORIGIN)
    assert again.headers["location"] == priya.page.url.path
    assert len(interviews(office)) == 1
    other = {**sent.fields, "candidate.name": "Mei Tanaka", "candidate.email": office.address("mei")}
    assert "Is this right?" in priya.web.post(sent.action, data=other, headers=SAME_ORIGIN).text

    priya.open(f"/interviews/new?like={made['id']}")
    fields = priya.form("/new").fields
    assert (fields["client.name"], fields["time_zone"]) == (["Aldgate Partners"], ["New York"])
    assert fields["interviewers.0.name"] == ["Omar Haddad"]


def test_what_is_known_is_used_by_its_name_alone_and_keeps_its_own_zone(office: Office) -> None:
    office.announce(interviewers=[office.interviewer("Dana Whitfield", time_zone="Asia/Tokyo", country="JP")])
    priya = AtDesk(office, "priya")
    known = priya.web.get("/desk/interviews/known", params={"kind": "candidate", "q": "more"}).text
    assert f'<option value="Alex Moreau" data-email="{office.address("alex")}"' in known
    people = {"kind": "person", "q": "dana", "client": "meridian foods"}
    assert "Head of Product" in priya.web.get("/desk/interviews/known", params=people).text
    elsewhere = priya.web.get("/desk/interviews/known", params={**people, "client": "Corvid"}).text
    assert "Dana" not in elsewhere

    priya.open("/interviews/new")
    fields = {"candidate.name": "alex moreau", "candidate.email": "", "client.name": "meridian foods"}
    fields |= {"job.title": "product manager", "time_zone": "", "interviewers.0.name": "dana whitfield"}
    priya.send(typed(office, **fields, **{"interviewers.0.title": ""}), form="/new")

    says(priya, "✓ known Client Meridian Foods", "✓ known Job Product Manager", "10:00 in New York")
    says(priya, "✓ known Candidate Alex Moreau", "✓ known Meets Dana Whitfield", "Is this round 2?")
    priya.send({"candidate.name": "Alexander Moreau", "round": "2"}, form="/new")
    says(priya, "Is this right?", "▲ changes Candidate Alexander Moreau", "changes name · until now Alex Moreau")
    priya.send({"candidate.name": "Alex Moreau", "consultant": office.consultant_ids["colleague"]}, form="/new")
    says(priya, "Is this right?", "✓ known Candidate Alex Moreau", "It is Sam Idowu’s")
    priya.send(form="/new")
    says(priya, "it is Sam Idowu’s")
    newest, before = interviews(office)
    assert newest["candidate"]["id"] == before["candidate"]["id"]
    assert newest["people"][0]["contact_id"] == before["people"][0]["contact_id"]
    contact = office.priya.get(f"/v1/client-contacts/{newest['people'][0]['contact_id']}").json()
    assert contact["time_zone"] == "Asia/Tokyo"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open("/interviews/new")
    wrong = {"candidate.email": "", "starts": "", "time_zone": "Atlantis", "interviewers.0.email": "omar"}
    priya.send(
        typed(office, **wrong, **{"interviewers.2.title": "Chair", "round": "0", "consultant": "nobody"}), form="/new"
    )
    assert priya.page.status_code == 422
    says(priya, "Write an e-mail address or a telephone number", "Write when it begins", "Write a city, like New York")
    says(priya, "Write an e-mail address, like name@company.com", "Write their name", "Write a number from 1 to 20")
    says(priya, "Choose whose interview it is")
    fields = priya.form("/new").fields
    assert (fields["time_zone"], fields["interviewers.2.title"]) == (["Atlantis"], ["Chair"])
    assert interviews(office) == []


def test_a_candidate_with_a_telephone_only_is_known_again_and_nothing_is_mailed(office: Office) -> None:
    priya = AtDesk(office, "priya")
    for number, phone in enumerate(("+44 20 7946 0991", "+44 (20) 7946-0991"), 1):
        only = {"candidate.email": "", "candidate.phone": phone, "round": str(number)}
        priya.open("/interviews/new")
        priya.send(typed(office, **only), form="/new")
        priya.send(form="/new")
    says(priya, "Ines Carvalho has no e-mail address, so nothing is mailed: ring them")
    assert len({one["candidate"]["id"] for one in interviews(office)}) == 1


def test_who_announces_no_interviews_is_not_offered_to_and_is_refused(office: Office) -> None:
    for who in ("compliance", "admin"):
        reader = AtDesk(office, who)
        assert reader.open("/interviews/new").status_code == 403
        assert "/desk/interviews/new" not in reader.open("").text
