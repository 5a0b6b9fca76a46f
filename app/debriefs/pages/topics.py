"""The topics of the form, a page each: what is asked there, and how long it takes."""

from dataclasses import dataclass
from typing import Final

from app.core.errors import NotFound
from app.debriefs.rendering.answers import AGENCY_ONLY
from app.debriefs.schemas.content import AgencyOnlyAnswers


class TopicNotFound(NotFound):
    """The debrief has no such page: go back to its list."""

    code = "topic_not_found"


@dataclass(frozen=True)
class Topic:
    """One page: the answers that it asks for, those that make it done first."""

    slug: str
    name: str
    title: str
    asks: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    agency_only: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of its answers, agency-only ones with their prefix, in the order of the page."""
        return (*self.required, *self.optional, *(AGENCY_ONLY + name for name in self.agency_only))


TOPICS: Final = (
    Topic(
        "people",
        "The interview",
        "Who did you meet, and what did they tell you?",
        "Names, the role in their words, the company. Three minutes.",
        ("people_met", "role_as_described", "organisation_facts"),
    ),
    Topic(
        "went",
        "How it went",
        "What went well, and what was difficult?",
        "Two answers in your own words. Two minutes.",
        ("went_well", "difficult"),
        (
            "first_impression",
            "agenda",
            "questions_asked",
            "unsaid",
            "tests_or_tasks",
            "documents_or_references_asked",
        ),
    ),
    Topic(
        "concerns",
        "Concerns",
        "Was there anything they seemed unsure about?",
        "What they doubted, said or sensed. Two minutes.",
        ("concerns",),
    ),
    Topic(
        "next",
        "You and what happens next",
        "Do you want it, and what happens next?",
        "Your interest, the next step, the date. Three minutes.",
        ("appealed", "fit", "interest", "next_step", "decision_expected"),
        ("availability", "client_interest", "terms_discussed", "how_it_was_left", "own_reservations"),
        tuple(AgencyOnlyAnswers.model_fields),
    ),
)
SHORT: Final = Topic(
    "short",
    "How it went",
    "How did it go?",
    "Your interest, concerns, the next step, your availability. One minute.",
    ("interest", "concerns", "next_step", "decision_expected", "availability"),
)
"""The whole form of the profile `short`."""
STEPS: Final = (*(topic.name for topic in TOPICS), "Check and send")


def topics_of(profile: str) -> tuple[Topic, ...]:
    """The pages of a profile's form."""
    return (SHORT,) if profile == "short" else TOPICS


def topic_named(slug: str) -> Topic:
    """The topic of an address; raises TopicNotFound."""
    for topic in (*TOPICS, SHORT):
        if topic.slug == slug:
            return topic
    raise TopicNotFound


def after(topic: Topic) -> str:
    """The address, below the debrief's, where the form goes on after a topic."""
    if topic is SHORT:
        return "/short"
    following = TOPICS[TOPICS.index(topic) + 1 :]
    return f"/{following[0].slug}" if following else "/check"


def where(name: str, profile: str) -> Topic | None:
    """The page of a profile's form that asks for an answer; None where that form does not ask for it."""
    return next((topic for topic in topics_of(profile) if name in topic.answers), None)
