"""What became of an interview: recorded for the agency, told to the candidate by a person in their words (P17, P18)."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import utc_now
from app.followup.rules.outcomes import KINDS, amiss_in, suggested
from tests.make import debriefs, heard
from tests.make.visitor import Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem

Json = dict[str, Any]


def page(office: Office, interview: Json) -> Visitor:
    visitor = Visitor(office, interview["id"])
    visitor.open()
    return visitor


@pytest.mark.practice("P18")
def test_a_no_reaches_the_candidate_only_in_a_persons_words_and_then_says_what_it_means(office: Office) -> None:
    """The candidate's page stays as it was until Priya tells them; then her words stand first, that a no is about the
    client's criteria, and what comes next."""
    interview = office.held()
    debriefs.accepted(office, interview["id"])
    before = page(office, interview).heading
    recorded = heard.outcome(office.priya, interview, decided_on="2026-11-23")
    assert (recorded["side"], recorded["reason"], recorded["words"]) == ("client", heard.REASON, None)
    assert "That is about what they look for" in recorded["suggested_words"]
    assert "They decided that on Monday 23 November." in recorded["suggested_words"]
    assert page(office, interview).heading == before
    problem(heard.on_outcome(office.priya, interview, "relay", how="page"), 409, "state_conflict")

    told = heard.on_outcome(office.priya, interview, "relay", how="page", words=heard.WORDS)

    assert (told.status_code, told.json()["state"], told.json()["relayed_how"]) == (200, "relayed", "page")
    visitor = page(office, interview)
    assert visitor.heading == "This one goes no further."
    assert "What Priya told you Priya wrote to you on Monday 16:20." in visitor.text
    assert heard.WORDS in visitor.text
    assert "A no is about the criteria of Meridian Foods for this job." in visitor.text
    assert "Priya told you what Meridian Foods decided" in visitor.text
    assert "They decide" not in visitor.text
    assert heard.REASON not in visitor.page.text
    visitor.send(form="/read")
    assert "You read it on Monday 16:20." in visitor.text
    assert office.trail(recorded["id"]) == [
        "outcome.recorded",
        "outcome.drafted",
        "outcome.relayed",
        "outcome.acknowledged",
    ]


@pytest.mark.practice("P17")
def test_the_mail_says_that_somebody_wrote_and_nothing_of_what(office: Office) -> None:
    """A critique goes on to the candidate: in a mail that leads to their page, at night only in the morning."""
    alex = office.address("alex")
    person = {"name": "Alex Moreau", "email": alex, "time_zone": "Asia/Tokyo"}
    interview = office.held(candidate=person)
    feedback = heard.feedback(office, interview)
    before = len(office.mails(alex))

    given = {"how": "page", "words": heard.WORDS}
    answer = heard.on_feedback(office.priya, interview, feedback, "relay", 1, **given)

    assert (answer.status_code, answer.json()["state"]) == (200, "relayed")
    heard.told(office.priya, interview, "on_hold")
    office.run_tasks()
    assert len(office.mails(alex)) == before
    office.travel(utc_now() + timedelta(hours=11))
    mail, *others = [one for one in office.mails(alex)[before:] if "wrote to you" in one["Subject"]]
    assert (mail["Subject"], others) == ("Priya Nair wrote to you", [])
    assert mail["Reply-To"] == f"priya@{office.name}.example"
    assert "23:00:00 +0000" in mail["Date"], "at eight in Tokyo"
    said = text_of(mail).casefold()
    for secret in (heard.WORDS, heard.SAID, heard.REASON, "hold", "decided", "feedback"):
        assert secret.casefold() not in said
    visitor = page(office, interview)
    assert visitor.text.count(heard.WORDS) == 2
    assert heard.SAID not in visitor.page.text
    assert visitor.heading == "It is on hold."
    assert office.trail(feedback) == ["client_feedback.received", "client_feedback.drafted", "client_feedback.relayed"]


def test_what_was_told_by_telephone_is_noted_with_its_time_and_mails_nobody(office: Office) -> None:
    interview = office.held()
    candidate = debriefs.accepted(office, interview["id"])
    heard.outcome(office.priya, interview, "offer")
    office.run_tasks()
    mails = len(office.mails(office.address("alex")))
    told_at = (utc_now() - timedelta(minutes=20)).isoformat()
    later = (utc_now() + timedelta(minutes=20)).isoformat()
    ahead = heard.on_outcome(office.priya, interview, "relay", how="telephone", words="An offer.", told_at=later)
    assert problem(ahead, 422, "told_in_the_future")["errors"][0]["pointer"] == "#/told_at"

    assert heard.on_outcome(office.priya, interview, "draft", words="An offer.").json()["state"] == "drafted"
    told = heard.on_outcome(office.priya, interview, "relay", how="telephone", told_at=told_at)

    assert told.status_code == 200, told.text
    office.travel(utc_now() + timedelta(hours=1))
    assert len(office.mails(office.address("alex"))) == mails
    assert "Priya told you by telephone on Monday 16:00." in page(office, interview).text
    read = candidate.post(heard.path(interview, "/acknowledge"))
    assert (read.status_code, read.json()["kind"], read.json()["how"]) == (200, "offer", "telephone")
    assert candidate.post(heard.path(interview, "/acknowledge")).json() == read.json()
    assert candidate.get(heard.path(interview)).json() == read.json()
    assert office.priya.get(heard.path(interview)).json()["state"] == "acknowledged"


