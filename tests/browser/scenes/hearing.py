"""What the client said: the form while ringing, in every state, and one that was kept."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, at_client, person
from tests.make import debriefs, heard
from tests.office import Office


def hearing(office: Office) -> Iterator[Scene]:
    """Not begun, nothing told, beside the concerns, refused, kept, nothing said, told; and where it stands then."""
    later = {"starts_at": "2027-03-01T15:00:00Z", "ends_at": "2027-03-01T16:00:00Z"}
    ahead = office.announce("HEAR-0", **person(office, "ahead"), **later)
    token = token_of(office, "priya")
    yield Scene("desk-feedback-too-early", f"/desk/interviews/{ahead['id']}/feedback", token)
    interview = office.held("HEAR-1", **person(office, "hear"), **at_client(office, "Harbour Steel"))
    home = f"/desk/interviews/{interview['id']}"
    yield Scene("desk-feedback-no-debrief", f"{home}/feedback", token)
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers())
    note = {"state": "done", "spoke_with": "Ines Duarte", "passed_on": ["concern.c1"], "heard": "Tom is not convinced."}
    assert office.priya.post(f"/v1/interviews/{interview['id']}/calls", json=note).status_code == 201
    yield Scene("desk-feedback", f"{home}/feedback", token)
    yield Scene("desk-feedback-error", f"{home}/feedback", token, _kept_empty)
    assert office.priya.post(
        heard.feedback_path(interview["id"]), json={"spoke_with": "Ines", "none_given": True}
    ).is_success
    kept = heard.taken(office.priya, interview["id"], answers=heard.answers())
    alone = heard.taken(office.priya, interview["id"], answers={"recommendation": "no_decision"})
    yield Scene("desk-feedback-again", f"{home}/feedback", token)
    yield Scene("desk-feedback-kept", f"{home}/feedback/{kept['id']}", token)
    yield Scene("desk-feedback-nothing-quotable", f"{home}/feedback/{alone['id']}", token)
    heard.told_feedback(office.priya, interview, kept["id"])
    yield Scene("desk-feedback-told", f"{home}/feedback/{kept['id']}", token)
    yield Scene("desk-feedback-compliance", f"{home}/feedback", token_of(office, "compliance"))
    yield Scene("desk-brief-heard", f"{home}/brief", token)
    yield Scene("desk-interview-heard", home, token)


def _kept_empty(page: Page) -> None:
    page.get_by_label("What do they say of it?").fill("Tom asked twice.")
    page.get_by_label("Their name, if it is somebody else").fill("")
    page.get_by_role("button", name="Keep what they said").last.click()
