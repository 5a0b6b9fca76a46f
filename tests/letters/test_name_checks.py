"""The right names in a letter: true and false positives, in the languages that candidates write."""

from typing import Any

import pytest

from app.letters.rules.checks import checks
from app.letters.rules.facts import LetterFacts
from app.letters.rules.names import bare_company
from app.letters.schemas.content import LetterContent

MET = ["Dana Whitfield", "Tom Achterberg"]


def told(text: str, **changes: Any) -> list[tuple[str, int | None]]:
    given: Any = {
        "kind": "thank_you",
        "contact_policy": "forbidden",
        "introduced_by": "agency",
        "interviewer_names": MET,
        "company": "Meridian Foods Ltd",
        "other_names": ["Alex Moreau", "Priya Nair", "Harcourt & Lane"],
        **changes,
    }
    return [(one.code, one.paragraph) for one in checks(LetterContent(text=text), LetterFacts(**given))]


@pytest.mark.parametrize(
    "greeting",
    [
        "Dear Sam,",
        "Dear Dana, dear Sam,",
        "Hello Dr Whitfeld,",
        "Good morning Danna",
        "Chère Madame Dupont,",
        "Sehr geehrte Frau Weiß,",
        "Liebe Dana, lieber Sam,",
        "Bonjour Sam,",
    ],
)
def test_a_greeting_to_somebody_who_was_not_met_is_named(greeting: str) -> None:
    assert told(f"{greeting}\n\nThank you.") == [("greeting", 1)]


@pytest.mark.parametrize(
    "greeting",
    [
        "Dear Dana,",
        "Dear Ms Whitfield and Mr Achterberg,",
        "DEAR DANA,",
        "Hello all,",
        "Dear hiring team,",
        "Chère Madame Whitfield, cher Monsieur Achterberg,",
        "Bonjour à tous,",
        "Sehr geehrte Frau Whitfield, sehr geehrter Herr Achterberg,",
        "Sehr geehrte Damen und Herren,",
        "Liebe Dana, lieber Tom,",
        "Guten Tag Frau Whitfield,",
        "Thank you for Monday.",
    ],
)
def test_a_greeting_to_the_people_met_is_in_order(greeting: str) -> None:
    assert told(f"{greeting}\n\nThank you.") == []


@pytest.mark.parametrize(
    "text",
    [
        "As Ms Whitfeld said, the roadmap is yours.",
        "The case that Tom Achtenberg set me was close to home.",
        "I told Whitfield's team, and Dana Witfield, how it ended.",
        "Comme l'a dit Madame Whitfeild, la feuille de route est à vous.",
        "Wie Herr Achterburg sagte, wird jede Woche ausgeliefert.",
    ],
)
def test_a_misspelt_name_of_somebody_met_is_named(text: str) -> None:
    assert told(f"Thank you.\n\n{text}") == [("name", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Dana Whitfield’s question, the Whitfields’ farm, and WHITFIELD in capitals.",
        "At Corvid I led nine people; Thomas, my manager there, can tell you more.",
        "A whitfeld in small letters is no name.",
        "Priya Nair will pass it on. Alex Moreau",
        "Die Straße nach Whitfield; Länge, Felder, Berge, Bäcker.",
        "Le champ, la forêt, Achères, Tomes et Dames.",
    ],
)
def test_other_words_are_no_misspelt_names(text: str) -> None:
    assert told(f"Thank you.\n\n{text}") == []


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            "Prices rose. Prince was on. Chance favours us. Granted, it was late.",
            ["Anna Price", "Bo Chase", "Cy Grant"],
        ),
        ("In Summer we met; Marks and Spencer sold it.", ["Eve Summers", "Fay Mark"]),
        ("A Brown field, a Crown jewel.", ["Gus Brown"]),
    ],
)
def test_short_names_are_not_found_in_ordinary_words(text: str, met: list[str]) -> None:
    assert told(text, interviewer_names=met) == []


