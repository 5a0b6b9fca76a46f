"""What is known of one interview and of what followed, as its candidate may know it: from rows to plain values.

Nothing here is an address, a number or a word that only the agency reads (rules 4, 5, 6).
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.deliveries.rules.telling import listed
from app.followup.rules.nudges import Asking


@dataclass(frozen=True)
class Going:
    """One delivery: ``goes_at`` while it waits, ``sent_at`` once the mail server took it; ``zone`` is the reader's."""

    to: str
    state: str
    zone: str | None
    goes_at: datetime | None
    sent_at: datetime | None
    covering_line: str | None
    with_summary: bool


@dataclass(frozen=True)
class Said:
    """A yes of the candidate for some people, or that they took it back; ``noted_by`` heard it by telephone."""

    at: datetime
    people: tuple[str, ...]
    taken_back: bool
    noted_by: str | None


@dataclass(frozen=True)
class Version:
    """A version of a letter: the candidate's own, or suggested by somebody, and what the candidate said to that."""

    at: datetime
    suggested_by: str | None
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class LetterFacts:
    """One letter, or the summary for the client.

    ``path`` is where its pages begin, ``written_at`` where it is written; ``unanswered`` are those to whom the newest
    version is addressed, and about whom the candidate said neither yes nor no to it. ``decided_by`` is known where a
    person of the agency decided; ``stoppable`` while taking it back still stops anything.
    """

    path: str
    written_at: str
    kind: str
    state: str
    to: tuple[str, ...]
    versions: tuple[Version, ...]
    decided_at: datetime | None
    reason: str | None
    unanswered: tuple[str, ...]
    said: tuple[Said, ...]
    going: tuple[Going, ...]
    decided_by: str | None = None
    stoppable: bool = True

    @property
    def what(self) -> str:
        """What it is called in a sentence."""
        return "summary" if self.kind == "summary" else "letter"

    @property
    def whom(self) -> str:
        """Whom it is for, said after its name: " to Dana Whitfield and Tom Achterberg"."""
        return f" to {listed(self.to)}" if self.to else ""

    @property
    def alive(self) -> tuple[Going, ...]:
        """The deliveries that were not given up."""
        return tuple(one for one in self.going if one.state != "cancelled")


@dataclass(frozen=True)
class Told:
    """One version of the debrief; ``taken_by`` wrote it down on the telephone."""

    at: datetime
    taken_by: str | None


@dataclass(frozen=True)
class DebriefFacts:
    """The debrief and its versions, oldest first; ``decided_by`` accepted it, or sent it back with the reason."""

    state: str
    versions: tuple[Told, ...]
    accepted_at: datetime | None
    reason: str | None
    decided_by: str | None = None


@dataclass(frozen=True)
class AddedFacts:
    """Something new, and what was said to it, by whom; ``taken_by`` wrote it down on the telephone."""

    at: datetime
    state: str
    decided_at: datetime | None
    taken_by: str | None
    decided_by: str | None = None


@dataclass(frozen=True)
class Decision:
    """When the client said that it would decide, how surely, and who said so (P13).

    ``asked_by`` is who of the agency asked for the day, at ``asked_at``, and told the candidate of it.
    """

    on: date | None
    precision: str | None
    source: str | None
    asked_by: str | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Word:
    """What somebody at the agency wrote; ``until``: by when, having moved the promise, the candidate hears instead."""

    at: datetime
    by: str
    words: str
    until: datetime | None = None


@dataclass(frozen=True)
class Question:
    """That the candidate asked for news, or told a deadline of their own."""

    at: datetime
    deadline_on: date | None
    waits: bool


@dataclass(frozen=True)
class Promised:
    """By when they hear next, in ``desk_zone``; what was written to them and what they asked, oldest first.

    ``by`` is None where nothing is promised; ``asking`` is from when on they may remind.
    """

    by: datetime | None
    desk_zone: str
    words: tuple[Word, ...]
    questions: tuple[Question, ...]
    asking: Asking


@dataclass(frozen=True)
class Heard:
    """What ``by`` told the candidate: of an outcome of this ``kind``, or, without one, of what the client said."""

    id: str
    kind: str | None
    words: str
    by: str
    at: datetime
    by_telephone: bool
    read_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """Everything that the status page is made of; names are whole, zones are IANA names.

    ``cover`` acts in the consultant's place while they are away. ``told``: what a person told them, oldest first; of
    what nobody told them there is nothing here (rule 5).
    """

    now: datetime
    zone: str
    client: str
    consultant: str
    state: str
    direct: bool
    starts_at: datetime
    ends_at: datetime
    there: str
    attendance: str | None
    debrief: DebriefFacts | None
    letters: tuple[LetterFacts, ...]
    added: tuple[AddedFacts, ...]
    decision: Decision | None
    kept: bool
    home: str
    shows_stored: bool
    takes_letters: bool = True
    round: int = 1
    cover: str | None = None
    promised: Promised | None = None
    told: tuple[Heard, ...] = ()

    @property
    def outcome(self) -> str | None:
        """The kind of outcome that they were told of last."""
        return next((one.kind for one in reversed(self.told) if one.kind), None)

    @property
    def acts(self) -> str:
        """Who reads, decides and is rung now."""
        return self.cover or self.consultant
