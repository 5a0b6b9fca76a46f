"""A consultant suggests wording; the candidate accepts exactly that, or keeps to words of their own."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.make import debriefs, loop
from tests.make import letters as make
from tests.office import Office, link_in, text_of

Json = dict[str, Any]
BETTER = (
    "You asked how I would run a team that I see twice a year. At Corvid I led nine people across Porto and Dublin."
)
NOTE = "Dana asked twice about Porto.\nBegin with it."


def suggested(office: Office, **changes: Any) -> loop.Loop:
    """A letter that was agreed to, and for which Priya then suggests another third paragraph."""
    found = loop.letter_agreed(office, **changes)
    answer = make.suggest(office.priya, found.letter, make.reworded(found.letter, 3, BETTER), NOTE)
    assert answer.status_code == 200, answer.text
    return found


def states(letter: Json) -> list[str]:
    return [one["state"] for one in letter["consents"]]


def waiting(office: Office) -> list[int]:
    """The versions of letters that lie on the desk."""
    with office.rows() as session:
        query = "SELECT version FROM review_item WHERE kind = 'letter' AND decision IS NULL"
        return [row[0] for row in session.execute(text(query))]


@pytest.mark.practice("P7")
def test_suggested_wording_is_shown_as_it_would_be_sent_and_goes_only_once_accepted(office: Office) -> None:
    """The consultant suggests wording; the candidate gets a mail that says why, sees what would change word by word and
    the document as it would be sent, and accepts it with one press: only then can it be approved."""
    found = suggested(office)
    office.run_tasks()

    mail = office.mails(to=office.address("alex"))[-1]
    assert mail["subject"] == "Priya Nair suggests wording for your letter to Meridian Foods"
    assert all(line in text_of(mail) for line in NOTE.splitlines())
    candidate = office.by_link(link_in(mail))
    shown = make.read(candidate, found.letter)
    assert (shown["state"], shown["version"], shown["draft"]) == ("suggested", 2, None)
    assert shown["content"]["paragraphs"][2]["text"] == BETTER
    assert states(shown) == ["not_given", "not_given"]
    assert (shown["suggestion"]["by"]["name"], shown["suggestion"]["note"]) == ("Priya Nair", NOTE)
    sent = candidate.get(f"/v1/documents/{shown['document']['id']}.txt").text
    assert BETTER in sent
    assert loop.approve(office.priya, found).status_code == 409

    accepted = make.answer(candidate, found.letter, "accept")

    assert accepted.status_code == 200, accepted.text
    now = accepted.json()
    assert (now["state"], now["version"], states(now)) == ("submitted", 2, ["given", "given"])
    assert now["suggestion"]["answer"] == "accepted"
    assert waiting(office) == [2]
    office.run_tasks()
    told = office.mails(to=f"priya@{office.name}.example")[-1]
    assert told["subject"] == "Alex Moreau accepts your wording for Meridian Foods"
    assert "agrees that it goes to Dana Whitfield and Tom Achterberg" in text_of(told)
    assert loop.approve(office.priya, found).status_code == 200
    assert office.trail(found.letter["id"])[-3:] == [
        "letter.suggested",
        "letter.suggestion_accepted",
        "letter.approved",
    ]


@pytest.mark.practice("P7")
def test_whose_words_are_whose_is_shown_to_both(office: Office) -> None:
    """Beside each paragraph, candidate and consultant read whose words it is: the consultant's where the candidate took
    them over, also in the versions after that."""
    found = suggested(office)
    make.answer(found.candidate, found.letter, "accept")
    make.send_back(office.priya, found.letter, "One sentence more about Dublin.")
    draft = make.read(found.candidate, found.letter)
    longer = make.reworded(draft, 2, "I want this role: your product, and your team.")
    make.submit(found.candidate, make.save(found.candidate, draft, longer))

    whose = ["Alex Moreau", "Alex Moreau", "Priya Nair", "Alex Moreau"]
    assert [one["name"] for one in draft["authors"]] == whose
    for reader in (found.candidate, office.priya, office.crm):
        letter = make.read(reader, found.letter)
        assert [(one["kind"], one["name"]) for one in letter["authors"]] == [
            ("consultant" if name == "Priya Nair" else "candidate", name) for name in whose
        ]
        listed = reader.get(f"/v1/letters/{letter['id']}/versions").json()["data"]
        assert [(one["version"], one["author"]["name"], one["submitted_by"]) for one in listed] == [
            (3, "Alex Moreau", "candidate"),
            (2, "Priya Nair", "consultant"),
            (1, "Alex Moreau", "candidate"),
        ]
        assert [one["suggestion"] and one["suggestion"]["answer"] for one in listed] == [None, "accepted", None]


@pytest.mark.practice("P7")
def test_declined_wording_leaves_the_candidates_own_words_as_they_were(office: Office) -> None:
    """The candidate declines, with a reason if they like; their own letter is the draft again, word for word, and the
    consultant is told by mail."""
    found = suggested(office)
    handed_over = office.candidate(found.interview["id"], link="returned")
    office.run_tasks()

    declined = make.answer(handed_over, found.letter, "decline", reason="I was on that project, I did not lead it.")

    assert declined.status_code == 200, declined.text
    office.run_tasks()
    told = office.mails(to=f"priya@{office.name}.example")[-1]
    assert told["subject"] == "Alex Moreau keeps to their own words for Meridian Foods"
    assert "I was on that project, I did not lead it." in text_of(told)
    now = make.read(found.candidate, found.letter)
    assert (now["state"], now["content"]) == ("draft", found.letter["content"])
    assert now["suggestion"]["reason"] == "I was on that project, I did not lead it."
    seen_by_priya = make.read(office.priya, found.letter)
    assert seen_by_priya["content"] == found.letter["content"]
    assert (seen_by_priya["document"], seen_by_priya["suggestion"]["answer"]) == (found.letter["document"], "declined")
    assert (office.trail(found.letter["id"])[-1], waiting(office)) == ("letter.suggestion_declined", [])
    again = make.submit(found.candidate, now).json()
    assert (again["version"], again["suggestion"], states(again)) == (3, None, ["not_given"] * 2)
    assert {one["name"] for one in again["authors"]} == {"Alex Moreau"}


def test_agreeing_takes_the_candidates_own_link_and_exactly_what_was_shown(office: Office) -> None:
    found = suggested(office)
    handed_over = office.candidate(found.interview["id"], link="returned")
    dana = found.people["Dana"]

    refused = make.answer(handed_over, found.letter, "accept", people=[dana], sha256="0" * 64)
    other_bytes = make.answer(found.candidate, found.letter, "accept", sha256=found.letter["document"]["sha256"])
    strangers = [make.answer(who, found.letter, "accept").status_code for who in (office.priya, office.crm)]

    assert (refused.status_code, refused.json()["code"]) == (403, "consent_needs_own_link")
    assert (other_bytes.status_code, other_bytes.json()["code"]) == (409, "document_superseded")
    assert strangers == [403, 403]
    assert make.read(found.candidate, found.letter)["state"] == "suggested"
    assert make.answer(found.candidate, found.letter, "accept", people=[dana]).status_code == 200
    now = make.read(found.candidate, found.letter)
    assert states(now) == ["given", "not_given"]
    assert states(make.read(found.candidate, now)) == ["given", "not_given"]
    assert make.consent(found.candidate, now).status_code == 200
    assert states(make.read(found.candidate, now)) == ["given", "given"]


def test_the_ordinary_agreement_names_the_way_to_accept_a_suggestion(office: Office) -> None:
    found = suggested(office)
    shown = make.read(found.candidate, found.letter)

    refused = make.consent(found.candidate, shown)
    older = make.consent(found.candidate, found.letter)

    assert (refused.status_code, refused.json()["code"]) == (409, "suggestion_not_accepted")
    assert (older.status_code, older.json()["code"]) == (409, "document_superseded")
    assert found.candidate.get(f"/v1/documents/{shown['document']['id']}").json()["suggested"] is True
    assert make.read(found.candidate, found.letter)["state"] == "suggested"


def test_a_suggestion_is_answered_once_as_it_was_seen(office: Office) -> None:
    found = suggested(office)
    path = f"/v1/letters/{found.letter['id']}/suggestion"
    stale = {"If-Match": '"2"'}

    refused = [found.candidate.post(f"{path}/decline", json={}, headers=given).status_code for given in ({}, stale)]
    make.answer(found.candidate, found.letter, "accept")
    late = [make.answer(found.candidate, found.letter, said) for said in ("accept", "decline")]

    assert refused == [428, 412]
    assert [(one.status_code, one.json()["code"]) for one in late] == [(409, "no_suggestion")] * 2
    assert office.trail(found.letter["id"]).count("letter.suggestion_accepted") == 1


def test_what_is_suggested_cannot_be_written_on_and_can_be_withdrawn(office: Office) -> None:
    found = suggested(office)
    body = {"addressees": [], "content": make.thank_you()}
    path = f"/v1/letters/{found.letter['id']}"

    written = found.candidate.put(path, json=body, headers={"If-None-Match": "*"})
    returned = make.send_back(office.priya, found.letter, "Shorter.")
    withdrawn = loop.decide(found.candidate, path, "withdraw")
    opened = loop.decide(found.candidate, path, "reopen").json()

    assert (written.status_code, written.json()["code"]) == (409, "letter_not_writable")
    assert "decline it to write on" in written.json()["detail"]
    assert (returned.status_code, withdrawn.status_code) == (409, 200)
    assert (opened["state"], opened["content"]) == ("draft", found.letter["content"])
    assert opened["suggestion"]["answer"] == "not_answered"


def test_a_second_thought_takes_the_place_of_a_suggestion_that_waits(office: Office) -> None:
    found = suggested(office)

    again = make.suggest(office.manager, found.letter, make.reworded(found.letter, 2, "I want this role."), "Shorter.")
    old = make.answer(found.candidate, found.letter, "accept", sha256=again.json()["document"]["sha256"])

    assert (again.status_code, again.json()["version"]) == (200, 3)
    assert old.status_code == 200
    now = make.read(office.priya, found.letter)
    assert [one["name"] for one in now["authors"]] == ["Alex Moreau", "Mira Manager", "Alex Moreau", "Alex Moreau"]


def test_whose_interview_it_is_or_a_manager_suggests_and_nobody_else(office: Office) -> None:
    found = loop.letter_submitted(office)
    content = make.reworded(found.letter, 3, BETTER)

    for nobody in (office.colleague, office.compliance, found.candidate):
        assert make.suggest(nobody, found.letter, content).status_code == 403
    keyed = {"If-Match": office.crm.get(f"/v1/letters/{found.letter['id']}").headers["ETag"]}
    path, body = f"/v1/letters/{found.letter['id']}/suggest", {"content": content, "note": NOTE}
    assert office.crm.post(path, json=body, headers=keyed).json()["code"] == "on_behalf_of_required"
    for_priya = {**keyed, "On-Behalf-Of": office.consultant_ids["priya"]}
    assert office.crm.post(path, json=body, headers=for_priya).status_code == 200
    assert make.read(office.priya, found.letter)["suggestion"]["by"]["name"] == "Priya Nair"


@pytest.mark.parametrize(
    ("content", "note", "code"),
    [
        (None, NOTE, "nothing_suggested"),
        ({"paragraphs": []}, NOTE, "invalid"),
        ({"text": "Thank you 好."}, NOTE, "cannot_be_drawn"),
        ({"text": "Thank you."}, " ", "invalid"),
    ],
    ids=["the same words", "no words", "no font has it", "no reason"],
)
def test_a_suggestion_says_something_new_that_can_be_sent_and_why(
    office: Office, content: Json | None, note: str, code: str
) -> None:
    found = loop.letter_submitted(office)

    refused = make.suggest(office.priya, found.letter, content or found.letter["content"], note)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert make.read(office.priya, found.letter)["state"] == "submitted"


@pytest.mark.practice("P9")
def test_a_suggestion_keeps_track_of_the_concerns_for_both(office: Office) -> None:
    """Suggested in plain words, the wording still says which paragraph answers which concern; candidate and consultant
    read the same list beside it, and are told where a mark points to a concern that the newest debrief lacks."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    heard = [{"text": "Managing people abroad"}, {"text": "The long notice period"}]
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(concerns=heard))
    content = make.strategic("c1", "c9", left_out=[{"concern": "c2", "reason": "Priya raises it."}])
    letter = make.submitted(candidate, interview, content)

    make.suggest(office.priya, letter, make.reworded(letter, 3, BETTER, plain=True))

    for reader in (candidate, office.priya):
        found = reader.get(f"/v1/letters/{letter['id']}/coverage").json()["data"]
        assert [(one["key"], one["state"], one["paragraph"]) for one in found] == [
            ("c1", "answered", 3),
            ("c2", "left_out", None),
        ]
        checks = make.read(reader, letter)["checks"]
        assert [(one["code"], one["paragraph"]) for one in checks if one["code"] == "unknown_concern"] == [
            ("unknown_concern", 3)
        ]


