"""What is the candidate's to do now, the most pressing first; pure."""

from dataclasses import dataclass
from typing import Final

from app.deliveries.rules.telling import first_name, listed
from app.followup.rules.facts import Facts, LetterFacts

WRITING: Final = frozenset({"requested", "draft"})
SETTLED_BY_THE_CONSULTANT: Final = frozenset({"moved", "cancelled", "did_not_go"})


@dataclass(frozen=True)
class Turn:
    """One task: where it is done, and the word beside it; ``pressing`` is what somebody waits for, ``asks`` who has a
    question."""

    title: str
    hint: str
    href: str
    tag: str = "Your turn"
    pressing: bool = True
    asks: str = ""


def turns(facts: Facts) -> list[Turn]:
    """Everything that is the candidate's to do; what only may be done stands last."""
    if facts.state in {"cancelled", "no_show"}:
        return []
    kept = Turn(
        "Put back what you typed", "You sent it when your visit had ended. We kept it.", f"{facts.home}/kept", "Kept"
    )
    found = [*([kept] if facts.kept else []), *_interview(facts), *_debrief(facts)]
    found += [turn for letter in facts.letters for turn in _letter(letter, facts)]
    if not facts.letters and facts.takes_letters and _written(facts) and facts.outcome is None:
        hint = "Short is best. We help you with what to say."
        found.append(Turn("Write them a letter", hint, f"{facts.home}/letters", "If you like", pressing=False))
    return found


def _interview(facts: Facts) -> list[Turn]:
    if facts.now < facts.ends_at:
        hint = "What to notice, and what to ask before you leave."
        before = Turn("Before you go in", hint, f"{facts.home}/before", "If you like", pressing=False)
        return [*_look_back(facts), before]
    if facts.state == "scheduled" or (facts.state == "awaiting_debrief" and not _began(facts) and not facts.attendance):
        hint = "First whether it went ahead, then a few minutes while it is fresh."
        return [Turn("Tell how it went", hint, f"{facts.home}/interview")]
    return []


def _look_back(facts: Facts) -> list[Turn]:
    if facts.round == 1:
        return []
    hint = "Whom you met, what they asked, which doubts are still open."
    return [Turn(f"Prepare for round {facts.round}", hint, f"{facts.home}/prepare", "If you like", pressing=False)]


def _debrief(facts: Facts) -> list[Turn]:
    href = f"{facts.home}/debrief"
    asked = facts.attendance not in SETTLED_BY_THE_CONSULTANT and (_began(facts) or facts.attendance is not None)
    if facts.state != "awaiting_debrief" or not asked:
        return []
    if facts.debrief is not None and facts.debrief.state == "changes_requested":
        by = first_name(facts.debrief.decided_by or facts.consultant)
        return [Turn(f"Answer {by}’s question", facts.debrief.reason or "About your debrief.", href, asks=by)]
    if facts.debrief is None or facts.debrief.state in WRITING:
        begun = facts.debrief is not None and facts.debrief.state == "draft"
        title = "Finish your debrief" if begun else "Tell how it went"
        return [Turn(title, "A few minutes, while it is fresh.", href, "Begun" if begun else "Your turn")]
    return []


def _letter(letter: LetterFacts, facts: Facts) -> list[Turn]:
    consultant, to = first_name(facts.consultant), f" to {listed(letter.to)}" if letter.to else ""
    match letter.state:
        case "suggested":
            by = first_name(letter.versions[-1].suggested_by or facts.consultant) if letter.versions else consultant
            return [
                Turn(
                    f"Look at {by}’s words for your {letter.what}{to}",
                    "Take them, or keep yours.",
                    f"{letter.path}/suggestion",
                )
            ]
        case "changes_requested":
            by = first_name(letter.decided_by or facts.consultant)
            title = f"Answer {by}’s question about your {letter.what}{to}"
            return [Turn(title, letter.reason or "", letter.written_at, asks=by)]
        case "submitted" if letter.to and letter.unanswered == letter.to and not facts.direct:
            hint = "Nothing is sent without your yes to exactly that."
            return [Turn(f"Agree to your {letter.what}{to}", hint, f"{letter.path}/agree")]
        case "draft":
            tag = "Begun" if letter.what == "letter" else "If you like"
            title = f"Finish your {letter.what}{to}"
            return [Turn(title, "It is kept as you left it.", letter.written_at, tag, pressing=False)]
        case "released":
            return [Turn(f"Send your {letter.what}{to}", f"{consultant} has looked at it.", letter.path)]
    return []


def _began(facts: Facts) -> bool:
    return facts.debrief is not None and facts.debrief.state != "requested"


def _written(facts: Facts) -> bool:
    return facts.shows_stored and facts.debrief is not None and bool(facts.debrief.versions)
