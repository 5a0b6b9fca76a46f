"""What goes out about how an agency looks."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing


class LogoView(Outgoing):
    """The agency's logo as it is shown: a PNG, drawn anew from what was sent."""

    address: Annotated[str, Field(description="Where anybody gets it; another logo gets another address.")]
    width: int
    height: int
    set_at: datetime
