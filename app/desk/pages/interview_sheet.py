"""What one page of the console holds about an interview: where it stands, what happened, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import local
from app.debriefs.states import ENDED_WITHOUT, WRITABLE
from app.desk.models import Story
from app.desk.queries.after import AfterLine, lines_after
from app.desk.queries.story import story_of
from app.desk.rendering.clock import at_both_ends
from app.desk.rendering.going import Going, going
from app.desk.rendering.stands import Stands, letters_to_show, stands
from app.desk.rendering.tags import tag_of
from app.desk.rendering.timeline import Moment, Reader, letter_name, timeline
from app.directory.models import ClientContact
from app.followup.queries.preparing import next_round
from app.followup.queries.telling import standing_outcome
from app.interviews.models import Meeting
from app.interviews.policy import may_announce, may_decide
from app.interviews.queries import contacts_of
from app.interviews.rendering.views import people_view
from app.interviews.rules import may_be_told
from app.interviews.schemas import PersonToMatch
from app.interviews.states import OFF

LETTER_STATES: Final = {
    "submitted": ("warn", "Waits for a decision"),
    "suggested": ("", "Wording suggested"),
    "changes_requested": ("", "Returned"),
    "approved": ("good", "Approved"),
    "released": ("good", "Released to the candidate"),
    "withdrawn": ("", "Taken back"),
    "not_forwarded": ("", "Not forwarded"),
    "draft": ("", "Being written anew"),
}
DEBRIEF_STATES: Final = {
    "requested": ("", "Asked for"),
    "draft": ("", "Begun"),
    "submitted": ("warn", "Waits for a decision"),
    "changes_requested": ("", "Returned"),
    "accepted": ("good", "Accepted"),
    "waived": ("", "Done without"),
    "declined": ("", "Declined"),
}
OPEN: Final = frozenset({"scheduled", "awaiting_debrief"})


@dataclass(frozen=True)
class Paper:
    """A debrief, a letter or a summary: what it is, where it stands, where it is read, and where it went."""

    name: str
    tone: str
    words: str
    href: str
    ways: Sequence[Going] = ()


@dataclass(frozen=True)
class Sheet:
    """One interview for somebody of the agency; ``may`` are the actions that role and state allow."""

    story: Story
    stands: Stands
    moments: Sequence[Moment]
    papers: Sequence[Paper]
    people: Sequence[PersonToMatch]
    contacts: Sequence[tuple[str, str]]
    may: frozenset[str]
    tag: tuple[str, str]
    when: str
    ends: str
    after: Sequence[AfterLine] = ()

    @property
    def meeting(self) -> Meeting:
        """The interview with everything it is about."""
        return self.story.meeting

    @property
    def path(self) -> str:
        """Where its pages begin."""
        return f"/desk/interviews/{public_id('int', self.meeting.interview.id)}"

    @property
    def met_title(self) -> str:
        """What stands above the people."""
        state = self.meeting.interview.state
        return {"scheduled": "Whom they meet"}.get(state, "Whom they were to meet" if state in OFF else "Who was met")

    @property
    def changes(self) -> frozenset[str]:
        """What may be done with the interview itself."""
        return self.may - {"people", "telephone"}

    @property
    def seen(self) -> int:
        """What a change of the interview asks for."""
        return self.meeting.interview.audit_seq

    @property
    def seen_debrief(self) -> int:
        """What a decision on the debrief asks for; 0 where there is none."""
        return self.story.told.debrief.audit_seq if self.story.told.debrief else 0


def sheet_of(access: Access[ConsultantActor], interview_id: UUID, *, here: str, now: datetime) -> Sheet:
    """Read an interview for whoever is here, by the clock ``here``; raises InterviewNotFound."""
    story = story_of(access.session, interview_id=interview_id, actor=access.actor, now=now)
    reader = Reader(access.actor.consultant_id, here, now)
    interview = story.meeting.interview
    outcome = standing_outcome(access.session, interview)
    goes_on = outcome is not None and outcome.kind == "next_round"
    story = replace(story, outcome=outcome, next_round=next_round(access.session, interview) if goes_on else None)
    contacts, debrief = contacts_of(access.session, story.meeting.client), story.told.debrief
    return Sheet(
        story=story,
        stands=stands(story, reader),
        moments=timeline(story, reader),
        papers=_papers(story, reader),
        people=people_view(story.met, contacts).data,
        contacts=[(public_id("ctc", one.id), _contact(one)) for one in contacts],
        may=_may(access.actor, story, now=now),
        tag=tag_of(interview, debrief.state if debrief else None, now=now),
        when=at_both_ends(interview.starts_at, interview.time_zone, here, now=now),
        ends=f"{local(interview.ends_at, interview.time_zone):%H:%M}",
        after=lines_after(access.session, story.meeting, now=now),
    )


def _contact(contact: ClientContact) -> str:
    return f"{contact.name}, {contact.title}" if contact.title else contact.name


def _papers(story: Story, reader: Reader) -> list[Paper]:
    newest = {one.subject_id: one for one in sorted(story.items, key=lambda one: one.version)}
    where: Mapping[UUID, str] = {id_: f"/desk/review/{public_id('rvw', one.id)}" for id_, one in newest.items()}
    found = []
    debrief = story.told.debrief
    if debrief is not None:
        tone, words = DEBRIEF_STATES[debrief.state]
        found.append(Paper("Debrief", tone, words, where.get(debrief.id, "")))
    for one in story.added:
        waits = one.addendum.state == "submitted"
        said = "Waits for a decision" if waits else one.addendum.state.capitalize()
        found.append(Paper("Addition", "warn" if waits else "", said, where.get(one.addendum.id, "")))
    for letter in letters_to_show(story):
        name, (tone, words) = letter_name(story, letter.id), LETTER_STATES[letter.state]
        own = [way.delivery for way in story.ways if way.delivery.letter_id == letter.id]
        ways = going(own, story.met, here=reader.zone, now=reader.now)
        found.append(Paper(name[:1].upper() + name[1:], tone, words, where.get(letter.id, ""), ways))
    return found


def _may(actor: ConsultantActor, story: Story, *, now: datetime) -> frozenset[str]:
    interview, debrief, candidate = story.meeting.interview, story.told.debrief, story.meeting.candidate
    announces, decides = may_announce(actor), may_decide(actor, interview)
    on, is_open, here = interview.state not in OFF, interview.state in OPEN, candidate.erased_at is None
    begun = may_be_told(interview.state, interview.starts_at, now)
    asked = debrief is None or debrief.state in WRITABLE
    allowed = {
        "move": announces and is_open,
        "cancel": announces and is_open,
        "no-show": announces and is_open and begun,
        "mail-link": announces and on and here and candidate.email is not None,
        "profile": decides and is_open and asked,
        "waive": decides and is_open and begun and now >= interview.ends_at and asked,
        "reopen": decides and here and debrief is not None and debrief.state in ENDED_WITHOUT,
        "people": decides and here,
        "telephone": decides and here and begun and on and asked,
    }
    return frozenset(name for name, allows in allowed.items() if allows)
