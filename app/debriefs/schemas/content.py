"""The candidate's account of one interview, schema version 1 (P2, P3, P4, P13; 2-domain "Debrief content").

Every item is optional: a draft is saved half done and an incomplete debrief may be submitted;
`rules.completeness` names what is missing. A text answer may be the word `not_discussed`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    field_validator,
)
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from app.core.text import Line, Text

SCHEMA_VERSION: Final = 1
NOT_DISCUSSED: Final = "not_discussed"
NONE_NOTICED: Final = "none_noticed"

DebriefProfile = Literal["full", "short"]
ConcernKind = Literal["skill", "experience", "motivation", "fit", "logistics", "salary", "other"]

ConcernKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$")]
"""Names one concern of a debrief through its versions and in the letter that answers it: `c1`."""


class Answers(BaseModel):
    """A group of answers, in which an empty form field or null is no answer."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_no_answer(cls, value: Any, info: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return cls.model_fields[info.field_name].get_default(call_default_factory=True)
        return value


class PersonMet(Answers):
    """Somebody the candidate met, as the candidate heard the name."""

    name: Line = Field(default="", title="Name", examples=["Dana Whitfield"])
    title: Line | None = Field(default=None, title="Job title", examples=["Head of Product"])
    role_in_decision: Line | None = Field(
        default=None, title="Part in the decision", examples=["Decides, with Tom Achterberg"]
    )


class Concern(Answers):
    """One doubt that the candidate heard or sensed."""

    key: ConcernKey | None = Field(
        default=None, title="Key", description="Given at saving; send it back, since letters refer to it."
    )
    text: Text = Field(default="", title="What was it?", examples=["No experience with a team this size."])
    kind: ConcernKind | None = Field(default=None, title="What kind of doubt?")
    stated_or_sensed: Literal["stated", "sensed"] | None = Field(
        default=None, title="Did they say it, or did you sense it?"
    )
    raised_by: Line | None = Field(default=None, title="Who raised it?", examples=["Dana Whitfield"])
    answered_in_room: Literal["yes", "partly", "no"] | None = Field(
        default=None, title="Did you answer it in the room?"
    )


class Interest(Answers):
    """How much the candidate wants the role: 1 not at all, 5 very much."""

    before: int | None = Field(default=None, ge=1, le=5, title="Interest before the interview")
    after: int | None = Field(default=None, ge=1, le=5, title="Interest now")
    why: Text | None = Field(default=None, title="Why?", examples=["The team ships every week."])


class DecisionExpected(Answers):
    """When the client said it would decide, how surely, and who said so (P13)."""

    on: date | None = Field(default=None, title="When will you hear?")
    precision: Literal["exact", "about", "unknown"] | None = Field(
        default=None, title="How sure is that?", description="`unknown` says that no date was given."
    )
    source: Line | None = Field(default=None, title="Who said so?", examples=["Dana Whitfield"])


class QuestionAsked(Answers):
    """A question of the interview and what became of it."""

    question: Text = Field(default="", title="Question", examples=["How would you run a team abroad?"])
    how_answered: Text | None = Field(default=None, title="How did you answer?")
    by_whom: Line | None = Field(default=None, title="Who asked?", examples=["Tom Achterberg"])


class TermsDiscussed(Answers):
    """Terms that came up in the room; pay belongs to the agency-only answers."""

    title: Text | None = Field(default=None, title="Job title")
    start: Text | None = Field(default=None, title="Start", examples=["1 September"])
    place: Text | None = Field(default=None, title="Place", examples=["Leeds, two days a week"])


@dataclass(frozen=True)
class _ListOr:
    """Accept a list, or one word in its place, with error locations as if only the list were possible."""

    word: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        items = handler.generate_schema(get_args(source)[0])
        return core_schema.no_info_wrap_validator_function(
            self._unless_word,
            items,
            serialization=core_schema.wrap_serializer_function_ser_schema(self._unless_word, schema=items),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.WrapValidatorFunctionSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [handler(schema["schema"]), {"type": "string", "const": self.word}]}

    def _unless_word(self, value: Any, inner: Callable[[Any], Any]) -> Any:
        return self.word if isinstance(value, str) and value == self.word else inner(value)


def _as_unknown(value: Any) -> Any:
    return {"precision": "unknown"} if value == NOT_DISCUSSED else value


