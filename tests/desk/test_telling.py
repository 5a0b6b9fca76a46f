"""An outcome is recorded at the desk, and the candidate told there, in the consultant's words (P17, P18)."""

from dataclasses import replace
from uuid import uuid4

from app.accounts.models import Consultant
from app.accounts.queries.rows import consultant, consultant_actor
from app.core.actor import SystemActor
from app.core.db import AgencySession
from app.core.ids import Prefixed
from tests.make import heard
from tests.make.matters import matters_seen_by
from tests.make.visitor import AtDesk, Visitor
from tests.office import Json, Office


def at(office: Office, interview: Json, rest: str, who: str = "priya") -> AtDesk:
    there = AtDesk(office, who)
    there.open(f"/interviews/{interview['id']}{rest}")
    return there


def test_a_no_is_recorded_worded_kept_and_told(office: Office) -> None:
    interview = office.held()
    page = at(office, interview, "/outcome")
    refused = page.send({"reason": heard.REASON, "decided_on": "2026-12-24"}, form="/outcome")
    assert (refused.status_code, heard.REASON in refused.text) == (422, True)
    assert "Choose what became of it" in page.text

    page.send({"kind": "client_rejected", "decided_on": "2026-11-23", "reason": heard.REASON}, form="/outcome")

    assert page.heading == "Tell Alex"
    assert "The outcome is recorded. Alex does not know of it" in page.text
    form = page.form("/tell")
    (key,) = form.fields["what"]
    assert "They decided that on Monday 23 November." in form.fields[f"words.{key}"][0]
    page.send({f"words.{key}": ""}, form="/tell")
    assert "Write what they are to hear" in page.text
    page.send({f"words.{key}": heard.WORDS, "do": "keep"}, form="/tell")
    assert "Your words are kept. Alex does not see them yet." in page.text
    visitor = Visitor(office, interview["id"])
    visitor.open()
    assert heard.WORDS not in visitor.page.text
    before = page.page
    page.send({"do": "tell"}, form="/tell")
    assert page.heading == "What Alex was told"
    assert "Priya Nair wrote Mon 16:20. Not marked as read yet." in page.text
    page.page = before
    page.send({"do": "tell"}, form="/tell")
    assert page.heading == "What Alex was told", "pressed twice it is told once"
    assert office.trail(key) == ["outcome.recorded", "outcome.drafted", "outcome.relayed"]
    visitor.open()
    assert heard.WORDS in visitor.text
    story = at(office, interview, "")
    assert "You recorded the outcome: the client said no" in story.text
    assert "You told Alex the outcome" in story.text
    assert heard.REASON not in visitor.page.text


def test_what_was_told_by_telephone_takes_the_time_at_which_it_was(office: Office) -> None:
    interview = office.held()
    key = heard.feedback(office, interview)
    page = at(office, interview, "/tell")
    told = {f"words.{key}": heard.WORDS, f"how.{key}": "telephone", "do": "tell"}
    late = page.send({**told, f"told_at.{key}": "2026-11-24T09:00"}, form="/tell")
    assert (late.status_code, "Has not come yet" in page.text, heard.WORDS in late.text) == (422, True, True)
    page.send({**told, f"told_at.{key}": "2026-11-23T16:05"}, form="/tell")
    assert "Priya Nair told Alex by telephone Mon 16:05." in page.text
    assert heard.SAID not in page.page.text


def test_a_stale_form_names_who_did_what_and_keeps_what_was_typed(office: Office) -> None:
    interview = office.held()
    heard.outcome(office.priya, interview, "on_hold")
    page, telling = at(office, interview, "/outcome"), at(office, interview, "/tell")
    (key,) = telling.form("/tell").fields["what"]
    heard.outcome(office.manager, interview, "offer")

    stale = page.send({"kind": "job_closed", "reason": "They hire nobody."}, form="/outcome")
    assert (stale.status_code, "They hire nobody." in stale.text) == (412, True)
    assert "Mira Manager recorded the outcome: offer" in page.text
    other = telling.send({f"words.{key}": "It is on hold.", "do": "tell"}, form="/tell")
    assert (other.status_code, "Another outcome was recorded meanwhile." in telling.text) == (412, True)
    assert "It is on hold." in telling.text, "what was typed is shown to be copied"
    assert office.trail(key) == ["outcome.recorded", "outcome.superseded"]


def test_the_interview_says_what_is_to_tell_and_others_only_read(office: Office) -> None:
    interview = office.held()
    assert "Outcome None recorded yet" in at(office, interview, "").text
    heard.outcome(office.priya, interview, "offer")
    story = at(office, interview, "", "compliance")
    assert "Outcome Offer, recorded Monday 16:20" in story.text
    assert "To tell Alex The outcome waits to be told" in story.text
    for rest in ("/outcome", "/tell"):
        page = at(office, interview, rest, "compliance")
        assert "Priya Nair" in page.text
        assert "<textarea" not in page.page.text
    assert at(office, interview, "/outcome", "compliance").text.count(heard.REASON) == 1


def test_an_outcome_that_nobody_told_waits_on_the_list_until_the_desk_closes(office: Office) -> None:
    interview = office.held()
    heard.outcome(office.priya, interview, "offer")
    with office.rows() as session:
        actor = consultant_actor(_user(session, office, "priya"))
        (matter,) = matters_seen_by(session, actor)
        stranger = replace(actor, sees="team", team_id=uuid4(), consultant_id=uuid4())
        assert matters_seen_by(session, stranger) == []
    assert (matter.kind, matter.words) == ("outcome", "Tell Alex Moreau what Meridian Foods decided")
    assert (matter.path, f"{matter.due_at:%A %H:%M}") == (f"/desk/interviews/{interview['id']}/tell", "Monday 19:00")
    heard.on_outcome(office.priya, interview, "relay", how="telephone", words="An offer.")
    with office.rows() as session:
        assert matters_seen_by(session, actor) == []


def _user(session: AgencySession, office: Office, who: str) -> Consultant:
    actor = SystemActor(office.agency_id)
    return consultant(session, consultant_id=Prefixed("con").parse(office.consultant_ids[who]), actor=actor)
