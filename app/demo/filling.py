"""The demonstration's agency gets its people, its clients' wishes and its fifty interviews, once.

Each interview is a transaction of its own, so what was told stays, and what an interruption left out is told later.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.actions import cover, users
from app.accounts.queries import rows as accounts
from app.accounts.schemas.accounts import ConsultantInvite, OwnChange
from app.accounts.schemas.cover import CoverRuleIn
from app.core.actor import ConsultantActor, SystemActor
from app.core.db import AgencySession, Database
from app.core.queue import Task
from app.core.settings import Settings
from app.demo import content
from app.demo.after import After
from app.demo.cast import STAFF
from app.demo.held import SYSTEM, Booking, announced_at
from app.demo.past import Past
from app.demo.scene import Scene
from app.demo.stories import STORIES, Play
from app.demo.timing import OFFICE, Almanac
from app.directory.actions import changing
from app.directory.queries import rows as directory
from app.directory.schemas import ClientChange
from app.interviews.queries import meeting_for

BEGAN = timedelta(days=50)
"""Before now: when the agency's people joined."""


@dataclass(frozen=True)
class Filling:
    """What is filled, by which clock, and to whom it is said how far it is: so many of so many."""

    db: Database
    settings: Settings
    agency_id: UUID
    now: datetime
    tell: Callable[[int, int], None]
    tasks: Sequence[Task]


def fill(filling: Filling, stories: Iterable[tuple[Play, Booking]] = STORIES) -> None:
    """Tell every story that was not told yet; harmless when all were."""
    with filling.db.transaction(filling.agency_id) as session:
        crew = _crew(session, filling)
    wanted = tuple(stories)
    for number, (play, booking) in enumerate(wanted, start=1):
        with filling.db.transaction(filling.agency_id) as session:
            if not _is_told(session, filling.agency_id, booking):
                _tell(session, filling, crew, play, booking)
        filling.tell(number, len(wanted))


def is_filled(db: Database, agency_id: UUID) -> bool:
    """Whether the last story was told."""
    with db.transaction(agency_id) as session:
        return _is_told(session, agency_id, STORIES[-1][1])


def _tell(
    session: AgencySession, filling: Filling, crew: dict[str, ConsultantActor], play: Play, booking: Booking
) -> None:
    almanac = Almanac(filling.now)
    past = Past(
        session, filling.settings, filling.tasks, agency_id=filling.agency_id, begins=announced_at(almanac, booking)
    )
    scene = Scene(past, almanac, crew, booking)
    _keep_policies(scene)
    play(scene)
    if not booking.forgotten:
        After(scene).keep_word(almanac.at_the_desk())
    past.reach(filling.now)


def _is_told(session: AgencySession, agency_id: UUID, booking: Booking) -> bool:
    return directory.ref_of(session, agency_id=agency_id, system=SYSTEM, kind="interview", ref=booking.ref) is not None


def _crew(session: AgencySession, filling: Filling) -> dict[str, ConsultantActor]:
    """Everybody who works there, each with the demonstration's passphrase; who is missing joins."""
    begins = accounts.consultant_with_email(session, filling.agency_id, STAFF["ruth"][0]["email"]) is None
    crew = {who: _member(session, filling, who) for who in STAFF}
    if begins:
        _plan_leave(session, crew, filling)
        _prefer_digests(session, crew, filling)
    return crew


def _member(session: AgencySession, filling: Filling, who: str) -> ConsultantActor:
    person, role = STAFF[who]
    known = accounts.consultant_with_email(session, filling.agency_id, person["email"])
    if known is None:
        joined, actor = filling.now - BEGAN, SystemActor(filling.agency_id)
        invite = ConsultantInvite.model_validate({**person, "role": role})
        team_id = accounts.default_team(session, filling.agency_id).id
        user = users.add_user(session, invite=invite, team_id=team_id, actor=actor, now=joined)
        token = users.renew_invitation(session, consultant_id=user.id, actor=actor, now=joined)
        session.flush()  # read back by whoever joins
        known = users.accept_invitation(session, token=token.text, passphrase=content.PASSPHRASE, now=joined)
    return accounts.consultant_actor(known)


def _plan_leave(session: AgencySession, crew: dict[str, ConsultantActor], filling: Filling) -> None:
    """Ruth is away for some days soon, and Daniel covers for her (P21)."""
    almanac = Almanac(filling.now)
    away = CoverRuleIn(
        consultant_id=crew["ruth"].id,
        covered_by=crew["daniel"].id,
        from_on=almanac.day(OFFICE, 8),
        until_on=almanac.day(OFFICE, 12),
    )
    admin = accounts.consultant_actor(accounts.administrators(session, filling.agency_id)[0])
    cover.add_cover(session, given=away, actor=admin, now=filling.now - BEGAN)


def _prefer_digests(session: AgencySession, crew: dict[str, ConsultantActor], filling: Filling) -> None:
    """Two of the three hear of what comes in a few times a day, and Priya at once."""
    for who in ("daniel", "ruth"):
        users.change_own(session, change=OwnChange(notify="digest"), actor=crew[who], now=filling.now - BEGAN)


def _keep_policies(scene: Scene) -> None:
    """What the client wishes is noted when it is first met."""
    actor, company = scene.crew["mira"], scene.company
    meeting = meeting_for(scene.session, interview_id=scene.interview.id, actor=actor)
    wished = (company.letter_policy, company.contact_policy)
    if (meeting.client.letter_policy, meeting.client.contact_policy) != wished:
        change = ClientChange(letter_policy=company.letter_policy, contact_policy=company.contact_policy)
        seen, now = meeting.client.audit_seq, scene.past.at
        changing.change_client(
            scene.session, client_id=meeting.client.id, change=change, seen=seen, actor=actor, now=now
        )