def _each_not_discussed(value: Any) -> Any:
    return dict.fromkeys(TermsDiscussed.model_fields, NOT_DISCUSSED) if value == NOT_DISCUSSED else value


_EXAMPLE: Final[JsonDict] = {
    "people_met": [
        {"name": "Dana Whitfield", "title": "Head of Product", "role_in_decision": "Decides"},
        {"name": "Tom Achterberg", "title": "Engineering Manager", "role_in_decision": "Advises"},
    ],
    "role_as_described": "Product manager for meal planning; half discovery, half delivery.",
    "organisation_facts": "Meridian Foods moves its product team to Leeds; eleven people, three vacancies.",
    "went_well": "The case about supplier recalls: I have run one end to end.",
    "difficult": "They asked twice about managing people in another country. My answer was thin.",
    "concerns": [
        {
            "key": "c1",
            "text": "Managing people in another country",
            "kind": "experience",
            "stated_or_sensed": "stated",
            "raised_by": "Dana Whitfield",
            "answered_in_room": "partly",
        }
    ],
    "appealed": "A product that people eat every day, and a team that ships every week.",
    "fit": "Nine people across Porto and Dublin for three years; the recall at Corvid.",
    "interest": {"before": 3, "after": 5, "why": "The roadmap is theirs to decide."},
    "next_step": "A second meeting with the finance director.",
    "decision_expected": {"on": "2026-06-05", "precision": "about", "source": "Dana Whitfield"},
}


class DebriefAnswers(Answers):
    """The candidate's account of one interview. Send what there is: every item may be left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    people_met: list[PersonMet] = Field(default_factory=list, max_length=20, title="Who did you meet?")
    role_as_described: Text | None = Field(default=None, title="The role, as they described it")
    organisation_facts: Text | None = Field(
        default=None, title="What did you learn about the company and the department?"
    )
    went_well: Text | None = Field(default=None, title="What went well?")
    difficult: Text | None = Field(default=None, title="What was difficult?")
    concerns: Annotated[
        Annotated[list[Concern], Field(max_length=20)] | Literal["none_noticed"], _ListOr(NONE_NOTICED)
    ] = Field(default_factory=list, title="Was there anything they seemed unsure about?")
    appealed: Text | None = Field(default=None, title="What appealed to you?")
    fit: Text | None = Field(default=None, title="Where will your experience be well used?")
    interest: Interest | None = Field(default=None, title="How interested are you?")
    next_step: Text | None = Field(default=None, title="What happens next?")
    decision_expected: Annotated[DecisionExpected | None, BeforeValidator(_as_unknown)] = Field(
        default=None, title="When will you hear?"
    )
    availability: Text | None = Field(default=None, title="When are you available?")
    first_impression: Text | None = Field(default=None, title="First impression")
    agenda: Text | None = Field(default=None, title="What happened, in order")
    questions_asked: list[QuestionAsked] = Field(default_factory=list, max_length=40, title="Questions you were asked")
    unsaid: Text | None = Field(default=None, title="What could you have said more about?")
    client_interest: Text | None = Field(default=None, title="How interested did they seem?")
    terms_discussed: Annotated[TermsDiscussed | None, BeforeValidator(_each_not_discussed)] = Field(
        default=None, title="Terms that came up"
    )
    tests_or_tasks: Text | None = Field(default=None, title="Tests or tasks")
    documents_or_references_asked: Text | None = Field(default=None, title="Documents or references wanted")
    how_it_was_left: Text | None = Field(default=None, title="How was it left?")
    own_reservations: Text | None = Field(default=None, title="Your own reservations")


class AgencyOnlyAnswers(Answers):
    """What only the agency reads: it reaches no document, client page, webhook or log (2-domain, rule 4)."""

    other_processes: Text | None = Field(default=None, title="Other processes you are in")
    other_offer_by: date | None = Field(default=None, title="Another offer to be answered by")
    salary_or_rate: Text | None = Field(default=None, title="Salary or rate")
    notice: Text | None = Field(default=None, title="Notice period", examples=["Three months"])
    counter_offer: Text | None = Field(default=None, title="Would you consider a counter-offer?")
    inappropriate_question: Text | None = Field(default=None, title="A question out of place")