def test_an_accent_left_out_is_no_mistake() -> None:
    assert told("Ms Muller and Mr Garcia asked.", interviewer_names=["Ida Müller", "Ed García"]) == []
    assert told("I want to work at Nestle.", company="Nestlé S.A.") == []


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I want to join Meridan Foods.", "Meridian Foods Ltd"),
        ("Meridian Food’s roadmap", "Meridian Foods"),
        ("The people at Accentrue ship.", "Accenture"),
        ("I would love to work at Monza.", "Monzo Ltd"),
        ("Bei Meridien Foods möchte ich arbeiten.", "Meridian Foods GmbH"),
        ("Chez Meridian Foods et chez Meridan Foods", "Meridian Foods SAS"),
    ],
)
def test_a_misspelt_company_is_named(text: str, company: str) -> None:
    assert told(text, company=company) == [("company", 1)]


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("MERIDIAN FOODS and Meridian Foods’ rivals; the Meridian Foods team, Meridian itself.", "Meridian Foods Ltd"),
        ("Harcourt and Lane, or Harcourt & Lane.", "Harcourt & Lane"),
        ("Delivery is what Deliveroo does.", "Deliveroo"),
        ("Shall we say Shells? The Shell station.", "Shell plc"),
        ("Nous aimons les repas; die Meridiane der Erde.", "Meridian Foods"),
        ("In A and B", "AB"),
    ],
)
def test_the_right_company_and_other_words_are_not_named(text: str, company: str) -> None:
    assert told(text, company=company, other_names=[]) == []


def test_what_the_law_adds_to_a_company_is_not_looked_for() -> None:
    names = ["Meridian Foods Ltd", "Meridian Foods, Inc.", "Meridian Foods GmbH & Co. KG", "Limited Brands", "SAS"]
    bare = ["Meridian Foods", "Meridian Foods", "Meridian Foods GmbH &", "Limited Brands", "SAS"]
    assert [bare_company(name) for name in names] == bare


@pytest.mark.parametrize(
    "text",
    ["I want to join Orchard Bank.", "What ORCHARD BANK does is close to my heart.", "Für Orchard Bank’s Team."],
)
def test_the_name_of_another_client_is_named(text: str) -> None:
    assert told(text, other_clients=["Orchard Bank plc", "Next"]) == [("other_client", 1)]


@pytest.mark.parametrize(
    ("text", "clients"),
    [
        ("Next, I would ask your suppliers. The next step is yours.", ["Next"]),
        ("I used Sage advice with Dana Whitfield.", ["Whitfield", "Dana"]),
        ("Meridian Foods ships every week.", ["Meridian", "Foods"]),
        ("An orchard and a bank.", ["Orchard Bank"]),
        ("Preconnextion", ["Next"]),
        ("Priya Nair of Harcourt & Lane forwards it.", ["Harcourt & Lane"]),
        ("I go on.", ["Go"]),
    ],
)
def test_names_that_belong_here_and_ordinary_words_are_no_other_client(text: str, clients: list[str]) -> None:
    assert told(text, other_clients=clients) == []


def test_one_short_word_is_a_client_where_it_is_written_as_a_name() -> None:
    assert told("I saw the same at Next in Leeds.", other_clients=["Next plc"]) == [("other_client", 1)]
    assert told("I saw the same at next in Leeds.", other_clients=["Next plc"]) == []


def test_no_words_say_that_somebody_is_a_client_of_the_agency() -> None:
    """A candidate reads them too; who else is served is not theirs to learn."""
    given: Any = {"kind": "thank_you", "contact_policy": "forbidden", "introduced_by": "agency"}
    facts = LetterFacts(**given, company="Meridian Foods", other_clients=["Orchard Bank"])

    (check,) = checks(LetterContent(text="I want to join Orchard Bank."), facts)

    assert check.words == (
        "Paragraph 1 names “Orchard Bank”; this letter goes to Meridian Foods. Check that no words of another letter "
        "are left in it."
    )
