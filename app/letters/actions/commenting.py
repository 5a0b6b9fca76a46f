"""Somebody comments on a letter or a debrief, where there is such a place in it."""

from datetime import datetime

from app.core.actor import Actor
from app.core.db import AgencySession
from app.letters.queries.threads import require_place, thread_on
from app.threads import actions as threads
from app.threads.actions import Thread
from app.threads.models import Comment
from app.threads.queries import last_said
from app.threads.schemas import CommentIn


def comment(
    session: AgencySession, about: str, *, said: CommentIn, actor: Actor, now: datetime
) -> tuple[Thread, Comment]:
    """Add a comment on what this public identifier names; raises NoSuchPlace (422), and what `threads.add` raises."""
    thread = thread_on(session, about, actor=actor)
    require_place(session, thread.subject, said, actor=actor)
    return thread, threads.add(session, thread, said=said, actor=actor, now=now)


def comment_once(session: AgencySession, about: str, *, said: CommentIn, actor: Actor, now: datetime) -> None:
    """As `comment`, but for the very words that this speaker said there last: a form sent twice says it once."""
    thread = thread_on(session, about, actor=actor)
    last = last_said(session, thread.subject, actor=actor, in_reply_to=said.in_reply_to)
    if last is None or last.body != said.text:
        comment(session, about, said=said, actor=actor, now=now)
