"""The candidate marks what the client may see of the debrief, sees it as it would be sent, and submits it."""

from typing import Any

import pytest
from sqlalchemy import text

from app.core.ids import Prefixed
from app.debriefs.schemas.content import AgencyOnlyAnswers
from tests.make import debriefs, letters, summaries
from tests.make.loop import decide
from tests.make.summaries import CREATE, MARKED, mark, path, read, sections, submit, told
from tests.office import Office

Json = dict[str, Any]


def debrief_again(office: Office, at: summaries.Summed, **changes: Any) -> None:
    """Let Priya return the debrief, and its candidate submit another version of it."""
    asked = {"reason": "More about the case, please."}
    assert debriefs.decide(office.priya, at.interview["id"], "return", asked).status_code == 200
    answers = debriefs.full_answers(**changes)
    seen = {"If-Match": at.candidate.get(debriefs.path(at.interview["id"], "/draft")).headers["ETag"]}
    answer = at.candidate.post(debriefs.path(at.interview["id"], "/submit"), json={"answers": answers}, headers=seen)
    assert answer.status_code == 200, answer.text


@pytest.mark.practice("P5")
def test_nothing_is_marked_until_the_candidate_marks_it_and_then_it_is_shown_as_it_would_be_sent(
    office: Office,
) -> None:
    """The candidate marks answers of the debrief for the client, some in words of their own, and reads the result."""
    at = told(office)
    before = read(at.candidate, at.interview["id"])

    saved = mark(at).json()

    assert (before["state"], before["letter_id"], before["as_sent"], before["addressees"]) == (
        "not_begun",
        None,
        None,
        [],
    )
    assert {one["marked"] for one in before["answers"]} == {False}
    assert {one["field"]: one["title"] for one in before["answers"]}["went_well"] == "What went well?"
    assert (saved["state"], saved["version"], saved["debrief_version"]) == ("draft", 0, 1)
    assert [one["field"] for one in saved["answers"] if one["marked"]] == ["interest", "went_well", "difficult"]
    assert {one["field"]: one["words"] for one in saved["answers"] if one["words"]} == {
        "difficult": "Managing people in another country: I did it for three years at Corvid."
    }
    assert [one["name"] for one in saved["addressees"]] == ["Dana Whitfield", "Tom Achterberg"]
    assert saved["as_sent"] == {
        "heading": "Summary of the interview with Alex Moreau",
        "opening": "Product Manager at Meridian Foods, Monday 23 November 2026. This is Alex Moreau’s account, in "
        "their own words: the parts that they chose to share with you.",
        "sections": [
            {
                "field": "interest",
                "heading": "My interest in the role",
                "text": "5 out of 5 now, 3 out of 5 before the interview.\nThe roadmap is theirs to decide.",
                "own_words": False,
            },
            {
                "field": "went_well",
                "heading": "What went well",
                "text": "The case about supplier recalls. I have run one end to end.",
                "own_words": False,
            },
            {
                "field": "difficult",
                "heading": "What was difficult",
                "text": "Managing people in another country: I did it for three years at Corvid.",
                "own_words": True,
            },
        ],
    }
    assert office.trail(saved["letter_id"]) == ["client_summary.drafted"]


@pytest.mark.practice("P3")
def test_what_may_harm_is_shown_with_a_word_of_caution_before_it_is_marked(office: Office) -> None:
    """In the list of what may be shared: the difficult, the unsaid, a reservation come with what to weigh first."""
    at = told(office, answers=debriefs.full_answers(own_reservations="The travel."))

    cautions = {one["field"]: one["caution"] for one in read(at.candidate, at.interview["id"])["answers"]}

    assert {field for field, caution in cautions.items() if caution} == {"difficult", "unsaid", "own_reservations"}
    assert cautions["own_reservations"].endswith("Your consultant can raise them for you.")