def test_what_changed_is_shown_word_by_word_with_its_authors(office: Office) -> None:
    found = suggested(office)
    path = f"/v1/letters/{found.letter['id']}/versions"

    changed = [reader.get(f"{path}/2/diff").json() for reader in (office.priya, found.candidate)]
    first = office.priya.get(f"{path}/1/diff").json()
    back = office.priya.get(f"{path}/1/diff", params={"against": 2}).json()
    missing = [
        office.priya.get(f"{path}/{way}").status_code for way in ("3/diff", "2/diff?against=3", "2/diff?against=0")
    ]

    assert changed[0] == changed[1]
    assert (changed[0]["version"], changed[0]["against"]) == (2, 1)
    third = changed[0]["paragraphs"][2]
    assert (third["author"]["name"], third["author_before"]["name"]) == ("Priya Nair", "Alex Moreau")
    assert [one["op"] for one in third["segments"]] == ["same", "removed", "added"]
    assert "".join(one["text"] for one in third["segments"] if one["op"] != "removed") == BETTER
    assert all([part["op"] for part in one["segments"]] == ["same"] for one in changed[0]["paragraphs"][:2])
    assert (first["against"], {part["op"] for one in first["paragraphs"] for part in one["segments"]}) == (
        None,
        {"added"},
    )
    assert [part["op"] for part in back["paragraphs"][2]["segments"]] == ["same", "removed", "added"]
    assert missing == [404, 404, 422]


