"""What comes in and goes out about comments: one model per audience."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import CommentId, Prefixed, public_id
from app.core.text import FilledText

SubjectKind = Literal["letter", "debrief"]
Visibility = Literal["shared", "private"]
PREFIXES: dict[SubjectKind, str] = {"letter": "ltr", "debrief": "dbf"}


@dataclass(frozen=True)
class Subject:
    """What is talked about."""

    kind: SubjectKind
    id: UUID

    def __str__(self) -> str:
        """Write its public identifier."""
        return public_id(PREFIXES[self.kind], self.id)


def subject_named(name: str) -> Subject:
    """Read a public identifier; raises PydanticCustomError for what is neither a letter's nor a debrief's."""
    prefix = name.rpartition("_")[0]
    for kind in get_args(SubjectKind):
        if PREFIXES[kind] == prefix:
            return Subject(kind, Prefixed(prefix).parse(name))
    raise PydanticCustomError("id_prefix", "expected an identifier that starts with 'ltr_' or 'dbf_'")


def _well_formed(name: str) -> str:
    return str(subject_named(name))


SubjectId = Annotated[str, AfterValidator(_well_formed), Field(examples=["ltr_01je1nx3wwf3nf7d5n5xqynb8d"])]
Place = Annotated[int | None, Field(ge=1, le=10_000)]


class CommentIn(Incoming):
    """A comment on the whole, on one paragraph of a version, or in reply to another comment."""

    text: Annotated[FilledText, Field(examples=["Could you name the project in Porto? Dana asked twice."])]
    visibility: Annotated[
        Visibility | None,
        Field(
            description="A consultant says who reads it: `shared` with the candidate, or `private`, a note among "
            "consultants. A reply is by itself what it replies to. What a candidate says is shared."
        ),
    ] = None
    version: Annotated[Place, Field(description="The version that the paragraph stands in.")] = None
    paragraph: Annotated[Place, Field(description="Counts from 1; without it, the comment is on the whole.")] = None
    in_reply_to: Annotated[CommentId | None, Field(description="A comment that is no reply itself.")] = None


class CommentAuthor(Outgoing):
    """Who says it."""

    kind: Literal["candidate", "consultant"]
    name: str


class CandidateComment(Outgoing):
    """A comment as a candidate sees it."""

    audience: Literal["candidate"]
    id: CommentId
    subject: Annotated[str, Field(examples=["ltr_01je1nx3wwf3nf7d5n5xqynb8d"])]
    in_reply_to: CommentId | None
    version: int | None
    paragraph: int | None
    text: Annotated[str | None, Field(description="Null once its author deleted it.")]
    author: CommentAuthor
    created_at: datetime
    state: Literal["open", "resolved", "deleted"]
    resolved_at: datetime | None
    resolved_by: CommentAuthor | None


class AgencyComment(Outgoing):
    """A comment as the agency sees it; ``private`` ones reach no candidate, document, key or webhook (rule 4)."""

    audience: Literal["agency"]
    id: CommentId
    subject: Annotated[str, Field(examples=["ltr_01je1nx3wwf3nf7d5n5xqynb8d"])]
    visibility: Visibility
    in_reply_to: CommentId | None
    version: int | None
    paragraph: int | None
    text: Annotated[str | None, Field(description="Null once its author deleted it.")]
    author: CommentAuthor
    created_at: datetime
    state: Literal["open", "resolved", "deleted"]
    resolved_at: datetime | None
    resolved_by: CommentAuthor | None
