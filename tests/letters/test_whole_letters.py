"""Whole letters as people write them: the checks say nothing of a good one, in any of its languages."""

from typing import Any

import pytest

from app.letters.rules.checks import checks
from app.letters.rules.facts import LetterFacts
from app.letters.schemas.content import LetterContent

ENGLISH = """Dear Dana, dear Tom,

Thank you for the hour on 23 November, and for showing me the meal-planning roadmap. I left wanting this role more than
when I came: a product that people eat every day, and a team of 14 that ships every week.

You asked how I would run a team that I see twice a year. At Corvid I led nine people across Porto and Dublin from 2019
to 2023: a written plan every Monday, a visit every quarter, and nobody left. We took the recall of 2022 from 40 % to
98 % of shops in 36 hours, with a budget of £250,000, and grew from 20k to 85k subscribers.

I did not get to say that I speak Portuguese with the Porto team every day. May I ask which of the two plans for
2027 you mean to try first?

Should anything else help you to decide, please ask through Priya Nair at Harcourt & Lane.

Alex Moreau"""
FRENCH = """Chère Madame Whitfield, cher Monsieur Achterberg,

Je vous remercie de l'heure que vous m'avez accordée lundi 23 novembre, et de m'avoir montré la feuille de route. Je
souhaite vraiment rejoindre votre équipe de 14 personnes : un produit que l'on mange tous les jours.

Vous m'avez demandé comment je dirigerais une équipe que je vois deux fois par an. Chez Corvid, de 2019 à 2023, j'ai
dirigé neuf personnes à Porto et à Dublin, avec un budget de 250 000 € et des ventes en hausse de 12 %. L'équipe The
Body Shop nous a suivis, and so did you.

Pour toute question, Priya Nair, chez Harcourt & Lane, reste à votre disposition.

Alex Moreau"""
GERMAN = """Sehr geehrte Frau Whitfield, sehr geehrter Herr Achterberg,

vielen Dank für die Stunde am Montag, dem 23. November, und für den Blick auf Ihre Planung. Ich möchte diese Stelle
gerne antreten: ein Produkt, das die Leute jeden Tag essen, und ein Team von 14 Menschen.

Sie haben gefragt, wie ich ein Team führe, das ich zweimal im Jahr sehe. Bei Corvid habe ich von 2019 bis 2023 neun
Leute in Porto und Dublin geführt, bei einem Umsatz von 250.000 Euro und 12 % Wachstum. In 36 Stunden waren 98 % der
Läden erreicht.

Bei Fragen wenden Sie sich bitte an Priya Nair von Harcourt & Lane.

Alex Moreau"""


def told(text: str, **changes: Any) -> list[str]:
    given: Any = {
        "kind": "strategic",
        "contact_policy": "forbidden",
        "introduced_by": "agency",
        "interviewer_names": ["Dana Whitfield", "Tom Achterberg"],
        "company": "Meridian Foods Ltd",
        "other_names": ["Alex Moreau", "Priya Nair", "Harcourt & Lane"],
        "other_clients": ["Orchard Bank", "Next plc", "Corvid Systems"],
        "regions": ["GB", "US", "FR", "DE"],
        **changes,
    }
    return [one.code for one in checks(LetterContent(text=text), LetterFacts(**given)) if one.level == "warning"]


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN], ids=["English", "French", "German"])
def test_a_good_letter_raises_no_warning(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN], ids=["English", "French", "German"])
def test_what_is_wrong_in_a_good_letter_is_found_in_each_language(text: str) -> None:
    wrong = text.replace("Frau Whitfield", "Frau Witfield").replace("Madame Whitfield", "Madame Witfield")
    wrong = wrong.replace("Dear Dana", "Dear Diana").replace("Alex Moreau", "[Name], 020 7946 0991, £85,000 p.a.")
    wrong = wrong.replace("Corvid", "Orchard Bank")
    assert sorted(set(told(wrong))) == ["direct_contact", "greeting", "other_client", "pay", "placeholder"]


def test_only_an_english_letter_is_asked_for_the_wish() -> None:
    polite = "Dear Dana,\n\nThank you for the hour, and for the look at your roadmap. It was good to meet you."
    assert told(polite) == ["no_wish"]
    assert told("Chère Dana,\n\nMerci de l'heure que vous m'avez accordée, et de la visite de la cuisine.") == []
    assert told("Liebe Dana,\n\nvielen Dank für die Stunde und den Blick in die Küche mit dem Team.") == []
