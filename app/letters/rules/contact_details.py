"""E-mail addresses, telephone numbers and links in a letter, by which it would go round the agency (P6)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from app.letters.schemas.content import paragraphs_of

ContactKind = Literal["email", "telephone", "link"]

_CURRENCY: Final = r"GBP|USD|EUR|AUD|CAD|CHF|INR|SGD|AED|JPY"

# Every repetition below is bounded: the text is a stranger's.
_EMAIL: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|[\w.+-]{1,64}\s?[\[(]\s?at\s?[\])]\s?[\w-]{1,63}(?:\s?(?:\.|[\[(]\s?dot\s?[\])])\s?[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>]{1,2000}"
    r"|\b(?:[a-z]{2,3}\.)?(?:linkedin\.com|lnkd\.in|wa\.me|t\.me|xing\.com|calendly\.com|facebook\.com)/\S{1,500}"
    r"|\b(?:connect|message|add)\b[^.!?\n]{0,40}\b(?:LinkedIn|WhatsApp|Xing|Facebook)\b",
    re.IGNORECASE,
)

# Digits that look dialled and are not: dates, spans of hours and of years, money, percentages. Pairs are kept.
_NOT_DIALLED: Final = re.compile(
    r"(?P<pairs>\b0\d(?:[-. ]\d\d){4}\b)"
    r"|\b\d{4}([-/.])\d{1,2}\2\d{1,2}\b"
    r"|\b\d{1,2}([-/.])\d{1,2}\3(?:\d{4}|\d{2})\b"
    r"|\b\d{1,2}[.:]\d\d\s?[-–—]\s?\d{1,2}[.:]\d\d\b"
    r"|\b(?:19|20)\d\d\s?[-–—/]\s?(?:19|20)?\d\d\b"
    rf"|(?:[£$€¥₹]|\b(?:{_CURRENCY})\b)\s?\d[\d\s.,'’]{{0,20}}"
    rf"|\b\d(?:[\d .,'’]{{0,19}}\d)?\s?(?:[£$€¥₹%]|(?:{_CURRENCY}|[km]|million|billion)\b)"
    r"|\b\d{1,3}(?:[ .,'’]000){2,5}\b"
)
_TELEPHONE: Final = re.compile(
    r"(?<![\w.,+])(?:"
    r"\+\d(?:[\s().-]{0,3}\d){6,14}"
    r"|\(?0\d(?:[\s().-]{0,3}\d){7,13}"
    r"|(?:1[\s.-]?)?(?:\([2-9]\d\d\)\s?|[2-9]\d\d[\s.-]?)[2-9]\d\d[\s.-]?\d{4}"
    r"|[6-9]\d{4}\s?(?!\d\d000\b)\d{5}"
    r")(?!\w|[.,]\d)"
)
_TELEPHONE_NAMED: Final = re.compile(
    r"\b(?:tel|telephone|phone|mobile|cell|call me|ring me|text me|reach me|whatsapp)\b[^\d\n]{0,25}"
    r"(?P<number>\d(?:[\s().-]{0,2}\d){5,14})(?!\w)",
    re.IGNORECASE,
)


_TELLING: Final = 9
"""So many last digits tell one number from another, whatever stands before them."""
_FEWEST: Final = 6
_MOST_TRIES: Final = 200
"""Candidates that are looked at before the search gives up: the text is a stranger's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A way round the agency. `paragraph` counts from 1; `excerpt` is masked, enough for its writer to find it.

    `digits` are those of a telephone number, to compare it with another, never to be shown.
    """

    kind: ContactKind
    paragraph: int
    excerpt: str
    digits: str = ""


def contact_details(text: str, regions: Sequence[str] = ()) -> list[Finding]:
    """Find contact details in a text whose paragraphs are parted by blank lines.

    Dates, years, sums of money and version numbers are no telephone numbers. A doubtful number is named rather than
    missed: the finding is a warning. `regions` are countries (ISO 3166-1 alpha-2) whose national way of writing a
    number is understood beside the common ones. Source: P6.
    """
    return [
        finding
        for number, paragraph in enumerate(paragraphs_of(text), start=1)
        for finding in contact_details_in(paragraph, number, regions)
    ]


def contact_details_in(text: str, paragraph: int, regions: Sequence[str] = ()) -> list[Finding]:
    """Find contact details in one paragraph, which the findings name."""
    emails = [Finding("email", paragraph, _mask_email(match.group())) for match in _EMAIL.finditer(text)]
    rest = _EMAIL.sub(" ", text)
    links = [Finding("link", paragraph, _mask_link(match.group())) for match in _LINK.finditer(rest)]
    rest = _LINK.sub(" ", rest)
    digits = (re.sub(r"\D", "", number) for number in _telephone_numbers(rest, regions))
    telephones = [Finding("telephone", paragraph, f"…{found[-2:]}", found) for found in digits]
    return emails + telephones + links


def same_number(digits: str, known: str) -> bool:
    """Whether digits found in a text are this number, written with or without its country's code."""
    tail = re.sub(r"\D", "", known)[-_TELLING:]
    return len(tail) >= _FEWEST and digits.endswith(tail.lstrip("0"))


def region_of(number: str | None) -> str | None:
    """The country (ISO 3166-1 alpha-2) of a number that is written with its country's code."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number or ""))
    except phonenumbers.NumberParseException:
        return None


def _telephone_numbers(text: str, regions: Sequence[str]) -> Iterator[str]:
    """Find them in three ways, each in what the one before left: their common look, a word beside them, the national
    plans of the regions."""
    rest = _NOT_DIALLED.sub(lambda match: match["pairs"] or "¤", text)
    for pattern in (_TELEPHONE, _TELEPHONE_NAMED):
        yield from (match.groupdict().get("number") or match.group() for match in pattern.finditer(rest))
        rest = pattern.sub("¤", rest)
    for region in dict.fromkeys(regions):
        found = [(match.start, match.end, match.raw_string) for match in _in_plan(rest, region)]
        yield from (raw for _, _, raw in found)
        for start, end, _ in reversed(found):
            rest = f"{rest[:start]}¤{rest[end:]}"


def _in_plan(text: str, region: str) -> Iterator[phonenumbers.PhoneNumberMatch]:
    """Numbers that are valid in the country's plan and written as it writes them."""
    yield from PhoneNumberMatcher(text, region, Leniency.STRICT_GROUPING, _MOST_TRIES)


def _mask_email(address: str) -> str:
    domain = address.partition("@")[2]
    return f"{address[0]}…@{domain}" if domain else f"{address[0]}…"


def _mask_link(link: str) -> str:
    if " " in link:
        return link.rpartition(" ")[2]
    host, slash, _ = link.partition("://")[2].partition("/") if "://" in link else link.partition("/")
    return f"{host}/…" if slash else host
