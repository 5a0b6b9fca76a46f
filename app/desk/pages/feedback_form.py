"""The form in which a consultant writes down what the client says: its fields, and from them what the API takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.core.ids import public_id
from app.followup.models.calls import Called
from app.followup.rendering.page import SOMEBODY_ELSE, moment_in, wall_clock, whom_in
from app.followup.rules.feedback import ITEMS, KINDS, RECOMMENDATIONS
from app.followup.schemas.calls import BriefConcern
from app.followup.schemas.feedback import MOST_CONCERNS, ClientFeedbackIn
from app.web.fields import Posted, nested, validated

CONCERNS: Final = "answers.concerns"
FURTHER: Final = "answers.further_concerns"
PRECISION: Final = (("exact", "Sure"), ("about", "About then"), ("unknown", "They name no date"))
WAS_ONE: Final = (("yes", "Yes"), ("no", "No"), ("not_raised", "It did not come up"))
CHOICES: Final[Mapping[str, Any]] = {
    "items": ITEMS,
    "kinds": list(KINDS.items()),
    "recommendations": list(RECOMMENDATIONS.items()),
    "precision": PRECISION,
    "was_one": WAS_ONE,
}
GONE: Final = "The debrief no longer names a concern that you wrote about. Look at it again, then save."
_PARTS: Final = ("was_one", "words", "quotable")


@dataclass(frozen=True)
class Typed:
    """What was typed: as the API takes it or not at all, what is wrong by field, and the words of concerns now gone."""

    given: ClientFeedbackIn | None
    errors: dict[str, str]
    fields: dict[str, list[str]]
    gone: list[str] = field(default_factory=list)


def fields_for(
    concerns: Sequence[BriefConcern], called: Called | None, *, zone: str, now: datetime
) -> dict[str, list[str]]:
    """Fill the form before anything is typed: with the call that was just made, and the concerns to ask about."""
    fields = {"when": ["now"], "heard_at": [wall_clock(now, zone)], **_keys(concerns)}
    if called is not None:
        fields["call_id"] = [public_id("cll", called.call.id)]
        if called.call.contact_id:
            fields["contact_id"] = [public_id("ctc", called.call.contact_id)]
        elif called.call.spoke_with:
            fields |= {"contact_id": [SOMEBODY_ELSE], "spoke_with": [called.call.spoke_with]}
    return fields


def typed_in(posted: Posted, concerns: Sequence[BriefConcern], *, zone: str) -> Typed:
    """Read the form; what was written about a concern that the debrief no longer names is kept apart."""
    given, wrong = _read(posted, zone)
    found, invalid = validated(ClientFeedbackIn, given)
    by_key = {
        posted.value(f"{CONCERNS}.{n}.key"): n for n in range(MOST_CONCERNS) if posted.value(f"{CONCERNS}.{n}.key")
    }
    fields = {name: list(held) for name, held in posted.fields.items() if not name.startswith(f"{CONCERNS}.")}
    fields |= _keys(concerns)
    places = {one.key: number for number, one in enumerate(concerns)}
    for key, at in by_key.items():
        for part in _PARTS if key in places else ():
            fields[f"{CONCERNS}.{places[key]}.{part}"] = list(posted.values(f"{CONCERNS}.{at}.{part}"))
    gone = [posted.value(f"{CONCERNS}.{at}.words") for key, at in by_key.items() if key not in places]
    return Typed(
        None if wrong else found, wrong | _moved(invalid, by_key, places), fields, [one for one in gone if one]
    )


def further_rows(fields: Mapping[str, Sequence[str]], *, more: bool) -> int:
    """How many concerns of the client's own there is room for: those typed, and one."""
    typed = [
        n
        for n in range(MOST_CONCERNS)
        if any("".join(fields.get(f"{FURTHER}.{n}.{part}", ())) for part in ("words", "kind"))
    ]
    rows = max(typed) + 1 if typed else 0
    return min(max(1, rows + more), MOST_CONCERNS)


def amiss(errors: Mapping[str, str]) -> dict[str, str]:
    """Name the action's errors by the fields of the page; a concern that is gone by all of them."""
    return {_place(name): GONE if name.endswith(".key") else words for name, words in errors.items()}


def _read(posted: Posted, zone: str) -> tuple[dict[str, Any], dict[str, str]]:
    typed = {name: posted.value(name) for name in ("contact_id", "spoke_with", "call_id", "heard_at", "when")}
    given: dict[str, Any] = {**whom_in(typed), **nested(posted.under("answers"))}
    wrong: dict[str, str] = {}
    if typed["contact_id"] == SOMEBODY_ELSE and not typed["spoke_with"]:
        wrong["spoke_with"] = "Give their name"
    if typed["call_id"]:
        given["call_id"] = typed["call_id"]
    if posted.value("none_given"):
        given["none_given"] = True
    if typed["when"] == "earlier":
        given["heard_at"] = moment_in(typed["heard_at"], zone)
        wrong |= {} if given["heard_at"] else {"heard_at": "Give the day and the time"}
    return given, wrong


def _keys(concerns: Sequence[BriefConcern]) -> dict[str, list[str]]:
    return {f"{CONCERNS}.{number}.key": [one.key] for number, one in enumerate(concerns)}


def _moved(errors: Mapping[str, str], by_key: Mapping[str, int], places: Mapping[str, int]) -> dict[str, str]:
    """Put what is wrong with a concern where that now stands."""
    moved = {f"{CONCERNS}.{at}.": f"{CONCERNS}.{places[key]}." for key, at in by_key.items() if key in places}
    return {next(_renamed(name, moved), name): words for name, words in errors.items()}


def _renamed(name: str, moved: Mapping[str, str]) -> Iterator[str]:
    return (new + name.removeprefix(old) for old, new in moved.items() if name.startswith(old))


def _place(name: str) -> str:
    return "concerns" if name.endswith(".key") else name
