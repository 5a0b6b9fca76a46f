"""What became of an interview, at the desk and on the candidate's page, from nothing recorded to everything told."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, accepted
from tests.make import heard
from tests.office import Office


def outcomes(office: Office) -> Iterator[Scene]:
    """Nothing yet, recorded, refused, told on the page and by telephone, read; and what kinds are to candidates."""
    priya, came = token_of(office, "priya"), accepted(office, "OUT-1")
    interview, home = came.interview, f"/desk/interviews/{came.interview['id']}"
    yield Scene("desk-outcome-none", f"{home}/outcome", priya)
    yield Scene("desk-outcome-error", f"{home}/outcome", priya, _nothing_chosen)
    yield Scene("desk-tell-nothing", f"{home}/tell", priya)
    heard.outcome(office.priya, interview, "on_hold", side="agency")
    feedback = heard.feedback(office, interview)
    yield Scene("desk-outcome-recorded", f"{home}/outcome", priya)
    yield Scene("desk-tell", f"{home}/tell?done=recorded", priya)
    yield Scene("desk-tell-error", f"{home}/tell", priya, _no_words)
    yield Scene("desk-outcome-compliance", f"{home}/outcome", token_of(office, "compliance"))
    yield Scene("desk-tell-compliance", f"{home}/tell", token_of(office, "compliance"))
    yield Scene("desk-interview-to-tell", home, priya)
    given = {"how": "telephone", "words": heard.WORDS, "told_at": (utc_now() - timedelta(hours=1)).isoformat()}
    assert heard.on_feedback(office.priya, interview, feedback, "relay", 1, **given).is_success
    yield came.scene("status-told-feedback")
    assert heard.on_outcome(office.priya, interview, "relay", how="page", words="They wait for their board.").is_success
    yield came.scene("status-told-both")
    assert came.web.post(heard.path(interview, "/acknowledge")).is_success
    yield came.scene("status-told-read")
    yield Scene("desk-tell-told", f"{home}/tell?done=told", priya)
    for kind in ("client_rejected", "offer", "next_round", "placed"):
        told = accepted(office, f"OUT-{kind}")
        recorded = heard.outcome(office.priya, told.interview, kind)
        heard.on_outcome(office.priya, told.interview, "relay", how="page", words=recorded["suggested_words"])
        yield told.scene(f"status-{kind.replace('_', '-')}")


def _nothing_chosen(page: Page) -> None:
    page.get_by_role("button", name="Record it").click()


def _no_words(page: Page) -> None:
    page.get_by_role("textbox", name="reads").first.fill("")
    page.get_by_role("button", name="Tell", exact=False).first.click()
