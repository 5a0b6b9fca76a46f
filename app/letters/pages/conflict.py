"""Two windows wrote on one letter: both texts side by side, and nothing is lost whatever is chosen (rule 8)."""

from fastapi import Response

from app.interviews.actions.drafts import DraftChanged
from app.letters.pages.desk import Desk
from app.letters.rules.guided import both_kept
from app.letters.schemas.requests import LetterDraftIn
from app.letters.schemas.summary import content_of
from app.web.csrf import FIELD
from app.web.fields import Posted

_OF_THIS_PAGE = frozenset({FIELD, "was", "do", "autosave"})


def says_the_same(desk: Desk, draft: LetterDraftIn) -> bool:
    """Whether the draft that stands says what was sent: the same form came twice."""
    standing = desk.standing.draft
    if standing is None or not desk.standing.shows_stored:
        return False
    return draft.content == desk.content and draft.addressees == standing.addressees


def unseen(desk: Desk, draft: LetterDraftIn) -> LetterDraftIn | None:
    """Both texts together, for who is not shown the one that is stored; None for who chooses between them."""
    stored = desk.standing.draft
    if desk.standing.shows_stored or stored is None:
        return None
    content = both_kept(content_of(stored.content), draft.content)
    return draft.model_copy(update={"content": content})


def show(desk: Desk, draft: LetterDraftIn, posted: Posted) -> Response:
    """Show what was sent and what was saved meanwhile, to keep either or both.

    Where the draft was sent meanwhile there is no second text; raises DraftChanged (412), which gives back what was
    typed.
    """
    if desk.letter.draft is None:
        raise DraftChanged
    mine = {name: values for name, values in posted.fields.items() if name not in _OF_THIS_PAGE}
    return desk.visit.show(
        "pages/letter/conflict.html",
        status=409,
        desk=desk,
        mine=draft.content.paragraphs,
        saved=desk.content.paragraphs,
        fields=mine,
    )
