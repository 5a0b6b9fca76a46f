"""Pages around the journey: notices, problems, and what cannot be answered."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from app.web.templating import render
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Act, Scene, after, begun
from tests.browser.scenes.doing import sending
from tests.office import Office

NOTHING = {"typed": [], "server_fault": False, "code": "", "home": None, "at_desk": False}
STRANGE = """() => {
  const session = document.querySelector("#session");
  if (session) session.dataset.csrf = "strange";
  for (const one of document.querySelectorAll("[name=csrf]")) one.value = "strange";
}"""
TYPED = "They came back to the recall three times."


def open_to_all(office: Office) -> Iterator[Scene]:
    """What anybody may open."""
    yield Scene("privacy-notice", f"/privacy/{office.name}")
    yield Scene("invitation", "/join/awi_nothing")
    yield Scene("problem", "/problems/document_superseded")
    yield Scene("problems", "/problems")
    yield Scene("problem-not-found", "/problems/nothing")


def troubles(office: Office) -> Iterator[Scene]:
    """What goes wrong is said on a page, and what was typed is given back."""
    found = begun(office, "I-1")
    yield found.scene("not-found", "/nothing")
    yield Scene("not-found-at-all", "/my/nothing", found.token)
    other = after(office, "I-2")
    yield Scene("not-this-interview", other.path(), found.token)
    text = {"content.text": TYPED, "was": "nonsense", "do": "check"}
    yield found.of_letter("not-valid", act=sending(found.letter_path(), text))
    yield found.scene("form-not-ours", act=_with_a_strange_token(found.path("/debrief/went")))
    busy = "Too many requests. Wait 20 seconds, then send it again."
    yield found.scene("too-many", act=_answered(429, title="Too many requests", detail=busy, typed=[TYPED]))
    priya = token_of(office, "priya")
    yield Scene("desk-not-found", "/desk/review/nothing", priya)
    yield Scene("desk-not-found-at-all", "/desk/nothing", priya)
    yield Scene("desk-form-not-ours", "/desk/me", priya, _with_a_strange_token("/desk/me"))
    words = {"title": "Something went wrong here", "code": "internal_error", "request_id": "0193f2c4"}
    yield found.scene("server-fault", act=_answered(500, server_fault=True, **words))


def _with_a_strange_token(path: str) -> Act:
    send = sending(path, {"went_well": TYPED})

    def act(page: Page) -> None:
        page.evaluate(STRANGE)
        send(page)

    return act


def _answered(status: int, **words: Any) -> Act:
    """What nobody can bring about here without breaking the service for the other scenes: rendered from its words."""

    def act(page: Page) -> None:
        body = render("pages/trouble.html", **{**NOTHING, **words})
        page.route("**/my/*", lambda route: route.fulfill(status=status, body=body, content_type="text/html"))
        page.reload()

    return act
