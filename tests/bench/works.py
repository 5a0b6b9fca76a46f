"""The three works that stand for the service's load, as requests; each server takes the same ones."""

import random
from collections.abc import Sequence
from typing import Final

from app.core.ids import public_id
from tests.bench.load import request
from tests.bench.rows import nth
from tests.bench.seed import READ, WRITTEN, Seed, answers

WORKS: Final = {
    "W": "a candidate submits a debrief of 2 KB",
    "R": "the first 25 of a consultant's own queue, by deadline",
    "D": "one debrief with its people, concerns and answers",
}


def reads_of_queue(seed: Seed, many: int) -> Sequence[bytes]:
    """R: the same page, again and again."""
    return [request("GET", "/v1/review-items?assignee=me&limit=25", seed.priya)] * many


def reads_of_debriefs(seed: Seed, many: int, *, of: int) -> Sequence[bytes]:
    """D: so many debriefs, each any of the first ``of``; the same ones in every run."""
    chance = random.Random(many)  # noqa: S311 - which rows are read, not a secret
    numbers = [chance.randint(1, of) for _ in range(many)]
    return [request("GET", f"{_interview(READ, number)}/debrief", seed.priya) for number in numbers]


def submissions(seed: Seed, numbers: range) -> Sequence[bytes]:
    """W: one submission for each of these debriefs, which no other may have taken."""
    body, nothing_saved = {"answers": answers()}, {"If-None-Match": "*"}
    return [
        request("POST", f"{_interview(WRITTEN, number)}/debrief/submit", seed.token_of(number), body, **nothing_saved)
        for number in numbers
    ]


def _interview(kind: str, number: int) -> str:
    return f"/v1/interviews/{public_id('int', nth(kind, number))}"
