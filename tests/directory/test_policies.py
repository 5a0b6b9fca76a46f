"""What an announcement names is found, changed or added: by the agency's own identifier, else as people know it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
from sqlalchemy import text

from tests.office import Office

Json = dict[str, Any]
TABLES = ("candidate", "client", "client_contact", "job", "application", "interview", "person_met", "external_ref")


def put(office: Office, ref: str = "I-1", **changes: Any) -> httpx.Response:
    return office.crm.put(f"/v1/external/bullhorn/interviews/{ref}", json=office.announcement(**changes))


def done(answer: httpx.Response) -> tuple[list[str], dict[str, list[str]]]:
    assert answer.status_code == 200, answer.text
    return answer.json()["created"], answer.json()["changed"]


def counts(office: Office) -> dict[str, int]:
    with office.rows() as session:
        return {table: session.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in TABLES}


def events(office: Office) -> int:
    with office.rows() as session:
        return session.scalar(text("SELECT count(*) FROM audit_event")) or 0


def without_id(body: Json, **changes: Any) -> Json:
    return {name: value for name, value in {**body, **changes}.items() if name != "external_id"}


def test_the_same_announcement_again_changes_and_records_nothing(office: Office) -> None:
    done(put(office))
    before = counts(office), events(office)
    assert done(put(office)) == ([], {})
    assert (counts(office), events(office)) == before


def test_ten_identical_announcements_at_once_add_everything_once(office: Office) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: put(office), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(bool(answer.json()["created"]) for answer in answers) == [False] * 9 + [True]
    assert counts(office) == dict.fromkeys(TABLES, 1) | {"client_contact": 2, "person_met": 2, "external_ref": 6}


def test_a_field_that_differs_is_changed_and_named(office: Office) -> None:
    body = office.announcement()
    done(put(office))
    dana = {**body["interviewers"][0], "title": "Chief Product Officer", "work_starts": "08:00"}
    created, changed = done(
        put(
            office,
            candidate={**body["candidate"], "name": "Alexandra Moreau"},
            client={**body["client"], "name": "Meridian Foods Inc."},
            job={**body["job"], "title": "Lead Product Manager", "kind": "contract"},
            interviewers=[dana, body["interviewers"][1]],
            round=2,
        )
    )
    assert created == []
    assert changed == {
        "candidate": ["name"],
        "client": ["name"],
        "job": ["kind", "title"],
        "client_contact": ["title", "work_starts"],
        "interview": ["round"],
    }


def test_what_is_left_out_stays(office: Office) -> None:
    body = office.announcement()
    done(put(office, client={**body["client"], "contact_policy": "permitted", "letter_policy": "ask_first"}))
    assert done(put(office)) == ([], {})
    client = office.priya.get("/v1/clients").json()["data"][0]
    assert (client["contact_policy"], client["letter_policy"]) == ("permitted", "ask_first")


def test_without_identifiers_people_are_found_by_address_and_things_by_name(office: Office) -> None:
    body = office.announcement()
    done(put(office))
    created, changed = done(
        put(
            office,
            "I-2",
            candidate=without_id(body["candidate"], email=body["candidate"]["email"].upper()),
            client=without_id(body["client"], name="MERIDIAN FOODS"),
            job=without_id(body["job"], title="product manager"),
            interviewers=[without_id(body["interviewers"][0])],
        )
    )
    assert created == ["interview", "person_met"]
    assert changed == {"client": ["name"], "job": ["title"]}


def test_a_contact_named_without_an_address_gets_it_later(office: Office) -> None:
    body = office.announcement()["interviewers"][0]
    done(put(office, interviewers=[without_id(body, email=None)]))
    assert done(put(office, interviewers=[without_id(body, name="dana whitfield")]))[1] == {
        "client_contact": ["email", "name"]
    }
    assert counts(office)["client_contact"] == 1


def test_two_vacancies_of_one_title_stay_two_where_the_foreign_system_has_two(office: Office) -> None:
    done(put(office))
    created, _ = done(put(office, "I-2", job={"external_id": "JOB-2", "title": "Product Manager"}))
    assert created == ["job", "application", "interview", "person_met", "person_met"]
    assert done(put(office, "I-2", job={"external_id": "JOB-2", "title": "Product Manager"})) == ([], {})
    assert counts(office)["job"] == 2


def test_a_row_without_a_foreign_name_takes_the_first_it_is_given(office: Office) -> None:
    body = office.announcement()
    done(put(office, job=without_id(body["job"])))
    done(put(office, job={**body["job"], "external_id": "JOB-7"}))
    created, _ = done(put(office, job={"external_id": "JOB-7", "title": "Something Else"}))
    assert created == []
    assert counts(office)["job"] == 1


def test_each_foreign_system_has_its_own_names(office: Office) -> None:
    done(put(office))
    answer = office.crm.put("/v1/external/greenhouse/interviews/I-1", json=office.announcement())
    created, _ = done(answer)
    assert created == ["interview", "person_met", "person_met"]


def test_an_identifier_of_another_clients_row_is_refused_and_nothing_is_added(office: Office) -> None:
    done(put(office))
    before, body = (counts(office), events(office)), office.announcement()
    other = {"external_id": "CLI-2", "name": "Corvid Logistics"}
    for kind, change in (
        ("job", {"job": body["job"], "interviewers": []}),
        ("contact", {"job": {"title": "Other"}, "interviewers": [body["interviewers"][0]]}),
    ):
        answer = put(office, "I-2", client=other, **change)
        assert (answer.status_code, answer.json()["code"]) == (409, "external_id_taken")
        assert kind in answer.json()["detail"]
    assert (counts(office), events(office)) == before


def test_an_application_keeps_its_foreign_name(office: Office) -> None:
    done(put(office, application_external_id="SUB-1"))
    sam = {"external_id": "CAND-2", "name": "Sam Other", "email": office.address("sam")}
    taken = put(office, "I-2", application_external_id="SUB-1", candidate=sam)
    renamed = put(office, application_external_id="SUB-2")
    assert [answer.json()["code"] for answer in (taken, renamed)] == ["external_id_taken"] * 2
    assert done(put(office, application_external_id="SUB-1")) == ([], {})


def test_what_is_older_than_what_is_known_changes_nothing(office: Office) -> None:
    done(put(office, source_updated_at="2026-11-23T08:00:00Z"))
    before = events(office)
    late = put(office, round=5, source_updated_at="2026-11-23T07:59:59Z")
    assert done(late) == ([], {})
    assert late.json()["interview"]["round"] == 1
    assert events(office) == before
    newer = put(office, round=5, source_updated_at="2026-11-23T09:00:01+01:00")
    assert done(newer) == ([], {"interview": ["round"]})
    assert done(put(office, round=6)) == ([], {"interview": ["round"]})


CONTRADICTIONS: list[tuple[Json, str]] = [
    ({"starts_at": "2026-11-23T16:00:00Z"}, "#"),
    ({"ends_at": "2026-11-23T15:00:00Z"}, "#"),
    ({"ends_at": "2026-11-24T15:00:00Z"}, "#"),
    ({"starts_at": "2026-11-23T15:00:00"}, "#/starts_at"),
    ({"starts_at": "0001-01-01T00:00:00Z"}, "#/starts_at"),
    ({"ends_at": "9999-12-31T23:59:59-12:00"}, "#/ends_at"),
    ({"source_updated_at": "yesterday"}, "#/source_updated_at"),
    ({"time_zone": "Europe/Londinium"}, "#/time_zone"),
    ({"time_zone": "Etc/GMT+5"}, "#/time_zone"),
    ({"consultant": "nobody"}, "#/consultant"),
    ({"round": 21}, "#/round"),
    ({"candidate": {"name": "Alex"}}, "#/candidate"),
    ({"interviewers": [{"name": "Dana", "time_zone": "America/New_York", "country": "USA"}]}, "#/interviewers/0"),
]


def test_an_announcement_that_contradicts_itself_is_refused_by_field(office: Office) -> None:
    for change, pointer in CONTRADICTIONS:
        answer = put(office, **change)
        assert (change, answer.status_code, answer.json()["code"]) == (change, 422, "invalid")
        assert answer.json()["errors"][0]["pointer"].startswith(pointer), change
    assert counts(office) == dict.fromkeys(TABLES, 0)


def test_working_hours_are_two_times_of_day_in_the_contacts_own_zone(office: Office) -> None:
    wrong: list[Json] = [
        {"work_starts": "17:30", "work_ends": "09:00"},
        {"work_starts": "09:00", "work_ends": "09:00"},
        {"work_starts": "09:00Z"},
        {"work_ends": "17:30+02:00"},
    ]
    for hours in wrong:
        dana = office.interviewer("Dana Whitfield", **hours)
        assert put(office, interviewers=[dana]).json()["code"] == "invalid", hours
    contact = f"/v1/client-contacts/{office.announce()['people'][0]['contact_id']}"
    seen = office.priya.get(contact).headers["ETag"]
    for hours in wrong:
        answer = office.priya.patch(contact, json=hours, headers={"If-Match": seen})
        assert answer.json()["code"] == "invalid", hours


def test_a_field_that_a_row_needs_is_not_taken_away(office: Office) -> None:
    interview = office.announce()
    contact = f"/v1/client-contacts/{interview['people'][0]['contact_id']}"
    client = f"/v1/clients/{interview['client']['id']}"
    for path, fields in (
        (contact, ("name", "time_zone", "country", "work_starts", "work_ends")),
        (client, ("name", "contact_policy", "letter_policy")),
    ):
        for name in fields:
            answer = office.priya.patch(path, json={name: None}, headers={"If-Match": '"1"'})
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"#/{name}")
    away = office.priya.patch(contact, json={"email": None, "title": None}, headers={"If-Match": '"1"'})
    assert (away.json()["email"], away.json()["title"]) == (None, None)


def test_a_consultant_who_is_not_there_is_refused_before_anything_is_added(office: Office) -> None:
    for named in ("nobody@nowhere.example", "con_01h2xcejqtf2nbrexx3vqjhp41"):
        answer = put(office, consultant=named)
        assert (answer.status_code, answer.json()["code"]) == (422, "consultant_unknown")
        assert answer.json()["errors"][0]["pointer"] == "#/consultant"
    assert counts(office) == dict.fromkeys(TABLES, 0)


def test_the_consultant_is_named_by_address_in_any_case_or_by_identifier(office: Office) -> None:
    colleague = office.consultant_ids["colleague"]
    done(put(office, consultant=f"PRIYA@{office.name}.EXAMPLE"))
    assert done(put(office, consultant=colleague)) == ([], {"interview": ["consultant_id"]})
    assert done(put(office, consultant=f"colleague@{office.name}.example")) == ([], {})


def test_a_contract_vacancy_asks_for_the_short_debrief_unless_the_announcement_says_otherwise(office: Office) -> None:
    contract = {"external_id": "JOB-C", "title": "Interim Buyer", "kind": "contract"}
    assert office.announce("I-1")["debrief_profile"] == "full"
    assert office.announce("I-2", job=contract)["debrief_profile"] == "short"
    assert office.announce("I-3", job=contract, debrief_profile="full")["debrief_profile"] == "full"
    assert office.announce("I-3", job=contract)["debrief_profile"] == "full"


def test_without_a_reference_every_announcement_is_an_interview_of_its_own(office: Office) -> None:
    answers = [office.priya.post("/v1/interviews", json=office.announcement()) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert counts(office)["interview"] == 2
    assert counts(office)["application"] == 1


def test_who_is_no_longer_announced_is_taken_off_until_the_meeting_begins(office: Office) -> None:
    body = office.announcement()
    office.announce()
    dana = office.announce(interviewers=body["interviewers"][:1])
    assert [person["name"] for person in dana["people"]] == ["Dana Whitfield"]
    office.announce()
    office.travel(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))
    assert len(office.announce(interviewers=[])["people"]) == 2
