"""Who acts now is named: whoever covers for a consultant who is away (P21), and the candidate where it is theirs."""

from tests.accounts.test_cover import covered
from tests.make import debriefs, letters
from tests.make.loop import letter_submitted
from tests.make.visitor import Visitor
from tests.office import Office

DIRECT = {"external_id": "CLI-9", "name": "Orchard Bank"}


def test_while_the_consultant_is_away_the_pages_name_who_covers_as_the_one_who_acts(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    covered(office, from_on="2026-11-23")
    visitor.open()
    assert "Sam waits for it, and goes on from there. Sam acts for Priya, who is away." in visitor.text
    assert "Priya waits" not in visitor.text

    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    visitor.open()
    assert visitor.heading == "Sam has what you wrote."
    assert "Sam acts for Priya, who is away." in visitor.text
    visitor.open("/debrief/sent")
    assert visitor.heading == "Sam Idowu has it"
    assert "Sam Idowu reads it for Priya, who is away, by" in visitor.text
    assert "ask Sam Idowu, who sends it back" in visitor.text


def test_a_letter_is_with_who_covers_and_with_the_consultant_when_they_are_back(office: Office) -> None:
    loop = letter_submitted(office)
    visitor, path = Visitor(office, loop.interview["id"]), f"/letters/{loop.letter['id']}"
    rule = covered(office, from_on="2026-11-23")
    visitor.open(f"{path}/sent")
    assert visitor.heading == "Your letter is with Sam Idowu"
    assert "Sam Idowu reads it for Priya, who is away" in visitor.text

    office.manager.delete(f"/v1/cover-rules/{rule['id']}")
    visitor.open(f"{path}/sent")
    assert visitor.heading == "Your letter is with Priya Nair"
    assert "who is away" not in visitor.text
    visitor.open()
    assert "who is away" not in visitor.text


def test_who_decided_is_named_though_somebody_else_acts_by_then(office: Office) -> None:
    """Sam, who covered, read the debrief and sent the letter back; Priya is back since."""
    loop = letter_submitted(office)
    debriefs.submit(loop.candidate, loop.interview["id"])
    rule = covered(office, from_on="2026-11-23")
    assert debriefs.decide(office.colleague, loop.interview["id"], "accept").status_code == 200
    letters.send_back(office.colleague, loop.letter, "Say which role.")
    office.manager.delete(f"/v1/cover-rules/{rule['id']}")

    visitor = Visitor(office, loop.interview["id"])
    visitor.open()

    assert visitor.heading == "Sam has a question."
    assert "Answer Sam’s question about your letter" in visitor.text
    assert "Sam sent your letter back with a question" in visitor.text
    assert "Sam wrote: “Say which role.”" in visitor.text
    assert "Sam read your debrief" in visitor.text
    assert "Priya read" not in visitor.text


def test_before_the_first_day_away_the_consultant_still_acts(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    covered(office)
    visitor.open()
    assert "Sam Idowu covers" in visitor.page.text
    assert "Priya waits for it" in visitor.text


def test_who_arranged_the_interview_hears_from_the_client_themselves(office: Office) -> None:
    interview = office.held(introduced_by="direct")
    debriefs.accepted(office, interview["id"])
    visitor = Visitor(office, interview["id"])
    visitor.open()
    assert "you may hear from Meridian Foods first" in visitor.text
    assert "who hears from" not in visitor.text


SAID = {
    "welcome": "Orchard Bank reads letters",
    "ask_first": "wants to be asked whether a letter is welcome: ask them first.",
    "not_accepted": "takes no letters. You arranged this interview yourself",
}


def test_who_arranged_the_interview_asks_the_client_themselves(office: Office) -> None:
    interview = office.held(introduced_by="direct", client={**DIRECT, "letter_policy": "welcome"})
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    visitor = Visitor(office, interview["id"])
    client = f"/v1/clients/{interview['client']['id']}"

    for policy, said in SAID.items():
        seen = {"If-Match": office.priya.get(client).headers["ETag"]}
        assert office.priya.patch(client, json={"letter_policy": policy}, headers=seen).status_code == 200
        visitor.open("/debrief/sent")
        assert said in visitor.text
        assert "asks Orchard Bank first" not in visitor.text
        visitor.open("/letters")
        assert "Priya Nair asks them" not in visitor.text


def test_only_where_the_agency_carries_the_letter_is_the_consultant_told_to_ask(office: Office) -> None:
    client = {**DIRECT, "letter_policy": "ask_first"}
    interviews = {by: office.held(f"I-{by}", introduced_by=by, client=client) for by in ("agency", "direct")}
    office.run_tasks()
    priya = f"priya@{office.name}.example"

    for introduced_by, asked in (("agency", 1), ("direct", 0)):
        before = len(office.mails(to=priya))
        interview = interviews[introduced_by]
        letters.begin(office.candidate(interview["id"]), interview)
        office.run_tasks()
        assert len(office.mails(to=priya)) - before == asked, introduced_by


def test_by_a_handed_over_link_nothing_is_said_about_whether_it_was_agreed_to(office: Office) -> None:
    loop = letter_submitted(office)
    path = f"/letters/{loop.letter['id']}/sent"
    shown = []
    for agreed in (False, True):
        if agreed:
            letters.consent(loop.candidate, loop.letter)
        visitor = Visitor(office, loop.interview["id"], link="returned")
        visitor.open(path)
        assert "Next: agree" not in visitor.text
        shown.append(visitor.text)
    assert shown[0] == shown[1]
    own = Visitor(office, loop.interview["id"])
    own.open(path)
    assert "Next: agree" not in own.text
