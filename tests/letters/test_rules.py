from typing import Any

import pytest

from app.debriefs.schemas.content import Concern
from app.letters.rules.checks import checks
from app.letters.rules.contact_details import contact_details
from app.letters.rules.coverage import coverage, coverage_checks, suggested_kind
from app.letters.rules.facts import LetterCheck, LetterFacts
from app.letters.schemas.content import LetterContent

WISH = "I want this role: a product people eat every day."


@pytest.mark.parametrize(
    ("interest", "kind"),
    [(5, "strategic"), (4, "strategic"), (3, "thank_you"), (1, "thank_you"), (None, "thank_you")],
)
def test_the_stated_interest_suggests_how_far_to_go(interest: int | None, kind: str) -> None:
    assert suggested_kind(interest) == kind


def test_what_the_letter_says_of_concerns_that_the_debrief_does_not_name_is_told() -> None:
    """A concern may be gone from a newer debrief; the mark on the paragraph stays, and is told."""
    concerns = [Concern(key="c1", text="Team size"), Concern(key="c3", text="Notice")]
    content = LetterContent.model_validate(
        {
            "paragraphs": [{"text": "Thank you.", "answers": ["c1"]}, {"text": "At Corvid …", "answers": ["c9", "c1"]}],
            "left_out": [{"concern": "c8", "reason": "They know"}, {"concern": "c3"}, {"concern": "c1"}],
        }
    )

    told = [(one.code, one.paragraph, one.level) for one in coverage_checks(concerns, content)]

    assert told == [
        ("unknown_concern", 2, "information"),
        ("unknown_concern", None, "information"),
        ("left_out_without_reason", None, "information"),
    ]
    assert [one.code for one in coverage_checks("none_noticed", content)] == ["unknown_concern"] * 3
    assert list(coverage_checks(concerns, LetterContent(text="Thank you."))) == []


def test_each_concern_is_answered_left_out_or_open() -> None:
    concerns = [Concern(key=f"c{n}", text=f"Concern {n}") for n in (1, 2, 3)]
    content = LetterContent.model_validate(
        {
            "paragraphs": [{"text": "Thank you."}, {"text": "At Corvid …", "answers": ["c1", "c9"]}],
            "left_out": [{"concern": "c2", "reason": "You said you would raise it"}],
        }
    )

    covered = [(each.key, each.state, each.paragraph, each.left_out_reason) for each in coverage(concerns, content)]

    assert covered == [
        ("c1", "answered", 2, None),
        ("c2", "left_out", None, "You said you would raise it"),
        ("c3", "open", None, None),
    ]


def test_a_concern_both_answered_and_left_out_is_answered_by_its_first_paragraph() -> None:
    content = LetterContent.model_validate(
        {
            "paragraphs": [{"text": "a", "answers": ["c1"]}, {"text": "b", "answers": ["c1"]}],
            "left_out": [{"concern": "c1"}],
        }
    )

    (covered,) = coverage([Concern(key="c1", text="Team size")], content)

    assert (covered.state, covered.paragraph) == ("answered", 1)


def test_where_no_concern_was_noticed_there_is_nothing_to_cover() -> None:
    assert coverage("none_noticed", LetterContent()) == []
    assert coverage([Concern(text="not keyed"), Concern(key="c1")], LetterContent()) == []


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Write to alex.moreau@mail.example any time.", "email", "a…@mail.example"),
        ("alex.moreau [at] mail [dot] example", "email", "a…"),
        ("Ring +44 20 7946 0018.", "telephone", "…18"),
        ("Ring (020) 7946 0018", "telephone", "…18"),
        ("07700 900123", "telephone", "…23"),
        ("My number: 07700900123, any evening", "telephone", "…23"),
        ("+1 (212) 555-0142", "telephone", "…42"),
        ("212-555-0142", "telephone", "…42"),
        ("(212) 555 0142", "telephone", "…42"),
        ("06.12.34.56.78", "telephone", "…78"),
        ("0044 20 7946 0018", "telephone", "…18"),
        ("98765 43210", "telephone", "…10"),
        ("my mobile is 612 345 678", "telephone", "…78"),
        ("Tel. 555-0142", "telephone", "…42"),
        ("See https://portfolio.example/alex?x=1", "link", "portfolio.example/…"),
        ("www.portfolio.example", "link", "www.portfolio.example"),
        ("linkedin.com/in/alex-moreau", "link", "linkedin.com/…"),
        ("Shall we connect on LinkedIn?", "link", "LinkedIn"),
    ],
)
def test_a_way_round_the_agency_is_found_and_masked(text: str, kind: str, excerpt: str) -> None:
    found = contact_details(f"Thank you.\n\n{text}")

    assert [(each.kind, each.paragraph, each.excerpt) for each in found] == [(kind, 2, excerpt)]


