"""What a candidate sent when their visit had ended, kept for when they come in again (rule 8).

Read by who wrote it alone, and only by a link that the service sent: it is their own words (rule 1).
"""

from collections.abc import Sequence
from uuid import UUID

from pydantic_core import PydanticCustomError
from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import Session

from app.accounts.models import KeptPost
from app.core.actor import CandidateActor
from app.core.errors import NotFound
from app.core.ids import Prefixed
from app.web.fields import Form


class KeptPostNotFound(NotFound):
    """Nothing is kept here: it was thrown away, or kept for long enough."""

    code = "kept_post_not_found"


def waiting_for(session: Session, actor: CandidateActor) -> Sequence[KeptPost]:
    """What waits for this candidate to put it back, newest first."""
    waiting = _own(actor).where(KeptPost.put_back_at.is_(None))
    return session.scalars(waiting.order_by(KeptPost.id.desc())).all()


def form_of(session: Session, *, actor: CandidateActor, kept: str | None) -> Form | None:
    """The form that was kept as ``kept``, a page's query parameter, to be shown again; None where there is none."""
    try:
        kept_id = Prefixed("kpt").parse(kept) if kept else None
    except PydanticCustomError:
        return None
    found = session.scalars(_own(actor).where(KeptPost.id == kept_id)).one_or_none() if kept_id else None
    return Form(found.fields) if found else None


def kept_post(session: Session, *, kept_id: UUID, actor: CandidateActor) -> KeptPost:
    """One kept post of this candidate, locked; raises KeptPostNotFound."""
    found = session.scalars(_own(actor).where(KeptPost.id == kept_id).with_for_update()).one_or_none()
    if found is None:
        raise KeptPostNotFound
    return found


def _own(actor: CandidateActor) -> Select[KeptPost]:
    return select(KeptPost).where(
        KeptPost.agency_id == actor.agency_id,
        KeptPost.interview_id == actor.interview_id,
        KeptPost.candidate_id == actor.candidate_id,
        true() if actor.link == "sent" else false(),
    )
