"""What a client asks and worries about, as counts of candidates: nobody's words, and none of any one of them."""

from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import ClientId

ThemesState = Literal["shown", "too_few", "candidates_compete"]


class ThemeView(Outgoing):
    """So many candidates told of it."""

    name: Annotated[str, Field(examples=["Leading people"])]
    candidates: int


class ClientThemes(Outgoing):
    """What was doubted and asked there in the last two years, most often first."""

    client_id: ClientId
    state: Annotated[
        ThemesState,
        Field(
            description="Why nothing is shown: too few candidates have told, or two are under way for the same job, "
            "where what one of them told must help no other."
        ),
    ]
    fewest: Annotated[int, Field(description="What fewer candidates than this told is left out.")]
    candidates: Annotated[int | None, Field(description="How many told; null while candidates compete.")]
    worries: list[ThemeView]
    questions: list[ThemeView]
