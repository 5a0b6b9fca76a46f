"""What became of an interview, at the desk and on the candidate's page, from nothing recorded to everything told."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Came, Scene, accepted
from tests.make import heard
from tests.office import Office


def outcomes(office: Office) -> Iterator[Scene]:
    """Nothing yet, recorded, refused, told on the page and by telephone, read; and what kinds are to candidates."""
    priya, compliance = token_of(office, "priya"), token_of(office, "compliance")
    home = _home(accepted(office, "OUT-1"))
    yield Scene("desk-outcome-none", f"{home}/outcome", priya)
    yield Scene("desk-outcome-error", f"{home}/outcome", priya, _nothing_chosen)
    yield Scene("desk-tell-nothing", f"{home}/tell", priya)
    waiting = accepted(office, "OUT-2")
    heard.outcome(office.priya, waiting.interview, "on_hold", side="agency")
    heard.feedback(office, waiting.interview)
    home = _home(waiting)
    yield Scene("desk-outcome-recorded", f"{home}/outcome", priya)
    yield Scene("desk-tell", f"{home}/tell?done=recorded", priya)
    yield Scene("desk-tell-error", f"{home}/tell", priya, _no_words)
    yield Scene("desk-outcome-compliance", f"{home}/outcome", compliance)
    yield Scene("desk-tell-compliance", f"{home}/tell", compliance)
    yield Scene("desk-interview-to-tell", home, priya)
    yield _told_feedback(office, "OUT-3").scene("status-told-feedback")
    both = _told_feedback(office, "OUT-4")
    heard.told(office.priya, both.interview, "on_hold", "They wait for their board.")
    yield both.scene("status-told-both")
    yield Scene("desk-tell-told", f"{_home(both)}/tell?done=told", priya)
    read = _told_feedback(office, "OUT-5")
    heard.told(office.priya, read.interview, "job_closed")
    assert read.web.post(heard.path(read.interview, "/acknowledge")).is_success
    yield read.scene("status-told-read")
    yield read.scene("ask-over", "/ask")
    yield Scene("desk-promise-over", f"{_home(read)}/promise", priya)
    for kind in ("client_rejected", "offer", "next_round", "placed"):
        told = accepted(office, f"OUT-{kind}")
        recorded = heard.outcome(office.priya, told.interview, kind)
        heard.on_outcome(office.priya, told.interview, "relay", how="page", words=recorded["suggested_words"])
        yield told.scene(f"status-{kind.replace('_', '-')}")


def _told_feedback(office: Office, ref: str) -> Came:
    came = accepted(office, ref)
    feedback = heard.feedback(office, came.interview)
    given = {"how": "telephone", "words": heard.WORDS, "told_at": (utc_now() - timedelta(minutes=5)).isoformat()}
    assert heard.on_feedback(office.priya, came.interview, feedback, "relay", 1, **given).is_success
    return came


def _home(came: Came) -> str:
    return f"/desk/interviews/{came.interview['id']}"


def _nothing_chosen(page: Page) -> None:
    page.get_by_role("button", name="Record it").click()


def _no_words(page: Page) -> None:
    page.get_by_role("textbox", name="reads").first.fill("")
    page.get_by_role("button", name="Tell", exact=False).first.click()
