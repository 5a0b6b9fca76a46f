"""Where it stands in a sentence, and who acts; pure. It promises nothing that nobody promised. Source: P16."""

from dataclasses import dataclass, replace

from app.core.local_time import both_ends, day_month, day_seen_from, local
from app.deliveries.rules.telling import first_name, listed
from app.followup.rules.facts import Decision, Facts, Going
from app.followup.rules.outcomes import KINDS
from app.followup.rules.timeline import expected
from app.followup.rules.turns import SETTLED_BY_THE_CONSULTANT, Turn


@dataclass(frozen=True)
class Headline:
    """The heading of the page, what happens now, and whether the candidate is only waiting."""

    title: str
    acts: str
    words: tuple[str, ...]
    waiting: bool = False


def headline(facts: Facts, turns: list[Turn]) -> Headline:
    """Say where it stands: what they were told, what is over, whose turn it is, else what is known to come."""
    known = _told(facts) or _off(facts) or _before(facts) or _your_turn(facts, turns)
    return _stands_in(known or _stuck(facts) or _in_hand(facts) or _waiting(facts), facts)


def no_news(facts: Facts) -> str:
    """Say why silence is not bad news, as far as anybody can say that. Source: P16."""
    hears = f"it is {first_name(facts.acts)} who hears from {facts.client}"
    if facts.direct:
        hears = f"as you arranged this interview yourself, you may hear from {facts.client} first"
    return (
        "No news for a day or two is not bad news. People meet, are away, or ask each other; it says nothing about "
        f"you. What is known stands here, and {hears}."
    )


def _stands_in(head: Headline, facts: Facts) -> Headline:
    """Say for whom somebody acts whom the candidate has not dealt with so far (P21)."""
    if facts.cover is None or first_name(facts.cover) not in " ".join((head.title, head.acts, *head.words)):
        return head
    words = f"{first_name(facts.cover)} acts for {first_name(facts.consultant)}, who is away."
    return replace(head, words=(*head.words, words))


def _told(facts: Facts) -> Headline | None:
    """What a person told them goes before all else (P18)."""
    kind = KINDS.get(facts.outcome or "")
    if kind is None:
        return None
    names = {"client": facts.client, "consultant": first_name(facts.acts)}
    said = (kind.title, kind.acts, kind.means, kind.comes_next)
    title, acts, *words = (one.format(**names) for one in said)
    return Headline(title, acts, tuple(words))


def _off(facts: Facts) -> Headline | None:
    consultant = first_name(facts.acts)
    match facts.state:
        case "cancelled":
            words = f"Nothing is asked of you. If there is to be another one, {consultant} tells you when."
            return Headline("The interview is off.", f"{consultant} is in touch with {facts.client}", (words,))
        case "no_show":
            words = f"If that is wrong, ring {consultant}: it can be put right."
            return Headline("We were told that you could not be there.", "Nothing is asked of you", (words,))
        case "closed" if facts.debrief is not None and facts.debrief.state == "declined":
            words = f"If you change your mind, ask {consultant} to open it again."
            return Headline("You chose not to say how it went.", "Nothing is asked of you", (words,))
        case "closed":
            words = f"There is no debrief to write any more. A late one is welcome: ask {consultant} to open it again."
            return Headline("This interview is closed.", "Nothing is asked of you", (words,))
    return None


def _before(facts: Facts) -> Headline | None:
    if facts.starts_at <= facts.now < facts.ends_at and facts.state == "scheduled":
        words = ("Soon after it ends we ask you how it went.",)
        return Headline("Your interview is on now.", f"You meet {facts.client}", words)
    if facts.now < facts.starts_at:
        at = both_ends(facts.starts_at, facts.there, facts.zone, now=facts.now)
        words = ("There is nothing to do yet. Soon after it ends we ask you how it went.",)
        return Headline(f"Your interview is on {at}.", f"You meet {facts.client}", words)
    if facts.attendance in SETTLED_BY_THE_CONSULTANT and facts.state in {"scheduled", "awaiting_debrief"}:
        consultant = first_name(facts.acts)
        words = (f"{consultant} settles it with {facts.client} and gets in touch. We ask you nothing until then.",)
        return Headline("The interview did not go as planned.", f"{consultant} acts", words)
    return None