def test_marks_are_saved_over_those_that_were_seen_only(office: Office) -> None:
    at = told(office)
    stale = {"If-Match": '"1"'}

    too_soon = mark(at, seen=stale)
    first = mark(at, MARKED[:1])
    again = mark(at, MARKED, seen=CREATE)
    second = mark(at, MARKED)
    late = mark(at, MARKED[:1], seen=stale)
    unseen = at.candidate.put(path(at.interview["id"]), json={"marked": [], "addressees": []})

    assert (too_soon.status_code, too_soon.json()["code"]) == (412, "draft_changed")
    assert (first.headers["ETag"], second.headers["ETag"]) == ('"1"', '"2"')
    assert {answer.status_code for answer in (again, late)} == {412}
    assert unseen.status_code == 428
    assert len(sections(read(at.candidate, at.interview["id"]))) == 3
    assert at.candidate.get(path(at.interview["id"])).headers["ETag"] == '"2"'


def test_what_may_not_be_shared_is_refused_by_name_and_nothing_is_saved(office: Office) -> None:
    at = told(office)

    for field in (*sorted(AgencyOnlyAnswers.model_fields), "salary", ""):
        refused = mark(at, [*MARKED, {"field": field, "words": "GBP 91,234"}])

        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["pointer"] == "#/marked/3/field"
        assert field in error["message"] or field not in AgencyOnlyAnswers.model_fields
    assert read(at.candidate, at.interview["id"])["state"] == "not_begun"


def test_what_has_no_words_cannot_be_marked(office: Office) -> None:
    at = told(office, answers=debriefs.full_answers(went_well="not_discussed", concerns="none_noticed"))

    refused = mark(at, [{"field": "went_well"}, {"field": "appealed"}, {"field": "concerns"}, {"field": "agenda"}])

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [
        "#/marked/0/field",
        "#/marked/2/field",
        "#/marked/3/field",
    ]
    assert mark(at, [{"field": "appealed"}]).status_code == 200


def test_a_summary_goes_to_people_met_each_named_once(office: Office) -> None:
    at = told(office)
    body = {"marked": MARKED, "addressees": [at.people["Dana"], at.people["Dana"]]}

    refused = at.candidate.put(path(at.interview["id"]), json=body, headers=CREATE)

    assert [one["pointer"] for one in refused.json()["errors"]] == ["#/addressees/1"]
    assert mark(at).status_code == 200


def test_a_summary_needs_a_debrief_to_be_made_of(office: Office) -> None:
    interview = office.held()
    at = summaries.Summed(interview, office.candidate(interview["id"]))
    empty = read(at.candidate, interview["id"])

    refused = mark(at)
    unsent = at.candidate.post(path(interview["id"], "/submit"), json={}, headers={"If-Match": '"0"'})

    assert (empty["answers"], empty["debrief_version"]) == ([], 0)
    assert (refused.status_code, refused.json()["code"]) == (409, "debrief_not_submitted")
    assert (unsent.status_code, unsent.json()["code"]) == (404, "summary_not_begun")


def test_too_many_words_are_refused_before_they_are_saved(office: Office) -> None:
    questions = [{"question": "Why?", "how_answered": "x" * 2_000}] * 12
    at = told(office, answers=debriefs.full_answers(questions_asked=questions))

    refused = mark(at, [{"field": "questions_asked"}])
    shorter = mark(at, [{"field": "questions_asked", "words": "They asked why, twelve times."}])

    assert (refused.status_code, refused.json()["code"]) == (422, "summary_too_long")
    assert shorter.status_code == 200


def test_a_way_round_the_agency_and_a_salary_are_warned_of(office: Office) -> None:
    at = told(office)

    saved = mark(at, [{"field": "went_well", "words": "Ring me on 020 7946 0991, I earn GBP 62,000."}]).json()

    assert {one["code"] for one in saved["checks"]} == {"direct_contact", "pay"}
    assert mark(at, [{"field": "went_well"}]).json()["checks"] == []


