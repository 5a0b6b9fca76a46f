"""The letters that candidates of the demonstration write, by client."""

from typing import Any

from app.demo.cast import Company

Json = dict[str, Any]

LETTERS = {
    "bakery": (
        "Thank you for the hour among the ovens, and for letting me loose on a real week of yours.",
        "I want this role: planning that can be tasted the next morning is what I have been looking for.",
        "You asked how I say no to somebody who shouts. At Corvid I had nineteen shops and one lorry too few every "
        "Friday. I rang each manager before they rang me, with what they would get and when the rest came. Within two "
        "months the shouting had stopped, because there was nothing left to find out.",
        "I did not mention that I moved Corvid off a spreadsheet much like yours, in four months and without a lost "
        "delivery.",
    ),
    "law": (
        "Thank you for the conversation, and for the exercise, which told me more about the work than any "
        "advertisement could.",
        "I want to be your second lawyer: contracts that are read by whoever signs them are rare, and you read them.",
        "You asked about litigation. It is true that I have done little since 2021. Before that I ran two arbitrations "
        "at Brackwater from notice to award, one of them alone, and both within the sum that had been set aside.",
        "Since then my work has been to keep such files from being opened at all; I would be glad to show how.",
    ),
    "lens": (
        "Thank you for the whiteboard, and for the sound of the machines behind the wall.",
        "I want this role because its data ends in a lens and not in a slide.",
        "You asked about Rust. I have read it and not shipped it. I came to Scala in the same way at Nordlicht: eight "
        "weeks later my first service carried the whole plant's events, and it still does.",
        "I have thought again about counting late events once; half a page on it is yours if you like.",
    ),
    "bikes": (
        "Thank you for the tour past the glass wall, and for asking about the drafts that were thrown away.",
        "I would love to draw beside people who weld, and to hear from them what cannot be built.",
        "You asked for results in numbers, and I owed you one: after the kitchen configurator was new, returns fell by "
        "a fifth within a year, since people saw what they were ordering.",
        "The paid task is a good idea; I can begin on Saturday.",
    ),
    "books": (
        "Thank you for the morning on the crime corridor, and for laughing at the right place of my plan.",
        "I want this role: I read your list for pleasure, and I would like others to.",
        "You asked why I left after eleven months. I should have said it plainly: the office was closed, and the list "
        "was sold. I stayed to its last day and took its readers' groups to a library, where they still meet.",
        "The plan for a first novel without a budget is written out now; it is two pages long.",
    ),
    "bank": (
        "Thank you for an hour that began with a number and ended with one.",
        "I want to bring your close from nine days to five, and I would like to do it with the people who are there.",
        "You asked about your ledger system. I have not worked in it. The two closes that I shortened ran on two other "
        "systems, neither of which I had known; what made them short was deciding on day one what is not waited for.",
        "The sheet that you kept has a second page, on which the fourth day goes wrong. I would gladly show it.",
    ),
    "grain": (
        "Thank you for the walk through the yard in that wind.",
        "I want this role: eight harvests have taught me what I would look after here first.",
        "You asked whether I stay. My wife grew up forty miles from your second elevator, and our children would be "
        "the third generation at that school. Nobody can promise ten years; we would come to stay.",
        "The blind corner behind the dryers needs two mirrors and a painted line; it can be done in a day.",
    ),
    "clinic": (
        "Thank you for your openness about the last three years; it made the work clear.",
        "I want this role, and the waiting times in the hall are the reason.",
        "You said that you doubt managers who were never nurses. At Greywater I asked each ward's nurses to write the "
        "first draft of their own rota and kept only what they could not have known. Sick leave fell, and so did my "
        "part of the work.",
        "I would spend my first two weeks at your reception desks.",
    ),
    "hotel": (
        "Thank you for the napkin, which I have kept.",
        "I want to sell your four houses, and August first.",
        "You asked whose names I would bring. None: they belong to whom I worked for. What I bring is how we found "
        "them, nine summers in a row, beginning with operators that everybody else had crossed out.",
        "Two months more in the year are a good plan; I would sell the third week of them first.",
    ),
    "ships": (
        "Thank you for counting with me who follows your officers.",
        "I want this role: it is a plan on which families depend.",
        "You asked whether I go aboard. I have been aboard eleven ships, each time with tablets, and each time I "
        "learned what no telephone call had told me. I would come to every ship of yours in the first year.",
        "The table that we began is finished now, as far as it can be from outside.",
    ),
}
"""Thanks, interest, the answer to what the client was unsure about, and one thing more."""

PARTS = ("thanks", "interest", "concern", "unsaid")


def strategic(client: str, company: Company, *, writer: str, consultant: str, met: int = 2) -> Json:
    """The letter to the first so many people met there, whose third paragraph answers the doubt of the debrief."""
    paragraphs: list[Json] = [{"text": _greeting(company, met), "part": None}]
    for part, text in zip(PARTS, LETTERS[client], strict=True):
        paragraphs.append({"text": text, "part": part, "answers": ["c1"] if part == "concern" else []})
    paragraphs += [{"text": text, "part": "more"} for text in _close(writer, consultant)]
    return {"paragraphs": paragraphs, "left_out": []}


def thanks(client: str, company: Company, *, writer: str, consultant: str, met: int = 1) -> Json:
    """A note of thanks the same evening."""
    texts = [_greeting(company, met), *LETTERS[client][:2], *_close(writer, consultant)]
    return {"paragraphs": [{"text": text} for text in texts], "left_out": []}


def _greeting(company: Company, met: int) -> str:
    return ", ".join(f"{'D' if place == 0 else 'd'}ear {name}" for place, name in enumerate(company.firsts[:met])) + ","


def _close(writer: str, consultant: str) -> tuple[str, str]:
    return f"Should anything else help you to decide, please ask {consultant}.", f"With kind regards,\n{writer}"
