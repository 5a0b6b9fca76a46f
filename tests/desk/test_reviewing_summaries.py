"""A summary, and a letter that takes one along or is the candidate's own to send, are decided on at the desk."""

from datetime import timedelta

from app.core.clock import utc_now
from tests.make import letters, summaries
from tests.make.desk import reviewing, says
from tests.make.loop import decide, letter_submitted, path_to, received
from tests.office import Office


def test_a_summary_is_approved_as_a_letter_is_and_no_word_of_the_confidences_is_on_it(office: Office) -> None:
    summaries.agreed(office, to=("Dana",))
    priya = reviewing(office, "summary")
    says(priya, "Summary for the client, version 1", "Version 1 of the summary", "Dana Whitfield")
    paper = priya.page.text.partition("letter-paper")[2].partition("review-beside")[0]
    assert "Managing people in another country" in paper
    assert "Zephyrine" not in paper

    priya.send(form="/approve")

    says(priya, "Priya Nair approved it at", "Sends Tue 08:30 New York (13:30 your time)")
    assert "Suggest" not in priya.text


def test_a_summary_goes_in_one_message_with_the_letter_where_that_is_ticked(office: Office) -> None:
    """One that was taken back meanwhile is refused beside what was typed; given again, it goes along."""
    at = summaries.agreed(office, to=("Dana",))
    loop = summaries.beside(at, to=("Dana",))
    priya = reviewing(office)
    says(priya, "With the summary of the debrief, version 1; agreed for Dana Whitfield")
    assert "enclosed" not in priya.form("/approve").fields
    assert summaries.withdraw(at).status_code == 200
    typed = {"enclosed": at.summary["document"]["id"], "covering_line": "Both, as Alex asked."}
    priya.send(typed, form="/approve")
    assert priya.page.status_code == 409
    assert priya.form("/approve").fields["covering_line"] == ["Both, as Alex asked."]
    assert letters.read(office.priya, loop.letter)["state"] == "submitted"

    assert decide(at.candidate, path_to(at.letter), "reopen").status_code == 200
    at.summary = summaries.read(at.candidate, at.interview["id"])
    assert summaries.submit(at).status_code == 200
    letters.consent(at.candidate, at.letter)
    priya = reviewing(office)
    priya.send({"enclosed": at.summary["document"]["id"]}, form="/approve")
    says(priya, "Priya Nair approved it at")
    (going,) = office.crm.get("/v1/deliveries").json()["data"]
    assert going["enclosed_document_id"] == at.summary["document"]["id"]
    priya.open(f"/deliveries/{going['id']}")
    says(priya, "Letter to Dana Whitfield", "with the summary of the debrief enclosed")
    assert office.priya.get("/v1/review-items", params={"kind": "summary"}).json()["data"] == []
    office.travel(utc_now() + timedelta(days=1))
    (mail,) = received(office)
    assert mail.content.count(b"Content-Disposition: attachment") == 4


def test_where_the_candidate_arranged_it_the_letter_is_released_to_them_and_nothing_is_sent(office: Office) -> None:
    loop = letter_submitted(office, introduced_by="direct")
    priya = reviewing(office)
    says(priya, "Alex Moreau arranged this interview", "they send it themselves", "Release it to Alex Moreau")
    assert "60 seconds to undo" not in priya.text
    assert "has not agreed" not in priya.text, "nobody is asked to agree to what they send themselves"

    form = priya.form("/approve")
    priya.send(form="/approve")
    again = priya.web.post(form.action, data=form.fields, headers={"Sec-Fetch-Site": "same-origin"})

    says(priya, "Priya Nair released it")
    assert (again.status_code, office.trail(loop.letter["id"]).count("letter.released")) == (303, 1)
    assert letters.read(loop.candidate, loop.letter)["state"] == "released"
    office.travel(utc_now() + timedelta(days=2))
    assert (received(office), office.crm.get("/v1/deliveries").json()["data"]) == ([], [])
