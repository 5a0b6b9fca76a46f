"""A few weeks of an agency at random: what candidates were promised, and what became of each, over HTTP and in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.make import debriefs, history
from tests.make.visitor import AtDesk
from tests.office import Office

Json = dict[str, Any]
Fate = Callable[[Office, Json], None]


def lived(office: Office, random: Random, *, begins: datetime) -> None:
    """Let one promise of each fate be made, in any order; during the last three no timer runs."""
    history.open_branch(office)
    fates = [*FATES]
    random.shuffle(fates)
    at = begins
    for n, fate in enumerate(fates):
        at = max(at, utc_now()) + timedelta(hours=random.randrange(4, 30), minutes=random.randrange(60))
        office.travel(at)
        fate(office, told(office, random, n))
    for n, fate in enumerate([silent, off, early], start=len(fates)):
        fate(office, told(office, random, n))
        if fate is not early:
            office.clock.move_to(standing(office)[0] - timedelta(minutes=random.randrange(200)))


def told(office: Office, random: Random, n: int) -> Json:
    """Let an interview be held and its candidate tell of it, which promises them something."""
    interview = history.announced(office, random, n, random.choice(["Meridian Foods", "Corvid Systems"]), direct=False)
    answers = debriefs.short_answers()
    debriefs.submit(history.over(office, random, interview), interview["id"], answers)
    office.run_tasks()
    return interview


def standing(office: Office) -> tuple[datetime, Json]:
    """By when the candidate hears who was promised something last."""
    with office.rows() as session:
        query = text("SELECT next_update_by, interview_id FROM promise ORDER BY id DESC LIMIT 1")
        row = session.execute(query).one()
    return row[0], {"id": Prefixed("int").show(row[1])}


def kept(office: Office, interview: Json) -> None:
    write(office, interview)


def late(office: Office, interview: Json) -> None:
    office.travel(standing(office)[0] + timedelta(hours=3))
    write(office, interview)


def late_and_silent(office: Office, interview: Json) -> None:
    late(office, interview)
    silent(office, interview)
    office.travel(standing(office)[0] + timedelta(hours=1))


def moved(office: Office, _interview: Json) -> None:
    """Move it by a week, which is a working day as it was."""
    by, interview = standing(office)
    history.come_in_again(office)
    page = AtDesk(office, "manager")
    page.open(f"/interviews/{interview['id']}/promise")
    answer = page.send(
        {"move.next_update_on": f"{by + timedelta(days=7):%Y-%m-%d}", "move.reason": "Dana is away."}, form="/move"
    )
    assert answer.status_code == 200, page.text


def moved_and_kept(office: Office, interview: Json) -> None:
    moved(office, interview)
    office.travel(utc_now() + timedelta(hours=50))
    write(office, interview)


def off(office: Office, interview: Json) -> None:
    history.come_in_again(office)
    history.decided(office, interview, "cancel", {"reason": "They froze the role."})


def off_and_noted(office: Office, interview: Json) -> None:
    off(office, interview)
    office.travel(standing(office)[0])


def silent(_office: Office, _interview: Json) -> None:
    """Nobody does anything."""


def early(office: Office, interview: Json) -> None:
    """Write before the time comes, which promises anew."""
    write(office, interview)


def write(office: Office, interview: Json) -> None:
    history.come_in_again(office)
    answer = office.manager.post(f"/v1/interviews/{interview['id']}/updates", json={"words": "Nothing is new."})
    assert answer.status_code == 201, answer.text


FATES: list[Fate] = [kept, late, late_and_silent, moved, moved_and_kept, off_and_noted]
