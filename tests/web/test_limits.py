"""A body past the limit is refused, whatever its length was declared to be, and nothing of it is stored."""

import socket
from collections.abc import Iterator

from app.web.middleware import MOST_BODY_BYTES
from tests.office import Office
from tests.web.test_problems import problem

CHUNK = b" " * 65_536


def endless() -> Iterator[bytes]:
    """A key to make, in well-formed JSON that is longer than is taken, in pieces and without a length."""
    yield b'{"name": "Probe", "scopes": ["audit:read"]'
    for _ in range(MOST_BODY_BYTES // len(CHUNK) + 2):
        yield CHUNK
    yield b"}"


def test_a_body_that_says_it_is_too_large_is_refused(office: Office) -> None:
    answer = office.admin.post("/v1/keys", content=b"x" * (MOST_BODY_BYTES + 1))
    found = problem(answer, 413, "too_large")
    assert str(MOST_BODY_BYTES) in found["detail"]
    assert answer.headers["connection"] == "close"


def test_a_body_that_does_not_say_how_long_it_is_is_counted(office: Office) -> None:
    answer = office.admin.post("/v1/keys", content=endless(), headers={"Content-Type": "application/json"})
    problem(answer, 413, "too_large")
    assert len(office.admin.get("/v1/keys").json()["data"]) == 1


def test_a_body_at_the_limit_is_read(office: Office) -> None:
    body = b'{"name": "' + b"x" * (MOST_BODY_BYTES - 12) + b'"}'
    assert len(body) == MOST_BODY_BYTES
    answer = office.admin.post("/v1/keys", content=body, headers={"Content-Type": "application/json"})
    problem(answer, 422, "invalid")


def test_a_length_that_is_no_number_is_refused(office: Office) -> None:
    host, port = office.premises.url.removeprefix("http://").split(":")
    for length in ("-1", "many", "1e3"):
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(f"POST /v1/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
            assert raw.recv(4096).split(b" ", 2)[1] in {b"400", b"413"}


def test_the_server_answers_as_before_after_a_refusal(office: Office) -> None:
    office.admin.post("/v1/keys", content=endless())
    assert office.admin.get("/v1/keys").status_code == 200
