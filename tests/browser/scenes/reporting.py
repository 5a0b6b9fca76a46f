"""The agency's own figures at the console: of one month, by client, of nothing, and asked for wrongly."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, person
from tests.make import debriefs, loop
from tests.office import Office


def reporting(office: Office) -> Iterator[Scene]:
    """With bars where enough was counted, and words where too little was."""
    _held(office)
    mira, today = token_of(office, "manager"), utc_now().date()
    lately = {"from": (today - timedelta(days=90)).isoformat(), "to": today.isoformat()}
    yield Scene("desk-reports", f"/desk/reports?{urlencode(lately)}", mira)
    yield Scene("desk-reports-by-client", f"/desk/reports?{urlencode({**lately, 'by': 'client'})}", mira)
    yield Scene("desk-reports-none", "/desk/reports?from=2025-01-01&to=2025-01-31", mira)
    yield Scene("desk-reports-error", "/desk/reports?from=2026-13-45&to=2025-01-31", mira)


def _held(office: Office) -> None:
    """As many debriefs as a median takes, each a while after its interview; one letter, one cancelled, some news."""
    loop.letter_approved(office, "RPT-0", approval=loop.NOW, **person(office, "rptsent"))
    office.travel(utc_now() + timedelta(minutes=2))
    for n in range(10):
        colleague = {"consultant": f"colleague@{office.name}.example"} if n % 3 else {}
        starts = utc_now() - timedelta(minutes=75 + 23 * n)
        times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
        interview = office.announce(f"RPT-{n + 1}", **person(office, f"rpt{n}"), **times, **colleague)
        candidate = office.candidate(interview["id"])
        debriefs.submit(candidate, interview["id"], debriefs.short_answers())
        office.run_tasks()
        if n % 2:
            path = f"/v1/interviews/{interview['id']}/updates"
            assert office.manager.post(path, json={"words": "Nothing is new."}).status_code == 201
    off = office.announce("RPT-11", **person(office, "rptoff"))
    seen = office.manager.get(f"/v1/interviews/{off['id']}").headers["ETag"]
    reason = {"reason": "They froze the role."}
    office.manager.post(f"/v1/interviews/{off['id']}/cancel", json=reason, headers={"If-Match": seen})
