"""The API document says of every operation who may, what to send, what comes back and what can go wrong."""

from functools import cache
from typing import Any

import pytest
from fastapi.routing import APIRoute

from app.core.settings import Settings
from app.main import create_app
from app.web.openapi import example_of
from app.web.problems import MEDIA_TYPE
from tests.architecture.routes import all_routes

Json = dict[str, Any]
ROUTES = {route.name: route.api for route in all_routes() if route.api.include_in_schema}


@cache
def document() -> Json:
    return create_app(Settings(), database_url="postgresql://nowhere").openapi()


def operations() -> dict[str, Json]:
    return {one["operationId"]: one for methods in document()["paths"].values() for one in methods.values()}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_an_operation_is_told_whole(name: str) -> None:
    told = operations()[name]
    assert told["summary"]
    assert told["description"]
    assert "security" in told
    assert set(told["tags"]) <= {tag["name"] for tag in document()["tags"]}
    assert not any(code.startswith("4") and "$ref" not in answer for code, answer in told["responses"].items())


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.body_field is not None))
def test_the_example_of_a_body_is_one_that_is_taken(name: str) -> None:
    content = operations()[name]["requestBody"]["content"]
    if "application/json" not in content:
        return
    example = content["application/json"]["example"]
    body: Any = ROUTES[name].body_field
    _, errors = body.validate(example, {}, loc=("body",))
    assert not errors, (example, errors)


def test_a_problem_is_told_in_its_own_form_only() -> None:
    responses = document()["components"]["responses"]
    assert {"Unauthorized", "Forbidden", "NotFound", "Conflict", "TooManyRequests"} <= responses.keys()
    assert all(list(one["content"]) == [MEDIA_TYPE] for one in responses.values())


def test_what_decides_requires_a_key_and_what_the_answer_is_compared_with() -> None:
    told = operations()["returnLetter"]
    headers = {one["name"]: one["required"] for one in told["parameters"] if one["in"] == "header"}
    assert headers == {"If-Match": True, "Idempotency-Key": True, "On-Behalf-Of": False}
    assert told["security"] == [{"user": []}, {"key": []}, {"session": []}]
    assert operations()["signIn"]["security"] == []


def test_a_schema_without_an_example_is_found() -> None:
    with pytest.raises(LookupError, match="Colour"):
        example_of(
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "title": "Colour"}}}, {}
        )
    assert isinstance(ROUTES["getLetter"], APIRoute)