def _your_turn(facts: Facts, turns: list[Turn]) -> Headline | None:
    pressing = [turn for turn in turns if turn.pressing]
    if not pressing:
        return None
    consultant, acts = first_name(facts.consultant), first_name(facts.acts)
    titles = {
        "debrief": f"Tell {acts} how it went.",
        "interview": "How did it go?",
        "kept": "What you typed is safe.",
        "agree": "One thing is left: your yes.",
    }
    title = titles.get(pressing[0].href.rpartition("/")[2], f"{consultant} has something for you.")
    if pressing[0].asks:
        title = f"{pressing[0].asks} has a question."
    elif pressing[0].title.startswith("Send your"):
        words = (f"{consultant} has looked at it. It goes when you send it.",)
        return Headline("Your letter is ready for you to send.", "Your turn", words)
    return Headline(title, "Your turn", (f"{acts} waits for {_them(len(pressing))}, and goes on from there.",))


def _stuck(facts: Facts) -> Headline | None:
    """What the consultant has to see to before a letter arrives; nothing else is as pressing to know."""
    consultant = first_name(facts.acts)
    for letter in facts.letters:
        for going in letter.alive:
            to, mine = first_name(going.to), f"Your {letter.what}"
            found = {
                "failed": (f"{mine} did not get through to {to}.", f"{consultant} looks for another way."),
                "bounced": (f"{mine} did not get through to {to}.", f"{consultant} looks for another way."),
                "in_doubt": (f"Whether {to} has your {letter.what} is not known yet.", f"{consultant} finds out."),
                "held": (f"{mine} waits for {to}’s address.", f"{consultant} finds it, and then it goes."),
            }.get(going.state)
            if found:
                title, words = found
                return Headline(title, f"{consultant} acts", (f"{words} You have done your part.",))
    return None


def _in_hand(facts: Facts) -> Headline | None:
    consultant, going = first_name(facts.acts), _scheduled(facts)
    if any(letter.state == "submitted" for letter in facts.letters):
        what = listed([letter.what for letter in facts.letters if letter.state == "submitted"])
        words = (f"{consultant} forwards it, or comes back to you with a question.",)
        if facts.direct:
            words = (f"{consultant} looks at it, or comes back to you with a question. Then you send it yourself.",)
        return Headline(f"{consultant} has your {what}.", f"{consultant} acts", words, waiting=True)
    if going and going[0].goes_at:
        at = both_ends(going[0].goes_at, going[0].zone or facts.zone, facts.zone, now=facts.now)
        words = ("It goes by itself. You have done your part.",)
        return Headline(f"It goes to {_to(going)} on {at}.", "Nothing is asked of you", words, waiting=True)
    if facts.debrief is not None and facts.debrief.state == "submitted" and not facts.letters:
        words = (f"{consultant} reads it before speaking with {facts.client}, and asks you if anything is unclear.",)
        by_telephone = bool(facts.debrief.versions) and facts.debrief.versions[-1].taken_by is not None
        title = f"{consultant} has what you {'told' if by_telephone else 'wrote'}."
        return Headline(title, f"{consultant} acts", words, waiting=True)
    return None


def _waiting(facts: Facts) -> Headline:
    decision, today = facts.decision, local(facts.now, facts.zone).date()
    if decision is None or decision.on is None:
        unknown = decision is not None and decision.precision == "unknown"
        words = (f"{facts.client} named no day for a decision.",) if unknown else ()
        return Headline("You have done your part.", f"{facts.client} decides", words, waiting=True)
    if decision.on < today:
        words = (f"{day_month(decision.on)} was the day they named. That it has passed alone says little.",)
        return Headline("The day they named has passed.", f"{facts.client} decides", words, waiting=True)
    day = "today" if decision.on == today else day_seen_from(today, decision.on)
    about = "about " if decision.precision == "about" and day != "today" else ""
    title = f"They decide {day}." if day == "today" else f"They decide {about or 'on '}{day}."
    words = (asked(decision, facts) or f"Decision expected {expected(decision)}.",)
    return Headline(f"{title} You have done your part.", f"{facts.client} decides", words, waiting=True)


def asked(decision: Decision, facts: Facts) -> str | None:
    """Say that somebody of the agency asked, and what they were told; None where nobody did. Source: P14."""
    if decision.asked_by is None or decision.asked_at is None or decision.on is None:
        return None
    day = f"{'about' if decision.precision == 'about' else 'by'} {day_month(decision.on)}"
    who, on = first_name(decision.asked_by), local(decision.asked_at, facts.zone).date()
    return f"{facts.client} now expects to decide {day}: {who} asked on {day_month(on)}."


def _scheduled(facts: Facts) -> list[Going]:
    found = [one for letter in facts.letters for one in letter.alive if one.state == "scheduled" and one.goes_at]
    return sorted(found, key=lambda one: one.goes_at or facts.now)


def _to(going: list[Going]) -> str:
    first = [one for one in going if one.goes_at == going[0].goes_at]
    return listed(list(dict.fromkeys(first_name(one.to) for one in first)))


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
