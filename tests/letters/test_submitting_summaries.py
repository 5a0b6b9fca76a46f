"""A submitted summary is frozen as what would be sent, and read by whom it concerns."""

from datetime import timedelta
from typing import Any

import httpx

from app.core.clock import utc_now
from tests.make import debriefs, letters, people, summaries, threads, uploads
from tests.make.loop import decide
from tests.make.summaries import MARKED, agreed, mark, path, read, sections, submit, submitted, told
from tests.office import Office, link_in, text_of

Json = dict[str, Any]


def test_a_submitted_summary_is_frozen_and_waits_on_the_desk(office: Office) -> None:
    at = submitted(office)

    document = at.candidate.get(f"/v1/documents/{at.summary['document']['id']}").json()
    files = {kind: at.candidate.get(f"/v1/documents/{document['id']}.{kind}") for kind in ("pdf", "docx", "txt")}

    assert (at.summary["state"], at.summary["version"], at.summary["draft"]) == ("submitted", 1, None)
    assert (document["kind"], document["newest"]) == ("summary", True)
    assert [one["name"] for one in document["people"]] == ["Dana Whitfield", "Tom Achterberg"]
    assert files["txt"].text.startswith(
        "Summary of the interview with Alex Moreau\n\nProduct Manager at Meridian Foods"
    )
    assert "\n\nWhat went well\nThe case about supplier recalls." in files["txt"].text
    assert 'filename="Interview summary, Alex Moreau.pdf"' in files["pdf"].headers["Content-Disposition"]
    (item,) = [one for one in office.priya.get("/v1/review-items").json()["data"] if one["kind"] == "summary"]
    assert (item["subject_id"], item["version"]) == (at.letter["id"], 1)
    assert office.trail(at.letter["id"]) == ["client_summary.drafted", "client_summary.submitted"]
    (said, _) = office.compliance.get("/v1/audit", params={"subject": at.letter["id"]}).json()["data"]
    assert said["sentence"] == "The candidate submitted version 1 of the summary for the client"
    assert said["details"]["fields"] == ["interest", "went_well", "difficult"]
    assert (said["details"]["debrief_version"], said["details"]["contact_policy_acknowledged"]) == (1, True)


def test_the_consultant_is_mailed_the_summary_and_nothing_about_concerns_in_a_letter(office: Office) -> None:
    submitted(office)
    office.run_tasks()

    mail = office.mails(to=f"priya@{office.name}.example")[-1]
    words = " ".join(text_of(mail).split())

    assert mail["Subject"] == "Alex Moreau at Meridian Foods: summary of the debrief, by Tuesday 13:30"
    assert "The summary: My interest in the role 5 out of 5 now" in words
    assert "concerns stay open" not in words


def test_a_summary_is_submitted_whole(office: Office) -> None:
    at = told(office)
    wrong: list[tuple[list[Json], tuple[str, ...], Json, str]] = [
        ([], ("Dana",), {}, "#/marked"),
        (MARKED, (), {}, "#/addressees"),
        (MARKED, ("Dana",), {"contact_policy_acknowledged": False}, "#/contact_policy_acknowledged"),
    ]

    for marked, to, body, pointer in wrong:
        mark(at, marked, to=to)
        refused = submit(at, **body)
        assert (refused.status_code, [one["pointer"] for one in refused.json()["errors"]]) == (422, [pointer])
    assert submit(at).status_code == 200


def test_what_no_font_can_draw_is_named_before_anybody_agrees(office: Office) -> None:
    at = told(office)
    mark(at, [{"field": "went_well", "words": "Thank you 谢谢"}])

    refused = submit(at)

    assert (refused.status_code, refused.json()["code"]) == (422, "cannot_be_drawn")
    assert "谢" in refused.json()["detail"]
    assert read(at.candidate, at.interview["id"])["state"] == "draft"


def test_the_agency_sees_what_was_submitted_and_never_what_is_being_marked(office: Office) -> None:
    at = told(office)
    mark(at)
    before = read(office.priya, at.interview["id"])
    submit(at)

    after = read(office.priya, at.interview["id"])
    key = read(office.crm, at.interview["id"])

    assert (before["as_sent"], before["addressees"], before["state"]) == (None, [], "draft")
    assert {"answers", "draft"}.isdisjoint(after)
    assert after["as_sent"] == key["as_sent"] == at.summary["as_sent"]
    assert [one["email"] for one in after["addressees"]] == [
        office.address("dana", "meridian"),
        office.address("tom", "meridian"),
    ]
    assert office.address("dana", "meridian") not in str(at.summary)
    assert (
        office.priya.get(path(at.interview["id"])).headers["ETag"]
        == office.priya.get(f"/v1/letters/{at.letter['id']}").headers["ETag"]
    )


def test_by_a_link_that_was_handed_over_no_word_of_it_is_shown_or_marked(office: Office) -> None:
    at = agreed(office)
    handed_over = office.candidate(at.interview["id"], link="returned")
    document = f"/v1/documents/{at.summary['document']['id']}"
    letter = f"/v1/letters/{at.letter['id']}"
    seen = {"If-Match": '"1"'}

    answers: dict[str, httpx.Response] = {
        "read": handed_over.get(path(at.interview["id"])),
        "mark": handed_over.put(path(at.interview["id"]), json={"marked": [], "addressees": []}, headers=seen),
        "submit": handed_over.post(path(at.interview["id"], "/submit"), json={}, headers=seen),
        "letter": handed_over.get(letter),
        "versions": handed_over.get(f"{letter}/versions"),
        "version": handed_over.get(f"{letter}/versions/1"),
        "document": handed_over.get(document),
        "pdf": handed_over.get(f"{document}.pdf"),
        "text": handed_over.get(f"{document}.txt"),
    }
    consent = letters.consent(handed_over, at.letter)

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 403)
    assert not [name for name, answer in answers.items() if "supplier recalls" in answer.text]
    assert (consent.status_code, consent.json()["code"]) == (403, "consent_needs_own_link")
    assert at.candidate.get(f"{document}.txt").status_code == 200


