"""A letter or a summary as a desk decides on it: its words against one's last look, and all that it takes to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.access import Access
from app.accounts.queries.rows import settings_of
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.deliveries.actions import previewing
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as deliveries
from app.deliveries.schemas import PlannedSend
from app.deliveries.states import NOT_LIVE
from app.desk.actions.looking import note_look
from app.desk.queries.looks import last_look
from app.desk.rendering.going import STOPPABLE, Going, going
from app.interviews.models import Meeting
from app.letters.models import Standing
from app.letters.queries import reading, rows, summaries
from app.letters.rendering import views
from app.letters.schemas.views import AgencyLetter, VersionDiff
from app.letters.states import LETTER

MOST_DELIVERIES = 100
DECISIONS = {"approve": "approved", "return": "changes_requested", "suggest": "suggested", "withhold": "not_forwarded"}


@dataclass(frozen=True)
class Enclosable:
    """The summary of the debrief, where it may go in the same message: the candidate agreed to it."""

    document_id: str
    version: int
    names: str


@dataclass(frozen=True)
class LetterSheet:
    """What one page of the console holds about a letter; ``may`` are the decisions that its state allows, ``busy`` the
    people to whom it goes or went."""

    letter: AgencyLetter
    meeting: Meeting
    standing: Standing
    seen: int
    diff: VersionDiff | None
    may: frozenset[str]
    plans: list[PlannedSend]
    going: list[Going]
    busy: frozenset[UUID]
    undo_until: datetime | None
    enclosable: Enclosable | None

    @property
    def what(self) -> str:
        """How it is called."""
        return "summary" if self.letter.kind == "summary" else "letter"

    @property
    def agreed(self) -> list[tuple[str, str]]:
        """Whom the candidate agreed that it goes to, and to whom nothing is on its way: identifier and name."""
        given = [one for one in self.letter.consents if one.state == "given" and one.person_id not in self.busy]
        return [(public_id("prs", one.person_id), one.name) for one in given]

    @property
    def agreed_ids(self) -> list[str]:
        """The identifiers of those alone."""
        return [person for person, _ in self.agreed]

    @property
    def document_id(self) -> str:
        """The public identifier of the frozen document; empty where there is none."""
        return public_id("doc", self.letter.document.id) if self.letter.document else ""

    def person(self, plan: PlannedSend) -> str:
        """The public identifier of whom a plan is for."""
        return public_id("prs", plan.person_id)

    @property
    def lacking(self) -> list[str]:
        """For whom the candidate has not agreed."""
        return [one.name for one in self.letter.consents if one.state != "given"]

    @property
    def ready(self) -> bool:
        """Whether it could go to somebody: nothing goes without the candidate's agreement (rule 1)."""
        return self.direct or bool(self.agreed)

    @property
    def direct(self) -> bool:
        """Whether the candidate arranged the interview, and so sends the letter."""
        return self.meeting.interview.introduced_by == "direct"

    @property
    def zone_there(self) -> str:
        """The zone in which a chosen time is read: that of the first reader, else the interview's."""
        return next((plan.time_zone for plan in self.plans if plan.time_zone), self.meeting.interview.time_zone)


def letter_sheet(
    access: Access[ConsultantActor], letter_id: UUID, *, decides: bool, now: datetime, looks: bool = True
) -> LetterSheet:
    """Read a letter whole, and note that it was looked at; raises LetterNotFound."""
    standing = reading.standing_for(access.session, letter_id=letter_id, actor=access.actor)
    letter, meeting = standing.letter, standing.meeting
    sent = deliveries.deliveries_for(
        access.session, actor=access.actor, letter_id=letter.id, after=None, limit=MOST_DELIVERIES
    )
    newest = list(reversed([one for one in sent if standing.document and one.document_id == standing.document.id]))
    view = views.agency_letter(standing)
    return LetterSheet(
        letter=view,
        meeting=meeting,
        standing=standing,
        seen=letter.audit_seq,
        diff=_since_last_look(access, standing, now=now) if looks else None,
        may=_allowed(standing, newest) if decides else frozenset(),
        plans=previewing.preview(access.session, letter_id=letter.id, actor=access.actor, now=now),
        going=going(newest, standing.met, here=meeting.agency.time_zone, now=now),
        busy=frozenset(one.person_id for one in newest if one.state not in NOT_LIVE),
        undo_until=_undo_until(access, newest, now=now),
        enclosable=_enclosable(access, standing) if letter.kind != "summary" else None,
    )


def _since_last_look(access: Access[ConsultantActor], standing: Standing, *, now: datetime) -> VersionDiff | None:
    """What changed since the version that the actor saw before this one; None where they saw none."""
    shown = standing.version
    if shown is None:
        return None
    look = last_look(access.session, letter_id=standing.letter.id, actor=access.actor)
    before = None if look is None else (look.version if look.version < shown.version else look.before)
    note_look(access.session, letter_id=standing.letter.id, version=shown.version, actor=access.actor, now=now)
    if before is None:
        return None
    return views.diff_view(standing, shown, rows.version_of(access.session, standing.letter, before))


def _allowed(standing: Standing, sent: Sequence[Delivery]) -> frozenset[str]:
    """Which decisions the letter's state allows.

    Approved, it is decided anew once nothing of it is on its way, and approved again for whom nothing came of it.
    """
    letter = standing.letter
    following = LETTER.table.get(letter.state, frozenset())
    allowed = {name for name, state in DECISIONS.items() if state in following}
    if letter.state == "approved":
        live = {one.person_id for one in sent if one.state not in NOT_LIVE}
        left = {one.person_id for one in sent} - live
        allowed = ({"approve"} if left else set()) if live else allowed | {"approve"}
    elif letter.state != "submitted":
        allowed &= {"withhold"}
    if letter.kind == "summary":
        allowed.discard("suggest")
    return frozenset(allowed)


def _undo_until(access: Access[ConsultantActor], sent: Sequence[Delivery], *, now: datetime) -> datetime | None:
    """Until when the approval can simply be undone; None once that has passed, or a worker has taken one."""
    waiting = [one for one in sent if one.state in STOPPABLE]
    if not waiting:
        return None
    seconds = settings_of(access.session, access.actor.agency_id).undo_seconds
    until = max(one.created_at for one in waiting) + timedelta(seconds=seconds)
    return until if until > now else None


def _enclosable(access: Access[ConsultantActor], standing: Standing) -> Enclosable | None:
    summary = summaries.find_summary(access.session, standing.meeting.interview)
    if summary is None or summary.state not in {"submitted", "approved"}:
        return None
    of = reading.standing_for(access.session, letter_id=summary.id, actor=access.actor)
    given = {one.person_id for one in of.consents if one.state == "given"}
    names = [one.person.name for one in of.met if one.person.id in given]
    if of.document is None or not names:
        return None
    return Enclosable(public_id("doc", of.document.id), summary.version, " and ".join(names))