@pytest.mark.parametrize(
    "text",
    [
        "From 2019-2023 I led nine people; 2024–2026 twelve.",
        "We met on 26/05/2026, on 2026-05-26 and on 26.05.2026-27.05.2026.",
        "Available 01.09.2026, 09.00-17.30, or 09:00–17:30 on 2 June.",
        "A budget of £1 250 000, then 1,250,000.50 and 65000-75000 EUR; USD 212 555 0142; 3.5 million.",
        "We moved from version 3.10.0 to 10.0.19045.3803 and Python 3.11.",
        "In 2019 2020 2021 2022 the team grew by 400 000 000 to 900 000 000.",
        "I phoned two of your 140 suppliers; call volume fell from 12000 to 9000.",
        "I follow Meridian on LinkedIn and found the role there. Q3 @ Leeds was the goal, e.g. at noon.",
    ],
)
def test_dates_years_money_and_versions_are_no_contact_details(text: str) -> None:
    assert contact_details(text) == []


def test_hostile_text_is_searched_in_bounded_steps() -> None:
    for piece in ("a.", "+1 ", "0 ", "a@", "a (at) ", "(((((", "www.a", "2 5 ", "connect ", "1-"):
        assert isinstance(contact_details(piece * (20_000 // len(piece)), ["GB", "US", "DE"]), list)


def looked_over(text: str, **changes: Any) -> list[LetterCheck]:
    given: Any = {"kind": "thank_you", "contact_policy": "forbidden", "introduced_by": "agency", **changes}
    return checks(LetterContent(text=text), LetterFacts(**given))


def codes(found: list[LetterCheck]) -> list[tuple[str, int | None]]:
    return [(check.code, check.paragraph) for check in found]


def test_a_letter_that_bypasses_the_agency_is_warned_about() -> None:
    (check,) = looked_over("Thank you.\n\nRing me on 07700 900123.")

    assert codes([check]) == [("direct_contact", 2)]
    assert check.words == (
        "Paragraph 2 gives a telephone number (…23). You were introduced by an agency, so the client expects to "
        "answer through your consultant: leave it out."
    )
    assert check.level == "warning"


@pytest.mark.parametrize("changes", [{"contact_policy": "permitted"}, {"introduced_by": "direct"}])
def test_direct_contact_that_is_allowed_is_not_warned_about(changes: dict[str, str]) -> None:
    assert looked_over("Ring me on 07700 900123.", **changes) == []


def test_a_client_that_copies_the_agency_is_warned_about_in_other_words() -> None:
    (check,) = looked_over("alex@mail.example", contact_policy="copy_agency")

    assert "copied in" in check.words


def test_an_agency_may_allow_the_candidates_own_number() -> None:
    found = looked_over("Ring 07700 900123 or write to alex@mail.example.", telephone_allowed=True)

    assert [check.words.split("(")[0] for check in found] == ["Paragraph 1 gives an e-mail address "]


@pytest.mark.parametrize(("own", "told"), [("+44 7700 900123", 0), ("07700 900 123", 0), ("+44 20 7946 0991", 1)])
def test_the_number_that_an_agency_allows_is_the_candidates_own(own: str, told: int) -> None:
    found = looked_over("Ring 07700 900123.", telephone_allowed=True, own_number=own)

    assert codes(found) == [("direct_contact", 1)] * told


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("Reach my desk: 612 345 67 89", "TR", 0),
        ("Mi directo es 612 345 678.", "ES", 1),
        ("Mi directo es 612 345 678.", "GB", 0),
        ("Ma ligne directe : 01 42 68 53 00", "FR", 1),
        ("Sie erreichen mich unter 030 901820.", "DE", 1),
        ("22 33 44 55 er mit nummer", "DK", 1),
        ("We packed 123 456 789 boxes in 2024 and 900 000 000 in 2025.", "ES", 0),
        ("Umsatz 2023: 12 000, 2024: 14 000; 120 Leute.", "DE", 0),
    ],
)
def test_a_number_is_known_by_the_way_its_country_writes_it(text: str, region: str, found: int) -> None:
    assert codes(looked_over(text, regions=[region])) == [("direct_contact", 1)] * found


@pytest.mark.parametrize(
    "left_over",
    ["[name]", "[Company name]", "XXX", "{{ role }}", "<name>", "<<role>>", "____", "TODO", "Dear …,", "Dear ,"],
)
def test_a_left_over_placeholder_is_named(left_over: str) -> None:
    (check,) = looked_over(f"Thank you.\n\n{left_over} and so on")

    assert codes([check]) == [("placeholder", 2)]
    assert left_over.rstrip(",") in check.words


@pytest.mark.parametrize("text", ["Dear Dana,", "I scored 3 < 5 and 7 > 2 [1].", "At ExxonMobil we used Xbox."])
def test_ordinary_text_has_no_placeholder(text: str) -> None:
    assert looked_over(text) == []


def test_a_strategic_letter_says_that_it_wants_the_role() -> None:
    without, with_it = "You asked how I would run the team. At Corvid I led nine people.", WISH

    assert ("no_wish", None) in codes(looked_over(without, kind="strategic"))
    assert ("no_wish", None) not in codes(looked_over(with_it, kind="strategic"))
    assert looked_over(without, kind="thank_you") == []


@pytest.mark.parametrize(
    "text",
    [
        "I’d love to join the team.",
        "I would very much like to work on the product.",
        "The day left me even more keen.",
        "I look forward to the prospect of building the platform.",
        "Je souhaite rejoindre votre équipe.",
    ],
)
def test_a_wish_may_be_said_in_other_words(text: str) -> None:
    assert ("no_wish", None) not in codes(looked_over(text, kind="strategic"))


@pytest.mark.parametrize("text", ["I look forward to hearing from the team.", "I want to thank you for the hour."])
def test_a_courtesy_is_not_a_wish(text: str) -> None:
    assert ("no_wish", None) in codes(looked_over(text, kind="strategic"))


@pytest.mark.parametrize(("words", "told"), [(249, True), (250, False), (400, False), (401, True)])
def test_the_length_of_a_strategic_letter_is_a_hint(words: int, told: bool) -> None:
    text = f"{WISH} " + "word " * (words - len(WISH.split()))

    found = looked_over(text, kind="strategic")

    assert [(check.code, check.level) for check in found] == ([("word_count", "information")] if told else [])


@pytest.mark.parametrize(
    "text", ["Dear Dana, dear Tom,", "Dear Ms Whitfield and Mr Achterberg,\n\nThank you.", "Hello all,", "Thank you."]
)
def test_a_greeting_to_the_people_met_is_in_order(text: str) -> None:
    assert looked_over(text, interviewer_names=["Dana Whitfield", "Tom Achterberg"]) == []


def test_a_greeting_to_somebody_else_is_named() -> None:
    (check,) = looked_over("Dear Dana, dear Sam,", interviewer_names=["Dana Whitfield", "Tom Achterberg"])

    assert codes([check]) == [("greeting", 1)]
    assert check.words == "The letter greets “Sam”; you met Dana Whitfield and Tom Achterberg. Check the name."


def test_a_misspelled_company_is_named_and_the_right_one_is_not() -> None:
    (check,) = looked_over("Thank you.\n\nMeridan Foods’ roadmap.", company="Meridian Foods")

    assert codes([check]) == [("company", 2)]
    assert "“Meridan Foods”" in check.words
    assert looked_over("I know Meridian Foods, and MERIDIAN FOODS’s rivals.", company="Meridian Foods") == []
