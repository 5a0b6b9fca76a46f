"""The day on which a client decides, and the list of what is to be done, from nothing known to another day."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene
from tests.make import debriefs
from tests.make.deciding import make_overdue, says
from tests.office import Office


def deciding(office: Office) -> Iterator[Scene]:
    """Nothing to do, no day known, a day that passed, asked, refused, extended; and what the candidate reads."""
    token = token_of(office, "priya")
    yield Scene("desk-follow-up-empty", "/desk/follow-up?kind=nudge", token)
    people = [office.interviewer("Dana Whitfield", phone="+1 212 555 0142"), office.interviewer("Tom Achterberg")]
    interview = office.held("DECIDES-1", interviewers=people)
    path = f"/desk/interviews/{interview['id']}/decision"
    yield Scene("desk-decision-unknown", path, token)
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], **debriefs.confidences())
    office.run_tasks()
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    make_overdue(office)
    yield Scene("desk-follow-up", "/desk/follow-up", token)
    yield Scene("desk-decision", path, token)
    yield Scene("desk-decision-error", path, token, _asked_nobody)
    yield Scene("desk-decision-compliance", path, token_of(office, "compliance"))
    asked = {"how": "call", "spoke_with": "Dana Whitfield", "heard": "Tom is away until Thursday."}
    assert says(office.priya, interview, asked, "/chased").status_code == 200
    yield Scene("desk-decision-asked", f"{path}?done=asked", token)
    moved = {"on": "2027-01-29", "precision": "about", "reason": "Tom is away until Thursday."}
    assert says(office.priya, interview, moved, "/extend").status_code == 200
    yield Scene("desk-decision-moved", path, token)
    theirs = candidate.headers["authorization"].removeprefix("Bearer ")
    yield Scene("status-another-day", f"/my/{interview['id']}", theirs)


def _asked_nobody(page: Page) -> None:
    page.get_by_role("button", name="I asked them").click()
