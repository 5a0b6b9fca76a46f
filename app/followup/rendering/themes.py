"""What a client asks and worries about, in the form in which it goes out."""

from uuid import UUID

from app.followup.rules.themes import FEWEST, Themes
from app.followup.schemas.themes import ClientThemes, ThemesState, ThemeView


def themes_view(client_id: UUID, found: Themes | None) -> ClientThemes:
    """Show the counts, or why there are none; ``found`` is None while candidates compete."""
    state: ThemesState = "candidates_compete" if found is None else ("shown" if found.enough else "too_few")
    shown = found if found is not None and found.enough else Themes(0, (), ())
    return ClientThemes(
        client_id=client_id,
        state=state,
        fewest=FEWEST,
        candidates=None if found is None else found.candidates,
        worries=[ThemeView.model_validate(one) for one in shown.worries],
        questions=[ThemeView.model_validate(one) for one in shown.questions],
    )
