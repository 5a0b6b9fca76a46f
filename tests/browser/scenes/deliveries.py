"""The deliveries of the console: none, waiting, gone, in doubt, not taken, stopped; and what is refused there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from playwright.sync_api import Page

from app.core.clock import utc_now
from tests.adapters.smtp_ledger import Mode
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene
from tests.make import loop
from tests.make.loop import Loop
from tests.office import Office


def deliveries(office: Office) -> Iterator[Scene]:
    """Where each delivery is, from one that waits to one that a person has to find out about."""

    def of(name: str, path: str = "", who: str = "priya", act: object = None) -> Scene:
        return Scene(f"desk-{name}", f"/desk/deliveries{path}", token_of(office, who), act)  # type: ignore[arg-type]

    waits = _approved(office, "DLV-1", ("Tom",), {"when": "window"})
    yield of("delivery-waits", _path(waits, "Tom"))
    yield of("delivery-waits-error", _path(waits, "Tom"), act=_now_without_reason)
    yield of("delivery-compliance", _path(waits, "Tom"), "compliance")
    panel = [office.interviewer("Ines Duarte", email=None)]
    held = _approved(office, "DLV-2", ("Ines",), {"when": "window"}, interviewers=panel)
    yield of("delivery-needs-address", _path(held, "Ines"))
    gone = _approved(office, "DLV-3", ("Dana",), {**loop.NOW, "covering_line": "Alex and I spoke this morning."})
    office.travel(utc_now() + timedelta(minutes=2))
    yield of("delivery-sent", _path(gone, "Dana"))
    refused = _wrong(office, "DLV-4", "refuse_rcpt")
    doubted = _wrong(office, "DLV-5", "drop_before_answer")
    yield of("deliveries")
    yield of("deliveries-search", "?q=zeppelin")
    yield of("delivery-not-taken", _path(refused, "Dana"))
    yield of("delivery-in-doubt", _path(doubted, "Dana"))
    yield of("delivery-in-doubt-error", _path(doubted, "Dana"), act=_decided_without_knowing)
    known = _wrong(office, "DLV-6", "drop_before_answer")
    found = {"resolution": "delivered", "reason": "Dana told me on the telephone that she has it."}
    assert loop.decide(office.priya, loop.path_to(known.deliveries["Dana"]), "resolve", found).status_code == 200
    yield of("delivery-found-out", f"{_path(known, 'Dana')}?done=delivered")
    stopped = _approved(office, "DLV-7", ("Tom",), {"when": "window"})
    assert loop.decide(office.priya, loop.path_to(stopped.deliveries["Tom"]), "cancel").status_code == 200
    yield of("delivery-stopped", f"{_path(stopped, 'Tom')}?done=stopped")


def _approved(office: Office, ref: str, to: tuple[str, ...], approval: dict[str, str], **announced: object) -> Loop:
    return loop.letter_approved(office, ref, approval=approval, to=to, **announced)


def _path(of: Loop, name: str) -> str:
    return f"/{of.deliveries[name]['id']}"


def _wrong(office: Office, ref: str, mode: Mode) -> Loop:
    """Let the mail server answer like this at the moment when this letter goes, and to nothing else."""
    approved = _approved(office, ref, ("Dana",), loop.NOW)
    goes_at = datetime.fromisoformat(approved.deliveries["Dana"]["scheduled_for"])
    office.travel(goes_at - timedelta(seconds=1))
    with loop.mail_server(office, mode):
        office.travel(goes_at + timedelta(seconds=1))
    return approved


def _now_without_reason(page: Page) -> None:
    page.locator("summary", has_text="Send now").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send it now").click()


def _decided_without_knowing(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this decision").click()