def test_a_client_of_the_agency_is_found_for_the_consultant_and_not_told_to_the_candidate(office: Office) -> None:
    """Who else is a client is not for a candidate to find out by typing names, unless they were put forward there."""
    somebody = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    for ref, name, changes in (("I-2", "Orchard Bank plc", {"candidate": somebody}), ("I-3", "Corvid", {})):
        job = {"external_id": f"JOB-{ref}", "title": "Analyst"}
        office.announce(ref, client={"external_id": f"CLI-{ref}", "name": name}, job=job, interviewers=[], **changes)
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    content = {"text": "At Corvid I led nine people. I want to join Orchard Bank. I am on £85,000; ring 020 7946 0991."}

    letter = make.save(candidate, make.begin(candidate, interview, kind="thank_you"), content)
    make.submit(candidate, letter)

    said = {one["code"]: one["words"] for one in letter["checks"]}
    assert "“Corvid”" in said["other_client"]
    assert set(said) == {"other_client", "pay", "direct_contact"}
    seen = [one["words"] for one in make.read(office.priya, letter)["checks"] if one["code"] == "other_client"]
    assert len(seen) == 2


def test_whether_the_candidates_own_number_may_appear_is_the_agencys_to_say(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview, kind="thank_you")
    assert office.admin.patch("/v1/agency", json={"settings": {"candidate_phone_in_letter": True}}).is_success

    own = make.save(candidate, letter, {"text": "Thank you. My number is 020 7946 0991."})
    other = make.save(candidate, own, {"text": "Thank you. My number is 07700 900123."})

    assert [[one["code"] for one in saved["checks"]] for saved in (own, other)] == [[], ["direct_contact"]]


def test_no_check_quotes_what_only_the_agency_reads(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], **debriefs.confidences())
    content = make.strategic("c9", left_out=[{"concern": "c1"}])

    letter = make.submitted(candidate, interview, content)

    found = str([make.read(reader, letter)["checks"] for reader in (candidate, office.priya)])
    assert "left_out_without_reason" in found
    assert not any(word in found for word in ("Zephyrine", "91,234", "Thirteen", "corner office", "plan children"))
