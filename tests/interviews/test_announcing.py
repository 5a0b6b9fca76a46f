"""One call announces or moves an interview."""

from tests.office import Office


def test_an_announcement_creates_everything_it_names_and_says_so(office: Office) -> None:
    answer = office.crm.put("/v1/external/bullhorn/interviews/I-1", json=office.announcement())

    assert answer.status_code == 200
    assert answer.json()["created"] == [
        "candidate", "client", "job", "application", "interview",
        "client_contact", "person_met", "client_contact", "person_met",
    ]  # fmt: skip
    interview = answer.json()["interview"]
    assert interview["client"]["contact_policy"] == "forbidden"
    assert [person["name"] for person in interview["people"]] == ["Dana Whitfield", "Tom Achterberg"]
    assert office.trail(interview["id"]) == ["interview.announced"]


def test_the_same_announcement_again_changes_nothing(office: Office) -> None:
    office.announce()
    answer = office.crm.put("/v1/external/bullhorn/interviews/I-1", json=office.announcement())
    assert (answer.json()["created"], answer.json()["changed"]) == ([], {})
