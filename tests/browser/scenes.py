"""Every page for candidates in every state, brought about as its people would; looked at by axe and by the camera."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
from playwright.sync_api import Page

from app.core.clock import utc_now
from tests.make import debriefs, letters, loop, threads
from tests.office import Json, Office, link_in

Act = Callable[[Page], None]
LONG = "x" * 4_100
"""More than an answer may hold."""


@dataclass(frozen=True)
class Scene:
    """One page in one state. ``token`` is the session that looks; ``act`` is done on the page before that."""

    name: str
    path: str
    token: str | None = None
    act: Act | None = None


def scenes(office: Office) -> list[Scene]:
    """Bring about every state; the clock moves by minutes only, so that every session stays open."""
    return [
        *_before(office),
        *_asked(office),
        *_writing(office),
        *_told(office),
        *_letter(office),
        *_discussed(office),
        *_agreed(office),
        *_gone(office),
        *_strangers(office),
    ]


def _before(office: Office) -> Iterator[Scene]:
    soon = utc_now() + timedelta(days=1)
    planned = office.announce("S-0", starts_at=soon.isoformat(), ends_at=(soon + timedelta(hours=1)).isoformat())
    came = _came(office, planned)
    yield Scene("before-interview", came.path("/before"), came.token)
    yield Scene("status-scheduled", came.path(), came.token)


def _asked(office: Office) -> Iterator[Scene]:
    came = _came(office, office.held("S-1"))
    yield Scene("link", f"/c/{_link(office)}")
    yield Scene("first-page", came.path("/interview"), came.token)
    yield Scene("first-page-error", came.path("/interview"), came.token, _press_first)
    yield Scene("status-asked", came.path(), came.token)
    yield Scene("task-list-empty", came.path("/debrief"), came.token)
    yield Scene("not-me", came.path("/not-me"), came.token)
    yield Scene("my-data", came.path("/data"), came.token)
    handed = _came(office, came.interview, link="returned")
    yield Scene("status-handed-over", handed.path(), handed.token)
    yield Scene("topic-handed-over", handed.path("/debrief/people"), handed.token)
    off = _came(office, office.held("S-2"))
    off.web.post(f"/v1/interviews/{off.interview['id']}/attendance", json={"answer": "cancelled"})
    yield Scene("first-page-answered", off.path("/interview"), off.token)
    yield Scene("status-unsettled", off.path(), off.token)


def _writing(office: Office) -> Iterator[Scene]:
    came = _came(office, office.held("S-3"))
    half = {**debriefs.full_answers(next_step=None, interest=None), "went_well": "Fine", "role_as_described": None}
    saved = {"answers": half, "agency_only": {"notice": "Three months"}}
    came.web.put(debriefs.path(came.interview["id"]), json=saved, headers=debriefs.CREATE)
    yield Scene("task-list-begun", came.path("/debrief"), came.token)
    for topic in ("people", "went", "concerns", "next"):
        yield Scene(f"topic-{topic}", came.path(f"/debrief/{topic}"), came.token)
    yield Scene("topic-went-unfolded", came.path("/debrief/went"), came.token, _unfold)
    yield Scene("topic-error", came.path("/debrief/went"), came.token, _type_too_much)
    yield Scene("check-with-gaps", came.path("/debrief/check"), came.token)
    yield Scene("decline", came.path("/debrief/decline"), came.token)
    short = _came(office, office.held("S-4", debrief_profile="short"))
    yield Scene("short", short.path("/debrief"), short.token)


def _told(office: Office) -> Iterator[Scene]:
    came = _told_in_full(office, "S-5")
    yield Scene("debrief-sent", came.path("/debrief/sent"), came.token)
    yield Scene("status-told", came.path(), came.token)
    yield Scene("letters-empty", came.path("/letters"), came.token)
    yield Scene("letter-new", came.path("/letters/new"), came.token)
    yield Scene("summary", came.path("/summary"), came.token)
    back = _told_in_full(office, "S-6")
    debriefs.decide(office.priya, back.interview["id"], "return", {"reason": "Who asked about Porto?"})
    yield Scene("debrief-returned", back.path("/debrief"), back.token)
    yield Scene("status-returned", back.path(), back.token)
    done = _told_in_full(office, "S-7")
    debriefs.decide(office.priya, done.interview["id"], "accept")
    debriefs.add(done.web, done.interview["id"])
    yield Scene("status-accepted", done.path(), done.token)
    yield Scene("new-information", done.path("/new"), done.token)


def _letter(office: Office) -> Iterator[Scene]:
    came = _told_in_full(office, "S-8")
    begun = letters.begin(came.web, came.interview)
    at = came.path(f"/letters/{begun['id']}")
    yield Scene("letter-composer-empty", at, came.token)
    letters.save(came.web, begun, letters.strategic("c1"))
    yield Scene("letter-composer", at, came.token)
    yield Scene("letter-as-text", f"{at}?as=text", came.token)
    yield Scene("letter-word", f"{at}/word", came.token)
    yield Scene("letter-word-none-chosen", f"{at}/word", came.token, _press_first)
    yield Scene("letter-check", f"{at}/check", came.token)
    yield Scene("letters", came.path("/letters"), came.token)


def _discussed(office: Office) -> Iterator[Scene]:
    back = _submitted(office, "S-9")
    threads.say(office.priya, back.letter["id"], "Which year was that?", version=1, paragraph=3, visibility="shared")
    letters.send_back(office.priya, back.letter, "Say what you did in Porto, in your first sentence.")
    yield Scene("letter-returned", back.path(f"/letters/{back.letter['id']}"), back.token)
    offered = _submitted(office, "S-10")
    wording = letters.reworded(offered.letter, 2, "I want this role: what your team ships, people eat.")
    letters.suggest(office.priya, offered.letter, wording)
    yield Scene("suggestion", offered.path(f"/letters/{offered.letter['id']}/suggestion"), offered.token)
    yield Scene("status-suggested", offered.path(), offered.token)


def _agreed(office: Office) -> Iterator[Scene]:
    came = _submitted(office, "S-11")
    at = came.path(f"/letters/{came.letter['id']}")
    yield Scene("letter-sent-for-review", f"{at}/sent", came.token)
    yield Scene("agree", f"{at}/agree", came.token)
    yield Scene("agree-nobody", f"{at}/agree", came.token, _agree_for_nobody)
    yield Scene("status-to-agree", came.path(), came.token)
    agreed = _submitted(office, "S-12")
    letters.consent(agreed.web, agreed.letter)
    at = agreed.path(f"/letters/{agreed.letter['id']}")
    yield Scene("agreed", f"{at}/agree", agreed.token)
    yield Scene("withdraw", f"{at}/withdraw", agreed.token)
    yield Scene("status-agreed", agreed.path(), agreed.token)
    yield Scene("letter-versions", f"{at}/versions", agreed.token)


def _gone(office: Office) -> Iterator[Scene]:
    planned = _submitted(office, "S-13")
    letters.consent(planned.web, planned.letter)
    _approve(office, planned, {"when": "window"})
    yield Scene("status-scheduled-to-go", planned.path(), planned.token)
    gone = _submitted(office, "S-14")
    letters.consent(gone.web, gone.letter)
    _approve(office, gone, loop.NOW)
    office.travel(utc_now() + timedelta(minutes=2))
    yield Scene("status-gone", gone.path(), gone.token)
    yield Scene("withdraw-too-late", gone.path(f"/letters/{gone.letter['id']}/withdraw"), gone.token)


def _strangers(office: Office) -> Iterator[Scene]:
    came = _came(office, office.held("S-15"))
    yield Scene("come-in-again", came.path())
    yield Scene("not-found", "/my/nothing", came.token)
    yield Scene("link-not-valid", "/c/awl_nothing", None, _press_first)
    yield Scene("privacy-notice", f"/privacy/{office.name}")
    yield Scene("problem", "/problems/document_superseded")
    yield Scene("problems", "/problems")


@dataclass
class Came:
    """Somebody who came in: their session, and where their pages are."""

    interview: Json
    web: httpx.Client
    letter: Json

    @property
    def token(self) -> str:
        return self.web.headers["authorization"].removeprefix("Bearer ")

    def path(self, rest: str = "") -> str:
        return f"/my/{self.interview['id']}{rest}"


def _came(office: Office, interview: Json, *, link: str = "sent") -> Came:
    return Came(interview, office.candidate(interview["id"], link=link), {})


def _told_in_full(office: Office, ref: str) -> Came:
    came = _came(office, office.held(ref))
    debriefs.submit(came.web, came.interview["id"])
    return came


def _submitted(office: Office, ref: str) -> Came:
    came = _told_in_full(office, ref)
    came.letter = letters.submitted(came.web, came.interview, letters.strategic("c1"))
    return came


def _approve(office: Office, came: Came, approval: Json) -> None:
    answer = loop.decide(office.priya, f"/v1/letters/{came.letter['id']}", "approve", approval)
    assert answer.status_code == 200, answer.text


def _link(office: Office) -> str:
    return link_in(office.mails(office.address("alex"))[-1])


def _press_first(page: Page) -> None:
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()


def _unfold(page: Page) -> None:
    for summary in page.locator("main summary").all():
        summary.click()


def _type_too_much(page: Page) -> None:
    page.get_by_label("What was difficult?").fill(LONG)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_load_state()


def _agree_for_nobody(page: Page) -> None:
    for box in page.locator("main input[type=checkbox]").all():
        box.uncheck()
    page.get_by_role("button", name="I agree").click()
    page.wait_for_load_state()
