"""Every answer that is not 2xx or 3xx is a problem (RFC 9457), also the framework's own."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from psycopg import errors
from pydantic import BaseModel, Field
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.core.errors import Conflict, FieldError, Problem, Unavailable
from app.core.logging import describe
from app.web.fields import typed_words
from app.web.templating import render

MEDIA_TYPE = "application/problem+json"
OF_THE_FRAMEWORK = {
    "method_not_allowed": (405, "This address takes other methods."),
    "internal_error": (500, "Something went wrong here. It is our mistake, not yours."),
}
"""The codes that no error of ours stands for."""
NO_PAGE = "Look at the address again, or open the link in the mail that we sent you."
DESK = "/desk"
NO_DESK_PAGE = "Look at the address again, or begin at My day."
FRAMED = frozenset({403, 404, 405, 409, 412, 422})
"""What is refused at the desk within its frame; what is too often, or a fault of ours, is said without asking more."""
Framed = Callable[[Request, int, dict[str, Any]], HTMLResponse | None]
log = structlog.get_logger(__name__)


class FieldProblem(BaseModel):
    """One field that is wrong."""

    pointer: Annotated[str, Field(description="JSON pointer (RFC 6901) into the request.", examples=["#/ends_at"])]
    message: str


class ProblemBody(BaseModel):
    """A problem of RFC 9457; ``type`` is a page that says what to do."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem]


class ChangedMeanwhile(Conflict):
    """Somebody else did the same at the same moment: read it again and decide on what it says now."""

    code = "changed_at_the_same_moment"


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare the problems of a route for OpenAPI; 401, 422, 429 and 503 can come from every route."""
    return {
        status: {
            "model": ProblemBody,
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}}},
        }
        for status in sorted({*statuses, 422, 429, 503})
    }


def install(app: FastAPI) -> None:
    """Answer every error of this application as a problem; what nobody foresaw, `Surroundings` answers."""
    app.add_exception_handler(Problem, answer_to)  # type: ignore[arg-type]  # handlers are typed by the base class
    app.add_exception_handler(RequestValidationError, _validation)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _framework)  # type: ignore[arg-type]
    app.add_exception_handler(IntegrityError, _integrity)  # type: ignore[arg-type]
    app.add_exception_handler(OperationalError, _database_away)
    app.add_exception_handler(PoolTimeout, _database_away)


def problem_response(
    request: Request,
    *,
    status: int,
    title: str,
    detail: str,
    code: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Write one problem: for programs as RFC 9457 says, for who looks at a page as a page."""
    if _wants_page(request):
        return _page(request, status=status, title=title, detail=detail, code=code, headers=headers)
    body = ProblemBody(
        type=f"{request.app.state.settings.public_url}/problems/{code}",
        title=title,
        status=status,
        detail=detail,
        code=code,
        request_id=request.scope.get("state", {}).get("request_id", ""),
        errors=[FieldProblem(pointer=error.pointer, message=error.message) for error in errors],
    )
    return JSONResponse(body.model_dump(), status, dict(headers or {}), MEDIA_TYPE)


def _wants_page(request: Request) -> bool:
    """Whether a person looks: a page's own address, or a browser that asks for what is no part of the API."""
    if getattr(request.state, "page", False):
        return True
    asks = "text/html" in request.headers.get("accept", "")
    return asks and not request.scope["path"].startswith("/v1/")


def _page(
    request: Request, *, status: int, title: str, detail: str, code: str, headers: Mapping[str, str] | None
) -> HTMLResponse:
    """Say it in words, and give back what was typed, so that nothing is lost (rule 8)."""
    posted = getattr(request.state, "posted", None)
    elsewhere = request.headers.get("sec-fetch-site") == "cross-site"  # nobody typed it here
    typed = typed_words(posted.fields) if posted and not elsewhere else []
    words = {
        "title": title,
        "detail": detail,
        "typed": typed,
        "request_id": request.scope.get("state", {}).get("request_id", ""),
        "server_fault": status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        "code": code,
        "at_desk": _at_desk(request),
    }
    page = _within_the_console(request, status, words)
    page = page or HTMLResponse(render("pages/trouble.html", **words, **_surroundings(request)), status)
    page.headers.update(headers or {})
    return page


