"""The composer's form: filled from a letter, and read back as the API's own schema."""

from collections.abc import Sequence
from typing import Any, get_args

from app.core.ids import public_id
from app.letters.pages.desk import Desk
from app.letters.rendering.composing import concerns_at
from app.letters.rules.guided import Slot, rewritten
from app.letters.schemas.content import LetterContent, ParagraphPart, plain_text
from app.letters.schemas.requests import LetterDraftIn
from app.web.fields import Form, Posted, nested, validated

MOST_CONCERNS = 20
_PARAGRAPHS = "content.paragraphs."


def form_of(desk: Desk, offered: Sequence[Slot]) -> Form:
    """Fill the form with what is written so far, paragraph by paragraph and as one text."""
    fields = {f"{_PARAGRAPHS}{place}.text": [slot.text] for place, slot in enumerate(offered)}
    fields["content.text"] = [plain_text(desk.content)]
    fields["addressees"] = [public_id("prs", person.id) for person in desk.letter.addressees]
    reasons = {one.concern: one.reason for one in desk.content.left_out}
    for concern in concerns_at(desk.answers):
        if concern.key in reasons:
            fields[f"content.left_out.{concern.place}.concern"] = [concern.key]
            fields[f"content.left_out.{concern.place}.reason"] = [reasons[concern.key]]
    return Form(fields)


def draft_in(posted: Posted, before: LetterContent) -> tuple[LetterDraftIn | None, dict[str, str]]:
    """Read what was typed: the draft, or the errors by field; ``before`` is the letter that a whole text replaces."""
    paragraphs = _paragraphs(posted)
    written = [place for place, one in enumerate(paragraphs) if str(one.get("text", "")).strip()]
    content: dict[str, Any] = {"left_out": _left_out(posted)}
    if as_text(posted):
        content["text"] = posted.value("content.text")
    else:
        content["paragraphs"] = [_filled(paragraphs[place]) for place in written]
    given = {"addressees": posted.values("addressees"), "content": content}
    draft, errors = validated(LetterDraftIn, given)
    if draft and as_text(posted):
        draft = draft.model_copy(update={"content": rewritten(before, draft.content)})
    return draft, {_name(error, written): words for error, words in errors.items()}


def slots_in(posted: Posted) -> list[Slot]:
    """The paragraphs of the form as it was sent, the empty ones too, so that it is shown again as it was."""
    found = []
    for one in _paragraphs(posted):
        answers = one.get("answers")
        keys = tuple(str(key) for key in answers) if isinstance(answers, list) else ()
        part = one.get("part")
        found.append(Slot(part if part in get_args(ParagraphPart) else None, keys, str(one.get("text", ""))))
    return found


def as_text(posted: Posted) -> bool:
    """Whether the letter was sent as one text."""
    return "content.text" in posted.fields


def named(errors: dict[str, str]) -> dict[str, str]:
    """Put every error about an addressee beside the group of them."""
    return {"addressees" if name.startswith("addressees") else name: words for name, words in errors.items()}


def _paragraphs(posted: Posted) -> list[dict[str, Any]]:
    tree = nested(posted.under("content.paragraphs")).get("content")
    listed = tree.get("paragraphs") if isinstance(tree, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _left_out(posted: Posted) -> list[dict[str, str]]:
    """What is left out: ticked, or a reason typed beside the tick, which is not lost."""
    found = []
    for place in range(MOST_CONCERNS):
        ticked = posted.value(f"content.left_out.{place}.concern")
        reason = posted.value(f"content.left_out.{place}.reason")
        concern = ticked or (posted.value(f"leave.{place}") if reason else "")
        if concern:
            found.append({"concern": concern, "reason": reason})
    return found


def _filled(paragraph: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in paragraph.items() if value}


def _name(error: str, written: Sequence[int]) -> str:
    """Find the field again: paragraphs without words were not counted when the error was named."""
    place, dot, rest = error.removeprefix(_PARAGRAPHS).partition(".")
    if not error.startswith(_PARAGRAPHS) or not place.isdecimal() or int(place) >= len(written):
        return error
    return f"{_PARAGRAPHS}{written[int(place)]}{dot}{rest}"
