from typing import Any

import httpx
import pytest
from sqlalchemy import event

from app.core.actor import SystemActor
from app.core.ids import Prefixed
from app.letters.queries import reading
from tests.make import debriefs
from tests.make import letters as make
from tests.office import Office, text_of

Json = dict[str, Any]


def codes(checks: list[Json]) -> list[str]:
    return [one["code"] for one in checks]


def test_a_letter_is_begun_once_and_saving_it_is_no_event(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])

    letter = make.begin(candidate, interview, kind="strategic")
    saved = make.save(candidate, make.save(candidate, letter, make.thank_you()), make.strategic())

    assert (letter["state"], letter["version"], letter["content"]["paragraphs"]) == ("draft", 0, [])
    assert [one["name"] for one in letter["addressees"]] == ["Dana Whitfield", "Tom Achterberg"]
    assert make.words_of(saved["content"]) == make.words_of(make.strategic())
    assert office.trail(letter["id"]) == ["letter.drafted"]


def test_a_link_that_was_handed_over_is_enough_to_write(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"], link="returned")

    letter = make.submitted(candidate, interview)

    assert letter["state"] == "submitted"


def test_a_stale_draft_is_refused_and_both_texts_survive(office: Office) -> None:
    interview = office.announce()
    telephone, laptop = office.candidate(interview["id"]), office.candidate(interview["id"])
    begun = make.begin(telephone, interview)
    stale = {"If-Match": begun["draft"]["etag"]}
    body = {"addressees": [], "content": make.thank_you()}
    make.save(telephone, begun, make.strategic())

    refused = laptop.put(f"/v1/letters/{begun['id']}", json=body, headers=stale)

    assert (refused.status_code, refused.json()["code"]) == (412, "draft_changed")
    assert "Nothing is lost" in refused.json()["detail"]
    now = make.read(laptop, begun)
    assert make.words_of(now["content"]) == make.words_of(make.strategic())
    make.save(laptop, now, make.thank_you())


def test_a_draft_is_saved_only_over_what_was_seen(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview)
    body: Json = {"addressees": [], "content": {}}

    unseen = candidate.put(f"/v1/letters/{letter['id']}", json=body)
    created = candidate.put(f"/v1/letters/{letter['id']}", json=body, headers={"If-None-Match": "*"})
    seen = candidate.put(f"/v1/letters/{letter['id']}", json=body, headers={"If-Match": letter["draft"]["etag"]})

    assert [answer.status_code for answer in (unseen, created, seen)] == [428, 412, 200]
    assert seen.headers["ETag"] == seen.json()["etag"] != letter["draft"]["etag"]


def test_a_letter_goes_only_to_people_met_each_named_once(office: Office) -> None:
    interview = office.announce()
    people = make.people_of(interview)
    elsewhere = make.people_of(office.announce("I-2", interviewers=[office.interviewer("Dana Whitfield")], round=2))
    candidate = office.candidate(interview["id"])
    path = f"/v1/interviews/{interview['id']}/letters"

    stranger = candidate.post(path, json={"kind": "thank_you", "addressees": [people["Tom"], elsewhere["Dana"]]})
    twice = candidate.post(path, json={"kind": "thank_you", "addressees": [people["Tom"], people["Tom"]]})

    assert (stranger.status_code, twice.status_code) == (422, 422)
    assert stranger.json()["errors"] == [{"pointer": "#/addressees/1", "message": "was not met in this interview"}]
    assert twice.json()["errors"] == [{"pointer": "#/addressees/1", "message": "is named twice"}]
    assert candidate.get(path).json()["data"] == []


def test_a_client_that_takes_no_letters_gets_none_and_the_candidate_reads_why(office: Office) -> None:
    client = {"external_id": "CLI-1", "name": "Meridian Foods", "letter_policy": "not_accepted"}
    interview = office.announce(client=client)
    candidate = office.candidate(interview["id"])
    path = f"/v1/interviews/{interview['id']}/letters"

    refused = candidate.post(path, json={"kind": "thank_you", "addressees": []})

    assert (refused.status_code, refused.json()["code"]) == (409, "letters_not_accepted")
    assert candidate.get(path).json()["letter_policy"] == {
        "policy": "not_accepted",
        "words": "Meridian Foods takes no letters. Your debrief and Priya Nair's call carry what you want to say.",
    }


def test_a_client_that_wants_to_be_asked_is_no_hindrance_and_the_consultant_is_told_at_once(office: Office) -> None:
    client = {"external_id": "CLI-1", "name": "Meridian Foods", "letter_policy": "ask_first"}
    interview = office.announce(client=client)

    letter = make.begin(office.candidate(interview["id"]), interview)
    office.run_tasks()

    (mail,) = office.mails(to=f"priya@{office.name}.example")
    assert "ask them whether a letter is welcome" in mail["subject"]
    assert "Meridian Foods wants to be asked before a letter comes. Ask them now" in text_of(mail)
    assert make.read(office.priya, letter)["letter_policy"]["policy"] == "ask_first"


def test_letters_of_an_interview_are_limited_and_none_follows_one_that_was_cancelled(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    for _ in range(20):
        make.begin(candidate, interview)

    one_more = candidate.post(f"/v1/interviews/{interview['id']}/letters", json={"kind": "thank_you", "addressees": []})

    assert (one_more.status_code, one_more.json()["code"]) == (409, "too_many_letters")
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")

    refused = candidate.post(f"/v1/interviews/{interview['id']}/letters", json={"kind": "thank_you", "addressees": []})

    assert (refused.status_code, refused.json()["code"]) == (409, "interview_is_off")


def test_what_is_still_being_written_is_for_the_candidate_alone(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.save(candidate, make.begin(candidate, interview), make.strategic())

    for reader in (office.priya, office.manager, office.compliance, office.crm):
        shown = make.read(reader, letter)
        listed = reader.get(f"/v1/interviews/{interview['id']}/letters").json()["data"]
        assert (shown["audience"], shown["content"], shown["coverage"]) == ("agency", None, [])
        assert (listed[0]["state"], listed[0]["addressees"]) == ("draft", [])
        assert reader.put(f"/v1/letters/{letter['id']}", json={"addressees": [], "content": {}}).status_code == 403
    assert office.admin.get(f"/v1/letters/{letter['id']}").status_code == 403
    assert office.anybody.get(f"/v1/letters/{letter['id']}").status_code == 401


def test_a_letter_of_somebody_else_answers_as_one_that_does_not_exist(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.save(candidate, make.begin(candidate, interview), make.strategic())
    someone = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    other = office.candidate(office.announce("I-2", candidate=someone)["id"])

    with Office.open(office.premises) as elsewhere:
        for stranger in (other, elsewhere.priya, elsewhere.manager, elsewhere.crm):
            assert_unknown(stranger, letter)
    put = other.put(f"/v1/letters/{letter['id']}", json={"addressees": [], "content": {}}, headers={"If-Match": '"1"'})
    assert put.status_code == 404
    assert make.read(candidate, letter) == letter


def assert_unknown(stranger: httpx.Client, letter: Json) -> None:
    missing = "ltr_01h455vb4pex5vsknk084sn02q"
    for rest in ("", "/versions", "/versions/1", "/coverage"):
        theirs, none = (stranger.get(f"/v1/letters/{letter_id}{rest}") for letter_id in (letter["id"], missing))
        assert theirs.status_code == none.status_code == 404
        assert {**theirs.json(), "request_id": ""} == {**none.json(), "request_id": ""}


def test_a_candidate_never_reads_an_address_or_number_of_the_client(office: Office) -> None:
    contact = {**office.interviewer("Dana Whitfield"), "phone": "+1 212 555 0142"}
    interview = office.announce(interviewers=[contact])
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview, make.thank_you(), to=("Dana",))

    answers = [
        candidate.get(path).text
        for path in (
            f"/v1/letters/{letter['id']}",
            f"/v1/letters/{letter['id']}/versions/1",
            f"/v1/interviews/{interview['id']}/letters",
            f"/v1/documents/{letter['document']['id']}",
        )
    ]

    assert not any(contact["email"] in answer or "555 0142" in answer for answer in answers)
    assert make.read(office.priya, letter)["addressees"][0]["email"] == contact["email"]


@pytest.mark.practice("P6")
def test_a_way_round_the_agency_is_named_to_candidate_and_consultant_and_blocks_nothing(office: Office) -> None:
    """While writing, the candidate reads in plain words which paragraph gives a telephone number or an e-mail address
    and why to leave it out; the consultant reads the same in the mail about the letter."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    round_about = make.paragraph("Ring me on +44 20 7946 0991 or write to alex@mail.example.")
    content = make.thank_you(paragraphs=[make.paragraph(make.THANKS), round_about])

    letter = make.save(candidate, make.begin(candidate, interview, kind="thank_you"), content)
    assert make.submit(candidate, letter).status_code == 200
    office.run_tasks()

    words = [one["words"] for one in letter["checks"] if one["code"] == "direct_contact"]
    assert words == [
        "Paragraph 2 gives an e-mail address (a…@mail.example). You were introduced by an agency, so the client "
        "expects to answer through your consultant: leave it out.",
        "Paragraph 2 gives a telephone number (…91). You were introduced by an agency, so the client expects to "
        "answer through your consultant: leave it out.",
    ]
    (mail,) = office.mails(to=f"priya@{office.name}.example")
    assert all(word in text_of(mail) for word in words)


@pytest.mark.practice("P6")
def test_an_interview_arranged_directly_turns_the_guidance_round(office: Office) -> None:
    """Beside the letter stands whether the candidate may write to the client themselves: not when an agency introduced
    them, by all means when they arranged the interview directly."""
    direct = office.announce(introduced_by="direct")
    candidate = office.candidate(direct["id"])
    content = make.thank_you(paragraphs=[make.paragraph("Write to alex@mail.example.")])

    letter = make.save(candidate, make.begin(candidate, direct, kind="thank_you"), content)

    assert "direct_contact" not in codes(letter["checks"])
    assert letter["guidance"] == {
        "contact_policy": "forbidden",
        "words": "You arranged this interview yourself: thank Meridian Foods directly, and we help you to say it well.",
        "acknowledgement_required": False,
    }
    someone = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    introduced = office.announce("I-2", candidate=someone)
    listed = office.candidate(introduced["id"]).get(f"/v1/interviews/{introduced['id']}/letters").json()
    assert "do not contact Meridian Foods directly" in listed["guidance"]["words"]
    assert listed["guidance"]["acknowledgement_required"] is True


@pytest.mark.practice("P10")
@pytest.mark.parametrize(("interest", "kind"), [(5, "strategic"), (2, "thank_you")])
def test_the_interest_stated_in_the_debrief_suggests_the_kind_of_letter(
    office: Office, interest: int, kind: str
) -> None:
    """Before writing, the candidate reads which kind of letter their stated interest suggests: a note of thanks, or a
    strategic letter."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(interest={"after": interest}))

    listed = candidate.get(f"/v1/interviews/{interview['id']}/letters").json()

    assert listed["suggested_kind"] == kind
    assert make.begin(candidate, interview, kind="thank_you")["kind"] == "thank_you"


def test_listing_letters_takes_as_many_statements_for_eight_as_for_two(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    counts = []
    for wanted in (2, 8):
        while len(candidate.get(f"/v1/interviews/{interview['id']}/letters").json()["data"]) < wanted:
            make.submit(candidate, make.begin(candidate, interview), content=make.thank_you())
        counts.append(statements_to_list(office, interview["id"]))

    assert counts[0] == counts[1]


def statements_to_list(office: Office, interview_id: str) -> list[str]:
    """The statements that it takes to read an interview's letters."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement.partition(" \nWHERE")[0])

    with office.rows() as session:
        event.listen(office.premises.db.engine, "before_cursor_execute", note)
        try:
            actor = SystemActor(office.agency_id)
            shelf = reading.shelf_for(session, interview_id=Prefixed("int").parse(interview_id), actor=actor)
        finally:
            event.remove(office.premises.db.engine, "before_cursor_execute", note)
    assert all(letter.id in shelf.written for letter in shelf.letters)
    return seen
