"""The lines of what happened that come of waiting: what was written to the candidate, and what they asked; pure."""

from collections.abc import Iterator

from app.core.local_time import both_ends, day_month
from app.deliveries.rules.telling import first_name, when
from app.followup.rules.facts import Facts
from app.followup.rules.moments import Moment


def waiting_moments(facts: Facts) -> Iterator[Moment]:
    """Yield a line for each word that the candidate got and each question of theirs. Source: P15, P16."""
    if facts.promised is None:
        return
    for word in facts.promised.words:
        by = first_name(word.by)
        title = f"{by} wrote to you"
        if word.until is not None:
            until = both_ends(word.until, facts.promised.desk_zone, facts.zone)
            title = f"{by} needs longer, until {until}"
        yield Moment(word.at, title, when(word.at, facts.zone, facts.now), word.words, by=by)
    for question in facts.promised.questions:
        title = f"You asked {first_name(facts.consultant)} for news"
        if question.deadline_on is not None:
            title = f"You told {first_name(facts.consultant)} that you must answer by {day_month(question.deadline_on)}"
        yield Moment(question.at, title, when(question.at, facts.zone, facts.now))
