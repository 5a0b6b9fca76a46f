"""What the client said is taken down, each concern by its key, and waits to be told by a person (P13, P17)."""

from typing import Any

import httpx

from tests.make import debriefs, heard
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]
CONCERN = "Managing people in another country"


def told(office: Office) -> Json:
    """An interview of which the candidate told everything, with one concern."""
    interview = office.held(interviewers=[office.interviewer("Dana Whitfield", phone="+1 212 555 0142")])
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers())
    office.run_tasks()
    return interview


def take(who: httpx.Client, interview: Json, **given: Any) -> httpx.Response:
    body = {"spoke_with": "Dana Reyes", "answers": heard.answers(), **given}
    return who.post(
        heard.path(interview["id"]), json={name: value for name, value in body.items() if value is not None}
    )


def test_what_the_client_said_is_kept_with_each_concern_as_it_stood_and_a_draft_of_what_may_be_quoted(
    office: Office,
) -> None:
    interview = told(office)
    assert take(office.priya, interview).status_code == 201
    again = take(office.priya, interview)
    (found,) = office.priya.get(heard.path(interview["id"])).json()["data"]
    assert found == again.json(), "a second press changes nothing"
    assert (found["state"], found["by"], found["whom"]) == ("received", "Priya Nair", "Dana Reyes")
    assert found["answers"]["concerns"][0]["concern"].startswith(CONCERN)
    assert found["relay_due_at"].startswith("2026-11-24T09:20")
    assert f"“{CONCERN}”. It was none for them" in found["suggested_words"]
    assert "pace" not in found["suggested_words"]
    assert "they wonder" not in found["suggested_words"]
    one = office.compliance.get(heard.path(interview["id"], found["id"]))
    assert (one.headers["ETag"], one.json()) == ('"1"', found)
    assert office.trail(found["id"]) == ["client_feedback.received"]
    another = office.held("I-2", round=2)
    problem(office.priya.get(heard.path(another["id"], found["id"])), 404, "feedback_not_found")


WRONG: list[tuple[Json, str]] = [
    ({"spoke_with": None}, "#/contact_id"),
    ({"answers": {}}, "#/answers/interest/words"),
    ({"answers": heard.answers(concerns=[{"key": "c7", "was_one": "yes"}])}, "#/answers/concerns/0/key"),
    ({"none_given": True}, "#/none_given"),
    ({"heard_at": "2026-11-22T09:00:00Z"}, "#/heard_at"),
    ({"heard_at": "2026-11-24T09:00:00Z"}, "#/heard_at"),
    ({"spoke_with": None, "contact_id": "ctc_01h455vb4pex5vsknk084sn02q"}, "#/contact_id"),
    ({"call_id": "cll_01h455vb4pex5vsknk084sn02q"}, "#/call_id"),
]


def test_what_cannot_be_is_refused_and_nothing_said_is_noted_without_a_clock(office: Office) -> None:
    early = office.announce("I-0", round=2)
    problem(take(office.priya, early, answers=heard.answers(concerns=None)), 409, "feedback_too_early")
    interview = told(office)
    for changes, pointer in WRONG:
        wrong = problem(take(office.priya, interview, **changes), 422, "feedback_contradicts")
        assert [one["pointer"] for one in wrong["errors"]] == [pointer], changes
    problem(take(office.compliance, interview), 403, "forbidden")
    nothing = take(office.priya, interview, none_given=True, answers=None).json()
    assert (nothing["state"], nothing["relay_due_at"], nothing["suggested_words"]) == ("none_given", None, "")
    assert office.trail(nothing["id"]) == ["client_feedback.none_given"]
