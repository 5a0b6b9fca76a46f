"""One interview of the demonstration while its past is told, by the app's own actions: announced, moved, held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from app.accounts.actions import sessions
from app.accounts.queries.rows import candidate_actor
from app.core.actor import CandidateActor, ConsultantActor, SystemActor
from app.demo.cast import COMPANIES, NAMES, STAFF, Company, Json, candidate, contact
from app.demo.past import Past
from app.demo.timing import OFFICE, Almanac, next_decision, once_awake
from app.interviews.actions import announcing, attendance, moving
from app.interviews.models import Interview
from app.interviews.queries import meeting_for
from app.interviews.schemas import AttendanceIn, InterviewIn, InterviewMove

SYSTEM = "demonstration"
BEFORE = 4
"""Working days from the announcement to the interview."""
LASTS = timedelta(minutes=50)
LINK_LIFE = timedelta(days=14)


@dataclass(frozen=True)
class Booking:
    """An interview as it was agreed: so many working days ahead, at that hour there; ``lately``: it has just been."""

    number: int
    client: str
    owner: str
    ahead: int
    clock: str
    met: int = 2
    round: int = 1
    introduced_by: Literal["agency", "direct"] = "agency"
    lacks: Literal["", "contact address", "candidate address"] = ""
    again: int | None = None
    """The number of the interview in which the same candidate was met for the same job before."""
    forgotten: bool = False
    """Whether nobody writes to the candidate any more."""

    @property
    def who(self) -> int:
        """Which candidate it is."""
        return self.number if self.again is None else self.again

    @property
    def ref(self) -> str:
        """What it is called where it was announced."""
        return f"DEMO-{self.number + 1:03}"


class Held:
    """An interview, and what its people do about it; each deed comes after what fell due before it."""

    def __init__(self, past: Past, almanac: Almanac, crew: Mapping[str, ConsultantActor], booking: Booking) -> None:
        """Announce it, as the agency's own system does, some days before."""
        self.past, self.almanac, self.crew, self.booking = past, almanac, crew, booking
        self.session = past.session
        self.interview = self._announced()

    @property
    def company(self) -> Company:
        return COMPANIES[self.booking.client]

    @property
    def zone(self) -> str:
        return self.company.zone

    @property
    def owner(self) -> ConsultantActor:
        return self.crew[self.booking.owner]

    @property
    def names(self) -> dict[str, str]:
        """Who writes, and who stands between them and the client."""
        return {"writer": NAMES[self.booking.who], "consultant": STAFF[self.booking.owner][0]["name"]}

    @cached_property
    def writer(self) -> CandidateActor:
        """The candidate, who came in by a link that the service sent."""
        system = SystemActor(self.past.agency_id)
        meeting = meeting_for(self.session, interview_id=self.interview.id, actor=system)
        token = sessions.issue_link(
            self.session,
            candidate_id=meeting.candidate.id,
            interview_id=self.interview.id,
            strength="sent",
            life=LINK_LIFE,
            actor=system,
            now=self.past.at,
        )
        web_session, link, _ = sessions.open_candidate_session(self.session, token=token.text, now=self.past.at)
        return candidate_actor(link, web_session)

    def later(self, **delay: int) -> None:
        """Let some time pass, and the night where the candidate is."""
        self.past.reach(once_awake(self.past.at + timedelta(**delay), self.zone))

    def until_lately(self, **before: int) -> None:
        """Let time pass until so long before the last hour at which the candidate did something."""
        self.past.reach(self.almanac.lately(self.zone) - timedelta(**before))

    def next_decision(self) -> None:
        """Let time pass until consultants are at work, and the candidate is awake."""
        self.past.reach(next_decision(self.past.at, self.zone))

    def end(self) -> None:
        """Let the interview end, and its debrief be asked for."""
        self.past.reach(self.interview.ends_at + timedelta(minutes=22))

    def attended(self) -> None:
        """The candidate says that it went ahead."""
        self.end()
        given = AttendanceIn(answer="yes")
        attendance.tell(self.session, interview_id=self.interview.id, given=given, actor=self.writer, now=self.past.at)

    def cancel(self, reason: str) -> None:
        moving.cancel(self.session, reason=reason, **self._about_the_interview())

    def no_show(self) -> None:
        self.end()
        self.next_decision()
        moving.no_show(self.session, **self._about_the_interview())

    def move(self, *, days: int) -> None:
        """Another date was found, at the same hour."""
        starts = self.almanac.on(self.zone, self.booking.ahead + days, self.booking.clock)
        moved = InterviewMove(starts_at=starts, ends_at=starts + LASTS, time_zone=self.zone)
        moving.move(self.session, moved=moved, **self._about_the_interview())

    def _announced(self) -> Interview:
        starts = self._starts_at()
        given = InterviewIn.model_validate(
            {
                "starts_at": starts,
                "ends_at": starts + LASTS,
                "time_zone": self.zone,
                "round": self.booking.round,
                "introduced_by": self.booking.introduced_by,
                "consultant": self.owner.id,
                **self._parties(),
            }
        )
        now = self.past.at
        done = announcing.announce(
            self.session, given=given, system=SYSTEM, ref=self.booking.ref, actor=self.owner, now=now
        )
        return done.interview

    def _parties(self) -> Json:
        company, lacks = self.company, self.booking.lacks
        who = candidate(self.booking.who, self.zone)
        last = self.booking.met - 1
        return {
            "candidate": {**who, "email": None} if lacks == "candidate address" else who,
            "client": {"external_id": f"DEMO-{self.booking.client}", "name": company.name},
            "job": {
                "external_id": f"DEMO-{self.booking.client}",
                "title": company.job,
                "kind": "contract" if company.contract else "permanent",
            },
            "interviewers": [
                contact(company, place, without_address=lacks == "contact address" and place == last)
                for place in range(self.booking.met)
            ],
        }

    def _starts_at(self) -> datetime:
        if self.booking.clock == "lately":
            return self.almanac.lately(self.zone) - timedelta(hours=3)
        return self.almanac.on(self.zone, self.booking.ahead, self.booking.clock)

    def _about_the_interview(self) -> Json:
        seen = self.interview.audit_seq
        return {"interview_id": self.interview.id, "seen": seen, "actor": self.owner, "now": self.past.at}


def announced_at(almanac: Almanac, booking: Booking) -> datetime:
    """When it was announced: some working days before it, in office hours."""
    before = booking.ahead - BEFORE
    return almanac.on(OFFICE, min(before, -1), "11:20")
