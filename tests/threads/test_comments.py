"""Comments on letters and debriefs: shared with the candidate, or private among consultants."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.core.clock import utc_now
from tests.make import debriefs, loop
from tests.make import letters as letter_calls
from tests.make import threads as make
from tests.office import Office, link_in, text_of

Json = dict[str, Any]


def texts(comments: list[Json]) -> list[str]:
    return [one["text"] for one in comments]


def wait(office: Office, minutes: int = 6) -> None:
    """Let time pass, with what falls due on the way."""
    office.travel(utc_now() + timedelta(minutes=minutes))


@pytest.mark.practice("P7")
def test_a_paragraph_is_talked_about_by_both_and_settled(office: Office) -> None:
    """The consultant comments on a paragraph, the candidate reads it beside their letter and answers, and the thread is
    resolved; it can be opened again."""
    found = loop.letter_submitted(office)
    letter = found.letter["id"]

    asked = make.said(office.priya, letter, "Which project was it?", visibility="shared", version=1, paragraph=3)
    answered = make.said(found.candidate, letter, "The recall, in Porto.", in_reply_to=asked["id"])
    resolved = make.settle(found.candidate, asked, "resolve")
    twice = make.settle(office.priya, asked, "resolve")

    assert [(one["paragraph"], one["version"]) for one in make.read(found.candidate, letter)] == [(3, 1), (3, 1)]
    assert (answered["in_reply_to"], answered["author"]) == (
        asked["id"],
        {"kind": "candidate", "name": "Alex Moreau"},
    )
    assert resolved.json()["resolved_by"]["name"] == "Alex Moreau"
    assert (twice.status_code, twice.json()["detail"]) == (409, "This comment is resolved; it cannot become resolved.")
    assert texts(make.read(office.priya, letter, state="open")) == ["The recall, in Porto."]
    assert make.settle(office.priya, asked, "reopen").json()["resolved_at"] is None
    assert make.settle(office.priya, answered, "resolve").json()["code"] == "comment_is_reply"
    assert office.trail(asked["id"]) == ["comment.added", "comment.resolved", "comment.reopened"]


def test_a_private_note_exists_for_consultants_and_compliance_only(office: Office) -> None:
    """Rule 4: never to a candidate, a document, a key or a log."""
    found = loop.letter_submitted(office)
    letter = found.letter["id"]
    note = make.said(office.colleague, letter, "Zephyrine: they doubt her German.", visibility="private")
    make.said(office.priya, letter, "Which project was it?", visibility="shared")

    readers = {"priya": office.priya, "manager": office.manager, "compliance": office.compliance}
    assert {name: len(make.read(reader, letter)) for name, reader in readers.items()} == dict.fromkeys(readers, 2)
    seen = make.read(found.candidate, letter)
    assert (texts(seen), "visibility" in seen[0]) == (["Which project was it?"], False)
    assert office.admin.get(make.path(letter)).status_code == office.crm.get(make.path(letter)).status_code == 403
    reply = make.say(found.candidate, letter, "What is that?", in_reply_to=note["id"])
    hidden = [
        reply,
        make.settle(found.candidate, note, "resolve"),
        found.candidate.delete(make.path(letter, f"/{note['id']}")),
    ]
    assert {(one.status_code, one.json()["code"]) for one in hidden} == {(404, "comment_not_found")}
    wait(office, 60)
    assert not any("Zephyrine" in text_of(mail) for mail in office.mails(to=office.address("alex")))
    with office.rows() as session:
        kept = session.execute(text("SELECT details::text || commitments::text FROM audit_event")).scalars().all()
        assert session.execute(text("SELECT count(*) FROM audit_value WHERE value LIKE '%Zephyrine%'")).scalar() == 0
    assert not any("Zephyrine" in one for one in kept)


def test_a_consultant_says_who_reads_a_comment_and_a_candidate_shares(office: Office) -> None:
    """Who may decide speaks to the candidate, and any consultant leaves a note."""
    found = loop.letter_submitted(office)
    letter = found.letter["id"]
    note = make.said(office.priya, letter, "Ask Dana first.", visibility="private")

    unsaid = make.say(office.priya, letter, "Which project was it?")
    private = make.say(found.candidate, letter, "Between us", visibility="private")
    hanging = make.say(office.priya, letter, "Dear Alex", visibility="shared", in_reply_to=note["id"])
    inherited = make.said(office.manager, letter, "I did.", in_reply_to=note["id"])

    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "visibility_required")
    assert private.status_code == 403
    assert (hanging.status_code, hanging.json()["code"]) == (422, "reply_elsewhere")
    assert inherited["visibility"] == "private"
    assert make.say(office.priya, letter, "And I.", in_reply_to=inherited["id"]).json()["code"] == "reply_elsewhere"

    def status(who: httpx.Client, visibility: str) -> int:
        return make.say(who, letter, "Well done.", visibility=visibility).status_code

    people = (office.priya, office.manager, office.colleague, office.compliance, office.admin)
    assert [status(who, "shared") for who in people] == [201, 201, 403, 403, 403]
    assert [status(who, "private") for who in people] == [201, 201, 201, 403, 403]


def test_by_a_link_that_was_handed_over_one_speaks_and_reads_nothing(office: Office) -> None:
    """And what was said is not edited, and only its author takes it back."""
    found = loop.letter_submitted(office)
    letter = found.letter["id"]
    handed_over = office.candidate(found.interview["id"], link="returned")
    asked = make.said(office.priya, letter, "Which project was it?", visibility="shared")

    spoken = make.said(handed_over, letter, "The recall, in Porto.")
    refused = [
        handed_over.get(make.path(letter)),
        make.settle(handed_over, asked, "resolve"),
        handed_over.delete(make.path(letter, f"/{spoken['id']}")),
    ]

    assert {(one.status_code, one.json()["code"]) for one in refused} == {(403, "comments_need_own_link")}
    assert texts(make.read(office.priya, letter)) == ["Which project was it?", "The recall, in Porto."]

    path = make.path(letter, f"/{asked['id']}")
    others = [who.delete(path).status_code for who in (found.candidate, office.manager, office.compliance)]
    edited = [office.priya.put(path, json={"text": "Hm"}).status_code, office.priya.patch(path, json={}).status_code]
    deleted = [office.priya.delete(path).status_code for _ in range(2)]

    assert (others, edited, deleted) == ([403, 403, 403], [405, 405], [204, 409])
    assert texts(make.read(found.candidate, letter)) == [None, "The recall, in Porto."]
    assert office.trail(asked["id"]) == ["comment.added", "comment.deleted"]
    with office.rows() as session:
        assert session.execute(text("SELECT count(*) FROM comment WHERE body LIKE 'Which%'")).scalar() == 0


def test_a_batch_of_comments_is_one_mail_and_none_is_told_twice(office: Office) -> None:
    found = loop.letter_submitted(office)
    letter = found.letter["id"]
    office.run_tasks()
    before = len(office.mails(to=office.address("alex")))
    make.said(office.priya, letter, "Which project was it?", visibility="shared", version=1, paragraph=3)
    wait(office, 4)
    make.said(office.manager, letter, "And when?", visibility="shared")
    gone = make.said(office.priya, letter, "Forget this.", visibility="shared")
    office.priya.delete(make.path(letter, f"/{gone['id']}"))
    make.said(office.priya, letter, "Ask Dana first.", visibility="private")
    wait(office, 2)
    make.said(office.priya, letter, "One more thing.", visibility="shared")
    wait(office)

    first, second = office.mails(to=office.address("alex"))[before:]

    assert first["subject"] == "2 comments for you: Product Manager at Meridian Foods"
    assert "Priya Nair and Mira Manager left 2 comments for you" in text_of(first)
    assert "On your letter, paragraph 3: “Which project was it?”" in text_of(first)
    assert "And when?" in text_of(first)
    assert not any(word in text_of(first) + text_of(second) for word in ("Forget this", "Ask Dana"))
    assert "And when?" not in text_of(second)
    assert texts(make.read(office.by_link(link_in(second)), letter))[0] == "Which project was it?"


def test_the_consultant_is_told_what_the_candidate_said(office: Office) -> None:
    found = loop.letter_submitted(office)
    office.run_tasks()
    before = len(office.mails(to=f"priya@{office.name}.example"))
    make.said(found.candidate, found.letter["id"], "May I add the recall?")
    make.said(found.candidate, found.letter["id"], "It was in 2022.")
    wait(office, 30)

    told = [mail for mail in office.mails(to=f"priya@{office.name}.example")[before:] if "comment" in mail["subject"]]

    assert [mail["subject"] for mail in told] == ["Alex Moreau at Meridian Foods: 2 comments"]
    assert "On letter: “May I add the recall?”" in text_of(told[0])
    assert told[0]["Reply-To"] == office.address("alex")


def test_a_debrief_is_talked_about_as_a_whole_or_by_version(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"])
    debrief = candidate.get(debriefs.path(interview["id"])).json()["id"]

    make.said(office.priya, debrief, "What did Tom ask?", visibility="shared", version=1)
    make.said(candidate, debrief, "How I would plan a quarter.")
    no_paragraph = make.say(office.priya, debrief, "This.", visibility="shared", version=1, paragraph=1)

    assert texts(make.read(candidate, debrief)) == ["What did Tom ask?", "How I would plan a quarter."]
    assert {one["subject"] for one in make.read(office.priya, debrief)} == {debrief}
    assert no_paragraph.json()["errors"] == [{"pointer": "#/paragraph", "message": "version 1 has no paragraphs"}]
    wait(office, 10)
    assert "On your debrief: “What did Tom ask?”" in text_of(office.mails(to=office.address("alex"))[-1])


PLACES: list[tuple[Json, str]] = [
    ({"paragraph": 1}, "#/version"),
    ({"version": 2}, "#/version"),
    ({"version": 1, "paragraph": 5}, "#/paragraph"),
]


def test_a_comment_stands_where_there_is_something(office: Office) -> None:
    """And what is no letter and no debrief is not talked about."""
    found = loop.letter_submitted(office)
    interview, letter = found.interview["id"], found.letter["id"]

    for place, pointer in PLACES:
        refused = make.say(office.priya, letter, "Here?", visibility="shared", **place)
        assert (refused.status_code, refused.json()["code"]) == (422, "no_such_place")
        assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    wrong = make.say(office.priya, interview, "Here?", visibility="shared")
    missing = make.say(office.priya, letter[:-4] + "0000", "Here?", visibility="shared")
    elsewhere = letter_calls.begin(found.candidate, found.interview)["id"]
    comment = make.said(office.priya, letter, "Which project was it?", visibility="shared")
    mixed = office.priya.post(make.path(elsewhere, f"/{comment['id']}/resolve"))

    assert wrong.status_code == 422
    assert "'ltr_' or 'dbf_'" in wrong.text
    assert (missing.status_code, missing.json()["code"]) == (404, "letter_not_found")
    assert (mixed.status_code, mixed.json()["code"]) == (404, "comment_not_found")


def test_comments_page_in_order_and_read_alike_however_many_there_are(office: Office) -> None:
    found = loop.letter_submitted(office)
    letter = found.letter["id"]
    for number in range(5):
        make.said(office.priya, letter, f"Comment {number}", visibility="shared")

    first = found.candidate.get(make.path(letter), params={"limit": 3})
    rest = found.candidate.get(make.path(letter), params={"limit": 3, "cursor": first.json()["next_cursor"]})

    assert [texts(page.json()["data"]) for page in (first, rest)] == [
        ["Comment 0", "Comment 1", "Comment 2"],
        ["Comment 3", "Comment 4"],
    ]
    assert (rest.json()["next_cursor"], "next" in first.links) == (None, True)
    other = letter_calls.begin(found.candidate, found.interview)
    assert (
        found.candidate.get(make.path(other["id"]), params={"cursor": first.json()["next_cursor"]}).status_code == 422
    )