def test_letters_and_the_summary_stand_in_one_list_each_by_its_kind(office: Office) -> None:
    at = submitted(office)
    summaries.beside(at)

    listed = at.candidate.get(f"/v1/interviews/{at.interview['id']}/letters").json()
    shown = office.priya.get(f"/v1/letters/{at.letter['id']}").json()

    assert [one["kind"] for one in listed["data"]] == ["summary", "strategic"]
    assert listed["suggested_kind"] == "strategic"
    assert (shown["kind"], shown["coverage"], shown["content"]["debrief_version"]) == ("summary", [], 1)
    assert [one["heading"] for one in shown["content"]["paragraphs"]] == [
        "My interest in the role",
        "What went well",
        "What was difficult",
    ]


def test_a_returned_summary_is_marked_again_from_where_it_was(office: Office) -> None:
    at = submitted(office, to=("Dana",))

    returned = letters.send_back(office.priya, at.letter, "Leave out what was difficult.")
    office.run_tasks()
    at.summary = read(at.candidate, at.interview["id"])
    marked = [one["field"] for one in at.summary["answers"] if one["marked"]]
    mark(at, MARKED[:2], to=("Dana",))
    again = submit(at).json()

    assert returned.status_code == 200
    assert (marked, sections(again)) == (["interest", "went_well", "difficult"], sections(at.summary))
    assert set(sections(again)) == {"interest", "went_well"}
    mail = office.mails(to=office.address("alex"))[-1]
    assert mail["Subject"] == "Priya Nair has a suggestion for your summary for Meridian Foods"
    assert "Open my summary" in text_of(mail)
    by_mail = office.by_link(link_in(mail))
    assert sections(read(by_mail, at.interview["id"])) == sections(again)
    assert office.trail(at.letter["id"]) == [
        "client_summary.drafted",
        "client_summary.submitted",
        "client_summary.returned",
        "client_summary.submitted",
    ]


def test_a_withdrawn_summary_is_opened_again_with_what_was_marked(office: Office) -> None:
    at = agreed(office, to=("Dana",))

    withdrawn = summaries.withdraw(at)
    reopened = decide(at.candidate, f"/v1/letters/{at.letter['id']}", "reopen")
    at.summary = read(at.candidate, at.interview["id"])
    again = submit(at).json()

    assert (withdrawn.status_code, reopened.status_code) == (200, 200)
    assert (again["state"], again["version"]) == ("submitted", 2)
    assert [one["state"] for one in again["consents"]] == ["not_given"]
    assert "client_summary.withdrawn" in office.trail(at.letter["id"])
    assert office.trail(at.letter["id"])[-2:] == ["client_summary.reopened", "client_summary.submitted"]


def test_words_of_the_confidences_are_in_nothing_that_is_shown_of_a_summary(office: Office) -> None:
    at = submitted(office)
    office.travel(utc_now() + timedelta(minutes=1))
    letter, document = f"/v1/letters/{at.letter['id']}", f"/v1/documents/{at.summary['document']['id']}"

    shown = [
        reader.get(where).text
        for reader in (at.candidate, office.priya, office.compliance, office.crm)
        for where in (path(at.interview["id"]), letter, f"{letter}/versions/1", document, f"{document}.txt")
    ]

    assert all("supplier recalls" in one or "sha256" in one for one in shown)
    assert [secret for secret in debriefs.confidences().values() if secret in "\n".join(shown)] == []


def test_whatever_reads_letters_reads_a_summary_too(office: Office) -> None:
    at = submitted(office, to=("Dana",))
    letter = f"/v1/letters/{at.letter['id']}"
    letters.send_back(office.priya, at.letter, "Leave out what was difficult.")
    at.summary = read(at.candidate, at.interview["id"])
    mark(at, MARKED[:2], to=("Dana",))
    marking = at.candidate.get(letter).json()
    submit(at)

    commented = threads.said(office.priya, at.letter["id"], "Good.", visibility="shared", version=2, paragraph=1)
    changed = office.priya.get(f"{letter}/versions/2/diff").json()
    files, covered = office.priya.get(f"{letter}/uploads"), office.priya.get(f"{letter}/coverage")
    versions = at.candidate.get(f"{letter}/versions").json()["data"]
    uploaded = uploads.send(at.candidate, at.letter)

    assert [one["heading"] for one in marking["content"]["paragraphs"]] == ["My interest in the role", "What went well"]
    assert (commented["paragraph"], [one["version"] for one in versions]) == (1, [2, 1])
    assert [one["paragraph"] for one in changed["paragraphs"]] == [1, 2, None]
    assert (files.json()["data"], covered.json()["data"]) == ([], [])
    assert (uploaded.status_code, uploaded.json()["code"]) == (409, "summary_is_marked")


def test_an_erased_candidate_leaves_no_word_of_the_summary(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    person = people.of(at.interview)

    exported = people.export(office, person)["person.json"].decode()
    assert people.erase(office, person).status_code == 200
    office.run_tasks()
    left = office.priya.get(path(at.interview["id"]))

    assert "I did it for three years at Corvid" in exported
    assert (left.status_code, left.json()["as_sent"]) == (200, None)
    assert people.places_of(office, ["three years at Corvid"]) == {}
