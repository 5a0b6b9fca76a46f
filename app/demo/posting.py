"""What is written after an interview of the demonstration, agreed to, decided on and sent."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from app.core.ids import public_id
from app.deliveries.actions import approving, changing, sending, taking_back, withdrawing
from app.deliveries.models import Delivery
from app.deliveries.schemas import Approval
from app.demo import written
from app.demo.cast import Json
from app.demo.scene import Scene
from app.documents import actions as documents
from app.documents.models import Document
from app.documents.queries import document_of_letter
from app.documents.schemas import ConsentIn
from app.interviews.queries import people_met_in
from app.letters.actions import commenting, submitting, suggesting, summarising, writing
from app.letters.models import Letter
from app.letters.queries.rows import draft_of
from app.letters.schemas.requests import LetterDraftIn, LetterIn, LetterSubmission, SuggestionIn
from app.letters.schemas.summary import SummaryIn, SummarySubmission
from app.threads.schemas import CommentIn

MAIL_DOMAIN = "harcourt.example"
AFTER_INTERVIEW = timedelta(seconds=40)
MARKED: list[Json] = [{"field": "went_well"}, {"field": "interest"}, {"field": "fit"}]


class Post:
    """One letter, or the summary, of a scene on its way."""

    def __init__(self, scene: Scene, letter: Letter, people: list[UUID]) -> None:
        """Take up what was begun; ``people`` are its addressees."""
        self.scene, self.letter, self.people = scene, letter, people
        self.deliveries: list[Delivery] = []

    @classmethod
    def begun(cls, scene: Scene, *, kind: Literal["strategic", "thank_you"] = "strategic", to: int = 0) -> "Post":
        """The candidate begins a letter to the first so many people met (0: all), and saves a first text."""
        scene.later(minutes=70)
        people = _met(scene)[: to or None]
        begun = LetterIn(kind=kind, addressees=people)
        given: Json = {"interview_id": scene.interview.id, "begun": begun, "actor": scene.writer, "now": scene.past.at}
        post = cls(scene, writing.begin(scene.session, **given), people)
        text = written.strategic if kind == "strategic" else written.thanks
        post.save(text(scene.booking.client, scene.company, met=len(people), **scene.names))
        return post

    @classmethod
    def summed_up(cls, scene: Scene) -> "Post":
        """The candidate marks three answers for the client, and sends them."""
        scene.later(minutes=25)
        people = _met(scene)[:1]
        about: Json = {"interview_id": scene.interview.id, "actor": scene.writer}
        marks = SummaryIn.model_validate({"marked": MARKED, "addressees": people})
        draft = summarising.save_marks(scene.session, given=marks, seen=0, now=scene.past.at, **about)
        scene.later(minutes=6)
        sent = SummarySubmission(contact_policy_acknowledged=True)
        letter = summarising.submit_summary(
            scene.session, submission=sent, seen=draft.revision, now=scene.past.at, **about
        )
        return cls(scene, letter, people)

    @property
    def document(self) -> Document:
        """What would be sent."""
        letter = self.letter
        return document_of_letter(
            self.scene.session, agency_id=letter.agency_id, letter_id=letter.id, version=letter.version
        )

    def save(self, content: Json) -> None:
        """Write the draft."""
        draft = LetterDraftIn.model_validate({"addressees": self.people, "content": content})
        writing.save_draft(
            self.scene.session, draft=draft, seen=self._revision(), **self._as(self.scene.writer, seen=False)
        )

    def submit(self) -> "Post":
        """Send the draft in."""
        self.scene.later(minutes=24)
        sent = LetterSubmission(contact_policy_acknowledged=True)
        submitting.submit(
            self.scene.session, submission=sent, seen=self._revision(), **self._as(self.scene.writer, seen=False)
        )
        return self

    def agree(self) -> "Post":
        """Agree that exactly this goes to everybody it is addressed to."""
        self.scene.later(minutes=4)
        document = self.document
        given = ConsentIn(people=self.people, sha256=document.sha256)
        documents.consent(
            self.scene.session, document_id=document.id, given=given, actor=self.scene.writer, now=self.scene.past.at
        )
        return self

    def approve(self, moment: datetime | None = None, **approval: Any) -> "Post":
        """The consultant approves, when consultants next decide or at this moment; the client is asked first."""
        scene = self.scene
        if moment is None:
            scene.next_decision()
        else:
            scene.past.reach(moment)
        if scene.company.letter_policy == "ask_first":
            whom, at = scene.company.people[0][0], scene.past.at - timedelta(minutes=20)
            approval["client_asked"] = {"whom": whom, "at": at}
        given = Approval.model_validate(approval)
        done = approving.approve(scene.session, approval=given, mail_domain=MAIL_DOMAIN, **self._as(scene.owner))
        self.deliveries = done.deliveries
        return self

    def return_it(self, reason: str) -> None:
        self.scene.next_decision()
        taking_back.send_back(self.scene.session, reason=reason, **self._as(self.scene.owner))

    def suggest(self, place: int, text: str, note: str) -> None:
        """The consultant puts one paragraph, counted from 0, into other words."""
        self.scene.next_decision()
        scene = self.scene
        content = written.strategic(scene.booking.client, scene.company, met=len(self.people), **scene.names)
        content["paragraphs"][place]["text"] = text
        suggestion = SuggestionIn.model_validate({"content": content, "note": note})
        taking_back.suggest(self.scene.session, suggestion=suggestion, **self._as(self.scene.owner))

    def take_suggestion(self) -> "Post":
        """The candidate agrees to the consultant's wording."""
        self.scene.later(minutes=90)
        given = ConsentIn(people=self.people, sha256=self.document.sha256)
        suggesting.accept(self.scene.session, given=given, **self._as(self.scene.writer))
        return self

    def comment(self, text: str) -> None:
        """The consultant says something beside the letter."""
        said = CommentIn(text=text, visibility="shared")
        about, now = public_id("ltr", self.letter.id), self.scene.past.at
        commenting.comment(self.scene.session, about, said=said, actor=self.scene.owner, now=now)

    def withdraw(self) -> None:
        self.scene.later(hours=2)
        withdrawing.withdraw_letter(self.scene.session, **self._as(self.scene.writer))

    def do_not_forward(self, reason: str) -> None:
        self.scene.next_decision()
        withdrawing.do_not_forward(self.scene.session, reason=reason, **self._as(self.scene.owner))

    def undo(self) -> None:
        """The consultant takes the approval back within the minute."""
        scene = self.scene
        scene.past.reach(scene.past.at + AFTER_INTERVIEW)
        for one in self.deliveries:
            changing.cancel(scene.session, delivery_id=one.id, seen=one.audit_seq, actor=scene.owner, now=scene.past.at)

    def go_wrong(self, how: Literal["refused", "silent"]) -> None:
        """The client's mail server refuses what was sent on its morning, or never answers."""
        scene = self.scene
        for one in self.deliveries:
            due = one.scheduled_for or scene.past.at
            scene.past.reach(due - timedelta(seconds=1))
            claim = sending.claim(scene.session, agency_id=one.agency_id, delivery_id=one.id, now=due)
            if claim is None:
                raise ValueError("nothing is due")
            sending.begin_sending(scene.session, claim, now=due)
            if how == "silent":
                sending.mark_in_doubt(scene.session, claim, now=due + timedelta(seconds=45))
            else:
                reply = "No mailbox of this name here"
                sending.mark_failed(scene.session, claim, code=550, reply=reply, now=due)

    def _revision(self) -> int:
        draft = draft_of(self.scene.session, self.letter)
        return draft.revision if draft else 0

    def _as(self, actor: object, *, seen: bool = True) -> Any:
        about: Json = {"letter_id": self.letter.id, "actor": actor, "now": self.scene.past.at}
        return {**about, "seen": self.letter.audit_seq} if seen else about


def _met(scene: Scene) -> list[UUID]:
    return [who.person.id for who in people_met_in(scene.session, scene.interview) if who.contact is not None]