def _within_the_console(request: Request, status: int, words: dict[str, Any]) -> HTMLResponse | None:
    """Say it in the frame of whoever is signed in at the desk, which the application makes; it costs a look at who."""
    if not _at_desk(request) or status not in FRAMED:
        return None
    framed: Framed = request.app.state.within_the_console
    with suppress(SQLAlchemyError):
        return framed(request, status, words)
    return None


def _surroundings(request: Request) -> dict[str, object]:
    """Whose pages these are and where they begin, as far as that was read before it failed; for nobody else."""
    begins = DESK if _at_desk(request) else None
    frame, home = getattr(request.state, "frame", None), getattr(request.state, "home", begins)
    around: dict[str, object] = {"home": None if home == request.scope["path"] else home}
    return around if frame is None else {**around, "frame": frame}


def answer_to(request: Request, problem: Problem) -> Response:
    """Write the problem that one of our errors is."""
    headers: dict[str, str] = {}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    return problem_response(
        request,
        status=problem.status,
        title=problem.title,
        detail=problem.detail,
        code=problem.code,
        errors=problem.errors,
        headers=headers,
    )


def _validation(request: Request, error: RequestValidationError) -> Response:
    if _wants_page(request) and any(found["loc"][0] == "path" for found in error.errors()):
        return problem_response(
            request, status=404, title="There is no such page", detail=_no_page(request), code="not_found"
        )
    fields = [FieldError(_pointer(found), _message(found)) for found in error.errors()]
    of_body = any(found["loc"][0] == "body" for found in error.errors())
    if of_body and isinstance(error.body, bytes) and error.body:  # a JSON operation that was not told that JSON comes
        fields = [FieldError("header:Content-Type", "send the body as application/json")]
    first = f"{fields[0].pointer}: {fields[0].message}" if fields else "the request is not valid"
    return problem_response(request, status=422, title="Not valid", detail=first, code="invalid", errors=fields)


def _no_page(request: Request) -> str:
    return NO_DESK_PAGE if _at_desk(request) else NO_PAGE


def _at_desk(request: Request) -> bool:
    path: str = request.scope["path"]
    return path == DESK or path.startswith(f"{DESK}/")


def _pointer(found: Mapping[str, Any]) -> str:
    where, *rest = found["loc"]
    if found["type"] == "json_invalid":
        return "#"
    path = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in rest)
    if where != "body":
        return f"{where}:{path}"
    return f"#/{path}" if path else "#"


def _message(found: Mapping[str, Any]) -> str:
    if found["type"] == "json_invalid":
        return f"not valid JSON, at character {found['loc'][-1]}: {found['ctx']['error']}"
    return "is required" if found["type"] == "missing" else str(found["msg"]).removeprefix("Value error, ")


def _framework(request: Request, error: HTTPException) -> Response:
    phrase = HTTPStatus(error.status_code).phrase
    no_page = error.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED} and _wants_page(request)
    return problem_response(
        request,
        status=error.status_code,
        title="There is no such page" if no_page else phrase,
        detail=_no_page(request) if no_page else str(error.detail or phrase),
        code=phrase.lower().replace(" ", "_").replace("-", "_"),
        headers=error.headers,
    )


def _integrity(request: Request, error: IntegrityError) -> Response:
    """Two writers met: the database refused the second. What it refuses for another reason is a defect of ours."""
    if not _two_met(error.orig):
        return unexpected(request, error)
    log.warning("request.two_writers_met", **describe(error))
    return answer_to(request, ChangedMeanwhile())


def _two_met(error: BaseException | None) -> bool:
    """Whether rows changed under the writer's eyes; our own tables' checks and the audit guard tell of defects."""
    match error:
        case errors.UniqueViolation() | errors.ForeignKeyViolation():
            return True
        case errors.CheckViolation():
            return not (error.diag.constraint_name or "ck_").startswith("ck_")
        case _:
            return False


def _database_away(request: Request, error: Exception) -> Response:
    log.error("request.database_unavailable", **describe(error))
    return answer_to(request, Unavailable(retry_after=2))


def unexpected(request: Request, error: Exception) -> Response:
    """Write the problem of a defect of ours, and log where it is."""
    log.error("request.crashed", **describe(error))
    return problem_response(
        request,
        status=500,
        title="Something went wrong here",
        detail="It is our mistake, nothing was changed. Tell us the request_id if it happens again.",
        code="internal_error",
    )
