"""Checks that warn about a letter and never block it: the consultant judges whether forwarding helps (P6, P7)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from app.letters.rules.contact_details import ContactKind, contact_details_in
from app.letters.schemas.content import LetterContent, LetterKind, plain_text

ContactPolicy = Literal["forbidden", "copy_agency", "permitted"]
IntroducedBy = Literal["agency", "direct"]
CheckLevel = Literal["warning", "information"]
CheckCode = Literal["direct_contact", "placeholder", "no_wish", "greeting", "company", "word_count"]

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
    r"\[(?!at\]|dot\])[^\W\d_][^\]\n]{0,60}\]|\{\{[^}\n]{0,60}\}?\}?|<<?[A-Za-z][\w ]{0,40}>>?|_{3,}"
    r"|\b(?:X{3,}|TODO|TBC|lorem ipsum)\b|\bDear\s*(?:…|\.{2,}|,)",
    re.IGNORECASE,
)
_WISH: Final = re.compile(
    r"\bI(?:’d|'d| would| do| really| very much)*\s+(?:want(?! to thank)|like to (?:join|work|do|take|have)|love)\b"
    r"|\b(?:keen|eager|excited|enthusias\w+|thrilled|delighted)\b|\binterest(?:ed)? in\b|\bhope to join\b"
    r"|\blook(?:ing)? forward to (?!hearing|your (?:reply|answer|response))",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(r"\b(?:the|and|you)\b", re.IGNORECASE)

_GREETING: Final = re.compile(
    r"(?:Dear|Hello|Hi|Good (?:morning|afternoon|evening))\s+[^,\n]{1,80}(?:,\s*(?:and\s+)?dear\s+[^,\n]{1,80}){0,9}",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_][\w'’-]*")
_NO_NAME: Final = re.compile(
    r"(?:dear|hello|hi|good|morning|afternoon|evening|mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|all|both|everyone"
    r"|team|hiring|recruitment|manager|panel|committee|and)$",
    re.IGNORECASE,
)
_SHORTEST_COMPANY: Final = 8
_NEARLY: Final = 0.86


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """One thing worth a look before sending, in `words` that say why. `paragraph` counts from 1; None is the whole."""

    code: CheckCode
    paragraph: int | None
    words: str
    level: CheckLevel = "warning"


def checks(
    content: LetterContent,
    *,
    kind: LetterKind,
    contact_policy: ContactPolicy,
    introduced_by: IntroducedBy,
    interviewer_names: Sequence[str] = (),
    company: str | None = None,
    telephone_allowed: bool = False,
) -> list[LetterCheck]:
    """Look a letter over as its candidate and consultant should, paragraph by paragraph, then as a whole.

    `telephone_allowed` is the agency's setting for the candidate's own number. Source: P6, P9; 5-experience "Letter".
    """
    around = introduced_by == "agency" and contact_policy != "permitted"
    found: list[LetterCheck] = []
    for number, paragraph in enumerate(content.paragraphs, start=1):
        if around:
            found += _direct_contact(paragraph.text, number, contact_policy, telephone_allowed)
        found += _placeholders(paragraph.text, number)
        found += _misspelled_company(paragraph.text, number, company)
    found += _greeting(content, interviewer_names)
    if kind == "strategic" and content.paragraphs:
        found += _wish(plain_text(content))
        found += _length(plain_text(content))
    return found


def _direct_contact(text: str, number: int, policy: ContactPolicy, telephone_allowed: bool) -> Iterator[LetterCheck]:
    for finding in contact_details_in(text, number):
        if finding.kind == "telephone" and telephone_allowed:
            continue
        gives = f"Paragraph {number} gives {_WHAT_IT_GIVES[finding.kind]} ({finding.excerpt})."
        yield LetterCheck("direct_contact", number, f"{gives} {_INSTEAD[policy]}")


def _placeholders(text: str, number: int) -> Iterator[LetterCheck]:
    for left_over in dict.fromkeys(match.group() for match in _PLACEHOLDER.finditer(text)):
        words = f"Paragraph {number} still has “{left_over}” where something was to be filled in."
        yield LetterCheck("placeholder", number, words)


def _wish(text: str) -> Iterator[LetterCheck]:
    """The phrases are English; a letter in another language is not told that it lacks them."""
    if _ENGLISH.search(text) and not _WISH.search(text):
        words = "No sentence says that you want this role. That is the first thing a letter like this is for."
        yield LetterCheck("no_wish", None, words)


def _length(text: str) -> Iterator[LetterCheck]:
    count = len(text.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        words = f"{count} words. {FEWEST_WORDS} to {MOST_WORDS} leave room for a point and are read in two minutes."
        yield LetterCheck("word_count", None, words, "information")


def _greeting(content: LetterContent, names: Sequence[str]) -> Iterator[LetterCheck]:
    greeting = _GREETING.match(content.paragraphs[0].text) if content.paragraphs else None
    if greeting is None or not names:
        return
    known = {word.casefold() for name in names for word in _NAME.findall(name)}
    for word in _NAME.findall(greeting.group()):
        if word[0].isupper() and word.casefold() not in known and not _NO_NAME.match(word):
            words = f"The letter greets “{word}”; you met {_listed(names)}. Check the name."
            yield LetterCheck("greeting", 1, words)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _misspelled_company(text: str, number: int, company: str | None) -> Iterator[LetterCheck]:
    """Short names are passed over: too many ordinary words lie one letter away."""
    if company is None or len(company) < _SHORTEST_COMPANY:
        return
    nearness = SequenceMatcher(b=company.casefold(), autojunk=False)
    words = [re.sub(r"(?:['’]s?)$", "", word.strip('.,;:!?()“”"')) for word in text.split()]
    size = len(company.split())
    for written in {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}:
        if not written[:1].isupper() or written.casefold() == company.casefold():
            continue
        nearness.set_seq1(written.casefold())
        if nearness.real_quick_ratio() >= _NEARLY and nearness.ratio() >= _NEARLY:
            said = f"Paragraph {number} writes “{written}”; the interview was at {company}."
            yield LetterCheck("company", number, said)
