"""Comments on letters and debriefs, and the calls that make them."""

from typing import Any

import httpx

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.letters.models import SuggestionAnswer
from app.threads.models import CommentTold
from tests.office import Office

Json = dict[str, Any]


def path(subject_id: str, rest: str = "") -> str:
    return f"/v1/threads/{subject_id}/comments{rest}"


def say(speaker: httpx.Client, subject_id: str, text: str, **body: Any) -> httpx.Response:
    """Comment on a letter or debrief."""
    return speaker.post(path(subject_id), json={"text": text, **body})


def said(speaker: httpx.Client, subject_id: str, text: str, **body: Any) -> Json:
    """Comment, and expect that it is taken."""
    answer = say(speaker, subject_id, text, **body)
    assert answer.status_code == 201, answer.text
    comment: Json = answer.json()
    return comment


def read(reader: httpx.Client, subject_id: str, **query: Any) -> list[Json]:
    """What was said, as far as the reader sees it."""
    answer = reader.get(path(subject_id), params=query)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["data"]
    return found


def settle(speaker: httpx.Client, comment: Json, step: str) -> httpx.Response:
    """Resolve a comment, or open it again."""
    return speaker.post(path(comment["subject"], f"/{comment['id']}/{step}"))


def answered_and_told(office: Office, letter_id: str, comment_id: str) -> None:
    """Rows that come of a suggestion that was declined and of a mail about a comment, without either."""
    letter, comment = Prefixed("ltr").parse(letter_id), Prefixed("cmt").parse(comment_id)
    with office.rows() as session:
        session.add(
            SuggestionAnswer(
                agency_id=office.agency_id, letter_id=letter, version=1, answer="declined", answered_at=utc_now()
            )
        )
        session.add(CommentTold(agency_id=office.agency_id, comment_id=comment, told_at=utc_now()))
