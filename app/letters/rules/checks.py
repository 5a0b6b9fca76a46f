"""Checks that warn about a letter and never block it: the consultant judges whether forwarding helps (P6, P7)."""

import re
from collections.abc import Iterator
from typing import Final

from app.directory.schemas import ContactPolicy
from app.letters.rules.contact_details import ContactKind, Finding, contact_details_in, same_number
from app.letters.rules.facts import LetterCheck, LetterFacts
from app.letters.rules.names import wrong_companies, wrong_names
from app.letters.rules.pay import pay_figures
from app.letters.schemas.content import LetterContent, plain_text

FEWEST_WORDS: Final = 250
MOST_WORDS: Final = 400

_WHAT_IT_GIVES: Final[dict[ContactKind, str]] = {
    "email": "an e-mail address",
    "telephone": "a telephone number",
    "link": "a link",
}
_INSTEAD: Final[dict[ContactPolicy, str]] = {
    "forbidden": "You were introduced by an agency, so the client expects to answer through your consultant: "
    "leave it out.",
    "copy_agency": "This client may answer you directly if your consultant is copied in: say so beside it.",
}

_PLACEHOLDER: Final = re.compile(
    r"\[(?!at\]|dot\]|sic\])[^\W\d_][^\]\n]{0,60}\]|\{\{[^}\n]{0,60}\}?\}?|<<?[^\W\d_][\w ]{0,40}>>?|_{3,}"
    r"|\b(?:X{3,}|TODO|TBC|TBD|lorem ipsum|DD[/.-]MM[/.-]YYYY|(?:insert|your) (?:company|client|role|job title) here)\b"
    r"|\b(?:Dear|Ch[eè]re?|Liebe[r]?|Sehr geehrte[r]?(?: Frau| Herr)?)\s*(?:…|\.{2,}|,)",
    re.IGNORECASE,
)
_WISH: Final = re.compile(
    r"\bI(?:’d|'d| would| do| really| very much| still)*\s+(?:want(?! to thank)|like to (?:join|work|do|take|have)"
    r"|like (?:this|the) (?:role|job|position)|love)\b"
    r"|\b(?:keen|eager|excited|enthusias\w+|thrilled|delighted)\b|\binterest(?:ed)? in\b|\bhope to join\b"
    r"|\b(?:role|job|position|team|company) (?:that )?(?:I want|for me)\b|\bmy first choice\b"
    r"|\bglad to (?:join|accept)\b|\bwanting (?:this|the) (?:role|job|position)\b"
    r"|\blook(?:ing)? forward to (?!hearing|your (?:reply|answer|response))",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(r"\b(?:the|and|you|your|of|to|for|that|with|was|my|is)\b", re.IGNORECASE)
_OTHER_LANGUAGE: Final = re.compile(
    r"\b(?:le|la|les|des|du|et|vous|votre|pour|que|je|und|der|die|das|den|dem|ich|Sie|Ihre?|mit|für|ist"
    r"|el|los|que|para|il|di|che|per|het|een|voor)\b",
    re.IGNORECASE,
)


def checks(content: LetterContent, facts: LetterFacts) -> list[LetterCheck]:
    """Look a letter over as its candidate and consultant should, paragraph by paragraph, then as a whole.

    What is found is quoted from the letter, or is a name that its reader knows; nothing else goes into the words.
    Source: P6, P9; 5-experience "Letter".
    """
    around = facts.introduced_by == "agency" and facts.contact_policy != "permitted"
    found: list[LetterCheck] = []
    for number, paragraph in enumerate(content.paragraphs, start=1):
        if around:
            found += _direct_contact(paragraph.text, number, facts)
        found += _placeholders(paragraph.text, number)
        found += wrong_companies(paragraph.text, number, facts)
        found += _pay(paragraph.text, number, facts)
    found += wrong_names(content, facts)
    if facts.kind == "strategic" and content.paragraphs:
        found += _wish(plain_text(content))
        found += _length(plain_text(content))
    return found


def _direct_contact(text: str, number: int, facts: LetterFacts) -> Iterator[LetterCheck]:
    for finding in contact_details_in(text, number, facts.regions):
        if not _allowed(finding, facts):
            gives = f"Paragraph {number} gives {_WHAT_IT_GIVES[finding.kind]} ({finding.excerpt})."
            yield LetterCheck("direct_contact", number, f"{gives} {_INSTEAD[facts.contact_policy]}")


def _allowed(finding: Finding, facts: LetterFacts) -> bool:
    """Whether it is the candidate's own number, and the agency lets that appear."""
    if finding.kind != "telephone" or not facts.telephone_allowed:
        return False
    return facts.own_number is None or same_number(finding.digits, facts.own_number)


def _placeholders(text: str, number: int) -> Iterator[LetterCheck]:
    for left_over in dict.fromkeys(match.group() for match in _PLACEHOLDER.finditer(text)):
        words = f"Paragraph {number} still has “{left_over}” where something was to be filled in."
        yield LetterCheck("placeholder", number, words)


def _pay(text: str, number: int, facts: LetterFacts) -> Iterator[LetterCheck]:
    settled = (
        "Your consultant settles pay with the client" if facts.introduced_by == "agency" else "Pay is settled later"
    )
    for figure in pay_figures(text):
        yield LetterCheck("pay", number, f"Paragraph {number} names pay ({figure}). {settled}: leave it out.")


def _wish(text: str) -> Iterator[LetterCheck]:
    """The phrases are English; a letter in another language is not told that it lacks them."""
    english = len(_ENGLISH.findall(text)) > len(_OTHER_LANGUAGE.findall(text))
    if english and not _WISH.search(text):
        words = "No sentence says that you want this role. That is the first thing a letter like this is for."
        yield LetterCheck("no_wish", None, words)


def _length(text: str) -> Iterator[LetterCheck]:
    count = len(text.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        words = f"{count} words. {FEWEST_WORDS} to {MOST_WORDS} leave room for a point and are read in two minutes."
        yield LetterCheck("word_count", None, words, "information")
