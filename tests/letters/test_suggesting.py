"""A consultant suggests wording: both see what would change and whose words are whose."""

from typing import Any

import pytest

from tests.make import debriefs, loop
from tests.make import letters as make
from tests.make.suggestions import BETTER, NOTE, states, suggested, waiting
from tests.office import Office, link_in, text_of

Json = dict[str, Any]


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


def test_a_second_thought_takes_the_place_of_a_suggestion_that_waits(office: Office) -> None:
    found = suggested(office)

    again = make.suggest(office.manager, found.letter, make.reworded(found.letter, 2, "I want this role."), "Shorter.")
    old = make.answer(found.candidate, found.letter, "accept", sha256=again.json()["document"]["sha256"])

    assert (again.status_code, again.json()["version"]) == (200, 3)
    assert old.status_code == 200
    now = make.read(office.priya, found.letter)
    assert [one["name"] for one in now["authors"]] == ["Alex Moreau", "Mira Manager", "Alex Moreau", "Alex Moreau"]


def test_whose_interview_it_is_or_a_manager_suggests_something_new_that_can_be_sent_and_why_and_nobody_else(
    office: Office,
) -> None:
    found = loop.letter_submitted(office)
    content = make.reworded(found.letter, 3, BETTER)
    wrong: dict[str, tuple[Json, str, str]] = {
        "the same words": (found.letter["content"], NOTE, "nothing_suggested"),
        "no words": ({"paragraphs": []}, NOTE, "invalid"),
        "no font has it": ({"text": "Thank you 好."}, NOTE, "cannot_be_drawn"),
        "no reason": ({"text": "Thank you."}, " ", "invalid"),
    }

    for what, (words, note, code) in wrong.items():
        refused = make.suggest(office.priya, found.letter, words, note)
        assert (what, refused.status_code, refused.json()["code"]) == (what, 422, code)
    assert make.read(office.priya, found.letter)["state"] == "submitted"
    for nobody in (office.colleague, office.compliance, found.candidate):
        assert make.suggest(nobody, found.letter, content).status_code == 403
    keyed = {"If-Match": office.crm.get(f"/v1/letters/{found.letter['id']}").headers["ETag"]}
    path, body = f"/v1/letters/{found.letter['id']}/suggest", {"content": content, "note": NOTE}
    assert office.crm.post(path, json=body, headers=keyed).json()["code"] == "on_behalf_of_required"
    for_priya = {**keyed, "On-Behalf-Of": office.consultant_ids["priya"]}
    assert office.crm.post(path, json=body, headers=for_priya).status_code == 200
    assert make.read(office.priya, found.letter)["suggestion"]["by"]["name"] == "Priya Nair"


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
