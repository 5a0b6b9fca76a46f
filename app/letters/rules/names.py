"""The right names in a letter: of the people met, of the company, of no other client (P9; 5-experience "Letter")."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from app.letters.rules.facts import LetterCheck, LetterFacts, listed
from app.letters.schemas.content import LetterContent

_TITLES: Final = (
    r"mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|madame|monsieur|mme|mlle|mesdames|messieurs|frau|herr|herren|damen"
)
_SALUTATION: Final = (
    r"dear|hello|hi|good\s+(?:morning|afternoon|evening)|ch[eè]re?s?|bonjour|bonsoir|liebe[rs]?|sehr\s+geehrte[rs]?"
    r"|guten\s+(?:tag|morgen|abend)|hallo"
)
_GREETING: Final = re.compile(
    rf"(?:{_SALUTATION})\s+[^,\n]{{1,80}}(?:,\s*(?:and\s+|und\s+|et\s+)?(?:{_SALUTATION})\s+[^,\n]{{1,80}}){{0,9}}",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    rf"(?:{_TITLES}|{_SALUTATION}|good|morning|afternoon|evening|sehr|geehrte[rs]?|guten|tag|abend|morgen|all|both|alle"
    r"|everyone|team|hiring|recruitment|manager|panel|committee|and|und|et|tous|toutes|[àa]|zusammen)$",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_WORD: Final = re.compile(r"\S+")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_AROUND: Final = '.,;:!?()[]“”„‚‘«»"…'
_SENTENCE_BEGINS: Final = re.compile(r"(?:^|[.!?…:]\s|\n)[\s\"“„«(–-]*$")
_FORM_OF_COMPANY: Final = re.compile(
    r"[\s,]+(?:ltd|limited|plc|llp|llc|inc|incorporated|corp|corporation|co|company|gmbh|ag|se|kg|sa|sas|sarl|bv|nv|ab|"
    r"pty|pvt|s\.a\.(?:s\.|r\.l\.)?|b\.v\.|n\.v\.)\.?$",
    re.IGNORECASE,
)
_SHORTEST_NAME: Final = 5
_CLEAR: Final = 8
"""From so many letters on a near miss is no other word by chance; a shorter one may be, where a sentence begins."""
_NEARLY: Final = 86
"""Likeness of 100 from which a longer company name is one that was misspelt."""


def wrong_names(content: LetterContent, facts: LetterFacts) -> Iterator[LetterCheck]:
    """Name who is greeted and was not met, and names of people met that are a letter or two away from the right one."""
    first = content.paragraphs[0].text if content.paragraphs else ""
    greeting = _GREETING.match(first)
    greeted = greeting.group() if greeting else ""
    if facts.interviewer_names:
        yield from _greeted(greeted, facts)
        for number, paragraph in enumerate(content.paragraphs, start=1):
            text = paragraph.text if number > 1 else " " * len(greeted) + paragraph.text[len(greeted) :]
            yield from _misspelt(text, number, facts)


def wrong_companies(text: str, number: int, facts: LetterFacts) -> Iterator[LetterCheck]:
    """Name the company where it is misspelt, and other clients: a letter is easily sent on with words of another."""
    if facts.company is None:
        return
    for written in dict.fromkeys(_nearly_company(text, bare_company(facts.company))):
        said = f"Paragraph {number} writes “{written}”; the interview was at {facts.company}."
        yield LetterCheck("company", number, said)
    for other in _other_clients(text, facts):
        said = (
            f"Paragraph {number} names “{other}”; this letter goes to {facts.company}. "
            "Check that no words of another letter are left in it."
        )
        yield LetterCheck("other_client", number, said)


def bare_company(name: str) -> str:
    """A company's name without the form that it has in law: nobody writes "Meridian Foods Ltd" in a letter."""
    bare = name.strip()
    while (shorter := _FORM_OF_COMPANY.sub("", bare)) != bare:
        bare = shorter
    return bare


