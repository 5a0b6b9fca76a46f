"""Something new after the debrief, and what is asked about one's data."""

from collections.abc import Iterator

from app.core.clock import utc_now
from tests.browser.scenes.coming import Scene, accepted, after, person
from tests.browser.scenes.doing import filling, long, press_first, pressing
from tests.make import debriefs, loop
from tests.office import Office


def added(office: Office) -> Iterator[Scene]:
    """New information: the form, what was added before with its answer, and as much as can be."""
    found = accepted(office, "D-1")
    yield found.scene("status-accepted")
    yield found.scene("new-information-empty", "/new")
    yield found.scene("new-information-error", "/new", press_first)
    yield found.scene("new-information-too-long", "/new", filling("Send it to Priya", text=long(10_100)))
    told = accepted(office, "D-2")
    references = [
        debriefs.add(told.web, told.interview["id"], text, **more).json()["reference"]
        for text, more in (
            ("They asked for two referees.", {}),
            ("The other offer is for Friday.", {"agency_only": True}),
            ("My notice is a month.", {}),
        )
    ]
    for reference, decision, body in zip(references, ("return", "accept"), ({"reason": "Whose?"}, None), strict=False):
        at = debriefs.path(told.interview["id"], f"/addenda/{reference}")
        assert loop.decide(office.priya, at, decision, body).status_code == 200
    call = {"text": "They moved to Leeds.", "taken_at": utc_now().isoformat(), "number_rung": "+44 20 7946 0991"}
    by_phone = office.priya.post(debriefs.path(told.interview["id"], "/addenda/by-telephone"), json=call)
    assert by_phone.status_code == 201, by_phone.text
    yield told.scene("new-information", "/new")
    yield told.scene("new-information-added", "/new/added")
    yield told.scene("status-with-new-information")


def added_too_often(office: Office) -> Iterator[Scene]:
    """As much was added as can be."""
    found = accepted(office, "D-3")
    for number in range(50):
        assert debriefs.add(found.web, found.interview["id"], f"Thing {number}.").status_code == 201
    yield found.scene("new-information-full", "/new")


def own_data(office: Office) -> Iterator[Scene]:
    """My data, and what was asked about it."""
    found = after(office, "D-4", **person(office, "data"))
    yield found.scene("my-data", "/data")
    yield found.scene("my-data-error", "/data", pressing("Send my request"))
    asked = after(office, "D-5", **person(office, "asking"))
    asked.sends("/data/ask", kind="copy", words="")
    asked.sends("/data/ask", kind="correction", words="My name is Alexander.")
    asked.sends("/data/ask", kind="erasure", words="")
    yield asked.scene("my-data-asked-before", "/data")
    yield asked.scene("data-asked", "/data/asked")
