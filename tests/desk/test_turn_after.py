"""Whose turn it is on an interview's page once the client has said or decided something."""

import pytest

from tests.make import debriefs, heard, rounds
from tests.make.desk import says
from tests.make.visitor import AtDesk
from tests.office import Office

TURNS = {
    "next_round": "Your turn Next round: Alex was told. Arrange when and with whom. New interview",
    "offer": "Alex Moreau’s turn Offer: Alex was told.",
    "on_hold": "Meridian Foods’s turn On hold: Alex was told.",
    "client_rejected": "Nobody’s turn The client said no: Alex was told.",
}


@pytest.mark.parametrize("kind", sorted(TURNS))
def test_it_is_the_consultants_turn_until_the_candidate_is_told_and_then_whose_the_outcome_makes_it(
    office: Office, kind: str
) -> None:
    interview = office.held()
    debriefs.accepted(office, interview["id"])
    there = f"/interviews/{interview['id']}"
    priya = AtDesk(office, "priya")
    rounds.client_said(office, interview)
    priya.open(there)
    says(priya, "Your turn Tell Alex what the client said. They do not know of it yet. Tell Alex")
    heard.outcome(office.priya, interview, kind)
    priya.open(there)
    says(priya, "Your turn Tell Alex what became of it. They do not know of it yet. Tell Alex")
    colleague = AtDesk(office, "colleague")
    colleague.open(there)
    says(colleague, "Priya Nair’s turn Tell Alex what became of it.")

    (feedback,) = office.priya.get(heard.feedback_path(interview["id"])).json()["data"]
    heard.told_feedback(office.priya, interview, feedback["id"])
    assert heard.on_outcome(office.priya, interview, "relay", how="page", words=heard.WORDS).is_success

    priya.open(there)
    says(priya, TURNS[kind])
    rounds.next_round(office)
    priya.open(there)
    goes_on = "Nobody’s turn Next round: Alex was told. It goes on in round 2. See round 2"
    says(priya, goes_on if kind == "next_round" else TURNS[kind])
