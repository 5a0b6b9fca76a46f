"""Whatever is wrong with a request, the answer names the field and what to do, and nothing typed before is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.core.ids import new_id, public_id
from tests.make import debriefs
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@dataclass(frozen=True)
class Typed:
    """A candidate's saved draft, and how it is saved again."""

    candidate: httpx.Client
    path: str
    etag: str

    def save(self, body: Any = None, **options: Any) -> httpx.Response:
        headers = {"If-Match": self.etag, **options.pop("headers", {})}
        content = options or {"json": body}
        return self.candidate.put(self.path, headers=headers, **content)


@pytest.fixture
def typed(office: Office) -> Iterator[Typed]:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    path = f"/v1/interviews/{interview['id']}/debrief"
    first = candidate.put(path, json={"answers": debriefs.full_answers()}, headers={"If-None-Match": "*"})
    assert first.status_code == 200, first.text
    before = candidate.get(f"{path}/draft")
    yield Typed(candidate, path, before.headers["ETag"])
    after = candidate.get(f"{path}/draft")
    assert (after.headers["ETag"], after.json()) == (before.headers["ETag"], before.json())


def answers(**changed: Any) -> Json:
    return {"answers": {**debriefs.full_answers(), **changed}}


def test_what_cannot_be_read_at_all_is_refused(typed: Typed) -> None:
    json_kind = {"headers": {"Content-Type": "application/json"}}
    for content, pointer in ((b'{"answers": ', "#"), (b"[]", "#"), (b"nonsense", "#"), (b"", "#")):
        found = problem(typed.save(content=content, **json_kind), 422, "invalid")
        assert found["errors"][0]["pointer"] == pointer
    for kind, content in ((FORM, b"went_well=x&went_well=y"), (MULTIPART, b"--x\r\nnonsense"), ("text/xml", b"<a/>")):
        found = problem(typed.save(content=content, headers={"Content-Type": kind}), 422, "invalid")
        assert found["errors"] == [
            {"pointer": "header:Content-Type", "message": "send the body as application/json"}
        ], found


@pytest.mark.parametrize("kind", ["application/json", FORM, MULTIPART])
def test_what_is_too_large_is_refused_in_whatever_form_and_without_a_length(typed: Typed, kind: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    for content in (b"x" * 1_048_577, endless()):
        problem(typed.save(content=content, headers={"Content-Type": kind}), 413, "too_large")


def test_what_misleads_eye_or_machine_is_refused_by_its_field(typed: Typed) -> None:
    for character, words in {"\x00": "U+0000", "\x1b": "U+001B", "\u202e": "U+202E", "\u2067": "U+2067"}.items():
        found = problem(typed.save(answers(went_well=f"The case{character} went well.")), 422, "invalid")
        (error,) = found["errors"]
        assert error["pointer"] == "#/answers/went_well"
        assert words in error["message"]
        assert "Delete it" in error["message"]


def test_what_nobody_asked_for_and_what_does_not_fit_is_named(typed: Typed) -> None:
    wrong = answers(colour="red", interest={"before": 9}, people_met=[{"name": "x" * 301}])
    found = problem(typed.save({**wrong, "salary": 1}), 422, "invalid")
    pointers = {error["pointer"] for error in found["errors"]}
    assert pointers == {"#/answers/colour", "#/answers/interest/before", "#/answers/people_met/0/name", "#/salary"}


def test_a_stale_save_is_refused_with_what_is_saved_and_nothing_is_overwritten(typed: Typed) -> None:
    problem(typed.save(answers(went_well="Other."), headers={"If-Match": '"0"'}), 412, "draft_changed")
    problem(typed.save(answers(), headers={"If-Match": "nonsense"}), 412, "changed_meanwhile")
    unconditional = typed.candidate.put(typed.path, json=answers())
    problem(unconditional, 428, "if_match_required")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "#/time_zone"),
        ({"ends_at": "2026-11-20T10:00:00Z"}, "#/ends_at"),
        ({"starts_at": "tomorrow"}, "#/starts_at"),
        ({"starts_at": "9999-12-31T23:59:59Z"}, "#/starts_at"),
        ({"candidate": {"name": "Alex", "email": "no address"}}, "#/candidate/email"),
        ({"candidate": {"name": "Alex"}}, "#/candidate"),
    ],
)
def test_an_announcement_that_cannot_be_is_refused_by_its_field(office: Office, change: Json, pointer: str) -> None:
    before = office.announce()
    answer = office.crm.put("/v1/external/bullhorn/interviews/I-1", json=office.announcement(**change))
    found = problem(answer, 422, "invalid")
    assert pointer in {error["pointer"] for error in found["errors"]}, found
    assert office.crm.get("/v1/external/bullhorn/interviews/I-1").json()["starts_at"] == before["starts_at"]


def test_an_identifier_of_another_kind_or_of_nobody_is_told_apart(office: Office) -> None:
    wrong = problem(office.priya.get(f"/v1/interviews/{public_id('ltr', new_id())}"), 422, "invalid")
    assert "int_" in wrong["errors"][0]["message"]
    problem(office.priya.get(f"/v1/interviews/{public_id('int', new_id())}"), 404, "interview_not_found")
