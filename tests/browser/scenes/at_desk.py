"""The queue and the review screen of the console, in every state that a decision passes through."""

from collections.abc import Callable, Iterator

import httpx
from playwright.sync_api import Page

from tests.browser.scenes.coming import Scene
from tests.make import debriefs, letters, loop, summaries
from tests.office import Json, Office

BETTER = (
    "You asked how I would run a team that I see twice a year. At Corvid I led nine people across Porto and Dublin "
    "for three years; what worked was one written decision log and a weekly hour with nothing on the agenda."
)


def token_of(office: Office, who: str) -> str:
    """The session of somebody of the office's cast."""
    header: str = getattr(office, who).headers["authorization"]
    return header.removeprefix("Bearer ")


def item_about(office: Office, subject_id: str) -> str:
    """The newest review item about a debrief or letter."""
    for state in ("waiting", "with_candidate", "decided"):
        rows = office.priya.get("/v1/review-items", params={"state": state}).json()["data"]
        found: list[Json] = [row for row in rows if row["subject_id"] == subject_id]
        if found:
            return str(max(found, key=lambda row: row["version"])["id"])
    raise LookupError(subject_id)


def at_desk(office: Office) -> Iterator[Scene]:
    """One evening at the desk, from nothing waiting to a letter that is on its way."""

    def of(name: str, path: str, who: str = "priya", act: object = None) -> Scene:
        return Scene(name, f"/desk{path}", token_of(office, who), act)  # type: ignore[arg-type]

    yield of("desk-day-empty", "")
    yield of("desk-day-admin", "", "admin")
    yield of("desk-queue-empty", "/queue")
    yield of("desk-deliveries-empty", "/deliveries")
    first = office.held("K-1")
    alex = office.candidate(first["id"])
    debriefs.submit(alex, first["id"], **debriefs.confidences())
    told = office.priya.get(f"/v1/interviews/{first['id']}/debrief").json()
    debrief = item_about(office, told["id"])
    yield of("desk-debrief", f"/review/{debrief}")
    yield of("desk-debrief-compliance", f"/review/{debrief}", "compliance")
    letter = letters.submitted(alex, first, letters.strategic())
    letters.consent(alex, letter)
    gaps = _others(office)
    yield of("desk-debrief-error", f"/review/{gaps}", act=lambda page: _press(page, "Return it", opens="Return it to"))
    office.run_tasks()
    item = item_about(office, letter["id"])
    yield of("desk-queue", "/queue")
    yield of("desk-queue-not-found", "/queue?q=zeppelin")
    yield of("desk-queue-overdue", "/queue?state=overdue")
    yield of("desk-queue-keys", "/queue", act=lambda page: page.keyboard.press("?"))
    yield of("desk-menu", "/queue", act=_menu)
    yield of("desk-letter-first-look", f"/review/{item}")
    yield of("desk-letter-error", f"/review/{item}", act=_now_without_reason)
    _again(office, alex, letter)
    office.run_tasks()
    item = item_about(office, letter["id"])
    yield of("desk-letter-changed", f"/review/{item}")
    yield of("desk-letter-whole", f"/review/{item}?show=whole")
    yield of("desk-day", "")
    yield of("desk-queue-claimed", "/queue", "colleague")
    loop.approve(office.priya, loop.Loop(first, alex, letter))
    yield of("desk-letter-approved", f"/review/{item}")
    yield of("desk-letter-approved-colleague", f"/review/{item}", "colleague")
    for one in office.priya.get("/v1/deliveries", params={"letter_id": letter["id"]}).json()["data"]:
        assert loop.decide(office.priya, f"/v1/deliveries/{one['id']}", "cancel").status_code == 200
    yield of("desk-letter-undone", f"/review/{item}")
    yield from _later(office, alex, first, of)


