"""The call brief of the console, from before there is anything to tell to a call that was made."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene
from tests.make import debriefs, letters
from tests.office import Office


def calling(office: Office) -> Iterator[Scene]:
    """Nothing told yet, everything told, a call planned, refused, noted; and how somebody is told."""
    people = [
        office.interviewer("Dana Whitfield", phone="+1 212 555 0142"),
        office.interviewer("Tom Achterberg", time_zone="Asia/Tokyo", country="JP"),
    ]
    interview = office.held("CALL-1", interviewers=people)
    path = f"/desk/interviews/{interview['id']}/brief"
    token = token_of(office, "priya")
    yield Scene("desk-brief-nothing-told", path, token)
    untold = office.held("CALL-2", round=2)
    telephone = f"/desk/interviews/{untold['id']}/by-telephone"
    yield Scene("desk-telephone", telephone, token)
    yield Scene("desk-telephone-error", telephone, token, _entered_nothing)
    alex = office.candidate(interview["id"])
    debriefs.submit(alex, interview["id"], **debriefs.confidences())
    letters.submitted(alex, interview, letters.strategic("c1"))
    yield Scene("desk-brief", path, token)
    yield Scene("desk-brief-error", path, token, _noted_without_whom)
    plan = {"state": "planned", "planned_for": "2027-01-12T09:00:00Z"}
    assert office.priya.post(f"/v1/interviews/{interview['id']}/calls", json=plan).status_code == 201
    yield Scene("desk-brief-planned", path, token)
    note = {"state": "done", "spoke_with": "Ines Duarte", "passed_on": ["went_well"], "heard": "Tom is not convinced."}
    assert office.priya.post(f"/v1/interviews/{interview['id']}/calls", json=note).status_code == 201
    yield Scene("desk-brief-rung", path, token)
    yield Scene("desk-brief-compliance", path, token_of(office, "compliance"))
    yield Scene("desk-told", "/desk/me", token)


def _noted_without_whom(page: Page) -> None:
    page.get_by_role("button", name="I have rung them").click()


def _entered_nothing(page: Page) -> None:
    page.get_by_label("Number that you rang").fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Enter the debrief").click()
