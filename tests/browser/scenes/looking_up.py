"""Interviews and candidates at the console: the lists, one interview from before it to what came of it."""

from collections.abc import Iterator
from datetime import timedelta

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, agreed, on_the_interview, person
from tests.browser.scenes.doing import filling, sending
from tests.make import debriefs, letters, loop, people
from tests.office import Json, Office

MET = [
    {"name": "Dana Whitfeld", "role_in_decision": "Decides"},
    {"name": "Tom Achterberg", "title": "Engineering Manager"},
    {"name": "Somebody from finance, whose name I did not catch"},
]


def looking_up(office: Office) -> Iterator[Scene]:
    """What is found and what is not, with whom one deals, and where one interview stands."""
    priya, cleo = token_of(office, "priya"), token_of(office, "compliance")
    then = utc_now() + timedelta(days=40)
    times = {"starts_at": then.isoformat(), "ends_at": (then + timedelta(hours=1)).isoformat()}
    coming = office.announce("UP-1", **person(office, "lookup"), **times)
    path = f"/desk/interviews/{coming['id']}"
    yield Scene("desk-interview-to-come", path, priya)
    yield Scene("desk-interview-error", path, priya, filling("Cancel the interview", day="2026-12-01"))
    yield Scene("desk-interview-stale", path, priya, sending(f"{path}/cancel", {"seen": "0", "cancel_reason": "Away."}))
    yield from _told(office, priya, cleo)
    off = office.announce("UP-5", round=4, **person(office, "lookup"), **times)
    on_the_interview(office, off, "cancel", {"reason": "The panel is away until the new year."})
    yield Scene("desk-interview-cancelled", f"/desk/interviews/{off['id']}?done=cancelled", priya)
    yield Scene("desk-interviews", "/desk/interviews", priya)
    yield Scene("desk-interviews-not-found", "/desk/interviews?q=zeppelin", priya)
    yield Scene("desk-candidates", "/desk/candidates", priya)
    yield Scene("desk-candidates-not-found", "/desk/candidates?q=zeppelin", priya)
    yield Scene("desk-candidate", f"/desk/candidates/{coming['candidate']['id']}", priya)
    yield Scene("desk-held", f"/desk/candidates/{coming['candidate']['id']}/held", cleo)
    yield Scene(
        "desk-held-error", f"/desk/candidates/{coming['candidate']['id']}/held", cleo, filling("Place the hold")
    )
    gone = office.announce("UP-3", **person(office, "lookupgone", name="Lea Gone"))
    assert people.erase(office, people.of(gone)).status_code == 200
    yield Scene("desk-held-erased", f"/desk/candidates/{gone['candidate']['id']}/held", cleo)
    yield Scene("desk-candidate-erased", f"/desk/candidates/{gone['candidate']['id']}", cleo)


def _told(office: Office, priya: str, cleo: str) -> Iterator[Scene]:
    """Somebody whom the candidate named is not known yet; a letter is agreed to, approved, on its way."""
    who = person(office, "lookuptold")
    here = [office.interviewer("Dana Whitfield"), office.interviewer("Tom Achterberg")]
    waiting = office.held("UP-4", interviewers=here[:1], round=3, **who)
    met: Json = debriefs.full_answers(people_met=MET)
    debriefs.submit(office.candidate(waiting["id"]), waiting["id"], met)
    path = f"/desk/interviews/{waiting['id']}"
    yield Scene("desk-interview-people", path, priya)
    named = [one["id"] for one in office.priya.get(f"/v1/interviews/{waiting['id']}").json()["people"]]
    yield Scene("desk-interview-people-error", path, priya, sending(f"{path}/people/{named[-1]}/leave", {"seen": "1"}))
    found = agreed(office, "UP-2", letters.strategic("c1"), interviewers=here, round=2, **who)
    assert loop.approve(office.priya, loop.Loop(found.interview, found.web, found.letter)).status_code == 200
    path = f"/desk/interviews/{found.interview['id']}"
    yield Scene("desk-interview", path, priya)
    yield Scene("desk-interview-compliance", path, cleo)
