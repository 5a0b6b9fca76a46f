"""What follows the letter of an interview of the demonstration: the client's words, its decision, what is told."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any, Literal
from uuid import UUID

from app.demo import heard
from app.demo.cast import Json
from app.demo.scene import Scene
from app.demo.timing import OFFICE, in_office
from app.directory.rules import working_days_from
from app.followup.actions import deciding, hearing, moving, noting, nudging, outcomes, relaying, updating
from app.followup.actions.nudging import TooEarlyToRemind
from app.followup.actions.promising import hears_of
from app.followup.actions.relaying import Subject
from app.followup.models.heard import Outcome
from app.followup.queries.decisions import decision_of
from app.followup.queries.promises import standing_promise
from app.followup.queries.telling import changes_of, feedback_to_relay, outcome_to_tell, standing_outcome, told_in
from app.followup.rules.feedback import draft
from app.followup.rules.outcomes import KINDS, suggested
from app.followup.schemas.decisions import ChaseIn, ExtensionIn
from app.followup.schemas.feedback import ClientFeedbackIn, FeedbackAnswers
from app.followup.schemas.outcomes import OutcomeIn, OutcomeKind, RelayIn
from app.followup.schemas.promises import NudgeIn, PromiseMove, UpdateIn

IN_TIME = timedelta(hours=5)
"""Before a promise ends, and before its consultant would be warned of it."""
RelayedHow = Literal["page", "telephone"]


class After:
    """A scene whose letter has gone; each deed comes after what fell due before it."""

    def __init__(self, scene: Scene) -> None:
        """Take it up where its candidate and its consultant left it."""
        self.scene, self.session = scene, scene.session
        self.feedback: UUID | None = None

    def on(self, days: int, clock: str = "10:40") -> "After":
        """Let it become that hour, so many working days after the interview; meanwhile every promise is kept."""
        moment = self.scene.almanac.on(OFFICE, self.scene.booking.ahead + days, clock)
        return self.until(moment)

    def until(self, moment: datetime) -> "After":
        """Let it become this moment; meanwhile every promise is kept."""
        self.keep_word(moment)
        self.scene.past.reach(moment)
        return self

    def keep_word(self, until: datetime) -> None:
        """Write to the candidate each time before a promise ends, up to a moment; one that was broken is made good."""
        for words in cycle(heard.WAITING):
            promise = standing_promise(self.session, self.scene.interview)
            if promise is None:
                return
            late = promise.state == "broken"
            due = in_office(max(self.scene.past.at, promise.next_update_by - IN_TIME))
            if due >= until:
                return
            self.scene.past.reach(due)
            self.write(heard.LATE if late else self._news() or words)

    def write(self, words: str, *, next_ahead: int | None = None) -> "After":
        """Write to the candidate; they hear next by the rule, or on the working day that lies so many ahead."""
        on = None if next_ahead is None else self._working_day(next_ahead)
        said = UpdateIn(words=words.format(client=self.scene.company.name), next_update_on=on)
        updating.write(self.session, given=said, **self._as_owner())
        return self

    def promise_later(self, ahead: int, reason: str) -> "After":
        """Move what was promised to the working day that lies so many ahead."""
        given = PromiseMove(reason=reason, next_update_on=self._working_day(ahead))
        moving.move(self.session, given=given, **self._as_owner())
        return self

    def hear(self, recommendation: str = "yes", **changes: Any) -> "After":
        """Take down what the client says on the telephone."""
        scene = self.scene
        said = heard.answers(scene.booking.client, scene.company, recommendation=recommendation, **changes)
        given = ClientFeedbackIn.model_validate({"spoke_with": scene.company.people[0][0], "answers": said})
        self.feedback = hearing.take_feedback(self.session, given=given, **self._as_owner()).id
        return self

    def hear_nothing(self) -> "After":
        """Note that the client says nothing of the interview."""
        given = ClientFeedbackIn(none_given=True, spoke_with=self.scene.company.people[0][0])
        hearing.take_feedback(self.session, given=given, **self._as_owner())
        return self

    def draft_feedback(self) -> "After":
        """Begin the words with which the candidate is to hear of it."""
        row = feedback_to_relay(self.session, self.scene.interview, self._feedback_id())
        answers = FeedbackAnswers.model_validate(row.answers)
        words = draft(answers, client=self.scene.company.name, heard_on=row.heard_at.date())
        return self._draft(Subject(self.scene.interview.id, self._feedback_id()), words)

    def tell_feedback(self, how: RelayedHow = "page") -> "After":
        """Tell the candidate what may be quoted of it, when consultants are next at work and the candidate is awake."""
        self.scene.next_decision()
        self.draft_feedback()
        return self._relay(Subject(self.scene.interview.id, self._feedback_id()), how)

    def decided(self, kind: OutcomeKind, reason: str) -> "After":
        """Record what became of it, and begin the words for the candidate."""
        scene = self.scene
        before = standing_outcome(self.session, scene.interview)
        seen = 0 if before is None else changes_of(self.session, before)
        given = OutcomeIn(kind=kind, reason=reason, decided_on=self._today())
        outcomes.record_outcome(self.session, given=given, seen=seen, **self._as_owner())
        words = suggested(
            kind,
            side=KINDS[kind].sides[0],
            decided_on=self._today(),
            client=scene.company.name,
            job=scene.company.job,
        )
        return self._draft(Subject(scene.interview.id), words)

    def tell(self, how: RelayedHow = "page") -> "After":
        """Tell the candidate what became of it, in the words that were begun."""
        self.scene.next_decision()
        return self._relay(Subject(self.scene.interview.id), how)

    def chase(self, how: Literal["call", "mail"], said: str | None = None) -> "After":
        """Ask the client when it decides."""
        whom = self.scene.company.people[0][0]
        given = ChaseIn.model_validate({"how": how, "spoke_with": whom, "heard": said})
        deciding.note_chase(self.session, given=given, seen=self._decision_seen(), **self._as_owner())
        return self

    def extend(self, ahead: int, reason: str) -> "After":
        """The client decides on the working day that lies so many ahead, and says why."""
        on = self.scene.almanac.day(self.scene.zone, ahead)
        given = ExtensionIn(on=on, reason=reason, said_by=self.scene.company.people[0][0])
        deciding.extend(self.session, given=given, seen=self._decision_seen(), **self._as_owner())
        return self

    def read(self) -> "After":
        """The candidate reads what they were told."""
        self.scene.later(hours=2)
        interview_id, now = self.scene.interview.id, self.scene.past.at
        ids = {told.row.id for told in told_in(self.session, self.scene.interview)}
        relaying.acknowledge_these(self.session, interview_id=interview_id, ids=ids, actor=self.scene.writer, now=now)
        return self

    def ask(self, words: str) -> "After":
        """The candidate asks for news, unless holidays have made what was promised later than usual."""
        with suppress(TooEarlyToRemind):
            self._nudge(NudgeIn(kind="reminder", words=words))
        return self

    def must_answer_by(self, ahead: int, words: str) -> "After":
        """The candidate names a day by which they must answer somebody else."""
        on = self.scene.almanac.day(self.scene.zone, ahead)
        return self._nudge(NudgeIn(kind="new_deadline", deadline_on=on, words=words))

    def learn(self, text: str) -> "After":
        """The candidate notes something for themselves."""
        interview_id, now = self.scene.interview.id, self.scene.past.at
        noting.add(self.session, interview_id=interview_id, text=text, actor=self.scene.writer, now=now)
        return self

    def _news(self) -> str | None:
        """What there is to say to who was told of an outcome already; None while they wait for one."""
        told = [one.row for one in told_in(self.session, self.scene.interview)]
        kinds = [row.kind for row in told if isinstance(row, Outcome)]
        return {"next_round": heard.ARRANGED, "on_hold": heard.PAUSED}.get(kinds[-1]) if kinds else None

    def _working_day(self, ahead: int) -> date:
        """The weekday that lies so many ahead, or the working day of the desk after it."""
        desk = hears_of(self.session, self.scene.interview, self.scene.past.at).desk
        return next(iter(working_days_from(self.scene.almanac.day(OFFICE, ahead), desk)))

    def _nudge(self, given: NudgeIn) -> "After":
        nudging.ask(
            self.session,
            interview_id=self.scene.interview.id,
            given=given,
            actor=self.scene.writer,
            now=self.scene.past.at,
        )
        return self

    def _draft(self, of: Subject, words: str) -> "After":
        about: Json = {"actor": self.scene.owner, "now": self.scene.past.at}
        relaying.draft(self.session, of=of, words=words, seen=self._seen(of), **about)
        return self

    def _relay(self, of: Subject, how: RelayedHow) -> "After":
        about: Json = {"actor": self.scene.owner, "now": self.scene.past.at}
        relaying.relay(self.session, of=of, given=RelayIn(how=how), seen=self._seen(of), **about)
        return self

    def _seen(self, of: Subject) -> int:
        interview = self.scene.interview
        if of.feedback_id is None:
            return changes_of(self.session, outcome_to_tell(self.session, interview))
        return changes_of(self.session, feedback_to_relay(self.session, interview, of.feedback_id))

    def _decision_seen(self) -> int:
        row = decision_of(self.session, self.scene.interview)
        return row.audit_seq if row else 0

    def _feedback_id(self) -> UUID:
        if self.feedback is None:
            raise LookupError("nothing was heard")
        return self.feedback

    def _today(self) -> date:
        return self.scene.past.at.date()

    def _as_owner(self) -> Json:
        return {"interview_id": self.scene.interview.id, "actor": self.scene.owner, "now": self.scene.past.at}
