"""Before the interview, and whether it went ahead."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.core.clock import utc_now
from tests.browser.scenes.coming import Came, Scene, accepted, after, at_client, came, on_the_interview
from tests.browser.scenes.doing import press_first, sending
from tests.office import Json, Office

MOVED = {"answer": "moved", "day": "2026-11-26", "starts_at": "10:00", "ends_at": "11:00", "zone": "Europe/London"}


def planned(office: Office) -> Iterator[Scene]:
    """Before it begins."""
    found = came(office, _announced(office, "B-1", hours=24))
    yield found.scene("before-interview", "/before")
    yield found.scene("status-scheduled")
    yield found.scene("first-page-before", "/interview")
    yield found.scene("debrief-early", "/debrief")
    near = came(office, _announced(office, "B-2", hours=24, interviewers=[], time_zone="Europe/London"))
    yield near.scene("before-nobody-announced", "/before")
    now = came(office, _announced(office, "B-3", hours=-0.2))
    yield now.scene("before-begun", "/before")
    yield now.scene("status-on-now")


def asked(office: Office) -> Iterator[Scene]:
    """Did it go ahead?"""
    found = after(office, "B-4")
    yield found.scene("first-page", "/interview")
    yield found.scene("first-page-error", "/interview", press_first)
    wrong = {**MOVED, "day": "", "ends_at": "09:00", "reason": "The panel was away."}
    yield found.scene("first-page-moved-error", "/interview", sending(found.path("/interview"), wrong))
    near = after(office, "B-5", time_zone="Europe/London")
    yield near.scene("first-page-one-clock", "/interview")
    handed = came(office, found.interview, link="returned")
    yield handed.scene("first-page-handed-over", "/interview")
    over = accepted(office, "B-6")
    yield over.scene("first-page-settled", "/interview")


def answered(office: Office) -> Iterator[Scene]:
    """What stands there after each answer."""
    answers: tuple[tuple[str, Json], ...] = (
        ("yes", {"answer": "yes"}),
        ("still-going", {"answer": "still_going"}),
        ("moved", MOVED),
        ("moved-unknown", {"answer": "moved"}),
        ("cancelled", {"answer": "cancelled"}),
        ("did-not-go", {"answer": "did_not_go", "reason": "I fell ill."}),
    )
    for name, fields in answers:
        found = after(office, f"B-{name}")
        found.sends("/interview", **fields)
        yield found.scene(f"attendance-{name}", "/interview")
        yield found.scene(f"status-{name}")
    yield found.scene("first-page-change", "/interview?change=1")


def called_off(office: Office) -> Iterator[Scene]:
    """It was cancelled, not attended, or closed."""
    soon = _announced(office, "B-7", hours=2)
    office.run_due()
    found = came(office, _announced(office, "B-7", hours=72))
    office.run_due()
    assert found.interview["id"] == soon["id"], "the one whose entry was mailed is moved"
    on_the_interview(office, found.interview, "cancel", {"reason": "No panel."})
    office.run_due()
    yield found.scene("status-off")
    yield found.scene("before-off", "/before")
    yield found.scene("first-page-off", "/interview")
    yield found.scene("own-link-off", "/own-link")
    yield found.scene("debrief-off", "/debrief")
    missed = after(office, "B-8")
    on_the_interview(office, missed.interview, "no-show", {"reason": "Nobody came."})
    yield missed.scene("status-no-show")
    told_off = after(office, "B-9")
    told_off.sends("/interview", answer="cancelled")
    on_the_interview(office, told_off.interview, "cancel", {"reason": "No panel."})
    yield told_off.scene("attendance-off", "/interview")


def clients(office: Office) -> Iterator[Scene]:
    """Whose policies differ (P6), and whoever arranged it themselves."""
    for key, changes in (
        ("copy-agency", at_client(office, "Corvid Foods", contact_policy="copy_agency", letter_policy="ask_first")),
        ("permitted", at_client(office, "Linden Health", contact_policy="permitted", letter_policy="not_accepted")),
        ("direct", {"introduced_by": "direct", **at_client(office, "Alder Rail", contact_policy="forbidden")}),
    ):
        found = after(office, f"B-{key}", **changes)
        yield found.scene(f"first-page-{key}", "/interview")
        yield found.scene(f"letters-{key}", "/letters")


def covered(office: Office) -> Iterator[Scene]:
    """The consultant is away, and somebody stands in (P21)."""
    found = after(office, "B-10", consultant=f"colleague@{office.name}.example")
    today, people = utc_now().date(), office.consultant_ids
    days = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=4)).isoformat()}
    cover = {"consultant_id": people["colleague"], "covered_by": people["priya"], **days}
    answer = office.admin.post("/v1/cover-rules", json=cover)
    assert answer.status_code == 201, answer.text
    yield found.scene("status-covered")


def _announced(office: Office, ref: str, *, hours: float, **changes: Any) -> Json:
    starts = utc_now() + timedelta(hours=hours)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    return office.announce(ref, **times, **changes)


def handed_over(office: Office) -> Iterator[Scene]:
    """By a link that somebody handed over, nothing stored is shown."""
    found: Came = after(office, "B-11", link="returned")
    yield found.scene("status-handed-over")
    yield found.scene("debrief-handed-over", "/debrief")
    yield found.scene("topic-handed-over", "/debrief/people")
    yield found.scene("check-handed-over", "/debrief/check")
    yield found.scene("letters-handed-over", "/letters")
    yield found.scene("letter-new-handed-over", "/letters/new")
    yield found.scene("my-data-handed-over", "/data")
