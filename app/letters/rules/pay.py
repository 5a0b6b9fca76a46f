"""Figures of pay in a letter: they are settled between the agency and the client (5-experience "Letter")."""

import re
from collections.abc import Iterator
from typing import Final

_CURRENCY: Final = r"GBP|USD|EUR|AUD|CAD|CHF|INR|SGD|AED|JPY|SEK|NOK|DKK|PLN|BRL"
_MOST_FIGURES: Final = 20
_BY_THE: Final = r"day|hour|week|month|year|annum|diem|Tag|Stunde|Woche|Monat|Jahr|jour|heure|semaine|mois|an"

# Every repetition is bounded: the text is a stranger's.
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?P<before>[£$€₹¥]|\b(?:{_CURRENCY})\b\s?)?\s?"
    r"(?P<number>\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3}){1,4}|\d{1,9})(?P<part>[.,]\d{1,2})?(?!\d)"
    r"(?P<thousand>\s?k\b)?"
    r"(?P<no>\s?%|\s?(?:m|mn|bn|million|billion|Mio|Mrd|milliard)s?\b)?"
    rf"(?P<after>\s?(?:[£$€₹¥]|\b(?:{_CURRENCY}|euros?|pounds|dollars|rupees|francs)\b))?"
    rf"(?P<per>\s?(?:/\s?|\b(?:per|an?|pro|par)\s)(?:{_BY_THE}|h|d)\b|\s?(?:p\.\s?a\.|p\.\s?d\.|\bpa\b|\bpcm\b)"
    r"|\s(?:gross|net|brut|brutto|netto)\b)?"
    r"(?P<lpa>\s?(?:LPA|lakhs?)\b)?",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.!?\n]{0,2000}(?:[.!?](?=\S)[^.!?\n]{0,2000}){0,40}[.!?\n]?")
_OF_PAY: Final = re.compile(
    r"\b(?:salar(?:y|ies)|pay rise|package|compensation|remuneration|wages?|(?:day|daily|hourly|my) rate|rates?|bonus"
    r"|OTE|earn(?:s|ed|ing|ings)?|base (?:pay|salary)|(?:currently|am|’m|'m) on|looking for|asking for|hoping for"
    r"|settle for|expect\w{0,10}|Gehalt\w{0,20}|Jahresgehalt|Tagessatz|Stundensatz|Vergütung|verdiene"
    r"|salaire|rémunération|prétentions|TJM|gagne)\b",
    re.IGNORECASE,
)
_OF_BUSINESS: Final = re.compile(
    r"\b(?:budgets?|revenues?|sales|turnover|sav(?:ed?|es|ing|ings)|costs?|deals?|contracts?|accounts?|portfolio|ARR"
    r"|MRR|fund(?:s|ing|ed)?|rais(?:ed?|ing)|invest\w{0,8}|grants?|fines?|loss(?:es)?|profits?|margins?|spen[dt]\w{0,4}"
    r"|projects?|programmes?|orders?|value|worth|pipeline|targets?|quota|P&L|invoices?|fraud|assets|customers?|users?"
    r"|subscri\w{0,8}|charit\w{0,3}|pric(?:e[ds]?|ing)|Umsatz\w{0,8}|Kosten|Einsparung\w{0,3}|eingespart|Ersparnis"
    r"|chiffre d['’]affaires|coûts?|économ\w{0,6}|clients?|Kunden|ventes)\b",
    re.IGNORECASE,
)
_GOES_ON_WITH_A_NOUN: Final = re.compile(
    r"\s+(?!(?:base|basic|plus|gross|net|and|or|to|but|a|per|OTE|in|at|is)\b)[^\W\d_]"
)
_A_YEAR: Final = range(12_000, 600_001)


def pay_figures(text: str) -> list[str]:
    """Find what reads like somebody's pay, as it is written: "£85,000", "85k", "£450 per day".

    Years, sizes of teams, percentages, budgets and revenue are none: what is said beside a figure decides. A doubtful
    one is passed over where business is nearer than pay; the finding warns and never blocks.
    """
    found = (figure for sentence in _SENTENCE.findall(text) for figure in _in_sentence(sentence))
    return list(dict.fromkeys(found))[:_MOST_FIGURES]


def _in_sentence(sentence: str) -> Iterator[str]:
    pay = [match.span() for match in _OF_PAY.finditer(sentence)]
    business = [match.span() for match in _OF_BUSINESS.finditer(sentence)]
    for match in _AMOUNT.finditer(sentence):
        near_pay, near_business = _nearest(pay, match), _nearest(business, match)
        about_pay = near_pay is not None and (near_business is None or near_pay < near_business)
        if _is_pay(match, about_pay=about_pay, about_business=near_business is not None and not about_pay):
            yield match.group().strip()


def _is_pay(match: re.Match[str], *, about_pay: bool, about_business: bool) -> bool:
    if match["no"] or about_business:
        return False
    money = bool(match["before"] or match["after"])
    if match["lpa"]:
        return True
    if match["per"]:
        return money or bool(match["thousand"]) or about_pay
    value = _value(match)
    if money:
        return about_pay or value in _A_YEAR
    noun = _GOES_ON_WITH_A_NOUN.match(match.string, match.end())
    return about_pay and noun is None and (bool(match["thousand"]) or value in _A_YEAR)


def _value(match: re.Match[str]) -> int:
    whole = int(re.sub(r"\D", "", match["number"]))
    return whole * 1000 if match["thousand"] else whole


def _nearest(spans: list[tuple[int, int]], match: re.Match[str]) -> int | None:
    """How many characters lie between a figure and the nearest of these words; None where there is none."""
    gaps = [max(start - match.end(), match.start() - end, 0) for start, end in spans]
    return min(gaps, default=None)
