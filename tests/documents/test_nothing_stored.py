"""By a link that was handed over a candidate writes and sends; nothing that is stored is read with it."""

from typing import Any

import httpx
import pytest

from tests.make import debriefs, letters
from tests.make.loop import decide, letter_agreed, path_to
from tests.office import Office

Json = dict[str, Any]
PATHS = (
    "/v1/letters/{letter}/versions",
    "/v1/letters/{letter}/versions/1",
    "/v1/letters/{letter}/versions/1/diff",
    "/v1/letters/{letter}/coverage",
    "/v1/letters/{letter}/send-window",
    "/v1/documents/{document}",
    "/v1/documents/{document}.pdf",
    "/v1/documents/{document}.docx",
    "/v1/documents/{document}.txt",
)
STORED = ("At Corvid", "Managing people in another country", "supplier recalls", "Shorter, please")


def weak(office: Office, interview: Json) -> httpx.Client:
    return office.candidate(interview["id"], link="returned")


@pytest.fixture
def told(office: Office) -> tuple[Json, Json, httpx.Client]:
    """An interview with a submitted debrief and a returned letter that answers its concern."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"])
    key = candidate.get(debriefs.path(interview["id"])).json()["answers"]["concerns"][0]["key"]
    letter = letters.submitted(candidate, interview, letters.strategic(key))
    assert letters.consent(candidate, letter).status_code == 200
    assert decide(office.priya, path_to(letter), "return", {"reason": "Shorter, please."}).status_code == 200
    return interview, letter, candidate


def test_what_is_stored_is_refused_and_the_way_to_it_said(
    office: Office, told: tuple[Json, Json, httpx.Client]
) -> None:
    interview, letter, candidate = told
    holder = weak(office, interview)

    for path in (one.format(letter=letter["id"], document=letter["document"]["id"]) for one in PATHS):
        refused, shown = holder.get(path), candidate.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "nothing_stored_shown"), path
        assert "come by the link that we mailed to you" in refused.json()["detail"]
        assert shown.status_code == 200, path


def test_a_letter_shows_where_it_stands_and_none_of_its_words(
    office: Office, told: tuple[Json, Json, httpx.Client]
) -> None:
    interview, letter, candidate = told

    seen = weak(office, interview).get(f"/v1/letters/{letter['id']}").json()
    listed = weak(office, interview).get(f"/v1/interviews/{interview['id']}/letters").json()
    whole = letters.read(candidate, letter)

    assert (seen["state"], seen["version"]) == ("changes_requested", 1)
    assert (seen["content"], seen["addressees"], seen["coverage"], seen["consents"]) == (None, [], [], [])
    assert seen["draft"] == whole["draft"]
    assert [one["addressees"] for one in listed["data"]] == [[]]
    assert not [words for words in STORED if words in str(seen) + str(listed)]
    assert [words for words in STORED if words in str(whole)]


def test_what_is_written_by_such_a_link_is_taken_and_only_that_is_echoed(
    office: Office, told: tuple[Json, Json, httpx.Client]
) -> None:
    """A new draft over the old, saved and submitted: each answer holds what was sent with it and no more."""
    interview, letter, candidate = told
    holder = weak(office, interview)
    mark = holder.get(f"/v1/letters/{letter['id']}").json()["draft"]
    body = {"addressees": [letters.people_of(interview)["Tom"]], "content": letters.thank_you()}

    saved = holder.put(f"/v1/letters/{letter['id']}", json=body, headers={"If-Match": mark["etag"]})
    sent = letters.submit(holder, {"id": letter["id"], "draft": {"etag": saved.headers["ETag"]}})
    begun = holder.post(
        f"/v1/interviews/{interview['id']}/letters", json={"kind": "thank_you", "addressees": body["addressees"]}
    )

    assert (saved.status_code, sent.status_code, begun.status_code) == (200, 200, 201)
    assert "meal-planning roadmap" in str(saved.json()["content"])
    assert saved.json()["coverage"] == []
    assert [one["name"] for one in begun.json()["addressees"]] == ["Tom Achterberg"]
    assert (sent.json()["version"], sent.json()["content"], sent.json()["consents"]) == (2, None, [])
    answers = saved.text + sent.text + begun.text
    assert not [words for words in STORED if words in answers]
    assert letters.read(candidate, letter)["content"]["paragraphs"][0]["text"].startswith("Dear Dana, dear Tom")


def test_a_withdrawn_letter_is_opened_again_without_a_word_of_it(office: Office) -> None:
    loop = letter_agreed(office)
    decide(loop.candidate, path_to(loop.letter), "withdraw")

    answer = decide(weak(office, loop.interview), path_to(loop.letter), "reopen")

    assert (answer.status_code, answer.json()["state"], answer.json()["content"]) == (200, "draft", None)
    assert "At Corvid" not in answer.text


def test_a_consultant_sees_no_draft_in_the_send_window(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    letter = letters.begin(candidate, interview)
    path = f"/v1/letters/{letter['id']}/send-window"

    planned, seen = candidate.get(path).json(), [who.get(path).json() for who in (office.priya, office.crm)]

    assert [one["name"] for one in planned] == ["Dana Whitfield", "Tom Achterberg"]
    assert seen == [[], []]
    sent = letters.submit(candidate, letters.save(candidate, letter, letters.strategic())).json()
    again = decide(office.priya, path_to(sent), "return", {"reason": "To Dana alone, please."})
    assert again.status_code == 200
    draft = letters.read(candidate, sent)
    letters.save(candidate, draft, letters.strategic(), addressees=[letters.people_of(interview)["Dana"]])
    assert len(candidate.get(path).json()) == 1
    assert len(office.priya.get(path).json()) == 2
