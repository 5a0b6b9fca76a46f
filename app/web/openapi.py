"""The API document as a product: security, headers, problems and an example body for every operation.

FastAPI writes paths and schemas; what it cannot know is added here. Source: OpenAPI 3.1; linted by Spectral.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app.web.problems import MEDIA_TYPE, responses

Json = dict[str, Any]
TAGS: Final = {
    "health": "Whether the service answers, for whoever runs it.",
    "accounts": "The agency, its users, keys and settings; signing in and out.",
    "mail": "Whose mail it is: the agency's own domains and its own mail server.",
    "directory": "Clients, their contacts and calendars, candidates, jobs, applications.",
    "interviews": "The meeting, the people met, the candidate's link.",
    "debriefs": "What the candidate learned in the room.",
    "letters": "Follow-up letters and summaries: written, suggested, submitted, returned.",
    "documents": "What would be sent, byte for byte, and the candidate's consent to it.",
    "deliveries": "Approving, forwarding, and where each message is.",
    "calls": "What to say when the client is rung, and what came of it.",
    "client feedback": "What the client said of an interview, until a person tells the candidate.",
    "status": "Where it stands for a candidate who waits, what is written to them, and their asking for news.",
    "decisions": "When the client decides, and that it was asked once that day had passed.",
    "reviews": "What waits for a consultant.",
    "reports": "How promptly things are done, and how many interviews are followed up; never about a person.",
    "threads": "Comments, shared with the candidate or private to the agency.",
    "audit": "Who did what, chained so that an outsider can check it.",
    "privacy": "Notices, access, erasure, holds.",
}
_TOKENS: Final = {
    "user": {"type": "http", "scheme": "bearer", "description": "A consultant's session token, of POST /v1/sign-in."},
    "candidate": {
        "type": "http",
        "scheme": "bearer",
        "description": "A candidate's session token, of POST /v1/candidate-sessions.",
    },
    "key": {"type": "http", "scheme": "bearer", "description": "An API key: awk_live_…"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-afterword-desk",
        "description": "The same session in a browser (a candidate: __Host-afterword); writes from our own pages.",
    },
}
_ON_BEHALF_OF: Final = {
    "name": "On-Behalf-Of",
    "in": "header",
    "required": False,
    "description": "With a key, required: the consultant who decides, by identifier or e-mail address.",
    "schema": {"type": "string"},
    "example": "priya@harcourt.example",
}
_FORMATS: Final = {
    "date-time": "2026-11-23T09:00:00Z",
    "date": "2026-11-27",
    "time": "09:00:00",
    "email": "priya@harcourt.example",
    "uri": "https://harcourt.example/privacy",
}


def document(app: FastAPI, *, description: str) -> Json:
    """Write the OpenAPI document of an application."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        description=description,
        routes=app.routes,
        tags=[{"name": name, "description": words} for name, words in TAGS.items()],
        servers=[{"url": "https://afterword.example", "description": "Wherever your agency runs it."}],
        contact={"name": "Afterword", "url": "https://afterword.example/problems"},
    )
    components = found.setdefault("components", {})
    components["securitySchemes"] = _TOKENS
    components["responses"] = {}
    for operation, route in _operations(found, app):
        _secure(operation, route)
        _require_what_is_required(operation)
        _refuse_bad_bodies(operation)
        _share_problems(operation, components["responses"])
        _give_example(operation, components.get("schemas", {}))
    return found


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """Make an example value out of a schema and its parts' own examples; raises LookupError where they lack one."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for given in ("example", "const", "default"):
        if schema.get(given) is not None:
            return schema[given]
    for listed in ("examples", "enum"):
        if schema.get(listed):
            return schema[listed][0]
    choices = [one for one in schema.get("anyOf", schema.get("oneOf", [])) if one.get("type") != "null"]
    if choices:
        return example_of(choices[0], schemas)
    return _made_up(schema, schemas)


def _made_up(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            required = set(schema.get("required", ()))
            parts = schema.get("properties", {})
            return {name: example_of(part, schemas) for name, part in parts.items() if name in required or _told(part)}
        case "array":
            return [example_of(schema["items"], schemas)]
        case "boolean":
            return True
        case "integer":
            return schema.get("minimum", 1)
        case "string" if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
    raise LookupError(f"{schema.get('title', schema)} has no example")


def _told(part: Mapping[str, Any]) -> bool:
    """Whether an optional field has an example of its own, and so stands in the example of the whole."""
    return "example" in part or bool(part.get("examples"))


def _operations(found: Json, app: FastAPI) -> Iterator[tuple[Json, APIRoute]]:
    for route in _routes(app):
        for method in route.methods or ():
            operation = found["paths"].get(route.path_format, {}).get(method.lower())
            if operation is not None:
                yield operation, route


def _routes(app: FastAPI) -> Iterator[APIRoute]:
    for entry in app.routes:
        inner = getattr(entry, "original_router", None)
        found = inner.routes if inner is not None else [entry]
        yield from (route for route in found if isinstance(route, APIRoute))


def _secure(operation: Json, route: APIRoute) -> None:
    audiences = [getattr(one.call, "audience", None) for one in route.dependant.dependencies]
    audience = next((one for one in audiences if one is not None), None)
    if audience is None or audience.public:
        operation["security"] = []
        return
    ways = [("user", audience.roles), ("candidate", audience.candidate), ("key", audience.scope)]
    operation["security"] = [{name: []} for name, may in ways if may]
    if audience.roles or audience.candidate:
        operation["security"].append({"session": []})
    if audience.scope:
        operation["x-scope"] = audience.scope
    if audience.for_consultant:
        operation.setdefault("parameters", []).append(_ON_BEHALF_OF)


def _require_what_is_required(operation: Json) -> None:
    """Say so where a header is required, but its absence is answered in words of our own."""
    named = {one["name"]: one for one in operation.get("parameters", ()) if one["in"] == "header"}
    if "428" in operation["responses"] and "If-Match" in named and "If-None-Match" not in named:
        named["If-Match"]["required"] = True


def _refuse_bad_bodies(operation: Json) -> None:
    """Tell what every body can be answered: that it cannot be read at all, or is too large."""
    if "requestBody" in operation:
        for status, problem in responses(400, 413).items():
            told = {"description": problem["description"], "content": problem["content"]}
            operation["responses"].setdefault(str(status), told)


def _share_problems(operation: Json, shared: Json) -> None:
    for status, response in operation["responses"].items():
        if MEDIA_TYPE in response.get("content", {}):
            name = HTTPStatus(int(status)).phrase.replace(" ", "")
            content = {MEDIA_TYPE: response["content"][MEDIA_TYPE]}
            shared[name] = {"description": response["description"], "content": content}
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _give_example(operation: Json, schemas: Json) -> None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        with suppress(LookupError):  # found by tests/architecture/test_api_document.py; no reason not to serve the rest
            content["example"] = example_of(content["schema"], schemas)
