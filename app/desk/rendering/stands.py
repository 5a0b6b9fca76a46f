"""Where an interview stands and whose turn it is, in two sentences for a desk; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.ids import public_id
from app.core.local_time import day_month, day_seen_from, local
from app.deliveries.rules.telling import first_name, listed
from app.desk.models import Story
from app.desk.rendering.clock import at_both_ends, span
from app.desk.rendering.events import BECAME
from app.desk.rendering.timeline import Reader, decision_of, letter_name
from app.desk.rendering.waiting import what_waits
from app.followup.rules.outcomes import KINDS
from app.interviews.rendering.attendance import next_for_agency
from app.interviews.rules import stays_silent
from app.interviews.states import OFF
from app.letters.models import Letter
from app.reviews.models import ReviewItem

TROUBLE: Final = {
    "in_doubt": "Whether {person} has the {what} is not known. Find out, and say which.",
    "failed": "The mail server of {person} refused the {what}. Find another way.",
    "bounced": "The {what} to {person} came back. Find another way.",
    "held": "The {what} to {person} waits for an address.",
}
ON_ITS_WAY: Final = frozenset({"scheduled", "claimed", "sending", "sent"})
WITH_THE_CANDIDATE: Final = frozenset({"changes_requested", "suggested"})


@dataclass(frozen=True)
class Stands:
    """Whose turn it is, what is to be done, and where."""

    turn: str
    words: str
    href: str = ""
    way: str = ""
    mine: bool = False


def stands(story: Story, reader: Reader) -> Stands:
    """Say whose turn it is: what is over, what somebody must settle, what waits, else what is known to come."""
    steps: tuple[Callable[[Story, Reader], Stands | None], ...] = (
        *(_off, _did_not_go_as_planned, _waits_for_us, _not_through, _to_come),
        *(_waits_for_the_candidate, _asked, _on_its_way, _to_tell, _became, _to_ask, _to_ring),
    )
    return next((found for step in steps if (found := step(story, reader)) is not None), None) or _decides(
        story, reader
    )


def _off(story: Story, _reader: Reader) -> Stands | None:
    name, debrief = first_name(story.meeting.candidate.name), story.told.debrief
    match story.meeting.interview.state:
        case "cancelled":
            return Stands("Nobody’s turn", f"The interview is off. {name} is asked nothing, and nothing is sent.")
        case "no_show":
            return Stands("Nobody’s turn", f"{name} did not attend. Nothing is asked, and nothing is sent.")
        case "closed" if debrief is not None and debrief.state == "declined":
            return Stands("Nobody’s turn", f"{name} chose not to say how it went. You can ask for it again.")
        case "closed":
            return Stands("Nobody’s turn", "It was closed without a debrief. You can open it again.")
    return None


def _did_not_go_as_planned(story: Story, reader: Reader) -> Stands | None:
    answer = story.answer
    if answer is None or not stays_silent(answer) or story.meeting.interview.state in OFF:
        return None
    who = first_name(story.meeting.candidate.name) if answer.told_by == "candidate" else "A colleague"
    said = f"{who} said that it {BECAME[answer.answer]}. {next_for_agency(answer)}"
    return _ours(story, reader, said, "#change", "Settle it")


def _waits_for_us(story: Story, reader: Reader) -> Stands | None:
    waiting = [one for one in story.items if one.waits_for == "us"]
    if not waiting:
        return None
    item = waiting[0]
    left = item.due_at - reader.now
    late = f"overdue by {span(-left)}" if left.total_seconds() < 0 else f"{span(left)} left"
    said = f"To decide on, {late}: {_listed_items(waiting, story)}."
    return _ours(story, reader, said, f"/desk/review/{public_id('rvw', item.id)}", "Read it and decide", item=item)


def _not_through(story: Story, reader: Reader) -> Stands | None:
    for one in story.ways:
        delivery = one.delivery
        again = [way for way in story.ways if way.delivery.person_id == delivery.person_id]
        settled = any(way.delivery.id > delivery.id and way.delivery.state in ON_ITS_WAY for way in again)
        if delivery.state in TROUBLE and not settled:
            what = letter_name(story, delivery.letter_id).partition(" to ")[0]
            said = TROUBLE[delivery.state].format(person=one.name, what=what)
            return _ours(story, reader, said, f"/desk/deliveries/{public_id('dlv', delivery.id)}", "See the delivery")
    return None


def _to_come(story: Story, reader: Reader) -> Stands | None:
    interview, name = story.meeting.interview, first_name(story.meeting.candidate.name)
    if reader.now < interview.starts_at:
        return Stands("Nobody’s turn", f"It is to come. Soon after it ends, {name} is asked how it went.")
    if interview.state == "scheduled" and reader.now < interview.ends_at:
        return Stands("Nobody’s turn", f"It is on now. Soon after it ends, {name} is asked how it went.")
    if interview.state == "scheduled":
        return Stands("Nobody’s turn", f"It has just ended. {name} is asked within minutes how it went.")
    return None


def _waits_for_the_candidate(story: Story, _reader: Reader) -> Stands | None:
    name, debrief = story.meeting.candidate.name, story.told.debrief
    if debrief is not None and debrief.state == "changes_requested":
        return Stands(f"{name}’s turn", f"To answer: “{debrief.return_reason}”")
    back = [one for one in story.letters if one.state in WITH_THE_CANDIDATE]
    if back:
        what = letter_name(story, back[0].id)
        asked = "look at the wording suggested for" if back[0].state == "suggested" else "change"
        return Stands(f"{name}’s turn", f"To {asked} the {what}.")
    return None


def _asked(story: Story, reader: Reader) -> Stands | None:
    name, debrief = story.meeting.candidate.name, story.told.debrief
    if story.meeting.interview.state != "awaiting_debrief" or (debrief and debrief.state not in {"requested", "draft"}):
        return None
    if debrief is None or debrief.request_mailed_at is None:
        return Stands(f"{name}’s turn", "To say how it went. The mail that asks goes within minutes.")
    asked = f"Asked {span(reader.now - debrief.request_mailed_at)} ago"
    reminders = {0: "", 1: ", reminded once"}.get(debrief.reminders, f", reminded {debrief.reminders} times")
    begun = " The debrief is begun." if debrief.state == "draft" else ""
    ring = "" if debrief.reminders == 0 else " Ringing is quicker."
    return Stands(f"{name}’s turn", f"To say how it went. {asked}{reminders}.{begun}{ring}")


def _on_its_way(story: Story, reader: Reader) -> Stands | None:
    going = [one for one in story.ways if one.delivery.state == "scheduled" and one.delivery.scheduled_for]
    if not going:
        return None
    first = min(going, key=lambda one: one.delivery.scheduled_for or reader.now)
    at = first.delivery.scheduled_for
    with_it = list(dict.fromkeys(one.name for one in going if one.delivery.scheduled_for == at))
    what = letter_name(story, first.delivery.letter_id).partition(" to ")[0]
    when = at_both_ends(at or reader.now, first.zone or reader.zone, reader.zone, now=reader.now)
    return Stands("Nobody’s turn", f"The {what} goes to {listed(with_it)} by itself: {when}.")


def _to_tell(story: Story, reader: Reader) -> Stands | None:
    """What the client said or decided, and nobody told the candidate yet."""
    hidden = story.outcome is not None and story.outcome.relayed_at is None
    if story.meeting.candidate.erased_at is not None:
        return None
    if not hidden and all(one.feedback.relay_due_at is None or one.feedback.relayed_at for one in story.heard):
        return None
    name, what = first_name(story.meeting.candidate.name), "became of it" if hidden else "the client said"
    said = f"Tell {name} what {what}. They do not know of it yet."
    return _ours(story, reader, said, f"{_home(story)}/tell", f"Tell {name}")


def _became(story: Story, reader: Reader) -> Stands | None:
    """What the candidate was told of, and who goes on from there."""
    if story.outcome is None:
        return None
    kind, name = KINDS[story.outcome.kind], first_name(story.meeting.candidate.name)
    said = f"{kind.name}: {name} was told."
    again = story.next_round
    if story.outcome.kind == "next_round" and again is not None:
        href = f"/desk/interviews/{public_id('int', again.id)}"
        return Stands("Nobody’s turn", f"{said} It goes on in round {again.round}.", href, f"See round {again.round}")
    if story.outcome.kind == "next_round":
        return _ours(story, reader, f"{said} Arrange when and with whom.", "/desk/interviews/new", "New interview")
    whose = {"offer": story.meeting.candidate.name, "on_hold": story.meeting.client.name}
    return Stands(f"{whose.get(story.outcome.kind, 'Nobody')}’s turn", said)


def _to_ask(story: Story, reader: Reader) -> Stands | None:
    """The day on which the client was to decide has passed, and it is to be asked."""
    row = story.decision
    if row is None or row.ask_by is None or row.expected_on is None:
        return None
    said = f"Ask {story.meeting.client.name} when they decide: {day_month(row.expected_on)} has passed."
    return _ours(story, reader, said, f"{_home(story)}/decision", "Words to ask with")


def _to_ring(story: Story, reader: Reader) -> Stands | None:
    debrief = story.told.debrief
    if debrief is None or debrief.version == 0 or any(one.call.state == "done" for one in story.calls):
        return None
    said = f"Ring {story.meeting.client.name}: nobody has yet."
    return _ours(story, reader, said, f"{_home(story)}/brief", "Call brief")


def _decides(story: Story, reader: Reader) -> Stands:
    turn, decision = f"{story.meeting.client.name}’s turn", decision_of(story)
    if decision is None or decision.on is None:
        return Stands(turn, "To decide. They named no day.")
    today = local(reader.now, story.meeting.interview.time_zone).date()
    if decision.on < today:
        return Stands(turn, f"They were to decide on {day_month(decision.on)}.")
    day = "today" if decision.on == today else f"on {day_seen_from(today, decision.on)}"
    return Stands(turn, f"They decide {day}.")


def _ours(story: Story, reader: Reader, words: str, href: str, way: str, *, item: ReviewItem | None = None) -> Stands:
    """It is for the agency to do: whoever has the item, else the consultant, or who covers for them today."""
    consultant = story.meeting.consultant
    whose = consultant.id if item is None or item.consultant_id is None else item.consultant_id
    cover = story.cover if whose == consultant.id else None
    if reader.id == whose or (cover is not None and cover.id == reader.id):
        return Stands("Your turn", words, href, way, mine=True)
    name = consultant.name if whose == consultant.id else "A colleague"
    covered = f" {cover.name} covers for them." if cover else ""
    return Stands(f"{name}’s turn", f"{words}{covered}", href, way)


def _home(story: Story) -> str:
    return f"/desk/interviews/{public_id('int', story.meeting.interview.id)}"


def _listed_items(waiting: list[ReviewItem], story: Story) -> str:
    said = [what_waits(one, story.meeting.candidate.name) for one in waiting]
    return said[0] if len(said) == 1 else f"{said[0]}, and {len(said) - 1} more"


def letters_to_show(story: Story) -> list[Letter]:
    """What was submitted at least once; a draft is its candidate's alone."""
    return [one for one in story.letters if one.version]
