"""Figures of pay: true and false positives."""

from typing import Any

import pytest

from app.letters.rules.checks import checks
from app.letters.rules.facts import LetterFacts
from app.letters.rules.pay import pay_figures
from app.letters.schemas.content import LetterContent


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("I am on £85,000.", ["£85,000"]),
        ("My salary is 85k.", ["85k"]),
        ("£450 per day would do.", ["£450 per day"]),
        ("I expect £85k plus bonus.", ["£85k"]),
        ("My day rate is 450 a day.", ["450 a day"]),
        ("From £60,000 to £70,000, say.", ["£60,000", "£70,000"]),
        ("My current salary is 85000.", ["85000"]),
        ("£85000 p.a.", ["£85000 p.a."]),
        ("$60 an hour", ["$60 an hour"]),
        ("USD 120,000 would work for me.", ["USD 120,000"]),
        ("I earn 18 LPA.", ["18 LPA"]),
        ("My salary is £85,000 and I manage a budget of £2m.", ["£85,000"]),
        ("Mein Gehalt liegt bei 72.000 €.", ["72.000 €"]),
        ("Ein Tagessatz von 800 Euro passt.", ["800 Euro"]),
        ("CHF 120'000 pro Jahr", ["CHF 120'000 pro Jahr"]),
        ("Mes prétentions sont de 55 000 € brut.", ["55 000 € brut"]),
        ("450 € / jour", ["450 € / jour"]),
    ],
)
def test_what_reads_like_pay_is_found(text: str, figures: list[str]) -> None:
    assert pay_figures(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 I led 12 people; from 2019 to 2023 it was 85.",
        "A budget of £1 250 000, then 1,250,000.50 and 65000-75000 EUR.",
        "I grew the users from 20k to 85k.",
        "We saved £450 per day in cloud costs.",
        "Sales rose by 12%, margins by 3.5 %.",
        "Revenue of $2 million, a fund of £3m.",
        "We ship 12 per day, 40 per week.",
        "The roadmap brought us 85k orders a year.",
        "I closed a deal of £85,000.",
        "Our customers pay £20 a month.",
        "We expect 85k visitors, and I am looking for 300 engineers.",
        "I ran 10k in 45 minutes; we met at 10.30 for 1 hour a day.",
        "Version 3.10, then 10.0.19045.3803.",
        "Nous avons 300 clients et un budget de 85 000 €.",
        "Mit einem Umsatz von 85.000 Euro und 120 Leuten in 2024.",
        "L'équipe compte 45 personnes; les ventes ont atteint 60 000 €.",
        "Die Kosten sanken um 40.000 €.",
    ],
)
def test_years_teams_budgets_and_percentages_are_no_pay(text: str) -> None:
    assert pay_figures(text) == []


def test_pay_is_named_with_its_reason_and_once() -> None:
    given: Any = {"kind": "thank_you", "contact_policy": "permitted", "introduced_by": "agency"}

    (check,) = checks(LetterContent(text="Thank you.\n\nI am on £85,000. Yes, £85,000."), LetterFacts(**given))

    assert (check.code, check.paragraph, check.level) == ("pay", 2, "warning")
    assert check.words == (
        "Paragraph 2 names pay (£85,000). Your consultant settles pay with the client: leave it out."
    )


def test_hostile_text_is_searched_in_bounded_steps() -> None:
    for piece in ("1 ", "£1,000 ", "$", "1.000 ", "a.b", "per day ", "salary 5 ", "£", "12k", "budget £9 "):
        assert len(pay_figures(piece * (20_000 // len(piece)))) <= 20