def _greeted(greeting: str, facts: LetterFacts) -> Iterator[LetterCheck]:
    known = _words_of(facts.interviewer_names)
    for word in dict.fromkeys(_NAME.findall(greeting)):
        if word[0].isupper() and _folded(word) not in known and not _NO_NAME.match(word):
            words = f"The letter greets “{word}”; you met {listed(facts.interviewer_names)}. Check the name."
            yield LetterCheck("greeting", 1, words)


def _misspelt(text: str, number: int, facts: LetterFacts) -> Iterator[LetterCheck]:
    right = _words_of([*facts.interviewer_names, *facts.other_names, facts.company or ""])
    sought = {word for word in _words_of(facts.interviewer_names) if len(word) >= _SHORTEST_NAME}
    told: set[str] = set()
    for match in _NAME.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        folded = _folded(word)
        if not word[:1].isupper() or folded in right or folded in told:
            continue
        begins = bool(_SENTENCE_BEGINS.search(text, 0, match.start()))
        if any(_near(folded, name) and (len(name) >= _CLEAR or not begins) for name in sought):
            told.add(folded)
            said = f"Paragraph {number} writes “{word}”; you met {listed(facts.interviewer_names)}. Check the name."
            yield LetterCheck("name", number, said)


def _nearly_company(text: str, company: str) -> Iterator[str]:
    sought, size = _as_company(company), len(company.split())
    if len(sought) < _SHORTEST_NAME:
        return
    words = [(match.start(), _POSSESSIVE.sub("", match.group().strip(_AROUND))) for match in _WORD.finditer(text)]
    for place in range(len(words) - size + 1):
        written = " ".join(word for _, word in words[place : place + size])
        begins = bool(_SENTENCE_BEGINS.search(text, 0, words[place][0]))
        if written[:1].isupper() and _is_miss(_as_company(written), sought, begins=begins):
            yield written


def _is_miss(written: str, sought: str, *, begins: bool) -> bool:
    if written == sought or written in {f"{sought}s", f"{sought}es"}:
        return False
    if len(sought) >= _CLEAR:
        return fuzz.ratio(written, sought, score_cutoff=_NEARLY) > 0
    return not begins and _near(written, sought)


def _other_clients(text: str, facts: LetterFacts) -> Iterator[str]:
    """Look for the longer names first, and for none inside of a name that belongs here."""
    rest = text
    for right in (bare_company(facts.company or ""), *facts.interviewer_names, *facts.other_names):
        rest = _without(rest, right)
    own = _as_company(bare_company(facts.company or ""))
    for name in sorted(map(bare_company, facts.other_clients), key=len, reverse=True):
        if len(name) > 2 and _as_company(name) != own and _is_named(name, rest):
            yield name
            rest = _without(rest, name)


def _is_named(name: str, text: str) -> bool:
    """One short word is looked for as it is written, and not where a sentence begins: "Next" may be a client."""
    clear = " " in name or len(name) >= _CLEAR
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE if clear else 0)
    return any(clear or not _SENTENCE_BEGINS.search(text, 0, match.start()) for match in found)


def _without(text: str, name: str) -> str:
    if not name:
        return text
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "¤", text, flags=re.IGNORECASE)


def _near(word: str, name: str) -> bool:
    """Whether somebody who meant this name may have typed this word: same first letter, a slip or two, no ending."""
    if word[:1] != name[:1] or word in {f"{name}s", f"{name}es", name.removesuffix("s")}:
        return False
    slips = 1 if len(name) < _CLEAR else 2
    return OSA.distance(word, name, score_cutoff=slips) <= slips


def _words_of(names: Iterable[str]) -> set[str]:
    return {_folded(word) for name in names for word in _NAME.findall(name)}


def _as_company(name: str) -> str:
    return _folded(name).replace("&", "and")


def _folded(text: str) -> str:
    """Without accents and case: "Nestle" is how many write Nestlé."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()