def test_a_correction_supersedes_and_what_was_told_stays_told_and_can_be_read(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    first = heard.told(office.priya, interview, "on_hold")
    seen = candidate.get(heard.path(interview))

    stale = office.priya.post(heard.path(interview), json={"kind": "offer"}, headers={"If-Match": '"1"'})
    assert "told the candidate the outcome" in problem(stale, 412, "changed_meanwhile")["detail"]
    none = office.priya.post(heard.path(interview), json={"kind": "offer"}, headers=heard.FIRST)
    problem(none, 412, "changed_meanwhile")
    of_first = office.priya.get(heard.path(interview)).headers["ETag"]
    second = heard.outcome(office.priya, interview, "client_rejected")

    body, late = {"how": "page", "words": "Too late."}, {"If-Match": of_first}
    problem(office.priya.post(heard.path(interview, "/relay"), json=body, headers=late), 412, "changed_meanwhile")
    again = candidate.get(heard.path(interview))
    assert (again.json(), again.headers["ETag"]) == (seen.json(), seen.headers["ETag"])
    assert page(office, interview).heading == "It is on hold."
    assert candidate.post(heard.path(interview, "/acknowledge")).status_code == 200
    assert office.trail(first["id"])[-2:] == ["outcome.superseded", "outcome.acknowledged"]
    assert heard.decided(office.priya, interview, "client_rejected").json()["id"] == second["id"]
    assert office.trail(second["id"]) == ["outcome.recorded"]


def test_whoever_decides_records_and_tells_and_nobody_else(office: Office) -> None:
    interview = office.held()
    candidate, returned = office.candidate(interview["id"]), office.candidate(interview["id"], link="returned")
    given = {"kind": "offer"}
    for who in (office.colleague, office.compliance):
        problem(who.post(heard.path(interview), json=given, headers=heard.FIRST), 403, "forbidden")
    problem(office.priya.post(heard.path(interview), json=given), 428, "if_match_required")
    problem(candidate.get(heard.path(interview)), 404, "outcome_not_found")
    heard.outcome(office.manager, interview, "offer")
    problem(candidate.get(heard.path(interview)), 404, "outcome_not_found")
    problem(candidate.post(heard.path(interview, "/acknowledge")), 404, "outcome_not_found")
    problem(returned.post(heard.path(interview, "/acknowledge")), 403, "nothing_stored_shown")
    assert office.compliance.get(heard.path(interview)).json()["reason"] == heard.REASON
    wrong = heard.decided(office.priya, interview, "offer", side="candidate", decided_on="2026-12-24")
    errors = problem(wrong, 422, "outcome_contradicts")["errors"]
    assert [one["pointer"] for one in errors] == ["#/side", "#/decided_on"]


def test_who_has_no_address_is_told_by_telephone(office: Office) -> None:
    interview = office.held(
        candidate={"name": "Ada Without", "phone": "+44 20 7946 0991", "time_zone": "Europe/London"}
    )
    heard.outcome(office.priya, interview, "placed")
    refused = heard.on_outcome(office.priya, interview, "relay", how="page", words="You have it.")
    problem(refused, 409, "no_address_to_tell")
    assert heard.on_outcome(office.priya, interview, "relay", how="telephone", words="You have it.").is_success


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_words_for_the_consultant_and_for_the_candidate(office: Office, kind: str) -> None:
    interview = office.held()
    recorded = heard.outcome(office.priya, interview, kind)
    assert recorded["side"] == KINDS[kind].sides[0]
    heard.on_outcome(office.priya, interview, "relay", how="page", words=recorded["suggested_words"])
    visitor = page(office, interview)
    assert visitor.heading == KINDS[kind].title
    names = {"client": "Meridian Foods", "consultant": "Priya"}
    for words in (KINDS[kind].acts, KINDS[kind].means, KINDS[kind].comes_next):
        assert words.format(**names) in visitor.text
    assert recorded["suggested_words"] in visitor.text
    assert "No news for a day or two" not in visitor.text


def test_what_cannot_be_is_named() -> None:
    today = utc_now().date()
    for kind, words in KINDS.items():
        assert amiss_in(kind, None, today, begun=True, today=today) == []
        wrong = {"client", "candidate", "agency"} - set(words.sides)
        for side in wrong:
            (found,) = amiss_in(kind, side, None, begun=True, today=today)
            assert found.pointer == "#/side"
        assert [one.pointer for one in amiss_in(kind, None, None, begun=False, today=today)] == (
            ["#/kind"] if words.judges else []
        )
        said = suggested(kind, side=words.sides[0], decided_on=None, client="Corvid", job="Buyer")
        assert "{" not in said
        assert "!" not in said + words.means + words.comes_next + words.title
