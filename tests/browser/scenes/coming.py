"""Who looks at a scene: candidates who came in, and how far they got before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from playwright.sync_api import Page

from app.accounts.actions import sessions
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.interviews.queries import meeting_for
from tests.make import debriefs, letters, loop
from tests.office import Json, Office

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """One page in one state. ``token`` is the session that looks; ``act`` is done on the page before that.

    What an act does it may do any number of times: each look at the scene does it again.
    """

    name: str
    path: str
    token: str | None = None
    act: Act | None = None


@dataclass
class Came:
    """Somebody who came in: their session, and where their pages are."""

    interview: Json
    web: httpx.Client
    letter: Json = field(default_factory=dict)

    @property
    def token(self) -> str:
        return self.web.headers["authorization"].removeprefix("Bearer ")

    def path(self, rest: str = "") -> str:
        """The path of a page of this interview."""
        return f"/my/{self.interview['id']}{rest}"

    def letter_path(self, rest: str = "") -> str:
        """The path of a page of this letter."""
        return self.path(f"/letters/{self.letter['id']}{rest}")

    def scene(self, name: str, rest: str = "", act: Act | None = None) -> Scene:
        """A page of this interview."""
        return Scene(name, self.path(rest), self.token, act)

    def of_letter(self, name: str, rest: str = "", act: Act | None = None) -> Scene:
        """A page of this letter."""
        return Scene(name, self.letter_path(rest), self.token, act)

    def sends(self, rest: str, **fields: Any) -> httpx.Response:
        """Send a form of a page, as its button does."""
        answer = self.web.post(self.path(rest), data=fields)
        assert answer.status_code == 303, (answer.status_code, answer.text)
        return answer


def came(office: Office, interview: Json, *, link: str = "sent") -> Came:
    """Come in by a link of this strength."""
    return Came(interview, office.candidate(interview["id"], link=link))


def after(office: Office, ref: str, *, link: str = "sent", **announced: Any) -> Came:
    """Come in when the interview is over."""
    return came(office, office.held(ref, **announced), link=link)


def told(office: Office, ref: str, answers: Json | None = None, **announced: Any) -> Came:
    """Come in and send the debrief."""
    found = after(office, ref, **announced)
    debriefs.submit(found.web, found.interview["id"], answers, **debriefs.confidences())
    return found


def accepted(office: Office, ref: str, answers: Json | None = None, **announced: Any) -> Came:
    """The same; Priya accepts it."""
    found = told(office, ref, answers, **announced)
    answer = debriefs.decide(office.priya, found.interview["id"], "accept")
    assert answer.status_code == 200, answer.text
    return found


def begun(office: Office, ref: str, *, kind: str = "strategic", **announced: Any) -> Came:
    """Send the debrief and begin a letter."""
    found = told(office, ref, **announced)
    found.letter = letters.begin(found.web, found.interview, kind=kind)
    return found


def submitted(
    office: Office, ref: str, content: Json | None = None, *, to: tuple[str, ...] = ("Dana", "Tom"), **announced: Any
) -> Came:
    """Send the debrief and a letter."""
    found = told(office, ref, **announced)
    written = content or letters.strategic("c1")
    found.letter = letters.submitted(found.web, found.interview, written, to=to)
    return found


def agreed(office: Office, ref: str, content: Json | None = None, **submitted_with: Any) -> Came:
    """The same; agree that the letter goes to everybody it is for."""
    found = submitted(office, ref, content, **submitted_with)
    answer = letters.consent(found.web, found.letter)
    assert answer.status_code == 200, answer.text
    return found


def decided(office: Office, found: Came, decision: str, body: Json) -> None:
    """Let Priya decide on the letter."""
    answer = loop.decide(office.priya, f"/v1/letters/{found.letter['id']}", decision, body)
    assert answer.is_success, answer.text


def on_the_interview(office: Office, found: Json, decision: str, body: Json) -> None:
    """Let Priya decide on the interview."""
    answer = loop.decide(office.priya, f"/v1/interviews/{found['id']}", decision, body)
    assert answer.status_code == 200, answer.text


def ended(office: Office, interview: Json) -> str:
    """The token of a visit that began in the morning and has ended."""
    actor, then = SystemActor(office.agency_id), utc_now() - timedelta(hours=13)
    with office.rows() as session:
        meeting = meeting_for(session, interview_id=Prefixed("int").parse(interview["id"]), actor=actor)
        link = sessions.issue_link(
            session,
            candidate_id=meeting.candidate.id,
            interview_id=meeting.interview.id,
            strength="sent",
            life=timedelta(days=14),
            actor=actor,
            now=then,
        )
        return sessions.open_candidate_session(session, token=link.text, now=then)[2].text


def person(office: Office, who: str, **changes: Any) -> Json:
    """A candidate of their own, for what is seen on the pages of all their interviews."""
    body: Json = {
        "external_id": f"CAND-{who}",
        "name": "Alex Moreau",
        "email": office.address(who),
        "time_zone": "Europe/London",
    }
    return {"candidate": {name: value for name, value in {**body, **changes}.items() if value is not None}}


def at_client(office: Office, name: str, **policies: str) -> Json:
    """An interview at another client than the others', with policies of its own."""
    key = name.split()[0].lower()
    people = [
        office.interviewer(one, external_id=f"CTC-{key}-{one[:3]}", email=office.address(one[:3].lower(), key))
        for one in ("Dana Whitfield", "Tom Achterberg")
    ]
    return {
        "client": {"external_id": f"CLI-{key}", "name": name, **policies},
        "job": {"external_id": f"JOB-{key}", "title": "Product Manager"},
        "interviewers": people,
    }
