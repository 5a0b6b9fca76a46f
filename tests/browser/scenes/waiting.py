"""While a candidate waits: by when they hear, what was written to them, and their asking for news."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from playwright.sync_api import Page

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, came, person, told
from tests.office import Office


def waiting(office: Office) -> Iterator[Scene]:
    """Promised, written to, put off; asked too early, a new deadline, and when nothing was heard for long."""
    whose = person(office, "waiting")  # of whom no other round is announced
    found, priya = told(office, "WAIT-1", **whose), token_of(office, "priya")
    office.run_tasks()
    desk = f"/desk/interviews/{found.interview['id']}/promise"
    yield found.scene("status-promised")
    yield found.scene("ask-early", "/ask")
    yield found.scene("ask-error", "/ask", _deadline_without_day)
    yield Scene("desk-promise", desk, priya)
    yield Scene("desk-promise-error", desk, priya, _nothing_written)
    yield Scene("desk-promise-move-error", desk, priya, _moved_without_a_word)
    yield Scene("desk-promise-compliance", desk, token_of(office, "compliance"))
    path = f"/v1/interviews/{found.interview['id']}"
    asked = {"kind": "new_deadline", "deadline_on": f"{_in_days(12):%Y-%m-%d}", "words": "They want to know by then."}
    assert found.web.post(f"{path}/nudges", json=asked).status_code == 201
    yield found.scene("ask-asked", "/ask")
    yield Scene("desk-promise-asked", desk, priya)
    yield Scene("desk-promise-overtaken", desk, priya, partial(_overtaken, office, path))
    yield Scene("desk-promise-answered", f"{desk}?done=written", priya)
    yield found.scene("status-written-to")
    long_ago = {"starts_at": _in_days(-20).isoformat(), "ends_at": (_in_days(-20) + timedelta(hours=1)).isoformat()}
    late = came(office, office.announce("WAIT-2", **long_ago))
    yield late.scene("ask-allowed", "/ask")
    handed = came(office, late.interview, link="returned")
    yield handed.scene("ask-own-link", "/ask")


_NEWS = count(1)


def _in_days(days: int) -> datetime:
    return utc_now().replace(microsecond=0) + timedelta(days=days)


def _deadline_without_day(page: Page) -> None:
    page.get_by_label("What should they know about it?").fill("Another offer.")
    page.get_by_role("button", name="Tell Priya").click()


def _nothing_written(page: Page) -> None:
    page.get_by_role("button", name="Send it to").click()


def _moved_without_a_word(page: Page) -> None:
    page.get_by_role("button", name="Tell them the later day").click()


def _overtaken(office: Office, path: str, page: Page) -> None:
    """A manager writes while Priya types; each size of the picture brings it about anew."""
    page.get_by_label("What Alex reads").fill("Nothing is new yet. I ring them on Thursday.")
    words = {"words": f"They meet on Wednesday, and I ring them then ({next(_NEWS)})."}
    assert office.manager.post(f"{path}/updates", json=words).status_code == 201
    page.get_by_role("button", name="Send it to").click()