def test_what_is_marked_follows_a_newer_debrief_and_what_was_submitted_does_not(office: Office) -> None:
    at = told(office)
    mark(at)
    debrief_again(office, at, went_well="The recall case, and the one about pricing.")
    marking = read(at.candidate, at.interview["id"])
    at.summary = marking

    submit(at)
    debrief_again(office, at, went_well="Everything, in truth.")
    later = read(at.candidate, at.interview["id"])
    seen_by_priya = read(office.priya, at.interview["id"])

    assert sections(marking)["went_well"] == "The recall case, and the one about pricing."
    assert sections(marking)["difficult"] == MARKED[2]["words"]
    for view in (later, seen_by_priya):
        assert sections(view)["went_well"] == "The recall case, and the one about pricing."
        assert (view["of_debrief_version"], view["debrief_version"]) == (2, 3)
        assert view["newer_debrief"] == (
            "The submitted summary is of version 2 of the debrief; version 3 came later, and is not in it."
        )
    assert marking["newer_debrief"] is None
    document = office.priya.get(f"/v1/documents/{at.summary['document']['id']}.txt").text
    assert "in truth" not in document


def test_a_summary_is_no_letter_to_write_on(office: Office) -> None:
    at = told(office)
    people = [at.people["Dana"]]
    begun = at.candidate.post(
        f"/v1/interviews/{at.interview['id']}/letters", json={"kind": "summary", "addressees": people}
    )
    mark(at)
    letter, draft = f"/v1/letters/{at.letter['id']}", {"If-Match": at.summary["draft"]["etag"]}

    written = at.candidate.put(letter, json={"addressees": people, "content": letters.thank_you()}, headers=draft)
    sent = at.candidate.post(
        f"{letter}/submit",
        json={"content": letters.thank_you(), "contact_policy_acknowledged": True},
        headers=draft,
    )
    submit(at)
    suggestion = {"content": letters.thank_you(), "note": "Shorter."}
    reworded = decide(office.priya, letter, "suggest", suggestion)

    assert begun.status_code == 422
    assert {(one.status_code, one.json()["code"]) for one in (written, sent)} == {(409, "summary_is_marked")}
    assert (reworded.status_code, reworded.json()["code"]) == (409, "summary_not_reworded")
    assert sections(read(at.candidate, at.interview["id"]))["went_well"].startswith("The case about supplier")


def test_a_debrief_that_the_agency_took_down_is_not_called_the_candidates_own_words(office: Office) -> None:
    interview = office.held()
    taken = office.priya.post(
        debriefs.path(interview["id"], "/by-telephone"),
        json=debriefs.told(answers=debriefs.full_answers()),
        headers={"If-Match": office.priya.get(debriefs.path(interview["id"])).headers["ETag"]},
    )
    assert taken.status_code in {200, 201}, taken.text
    at = summaries.Summed(interview, office.candidate(interview["id"]))

    opening = mark(at).json()["as_sent"]["opening"]

    assert "taken down by Harcourt & Lane" in opening
    assert "own words" not in opening


def test_a_client_who_takes_no_letters_gets_no_summary_either(office: Office) -> None:
    at = told(office)
    client = f"/v1/clients/{at.interview['client']['id']}"
    seen = {"If-Match": office.priya.get(client).headers["ETag"]}
    office.priya.patch(client, json={"letter_policy": "not_accepted"}, headers=seen)

    refused = mark(at)
    seen = {"If-Match": office.priya.get(client).headers["ETag"]}
    office.priya.patch(client, json={"letter_policy": "welcome"}, headers=seen)

    assert (refused.status_code, refused.json()["code"]) == (409, "letters_not_accepted")
    assert mark(at).status_code == 200


def test_two_windows_that_begin_at_once_begin_one_summary(office: Office) -> None:
    at = told(office)

    first, second = mark(at, seen=CREATE), mark(at, seen=CREATE)

    assert (first.status_code, second.status_code) == (200, 412)
    with office.rows() as session:
        count = session.scalar(
            text("SELECT count(*) FROM letter WHERE kind = 'summary' AND interview_id = :id"),
            {"id": Prefixed("int").parse(at.interview["id"])},
        )
    assert count == 1
