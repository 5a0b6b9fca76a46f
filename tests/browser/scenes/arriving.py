"""Coming in and going out: links, visits that ended, what was kept of them, goodbyes."""

from collections.abc import Iterator

from tests.browser.scenes.coming import Came, Scene, after, came, ended, on_the_interview, person
from tests.browser.scenes.doing import press_first, pressing, sending, without_cookies
from tests.office import Json, Office, link_in

TYPED = "They came back to the recall three times, and wrote something down."


def links(office: Office) -> Iterator[Scene]:
    """What a mailed link opens."""
    mailed = after(office, "A-1", **person(office, "linked"))
    yield Scene("link", f"/c/{link_in(office.mails(office.address('linked'))[-1])}")
    yield Scene("link-without-cookies", "/c/awl_nothing", None, without_cookies)
    yield Scene("link-not-valid", "/c/awl_nothing", None, press_first)
    yield Scene("link-asked-anew", "/c/awl_nothing/new")
    yield mailed.scene("own-link", "/own-link")
    yield mailed.scene("own-link-mailed", "/own-link?asked=yes")
    nowhere = after(office, "A-2", **person(office, "nowhere", email=None, phone="+44 20 7946 0992"))
    yield nowhere.scene("own-link-no-address", "/own-link")


def ended_visits(office: Office) -> Iterator[Scene]:
    """A page is opened or sent when the visit is over."""
    interview = office.held("A-3", **person(office, "late"))
    over, path = ended(office, interview), f"/my/{interview['id']}"
    yield Scene("come-in-again", path)
    yield Scene("come-in-again-by-mail", path, over)
    went = {"went_well": TYPED, "difficult": "Whom I managed, and where."}
    yield Scene("sent-too-late-kept", path, over, sending(f"{path}/debrief/went", went))
    yield Scene("sent-too-late-nothing-typed", path, over, sending(f"{path}/stay", {}))
    yield Scene("sent-too-late-not-kept", path, None, sending(f"{path}/debrief/went", went))
    off = office.held("A-4", **person(office, "late-off"))
    on_the_interview(office, off, "no-show", {"reason": "Nobody came."})
    yield Scene("come-in-again-off", f"/my/{off['id']}", ended(office, off))


def kept_posts(office: Office) -> Iterator[Scene]:
    """What was sent too late waits for whoever comes in again."""
    interview = office.held("A-5", **person(office, "kept"))
    _sent_too_late(office, interview, "/debrief/went", {"went_well": TYPED})
    _sent_too_late(office, interview, "/interview", {"answer": "yes"})
    again = came(office, interview)
    yield again.scene("kept", "/kept")
    yield again.scene("status-kept")
    yield again.scene("kept-put-back", "/kept", pressing("What you wrote"))
    other = after(office, "A-6", **person(office, "tidy"))
    yield other.scene("kept-nothing", "/kept")


def leaving(office: Office) -> Iterator[Scene]:
    """Somebody is done, or was never meant."""
    found = after(office, "A-7", **person(office, "leaving"))
    yield found.scene("not-me", "/not-me")
    yield found.scene("not-me-error", "/not-me", sending(found.path("/not-me"), {}))
    yield Scene("goodbye", "/goodbye")
    yield Scene("goodbye-not-me", "/goodbye/not-me")


def _sent_too_late(office: Office, interview: Json, rest: str, fields: Json) -> None:
    gone = Came(interview, office.anybody)
    web = office.anybody
    token = ended(office, interview)
    page = web.get(gone.path(), headers={"Cookie": f"afterword={token}"})
    csrf = page.text.partition('name="csrf" value="')[2].partition('"')[0]
    headers = {"Cookie": f"afterword={token}", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
    answer = web.post(gone.path(rest), data={"csrf": csrf, **fields}, headers=headers)
    assert (answer.status_code, "is kept" in answer.text) == (401, True), answer.text
