"""What goes out about what was added to a debrief; what only the agency's people read does not exist for systems."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import AddendumId
from app.debriefs.schemas.views import Channel, TelephoneCall, TelephoneNote

AddendumState = Literal["submitted", "accepted", "returned"]


class AddendumOutline(Outgoing):
    """Something added after the debrief was accepted, reviewed alone."""

    id: AddendumId
    state: AddendumState
    added_at: datetime
    added_by: Literal["candidate", "consultant"]
    channel: Channel
    decided_at: datetime | None
    return_reason: str | None
    text: str


class CandidateAddendum(AddendumOutline):
    """What a candidate added, as they read it."""

    audience: Literal["candidate"]
    agency_only: bool
    telephone: TelephoneNote | None


class AgencyAddendum(AddendumOutline):
    """What a candidate added, as the agency's people read it."""

    audience: Literal["agency"]
    agency_only: bool
    telephone: TelephoneCall | None


class IntegrationAddendum(AddendumOutline):
    """What a candidate added, as the agency's systems read it: none that is for the agency's people only."""

    audience: Literal["integration"]
    telephone: TelephoneNote | None


class AddendumReceipt(Outgoing):
    """That what was added has arrived, and what happens then."""

    reference: AddendumId
    added_at: datetime
    read_by: Annotated[str, Field(examples=["Priya Nair"])]
    review_due_at: datetime
    next: Annotated[str, Field(description="What happens next, in words for whoever added it.")]
