"""A page for every problem: what the `type` of RFC 9457 opens. It says what happened and what to do about it."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.errors import NotFound, Problem
from app.web.problems import OF_THE_FRAMEWORK
from app.web.templating import render

router = APIRouter(include_in_schema=False)
ADVICE = {
    400: "Send the request again with what it lacks. Nothing was stored.",
    401: "Sign in again, or send a key or session token as Authorization: Bearer. Nothing was stored.",
    403: "Ask somebody who may; an administrator of the agency can tell who that is. Nothing was stored.",
    404: "Check the identifier. What belongs to another agency answers exactly like what does not exist.",
    405: "The Allow header names the methods that this address takes.",
    409: "Read it again: its state says what is possible now. Nothing was changed.",
    412: "Read it again, look at what changed, and decide on what it says now. Nothing was overwritten.",
    413: "Send less at once. Nothing was stored.",
    415: "Send what the API document names for this operation.",
    422: "Mend the fields that errors names and send the request again. Nothing was stored.",
    428: "Read it first, and send its ETag as If-Match.",
    429: "Wait the seconds that Retry-After names. RateLimit tells on every answer how much is left.",
    500: "Nothing was changed. Send us the request_id if it happens again.",
    503: "Nothing was changed. Try again after the seconds that Retry-After names.",
}


@dataclass(frozen=True)
class ProblemPage:
    """What one code means."""

    code: str
    status: int
    title: str
    words: str

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.status]


class NoSuchProblem(NotFound):
    """No answer of this service has this code."""

    code = "problem_not_found"


@router.api_route("/problems", methods=["GET", "HEAD"], operation_id="listProblems")
def list_problems() -> HTMLResponse:
    """List every code that an answer can carry."""
    return HTMLResponse(render("pages/problems.html", problems=sorted(known().values(), key=lambda one: one.code)))


@router.api_route("/problems/{code}", methods=["GET", "HEAD"], operation_id="openProblem")
def open_problem(code: str) -> HTMLResponse:
    """Say what one code means and what to do."""
    found = known().get(code)
    if found is None:
        raise NoSuchProblem
    return HTMLResponse(render("pages/problem.html", problem=found))


@cache
def known() -> dict[str, ProblemPage]:
    """Every problem of the loaded application, by its code."""
    own = {
        kind.code: ProblemPage(kind.code, kind.status, kind.title, inspect.cleandoc(kind.__doc__ or ""))
        for kind in _kinds(Problem)
    }
    others = {
        code: ProblemPage(code, status, HTTPStatus(status).phrase, words)
        for code, (status, words) in OF_THE_FRAMEWORK.items()
    }
    return others | own


def _kinds(kind: type[Problem]) -> Iterator[type[Problem]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
