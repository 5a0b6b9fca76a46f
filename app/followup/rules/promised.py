"""By when a candidate hears, and when they may ask, in words they can rely on; pure. Source: P15, P16.

Whether a timer has noted yet that a promise was broken changes no word.
"""

from datetime import datetime

from app.core.local_time import both_ends
from app.deliveries.rules.telling import first_name
from app.followup.rules.facts import Facts
from app.followup.rules.outcomes import ENDS
from app.interviews.states import OFF


def hears(facts: Facts) -> str | None:
    """Say by when they hear, even if there is nothing new; None where nothing is promised."""
    if facts.promised is None or facts.promised.by is None or facts.state in OFF:
        return None
    who, by = first_name(facts.acts), _at(facts.promised.by, facts)
    if facts.now <= facts.promised.by:
        return f"You hear from {who} by {by}, even if there is nothing new."
    return f"You were to hear from {who} by {by}. It is late, which says nothing about you. {who} has it on the desk."


def asks(facts: Facts) -> bool:
    """Whether there is anything to ask about yet: the interview is over."""
    return facts.promised is not None and facts.now >= facts.ends_at


def is_over(facts: Facts) -> bool:
    """Whether they were told that it has ended: then there is no news to ask for."""
    return facts.outcome in ENDS


def offers_asking(facts: Facts) -> bool:
    """Whether a page that says where it stands leads to asking."""
    return asks(facts) and not is_over(facts)


def reminder(facts: Facts) -> str:
    """Say whether they can remind now, else from when on and what it waits for."""
    if facts.promised is None:
        return ""
    who, asked = first_name(facts.acts), facts.promised.asking
    if asked.allowed(facts.now):
        return f"You can remind {who} now."
    at = _at(asked.opens_at, facts)
    reminders = [one.at for one in facts.promised.questions if one.deadline_on is None]
    match asked.why:
        case "reminded":
            return f"You reminded {who} on {_at(reminders[-1], facts)}. You can again from {at}."
        case "often":
            return f"You reminded {who} twice within a week. You can again from {at}."
    still = facts.promised.by is not None and facts.now <= facts.promised.by
    return f"{'If nothing comes by then, you' if still else 'You'} can remind {who} here from {at}."


def _at(moment: datetime, facts: Facts) -> str:
    zone = facts.promised.desk_zone if facts.promised else facts.zone
    return both_ends(moment, zone, facts.zone, now=facts.now)
