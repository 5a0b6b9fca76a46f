"""Identifiers: UUIDv7 inside, prefixed TypeIDs (``int_01h…``) at the edge."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import uuid_utils
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from typeid import TypeID
from typeid.errors import TypeIDException

SUFFIX_LENGTH = 26
_EXAMPLE = UUID("01937a5e-8f1c-7c3a-9d2b-5e6f7a8b9c0d")


def new_id() -> UUID:
    """Make a UUIDv7, so that keys made later sort later (RFC 9562, section 5.7)."""
    return UUID(int=uuid_utils.uuid7().int)


def public_id(prefix: str, value: UUID) -> str:
    """Show an identifier as the API does: ``public_id("int", …) == "int_01h…"``."""
    return str(TypeID.from_uuid(uuid_utils.UUID(int=value.int), prefix))


def suffix_of(value: UUID) -> str:
    """Show the 26 base32 characters of an identifier, as tokens carry it."""
    return TypeID.from_uuid(uuid_utils.UUID(int=value.int)).suffix


def uuid_of(suffix: str) -> UUID:
    """Read back what `suffix_of` wrote; raises ValueError for anything else."""
    if len(suffix) != SUFFIX_LENGTH:  # of none at all the library would make a new identifier
        raise ValueError("not an identifier")
    try:
        return UUID(int=TypeID(suffix=suffix).uuid.int)
    except (TypeIDException, ValueError) as error:
        raise ValueError("not an identifier") from error


@dataclass(frozen=True)
class Prefixed:
    """Annotation that reads and writes a UUID in its prefixed form and names the prefix it expected."""

    prefix: str

    def parse(self, value: object) -> UUID:
        """Accept the prefixed form, or a UUID that came from our own rows."""
        if isinstance(value, UUID):
            return value
        head, _, suffix = str(value).rpartition("_")
        if not isinstance(value, str) or head != self.prefix or value != value.lower():
            raise PydanticCustomError(
                "id_prefix", "expected an identifier that starts with '{prefix}_'", {"prefix": self.prefix}
            )
        try:
            return uuid_of(suffix)
        except ValueError:
            raise PydanticCustomError(
                "id_form", "not a well-formed '{prefix}_' identifier", {"prefix": self.prefix}
            ) from None

    def show(self, value: UUID) -> str:
        """Write the prefixed form."""
        return public_id(self.prefix, value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with `parse`, serialise with `show`."""
        return core_schema.no_info_plain_validator_function(
            self.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.show, return_schema=core_schema.str_schema()
            ),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the form for OpenAPI."""
        return {
            "type": "string",
            "pattern": f"^{self.prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$",
            "examples": [public_id(self.prefix, _EXAMPLE)],
        }


AgencyId = Annotated[UUID, Prefixed("agy")]
TeamId = Annotated[UUID, Prefixed("team")]
ConsultantId = Annotated[UUID, Prefixed("con")]
ApiKeyId = Annotated[UUID, Prefixed("key")]
MailDomainId = Annotated[UUID, Prefixed("mdm")]
RelayId = Annotated[UUID, Prefixed("rly")]
CoverRuleId = Annotated[UUID, Prefixed("cov")]
LinkId = Annotated[UUID, Prefixed("lnk")]
SessionId = Annotated[UUID, Prefixed("ses")]
KeptPostId = Annotated[UUID, Prefixed("kpt")]
ClientId = Annotated[UUID, Prefixed("cli")]
ContactId = Annotated[UUID, Prefixed("ctc")]
CandidateId = Annotated[UUID, Prefixed("cnd")]
JobId = Annotated[UUID, Prefixed("job")]
CalendarDayId = Annotated[UUID, Prefixed("cal")]
ApplicationId = Annotated[UUID, Prefixed("app")]
InterviewId = Annotated[UUID, Prefixed("int")]
PersonId = Annotated[UUID, Prefixed("prs")]
DebriefId = Annotated[UUID, Prefixed("dbf")]
LetterId = Annotated[UUID, Prefixed("ltr")]
UploadId = Annotated[UUID, Prefixed("upl")]
DocumentId = Annotated[UUID, Prefixed("doc")]
CommentId = Annotated[UUID, Prefixed("cmt")]
ConsentId = Annotated[UUID, Prefixed("cns")]
AddendumId = Annotated[UUID, Prefixed("adm")]
AttendanceId = Annotated[UUID, Prefixed("att")]
ReviewItemId = Annotated[UUID, Prefixed("rvw")]
CallId = Annotated[UUID, Prefixed("cll")]
FeedbackId = Annotated[UUID, Prefixed("fbk")]
OutcomeId = Annotated[UUID, Prefixed("out")]
KeepInTouchId = Annotated[UUID, Prefixed("kit")]
LessonId = Annotated[UUID, Prefixed("lsn")]
PromiseId = Annotated[UUID, Prefixed("prm")]
UpdateId = Annotated[UUID, Prefixed("upd")]
NudgeId = Annotated[UUID, Prefixed("ndg")]
DecisionId = Annotated[UUID, Prefixed("dcn")]
DeliveryId = Annotated[UUID, Prefixed("dlv")]
HoldId = Annotated[UUID, Prefixed("hld")]
ErasureId = Annotated[UUID, Prefixed("ers")]
ExportId = Annotated[UUID, Prefixed("exp")]
AuditEventId = Annotated[UUID, Prefixed("aud")]
