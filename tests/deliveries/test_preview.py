"""What is shown before approving: when it would go to each addressee, why then, and when else it could."""

from typing import Any

import pytest

from tests.make import debriefs
from tests.make.loop import Loop, approve, letter_agreed, letter_submitted, path_to
from tests.office import Office

Json = dict[str, Any]


def preview(office: Office, loop: Loop) -> Json:
    (planned,) = office.priya.get(path_to(loop.letter) + "/send-window").json()
    shown: Json = planned
    return shown


@pytest.mark.practice("P11")
def test_the_next_five_mornings_stand_with_why_then_and_why_not_the_days_in_between(office: Office) -> None:
    """Before approving, consultant and candidate read the next five mornings, each at both ends, and the days off."""
    loop = letter_agreed(office, to=("Dana",))

    planned = preview(office, loop)

    mornings = planned["mornings"]
    assert [one["on"] for one in mornings] == ["2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01"]
    assert mornings[0]["at"] == planned["at"]
    assert {(one["local_time"], one["time_zone"]) for one in mornings} == {("08:30:00", "America/New_York")}
    assert mornings[2] == {
        "at": "2026-11-27T13:30:00Z",
        "on": "2026-11-27",
        "local_time": "08:30:00",
        "time_zone": "America/New_York",
        "both_ends": "Friday 08:30 in New York, 13:30 your time",
        "why": "Thursday 26 November is Thanksgiving Day in the United States; the next working morning is Friday. "
        "Half an hour before Dana’s day begins at 09:00.",
        "days_off": [{"on": "2026-11-26", "reason": "Thanksgiving Day"}],
        "notes": ["It goes on the last working day before a break: Saturday 28 November is the weekend."],
    }
    assert loop.candidate.get(path_to(loop.letter) + "/send-window").json()[0]["mornings"] == mornings
    refused = approve(office.priya, loop, when="at", at="9999-12-31T23:59:59Z")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/at"), "nobody works in that year"
    chosen = approve(office.priya, loop, when="at", at=mornings[2]["at"]).json()["deliveries"][0]
    assert (chosen["scheduled_for"], chosen["notes"]) == (mornings[2]["at"], mornings[2]["notes"])


@pytest.mark.practice("P10")
def test_a_decision_that_the_debrief_expects_earlier_is_noted_before_and_on_approval(office: Office) -> None:
    """On approving, and before: "They said they would decide by …, before this goes.", from the candidate's debrief."""
    loop = letter_agreed(office, to=("Dana",))
    answers = debriefs.full_answers(decision_expected={"on": "2026-11-24", "precision": "exact"})
    assert preview(office, loop)["notes"] == []
    debriefs.submit(loop.candidate, loop.interview["id"], answers)

    planned = preview(office, loop)
    approved = approve(office.priya, loop).json()["deliveries"][0]

    note = "They said they would decide on the day this goes."
    assert planned["notes"] == approved["notes"] == [note]
    later = "They said they would decide by Tuesday 24 November, before this goes."
    assert [later in one["notes"] for one in planned["mornings"]] == [False, True, True, True, True]


def test_it_is_shown_before_the_candidate_agrees_and_for_who_has_no_address_or_is_not_matched(office: Office) -> None:
    panel = [office.interviewer("Dana Whitfield"), office.interviewer("Tom Achterberg", email=None)]
    interview = office.held(interviewers=panel)
    candidate = office.candidate(interview["id"])
    people = [
        {"name": "Dana Whitfield"},
        {"name": "Tom Achterberg"},
        {"name": "Ines Roth", "title": "Buyer"},
    ]
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(people_met=people))
    again = office.priya.get(f"/v1/interviews/{interview['id']}").json()
    loop = Loop(again, candidate, {})
    ids = [person["id"] for person in again["people"]]
    begun = candidate.post(f"/v1/interviews/{again['id']}/letters", json={"kind": "strategic", "addressees": ids})
    loop.letter = begun.json()

    dana, tom, ines = candidate.get(path_to(loop.letter) + "/send-window").json()

    assert (dana["waits_for"], dana["at"], len(dana["mornings"])) == (None, "2026-11-24T13:30:00Z", 5)
    assert (tom["waits_for"], tom["at"], tom["why"]) == ("address", None, "Priya Nair finds the address first")
    assert tom["mornings"] == dana["mornings"] or len(tom["mornings"]) == 5
    assert (ines["waits_for"], ines["at"], ines["mornings"]) == ("match", None, [])
    assert ines["why"] == "Priya Nair first says which contact at Meridian Foods Ines Roth is"


@pytest.mark.practice("P10")
@pytest.mark.parametrize(
    ("hours", "goes", "why"),
    [
        ({}, "2026-11-23T17:00:00Z", "A thank-you goes the same day, an hour after the interview ended."),
        (
            {"work_ends": "12:15:00"},
            "2026-11-24T13:30:00Z",
            "Dana’s day ends at 12:15, too soon for today. Half an hour before Dana’s day begins at 09:00.",
        ),
    ],
)
def test_a_thank_you_goes_the_same_day_or_the_next_morning(office: Office, hours: Json, goes: str, why: str) -> None:
    """Before approving a thank-you: today, an hour after the interview; or tomorrow, where the day is nearly over."""
    panel = [office.interviewer("Dana Whitfield", **hours)]
    loop = letter_submitted(office, kind="thank_you", to=("Dana",), interviewers=panel)

    planned = preview(office, loop)

    assert (planned["at"], planned["why"]) == (goes, why)
