"""What to notice and ask in an interview, on a page and in a mail: it is what the debrief asks afterwards (P25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.core.local_time import both_ends, date_time, day_month, local, place_of
from app.interviews.models import Meeting, Met, PersonMet
from app.interviews.rules import guidance, letter_policy_words
from app.web.mails import Button, Mail


@dataclass(frozen=True)
class Notice:
    """One thing to bring back from the room: what, and why."""

    title: str
    words: str


TO_NOTICE: Final = (
    Notice(
        "Names",
        "The name, the spelling and the role of everybody you meet. Ask for a card. Somebody may join whom nobody "
        "announced.",
    ),
    Notice(
        "The role as they describe it",
        "Their own words for the work, and what has to be better in a year. It is often not what the advertisement "
        "says.",
    ),
    Notice(
        "What they seem unsure about",
        "A question that comes twice, or a pause after an answer. You can answer it afterwards, if you know it.",
    ),
    Notice("What you did not get to say", "A point that you wanted to make and that had no place."),
    Notice(
        "What comes next, and when you will hear",
        "Ask before you leave: what is the next step, who decides, and by when will you hear?",
    ),
)


def time_lines(meeting: Meeting) -> Sequence[str]:
    """When it is, there and where the candidate is."""
    interview, zone = meeting.interview, meeting.candidate.time_zone
    there = f"{date_time(interview.starts_at, interview.time_zone)} to {_until(meeting, interview.time_zone)}"
    if local(interview.starts_at, zone).replace(tzinfo=None) == local(interview.starts_at, interview.time_zone).replace(
        tzinfo=None
    ):
        return (f"{there}, time in {place_of(interview.time_zone)}",)
    yours = f"{date_time(interview.starts_at, zone)} to {_until(meeting, zone)}, your time in {place_of(zone)}"
    return (f"{there}, time in {place_of(interview.time_zone)}", yours)


def announced(met: Sequence[Met]) -> Sequence[PersonMet]:
    """Whom the candidate is to meet."""
    return [one.person for one in met if one.person.source == "announced"]


def policies(meeting: Meeting) -> tuple[str, str]:
    """What the client's policies on contact and on letters mean, in words (P6)."""
    client, consultant = meeting.client, meeting.consultant.name
    contact = guidance(
        introduced_by=meeting.interview.introduced_by,
        contact_policy=client.contact_policy,
        consultant=consultant,
        client=client.name,
    )
    policy: str = client.letter_policy
    letters = letter_policy_words(
        policy,  # type: ignore[arg-type]  # kept by a CHECK
        client=client.name,
        consultant=consultant,
        introduced_by=meeting.interview.introduced_by,
    )
    return contact, letters


def prepare_mail(meeting: Meeting, met: Sequence[Met], *, link: str, privacy_notice: str, moved: bool = False) -> Mail:
    """Tell a candidate, before they go in, what to notice; the interview is attached for their calendar.

    ``moved``: they were mailed an entry with other times before.
    """
    candidate, client, agency = meeting.candidate, meeting.client.name, meeting.agency.name
    interview = meeting.interview
    when = both_ends(interview.starts_at, interview.time_zone, candidate.time_zone)
    people = announced(met)
    puts = "changes the entry in your calendar to the new time" if moved else "puts it into your calendar"
    whom = [f"You are to meet {_listed(people)}."] if people else []
    return Mail(
        agency=agency,
        subject=f"Before you go in: {meeting.job.title} at {client}, "
        f"{day_month(local(interview.starts_at, candidate.time_zone).date())}",
        paragraphs=(
            f"Dear {candidate.name},",
            f"Your interview for {meeting.job.title} at {client} is {'now ' if moved else ''}on {when}.",
            *whom,
            "Five things to bring back from the room:",
            *(f"{one.title}. {one.words}" for one in TO_NOTICE),
            *_looking_back(interview.round),
            policies(meeting)[0],
        ),
        button=Button("Open my interview", link),
        after_button=(
            f"The attached file {puts} and reminds you, when it is over, to say how it went.",
            f"How {agency} handles what you write: {privacy_notice}",
        ),
        signed=(meeting.consultant.name, agency),
    )


def _looking_back(round_: int) -> Sequence[str]:
    """That what they told of an earlier round stands ready (P19)."""
    if round_ == 1:
        return ()
    return (
        "What you told us of the round before stands ready on a page of your own: whom you met, what they asked, which "
        f"doubts are still open, what you did not get to say. Press the button, then “Prepare for round {round_}”.",
    )


def _until(meeting: Meeting, zone: str) -> str:
    starts, ends = local(meeting.interview.starts_at, zone), local(meeting.interview.ends_at, zone)
    return f"{ends:%H:%M}" if ends.date() == starts.date() else date_time(meeting.interview.ends_at, zone)


def _listed(people: Sequence[PersonMet]) -> str:
    named = [f"{one.name} ({one.title})" if one.title else one.name for one in people]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
