"""A form was sent when the visit had ended: nothing typed is lost, and the way back in is mailed (rule 8).

What was sent waits for whoever comes in by a link that the service mailed; they put it back into its page, or throw
it away.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Request, Response, status

from app.accounts.access import Access, allow, require_same_origin
from app.accounts.actions import keeping
from app.accounts.actions.sessions import read
from app.accounts.models import CandidateLink
from app.accounts.queries import kept as kept_posts
from app.accounts.queries.arrivals import link_of_ended_session
from app.accounts.queries.brand import Brand, brand_of
from app.core.actor import CandidateActor, SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import NotFound
from app.core.ids import InterviewId, KeptPostId, public_id
from app.interviews import policy
from app.interviews.models import Meeting
from app.interviews.pages.visit import Card, TakesKept, Visit, card_of, visit
from app.interviews.queries import NothingStoredShown, meeting_for
from app.interviews.rendering.words import kept_view, masked
from app.interviews.states import OFF
from app.web.deps import Now, database
from app.web.fields import UNSEEN, Posted, typed_words
from app.web.page_routes import form_token, opens, pages_for, see, session_cookie
from app.web.templating import page

router = pages_for("/kept")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@dataclass(frozen=True)
class _Gone:
    """Whose visit it was that has ended."""

    link: CandidateLink
    meeting: Meeting
    brand: Brand
    card: Card

    @property
    def home(self) -> str:
        return f"/my/{public_id('int', self.link.interview_id)}"

    @property
    def address(self) -> str | None:
        """Where a link may be mailed to, masked; None where nothing may be mailed."""
        stays = self.meeting.interview.state not in OFF and self.meeting.candidate.erased_at is None
        return masked(self.meeting.candidate.email) if stays and self.meeting.candidate.email else None


@dataclass(frozen=True)
class _Around:
    """What stands around a page of somebody who is not in: whose pages these are, and nothing about the person."""

    agency: str
    brand_css: str | None
    logo: str | None
    csrf: str
    takes_kept: str = ""


def signed_out(request: Request) -> Response:
    """Keep what was sent and mail a new link, where the session is known; else say how to come in, and give it back."""
    now = utc_now()
    with database(request).request_session() as session:
        gone = _gone(request, session, now)
        if gone is None:
            return _answer(request, None)
        if request.method != "POST":
            return _answer(request, gone)
        require_same_origin(request)
        kept = _keep(request, session, gone, now)
        if gone.address and not _by_itself(request):
            keeping.mail_link(session, agency_id=gone.link.agency_id, interview_id=gone.link.interview_id, now=now)
        return _answer(request, gone, kept=kept)


def kept_taken(request: Request) -> None:
    """Note that a page took what was put back into it: it waits no more."""
    taken: TakesKept = request.state.takes_kept
    with database(request).request_session() as session:
        session.use_agency(taken.actor.agency_id)
        with suppress(NotFound):  # thrown away meanwhile
            keeping.put_back(session, kept_id=taken.kept_id, actor=taken.actor, now=utc_now())


@router.get("", operation_id="seeKept")
def see_kept(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Show what was sent when a visit had ended, to be put back or thrown away."""
    shown = _own(visit(request, access, interview_id, now=now), access)
    waiting = kept_posts.waiting_for(access.session, access.actor)
    views = [kept_view(one, shown.meeting) for one in waiting]
    return shown.show("pages/kept.html", kept=views)


@router.post("/{kept_id}", operation_id="putKeptBack")
def put_kept_back(
    access: AsCandidate, interview_id: InterviewId, kept_id: KeptPostId, request: Request, now: Now
) -> Response:
    """Go back to the page that it was typed into, with everything in its place; it waits until that is sent."""
    _own(visit(request, access, interview_id, now=now), access)
    kept = kept_posts.kept_post(access.session, kept_id=kept_id, actor=access.actor)
    return see(f"{kept.path}?kept={public_id('kpt', kept.id)}")


@router.post("/{kept_id}/throw-away", operation_id="throwKeptAway")
def throw_kept_away(
    access: AsCandidate, interview_id: InterviewId, kept_id: KeptPostId, request: Request, now: Now
) -> Response:
    """Delete what was kept."""
    shown = _own(visit(request, access, interview_id, now=now), access)
    keeping.throw_away(access.session, kept_id=kept_id, actor=access.actor)
    return see(f"{shown.frame.home}/kept")


def _own(shown: Visit, access: Access[CandidateActor]) -> Visit:
    if not policy.may_see_stored(access.actor, shown.meeting.interview):
        raise NothingStoredShown
    return shown


def _gone(request: Request, session: AgencySession, now: datetime) -> _Gone | None:
    token = None if "authorization" in request.headers else session_cookie(request)
    opened = read(session, token, "aws") if token else None
    link = link_of_ended_session(session, opened, now=now) if opened else None
    if link is None:
        return None
    try:
        meeting = meeting_for(session, interview_id=link.interview_id, actor=SystemActor(link.agency_id))
    except NotFound:
        return None
    return _Gone(link, meeting, brand_of(session, meeting.agency), card_of(session, meeting, now=now))


def _keep(request: Request, session: AgencySession, gone: _Gone, now: datetime) -> bool:
    sent: Posted = request.state.posted
    fields = {name: values for name, values in sent.fields.items() if name not in UNSEEN or name == "was"}
    path = request.url.path
    of_theirs = path.startswith(f"{gone.home}/") and gone.meeting.candidate.erased_at is None
    if not of_theirs or not any(value.strip() for values in fields.values() for value in values):
        return False
    page_path = _page_of(request, path, gone.home)
    if page_path != path and not typed_words(fields):  # a button, and nothing that could be lost
        return False
    return keeping.keep_post(session, gone.link, path=page_path, fields=fields, now=now)


def _by_itself(request: Request) -> bool:
    """Whether a page saved by itself; nobody pressed anything, so nobody looks into their mail for a link."""
    asks = request.headers.get("accept", "")
    return "application/json" in asks or request.headers.get("sec-fetch-mode", "navigate") != "navigate"


def _page_of(request: Request, path: str, home: str) -> str:
    """The page whose form was sent to this path: the path itself, or the nearest above it that can be opened."""
    while path != home and not opens(request, path):
        path = path.rpartition("/")[0]
    return path


def _answer(request: Request, gone: _Gone | None, *, kept: bool = False) -> Response:
    posted = request.state.posted
    elsewhere = request.headers.get("sec-fetch-site") == "cross-site"  # nobody typed it here
    context: dict[str, object] = {
        "sent": request.method == "POST",
        "kept": kept,
        "with_files": bool(posted.files),
        "typed": [] if kept or elsewhere else typed_words(posted.fields),
        "address": gone.address if gone else None,
        "home": gone.home if gone else "",
    }
    if gone is not None:
        agency = gone.meeting.agency.name
        context["frame"] = _Around(agency, gone.brand.css, gone.brand.logo, form_token(request))
        context["consultant"] = gone.card
    answered = page("pages/signed_out.html", status=status.HTTP_401_UNAUTHORIZED, **context)
    if kept:
        answered.headers["X-Kept"] = "yes"  # for a page that saved by itself
    return answered
