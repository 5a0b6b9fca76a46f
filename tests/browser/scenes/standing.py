"""Where it stands once a letter may go: planned, gone, not through, in doubt; and when the client decides."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.clock import utc_now
from tests.adapters.smtp_ledger import Mode
from tests.browser.scenes.coming import Came, Scene, accepted, agreed, at_client, decided, told
from tests.make import debriefs, letters, loop
from tests.office import Json, Office


def planned_to_go(office: Office) -> Iterator[Scene]:
    """Approved, and not gone yet."""
    found = agreed(office, "H-1")
    decided(office, found, "approve", {"when": "window"})
    yield found.scene("status-scheduled-to-go")
    yield found.of_letter("agree-approved", "/agree")
    yield found.of_letter("agreed-approved", "/agreed")
    yield found.of_letter("letter-approved")
    yield found.of_letter("withdraw-planned", "/withdraw")
    yield found.scene("letters-approved", "/letters")
    one = agreed(office, "H-2", **_panel_apart(office))
    decided(office, one, "approve", {"when": "window"})
    yield one.scene("status-panel-apart")
    yield one.of_letter("agreed-apart", "/agreed")
    held = agreed(office, "H-3", to=("Dana",), **_without_address(office))
    decided(office, held, "approve", {"when": "window"})
    yield held.scene("status-waits-for-address")
    yield held.of_letter("agree-waits-for-address", "/agree")


def gone(office: Office) -> Iterator[Scene]:
    """Handed to their mail server; what comes too late is said."""
    found = agreed(office, "H-4")
    decided(office, found, "approve", {**loop.NOW, "people": [letters.people_of(found.interview)["Dana"]]})
    _time_passes(office)
    yield found.scene("status-gone")
    yield found.of_letter("withdraw-too-late", "/withdraw")
    yield found.of_letter("agree-gone", "/agree")
    everybody = agreed(office, "H-4b", to=("Dana",))
    decided(office, everybody, "approve", loop.NOW)
    _time_passes(office)
    yield everybody.scene("status-gone-to-everybody")
    yield everybody.of_letter("withdraw-gone", "/withdraw")
    yield everybody.of_letter("agree-gone-to-everybody", "/agree")
    yield everybody.of_letter("agreed-gone", "/agreed")
    back = agreed(office, "H-5")
    decided(office, back, "approve", {**loop.NOW, "people": [letters.people_of(back.interview)["Dana"]]})
    _time_passes(office)
    back.sends(f"/letters/{back.letter['id']}/withdraw", what="people", people=letters.people_of(back.interview)["Tom"])
    yield back.of_letter("withdrawn-too-late-for-some", "/withdrawn")
    yield back.of_letter("withdraw-nothing-left", "/withdraw")
    yield back.scene("status-gone-to-one")


def not_through(office: Office) -> Iterator[Scene]:
    """Their mail server did not take it, or said nothing."""
    refused = agreed(office, "H-6", to=("Dana",))
    _goes_wrong(office, refused, "refuse_rcpt")
    yield refused.scene("status-not-through")
    doubted = agreed(office, "H-7", to=("Dana",))
    _goes_wrong(office, doubted, "drop_before_answer")
    yield doubted.scene("status-in-doubt")
    yield doubted.of_letter("withdraw-in-doubt", "/withdraw")


def decisions(office: Office) -> Iterator[Scene]:
    """When the client decides, as far as anybody said."""
    today = utc_now().date()
    for name, decision in (
        ("today", {"on": today.isoformat(), "precision": "exact"}),
        ("this-week", {"on": (today + timedelta(days=3)).isoformat(), "precision": "exact"}),
        ("unknown", {"precision": "unknown"}),
    ):
        found = accepted(office, f"H-{name}", debriefs.full_answers(decision_expected=decision))
        yield found.scene(f"status-decision-{name}")
    starts = utc_now() - timedelta(days=4)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    passed = {"on": (today - timedelta(days=1)).isoformat(), "precision": "about", "source": "Dana Whitfield"}
    late = accepted(office, "H-passed", debriefs.full_answers(decision_expected=passed), **times)
    yield late.scene("status-decision-passed")


def several_letters(office: Office) -> Iterator[Scene]:
    """One letter to each of a panel of two, each at another point."""
    found = told(office, "H-8")
    first = Came(found.interview, found.web, letters.submitted(found.web, found.interview, to=("Dana",)))
    assert letters.consent(first.web, first.letter).is_success
    decided(office, first, "approve", {"when": "window"})
    letters.submitted(found.web, found.interview, to=("Tom",))
    yield found.scene("status-letters-of-a-panel")
    yield found.scene("letters-of-a-panel-sent", "/letters")


def _goes_wrong(office: Office, found: Came, mode: Mode) -> None:
    """Let the mail server answer like this at the moment when the letter goes, and to nothing else."""
    answer = loop.decide(office.priya, f"/v1/letters/{found.letter['id']}", "approve", loop.NOW)
    goes_at = datetime.fromisoformat(answer.json()["deliveries"][0]["scheduled_for"])
    office.travel(goes_at - timedelta(seconds=1))
    with loop.mail_server(office, mode):
        office.travel(goes_at + timedelta(seconds=1))


def _time_passes(office: Office) -> None:
    office.travel(utc_now() + timedelta(minutes=2))


def _panel_apart(office: Office) -> Json:
    there = at_client(office, "Harbour Steel")
    there["interviewers"][1] |= {"time_zone": "Europe/Berlin", "country": "DE"}
    return there


def _without_address(office: Office) -> Json:
    there = at_client(office, "Willow Homes")
    del there["interviewers"][0]["email"]
    return there
