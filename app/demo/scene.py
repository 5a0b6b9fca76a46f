"""What is told of an interview of the demonstration: its debrief, what is decided on it, the call to the client."""

from datetime import timedelta

from app.debriefs import queries as debriefs
from app.debriefs.actions import adding, closing, deciding, telephone, writing
from app.debriefs.models import Debrief
from app.debriefs.schemas.requests import AddendumWritten, DebriefByTelephone, DebriefReturn, DebriefWritten
from app.demo import told
from app.demo.cast import Json
from app.demo.held import Held
from app.demo.timing import once_a_weekday
from app.followup.actions import calling
from app.followup.schemas.calls import ClientCallIn


class Scene(Held):
    """An interview that was held, and what is told of it."""

    @property
    def debrief(self) -> Debrief:
        return debriefs.debrief_of(self.session, self.interview)

    def draft(self) -> None:
        """The candidate begins, and does not finish."""
        self.attended()
        self.later(minutes=40)
        written = self._written(told.thin(self.booking.client, self.company))
        interview_id = self.interview.id
        writing.save_draft(
            self.session, interview_id=interview_id, written=written, seen=0, actor=self.writer, now=self.past.at
        )

    def submit(self, *, thin: bool = False, agency_only: Json | None = None) -> None:
        """The candidate tells how it went, the same day; each takes their own time."""
        self.attended()
        self.later(minutes=26 + 17 * (self.booking.number % 9))
        answers = told.thin(self.booking.client, self.company) if thin else self._answers()
        self._submit(self._written(answers, agency_only), seen=0)

    def submit_again(self) -> None:
        """The candidate completes what came back."""
        self.later(hours=2)
        draft = debriefs.draft_of(self.session, self.debrief)
        self._submit(self._written(self._answers()), seen=draft.revision)

    def return_debrief(self, reason: str) -> None:
        self.next_decision()
        because, seen = DebriefReturn(reason=reason), self.debrief.audit_seq
        interview_id = self.interview.id
        deciding.return_debrief(
            self.session, interview_id=interview_id, because=because, seen=seen, actor=self.owner, now=self.past.at
        )

    def accept(self) -> None:
        """The consultant accepts the debrief."""
        self.next_decision()
        deciding.accept(self.session, **self._decision())

    def accepted(self, agency_only: Json | None = None) -> None:
        """Told the same day, accepted on the next."""
        self.submit(agency_only=agency_only)
        self.accept()

    def take_by_telephone(self) -> None:
        """The consultant rings a candidate who has no address, and writes down what they tell."""
        self.end()
        self.next_decision()
        taken_at = self.past.at - timedelta(minutes=8)
        called = {"taken_at": taken_at, "number_rung": "+44 20 7946 0990"}
        entered = DebriefByTelephone.model_validate({"answers": self._answers(), **called})
        telephone.take(self.session, told=entered, **self._decision())

    def waive(self, reason: str) -> None:
        self.next_decision()
        closing.waive(self.session, reason=reason, **self._decision())

    def decline(self, reason: str) -> None:
        self.attended()
        self.later(hours=3)
        closing.decline(self.session, reason=reason, **{**self._decision(), "actor": self.writer})

    def add(self, text: str) -> None:
        """The candidate adds something to an accepted debrief, and it is accepted too."""
        self.later(hours=4)
        written = AddendumWritten(text=text)
        about: Json = {"interview_id": self.interview.id}
        added = adding.add(self.session, written=written, actor=self.writer, now=self.past.at, **about)
        self.next_decision()
        seen, now = added.audit_seq, self.past.at
        adding.accept(self.session, addendum_id=added.id, seen=seen, actor=self.owner, now=now, **about)

    def call(self, **given: object) -> None:
        """The consultant plans, makes or skips the call to the client."""
        noted = ClientCallIn.model_validate(given)
        calling.note_call(self.session, interview_id=self.interview.id, given=noted, actor=self.owner, now=self.past.at)

    def ring(self) -> None:
        """The consultant rings the client, half an hour after the account was accepted or later."""
        self.past.reach(self.past.at + timedelta(minutes=20 + 11 * (self.booking.number % 5)))
        self.call(
            state="done",
            spoke_with=self.company.people[0][0],
            said="Strong interest, and the answer to the one doubt.",
            heard="They take their time; a letter is welcome.",
        )

    def _answers(self) -> Json:
        decided_on = once_a_weekday((self.interview.ends_at + timedelta(days=9)).date())
        return told.answers(self.booking.client, self.company, decided_on=decided_on, met=self.booking.met)

    def _written(self, answers: Json, agency_only: Json | None = None) -> DebriefWritten:
        return DebriefWritten.model_validate({"answers": answers, "agency_only": agency_only})

    def _submit(self, written: DebriefWritten, *, seen: int) -> None:
        interview_id = self.interview.id
        writing.submit(
            self.session, interview_id=interview_id, written=written, seen=seen, actor=self.writer, now=self.past.at
        )

    def _decision(self) -> Json:
        seen = self.debrief.audit_seq
        return {"interview_id": self.interview.id, "seen": seen, "actor": self.owner, "now": self.past.at}
