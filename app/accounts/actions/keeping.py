"""Somebody whose way in has ended is helped on: what they sent is kept, a new link goes to their stored address."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.accounts.actions.sessions import read
from app.accounts.models import CandidateLink, KeptPost
from app.accounts.queries import kept as queries
from app.accounts.queries.arrivals import expired_link
from app.core.actor import CandidateActor
from app.core.db import AgencySession
from app.core.ids import new_id
from app.core.queue import enqueue
from app.web.fields import typed_words
from app.web.limits import Policy, RateLimited, take

LINK_MAILS: Final = Policy("link-mails", 1, 300)
"""Of one interview: whatever is pressed twice, or by two, mails one link."""
KEPT_POSTS: Final = Policy("kept-posts", 60, 3600)
"""Of one interview: whoever holds an ended session cannot fill the table."""
SAME_TYPING: Final = timedelta(minutes=10)


def mail_link(session: AgencySession, *, agency_id: UUID, interview_id: UUID, now: datetime) -> None:
    """Have a link of their own mailed to the candidate's stored address, unless that was asked for minutes ago."""
    try:
        take(session, [(LINK_MAILS, f"{agency_id} {interview_id}")], now=now)
    except RateLimited:
        return
    enqueue(session, "interviews.mail_link", agency_id=agency_id, subject_id=interview_id)


def mail_link_for_expired(session: AgencySession, *, token: str, now: datetime) -> None:
    """Have a new link mailed in place of one that expired; for a revoked or unknown one nothing happens."""
    opened = read(session, token, "awl")
    link = expired_link(session, opened, now=now) if opened else None
    if link is not None:
        mail_link(session, agency_id=link.agency_id, interview_id=link.interview_id, now=now)


def keep_post(
    session: AgencySession, link: CandidateLink, *, path: str, fields: Mapping[str, Sequence[str]], now: datetime
) -> bool:
    """Keep what was sent to a page too late, for whoever comes in by a sent link; return whether it is kept.

    The same typing sent again within minutes, as a page that saves by itself does, takes the place of what it sent;
    other words stand beside it.
    """
    try:
        take(session, [(KEPT_POSTS, f"{link.agency_id} {link.interview_id}")], now=now)
    except RateLimited:
        return False
    again = _sent_just_now(session, link, path=path, now=now)
    held = {name: list(values) for name, values in fields.items()}
    if again is not None and _goes_on(again.fields, held):
        again.fields, again.kept_at = held, now
        return True
    session.add(
        KeptPost(
            agency_id=link.agency_id,
            id=new_id(),
            interview_id=link.interview_id,
            candidate_id=link.candidate_id,
            path=path,
            fields=held,
            kept_at=now,
        )
    )
    return True


def put_back(session: AgencySession, *, kept_id: UUID, actor: CandidateActor, now: datetime) -> KeptPost:
    """Note that a kept post was taken by its page; again, it changes nothing. Raises KeptPostNotFound."""
    kept = queries.kept_post(session, kept_id=kept_id, actor=actor)
    kept.put_back_at = kept.put_back_at or now
    return kept


def throw_away(session: AgencySession, *, kept_id: UUID, actor: CandidateActor) -> None:
    """Delete a kept post; raises KeptPostNotFound."""
    session.delete(queries.kept_post(session, kept_id=kept_id, actor=actor))


def _goes_on(before: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> bool:
    """Whether everything that was typed before stands in what is sent now."""
    return all(
        any(words in later for later in now.get(name, ()))
        for name, values in before.items()
        for words in typed_words({name: values})
    )


def _sent_just_now(session: AgencySession, link: CandidateLink, *, path: str, now: datetime) -> KeptPost | None:
    return session.scalars(
        select(KeptPost)
        .where(
            KeptPost.agency_id == link.agency_id,
            KeptPost.interview_id == link.interview_id,
            KeptPost.candidate_id == link.candidate_id,
            KeptPost.path == path,
            KeptPost.put_back_at.is_(None),
            KeptPost.kept_at > now - SAME_TYPING,
        )
        .order_by(KeptPost.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