def _later(office: Office, alex: httpx.Client, first: Json, of: Callable[[str, str], Scene]) -> Iterator[Scene]:
    """Something new after the debrief was accepted."""
    assert loop.decide(office.priya, f"/v1/interviews/{first['id']}/debrief", "accept").status_code == 200
    body = {"text": "My notice period is one month, not three. Please keep it to yourself.", "agency_only": True}
    added = alex.post(f"/v1/interviews/{first['id']}/debrief/addenda", json=body)
    assert added.status_code == 201
    yield of("desk-addendum", f"/review/{item_about(office, added.json()['reference'])}")
    yield from _summary(office, of)
    yield from _direct(office, of)


def _summary(office: Office, of: Callable[[str, str], Scene]) -> Iterator[Scene]:
    """The summary of a debrief for the client: sent by the candidate, approved; and one that a letter takes along."""
    at = summaries.agreed(office, "K-3", round=3)
    item = item_about(office, at.letter["id"])
    yield of("desk-summary", f"/review/{item}")
    letter = summaries.beside(at)
    yield of("desk-letter-with-summary", f"/review/{item_about(office, letter.letter['id'])}")
    summaries.forwarded(office, at)
    yield of("desk-summary-approved", f"/review/{item}")


def _direct(office: Office, of: Callable[[str, str], Scene]) -> Iterator[Scene]:
    """An interview that the candidate arranged: approved, the letter is released to them."""
    arranged = loop.letter_submitted(office, "K-4", round=4, introduced_by="direct")
    item = item_about(office, arranged.letter["id"])
    yield of("desk-letter-direct", f"/review/{item}")
    assert loop.approve(office.priya, arranged).json()["state"] == "released"
    yield of("desk-letter-released", f"/review/{item}")


def _others(office: Office) -> str:
    """A debrief of another round, with gaps, on which nobody decides; its item."""
    second = office.held("K-2", round=2)
    sam = office.candidate(second["id"])
    debriefs.submit(sam, second["id"], debriefs.full_answers(went_well=None, appealed=None, concerns="none_noticed"))
    return item_about(office, office.priya.get(f"/v1/interviews/{second['id']}/debrief").json()["id"])


def _again(office: Office, alex: httpx.Client, letter: Json) -> None:
    """Priya takes it on, asks for a change and notes something; Alex changes it and answers."""
    about = f"/v1/threads/{letter['id']}/comments"
    said = {
        "text": "Say what you did in Porto. Dana asked twice.",
        "visibility": "shared",
        "version": 1,
        "paragraph": 3,
    }
    assert office.priya.post(about, json=said).status_code == 201
    note = {"text": "Tom decides on this alone, Dana told me.", "visibility": "private"}
    assert office.priya.post(about, json=note).status_code == 201
    assert letters.send_back(office.priya, letter, "Name what you did in Porto.").status_code == 200
    draft = letters.read(alex, letter)
    paragraphs = [dict(one) for one in draft["content"]["paragraphs"]]
    paragraphs[2]["text"] = BETTER
    saved = letters.save(alex, draft, {**draft["content"], "paragraphs": paragraphs})
    newest = letters.submit(alex, saved).json()
    assert letters.consent(alex, newest).status_code == 200
    letter.update(newest)
    item = item_about(office, letter["id"])
    seen = office.priya.get(f"/v1/review-items/{item}").headers["ETag"]
    assert office.priya.post(f"/v1/review-items/{item}/claim", headers={"If-Match": seen}).status_code == 200


def _menu(page: Page) -> None:
    """Open it where it is not open by itself."""
    button = page.get_by_role("button", name="Menu")
    if button.is_visible():
        button.click()


def _press(page: Page, button: str, *, opens: str) -> None:
    page.locator("summary", has_text=opens).click()
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def _now_without_reason(page: Page) -> None:
    page.locator("summary", has_text="Another time, or a line").click()
    page.locator("input[name=when][value=now]").first.evaluate("(e) => e.click()")
    with page.expect_navigation():
        page.get_by_role("button", name="Approve and send").click()
