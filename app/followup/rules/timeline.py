"""What happened, one line each, oldest first, and what is known to be ahead; pure.

"Sent" is the acceptance of the client's mail server and nothing more (rule 11).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from app.core.local_time import both_ends, day_month, instant, local
from app.deliveries.rules.telling import first_name, listed, so_long, when
from app.followup.rules.facts import AddedFacts, Decision, Facts, Going, Heard, LetterFacts
from app.followup.rules.moments import Moment
from app.followup.rules.waited import waiting_moments

SOON_AFTER: Final = timedelta(days=2)
_HANDED_ON: Final = frozenset({"claimed", "sending"})


def timeline(facts: Facts) -> list[Moment]:
    """Everything that the candidate may know of, in order; what is ahead follows what happened. Source: P16."""
    found = [
        _interview(facts),
        *_debrief(facts),
        *(moment for letter in facts.letters for moment in _letter(letter, facts)),
        *(moment for added in facts.added for moment in _added(added, facts)),
        *waiting_moments(facts),
        *(_told(told, facts) for told in facts.told),
    ]
    if facts.outcome is None and facts.decision and facts.decision.on and facts.decision.on >= _today(facts):
        found.append(_decision(facts.decision, facts))
    return sorted(found, key=lambda moment: (moment.ahead, moment.at))


def expected(decision: Decision) -> str:
    """Name the day of a decision as surely as it was named: "about Thursday 26 November, said Dana Whitfield"."""
    if decision.on is None:
        return ""
    day = day_month(decision.on)
    named = f"about {day}" if decision.precision == "about" else day
    if decision.asked_by:
        return f"{named}, as {first_name(decision.asked_by)} was told"
    return f"{named}, said {decision.source}" if decision.source else named


def _interview(facts: Facts) -> Moment:
    words = both_ends(facts.starts_at, facts.there, facts.zone, now=facts.now)
    off = {"cancelled": " was cancelled", "no_show": ", which we were told you did not attend"}.get(facts.state, "")
    ahead = facts.now < facts.starts_at and not off
    return Moment(facts.starts_at, f"Your interview at {facts.client}{off}", words, ahead=ahead)


def _debrief(facts: Facts) -> Iterator[Moment]:
    if facts.debrief is None:
        return
    for number, told in enumerate(facts.debrief.versions):
        after = told.at - facts.ends_at
        soon = number == 0 and timedelta() < after <= SOON_AFTER
        words = f"{when(told.at, facts.zone, facts.now)}{f', {so_long(after)} after the interview' if soon else ''}"
        if told.taken_by:
            yield Moment(told.at, f"{first_name(told.taken_by)} wrote down what you told by telephone", words)
        else:
            yield Moment(told.at, "Debrief sent again" if number else "Debrief sent", words)
    if facts.debrief.accepted_at is not None:
        at, by = facts.debrief.accepted_at, first_name(facts.debrief.decided_by or facts.consultant)
        yield Moment(at, f"{by} read your debrief", when(at, facts.zone, facts.now))


def _letter(letter: LetterFacts, facts: Facts) -> Iterator[Moment]:
    for version in letter.versions:
        at = when(version.at, facts.zone, facts.now)
        if version.suggested_by:
            yield Moment(version.at, f"{first_name(version.suggested_by)} suggested words for your {letter.what}", at)
        else:
            to = f" to {listed(letter.to)}" if letter.to else ""
            yield Moment(version.at, f"Your {letter.what}{to} came in for review", at)
        if version.answered_at is not None:
            took = "You took those words" if version.answer == "accepted" else "You kept your own words"
            yield Moment(version.answered_at, took, when(version.answered_at, facts.zone, facts.now))
    for said in letter.said:
        yes = "You took your agreement back" if said.taken_back else "You agreed to it"
        yes = f"{first_name(said.noted_by)} noted your agreement by telephone" if said.noted_by else yes
        words = f"{when(said.at, facts.zone, facts.now)}, for {listed(said.people)}"
        yield Moment(said.at, yes, words)
    decided = _decided(letter, facts)
    if decided:
        yield decided
    alike: dict[Going, list[str]] = {}
    for going in letter.going:
        minute = going.sent_at.replace(second=0, microsecond=0) if going.sent_at else None
        alike.setdefault(replace(going, to="", sent_at=minute), []).append(first_name(going.to))
    for going, names in alike.items():
        moment = _going(going, listed(list(dict.fromkeys(names))), letter, facts)
        if moment:
            yield moment


def _decided(letter: LetterFacts, facts: Facts) -> Moment | None:
    consultant, at = first_name(letter.decided_by or facts.consultant), letter.decided_at
    titles = {
        "approved": f"{consultant} approved your {letter.what}",
        "released": f"{consultant} cleared your {letter.what} for you to send",
        "changes_requested": f"{consultant} sent your {letter.what} back with a question",
        "not_forwarded": f"{consultant} decided not to forward your {letter.what}",
        "withdrawn": f"You took your {letter.what} back",
    }
    if at is None or letter.state not in titles:
        return None
    quoted = letter.reason or "" if letter.state in {"changes_requested", "not_forwarded"} else ""
    return Moment(at, titles[letter.state], when(at, facts.zone, facts.now), quoted, by=consultant)


def _going(going: Going, to: str, letter: LetterFacts, facts: Facts) -> Moment | None:
    """One line for everybody to whom it goes at once."""
    whole = f"Your {letter.what}{', with the summary,' if going.with_summary else ''}"
    consultant = first_name(facts.acts)
    known = going.sent_at or going.goes_at
    if going.state == "held":
        words = f"{consultant} finds the address first. Then you read here when it goes."
        return Moment(facts.now, f"{whole} goes to {to}", words, ahead=True)
    if known is None:
        return None
    times = both_ends(known, going.zone or facts.zone, facts.zone, now=facts.now)
    quoted = going.covering_line or ""
    match going.state:
        case "scheduled":
            return Moment(known, f"{whole} goes to {to}", times, ahead=True)
        case "sent":
            return Moment(known, f"{whole} was sent to {to}", times, quoted)
        case "in_doubt":
            words = f"No answer came, so whether {to} has it cannot be known yet. {consultant} finds out."
            return Moment(known, f"{whole} was handed to their mail server for {to}", words)
        case "failed" | "bounced":
            words = f"Their mail server did not take it. {consultant} looks for another way."
            return Moment(known, f"{whole} did not get through to {to}", words)
        case state if state in _HANDED_ON:
            return Moment(known, f"{whole} is being handed to their mail server for {to}", times)
    return None


def _added(added: AddedFacts, facts: Facts) -> Iterator[Moment]:
    by = first_name(added.taken_by) if added.taken_by else ""
    title = f"{by} wrote down something new that you told" if by else "You added something new"
    yield Moment(added.at, title, when(added.at, facts.zone, facts.now))
    if added.decided_at is not None:
        answer = "read what you added" if added.state == "accepted" else "sent what you added back with a question"
        reader = first_name(added.decided_by or facts.consultant)
        yield Moment(added.decided_at, f"{reader} {answer}", when(added.decided_at, facts.zone, facts.now))


def _told(told: Heard, facts: Facts) -> Moment:
    what = "decided" if told.kind else "said"
    at = when(told.at, facts.zone, facts.now)
    words = f"{at}, by telephone" if told.by_telephone else at
    return Moment(told.at, f"{first_name(told.by)} told you what {facts.client} {what}", words)


def _decision(decision: Decision, facts: Facts) -> Moment:
    day = decision.on or _today(facts)
    words = expected(decision)
    return Moment(instant(day, time(12), facts.there), "Decision expected", words[0].upper() + words[1:], ahead=True)


def _today(facts: Facts) -> date:
    return local(facts.now, facts.zone).date()
