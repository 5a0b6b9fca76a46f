"""Names that are one long word, as German clients have them: nothing is wider than a phone."""

import pytest

from tests.browser.window import Windows
from tests.make import debriefs, letters
from tests.office import Office

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
PAGES = (
    *("", "/before", "/interview", "/debrief", "/debrief/people", "/debrief/concerns", "/debrief/check"),
    *("/debrief/sent", "/letters", "/letters/new", "/summary", "/data", "/not-me", "/new"),
)


@pytest.mark.whole_browser
def test_no_page_is_wider_than_a_phone_however_long_the_names_are(windows: Windows, office: Office) -> None:
    interview = office.held(
        client={"external_id": "CLI-L", "name": LONG},
        job={"external_id": "JOB-L", "title": LONG},
        interviewers=[office.interviewer(f"Dana {LONG}"), office.interviewer(f"Tom {LONG}")],
        candidate={**office.announcement()["candidate"], "name": f"Alex {LONG}"},
    )
    alex = office.candidate(interview["id"])
    debriefs.submit(alex, interview["id"])
    letter = letters.begin(alex, interview)
    letters.save(alex, letter, letters.strategic("c1"))
    page, wide = windows.candidate(interview["id"]), {}
    for path in (*PAGES, f"/letters/{letter['id']}", f"/letters/{letter['id']}/check"):
        page.goto(f"/my/{interview['id']}{path}")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}
