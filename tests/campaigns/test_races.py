"""Two at the same moment: one of them happens, and nothing leaves without a standing consent (rules 1 and 2)."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from tests.campaigns.conftest import Size
from tests.make import letters
from tests.make.loop import NOW, Loop, approve, decide, letter_agreed, letter_submitted, path_to, received
from tests.office import TLS, Office

Json = dict[str, Any]
Move = Callable[[], httpx.Response]
AT_ONCE = 50
OWN = threading.local()
OPENED: list[httpx.Client] = []


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield threads
    for client in OPENED:
        client.close()


def own(client: httpx.Client) -> httpx.Client:
    """The same caller with a connection of this thread's own, as separate programs have."""
    known: dict[str, httpx.Client] = OWN.__dict__.setdefault("clients", {})
    bearer = client.headers["Authorization"]
    if bearer not in known:
        known[bearer] = httpx.Client(base_url=client.base_url, headers=client.headers, timeout=30, verify=TLS)
        OPENED.append(known[bearer])
    return known[bearer]


def together(pool: ThreadPoolExecutor, *moves: Move) -> list[httpx.Response]:
    """Let these happen at the same time, as far as a machine can."""
    return [future.result() for future in [pool.submit(move) for move in moves]]


def test_fifty_equal_requests_with_one_key_make_one_thing(office: Office, pool: ThreadPoolExecutor, size: Size) -> None:
    keys = size.of(commit=2, release=200)
    made: list[str] = []
    statuses: Counter[int] = Counter()
    for number in range(keys):
        body = office.announcement(job={"title": f"Product Manager {number}"})
        headers = {"Idempotency-Key": str(uuid4())}

        def ask(body: Json = body, headers: dict[str, str] = headers) -> httpx.Response:
            return own(office.crm).post("/v1/interviews", json=body, headers=headers)

        answers = together(pool, *[ask] * AT_ONCE)
        statuses.update(answer.status_code for answer in answers)
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"still_running"}
        found = {answer.json()["interview"]["id"] for answer in answers if answer.status_code == 201}
        assert found == {ask().json()["interview"]["id"]}
        made += found
    assert len(set(made)) == keys
    assert set(statuses) <= {201, 409}
    with office.rows() as session:
        assert session.scalar(text("SELECT count(*) FROM interview")) == keys


def test_of_two_consultants_who_forward_at_once_one_does(office: Office, pool: ThreadPoolExecutor, size: Size) -> None:
    loop = letter_agreed(office, to=("Dana",))
    for _ in range(size.of(commit=5, release=500)):
        seen = {"If-Match": office.priya.get(path_to(loop.letter)).headers["ETag"]}

        def forward(who: httpx.Client, seen: dict[str, str] = seen) -> httpx.Response:
            return who.post(f"{path_to(loop.letter)}/approve", json={"when": "window"}, headers=seen)

        answers = together(pool, lambda: forward(office.priya), lambda: forward(office.manager))
        assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 412]), answers[0].text
        (made,) = next(answer for answer in answers if answer.is_success).json()["deliveries"]
        assert live_deliveries(office) == 1
        cancelled = office.priya.get(path_to(made)).headers["ETag"]
        ended = office.priya.post(f"{path_to(made)}/cancel", headers={"If-Match": cancelled})
        assert ended.status_code == 200, ended.text
    assert live_deliveries(office) == 0


def test_approving_against_withdrawing_never_sends_without_a_standing_consent(
    office: Office, pool: ThreadPoolExecutor, size: Size
) -> None:
    assert office.admin.patch("/v1/agency", json={"settings": {"undo_seconds": 0}}).status_code == 200
    loop = letter_submitted(office, to=("Dana",))
    outcomes: Counter[tuple[str, int]] = Counter()
    for number in range(size.of(commit=6, release=500)):
        assert letters.consent(loop.candidate, loop.letter).status_code == 200
        before = len(received(office))
        against = "the worker" if number % 2 else "the approval"
        withdrawn = against_the_worker(office, pool, loop) if number % 2 else against_the_approval(office, pool, loop)
        new = len(received(office)) - before
        outcomes[against, new] += 1
        assert withdrawn.status_code == 200, withdrawn.text
        assert bool(new) == bool(withdrawn.json()["too_late_for"]), withdrawn.text
        loop = anew(loop)
    assert outcomes.total() == size.of(commit=6, release=500)
    assert all(new <= 1 for _, new in outcomes)


def against_the_approval(office: Office, pool: ThreadPoolExecutor, loop: Loop) -> httpx.Response:
    """Approve and withdraw at once, then let whatever is due be sent; return what the candidate was told."""
    _, withdrawn = together(pool, lambda: approve(office.priya, loop, **NOW), lambda: withdraw(loop))
    office.clock.shift(1)
    office.run_due()
    return withdrawn


def against_the_worker(office: Office, pool: ThreadPoolExecutor, loop: Loop) -> httpx.Response:
    """Withdraw while the worker sends what was approved before; return what the candidate was told."""
    assert approve(office.priya, loop, **NOW).status_code == 200
    office.clock.shift(1)
    sending, withdrawing = pool.submit(office.run_due), pool.submit(withdraw, loop)
    sending.result()
    return withdrawing.result()


def withdraw(loop: Loop) -> httpx.Response:
    path = f"/v1/documents/{loop.letter['document']['id']}/consents/withdraw"
    return loop.candidate.post(path, json={"people": [loop.people["Dana"]]})


def anew(loop: Loop) -> Loop:
    """Take the letter back and submit it again, so that nothing of it is agreed to."""
    assert decide(loop.candidate, path_to(loop.letter), "withdraw").status_code == 200
    assert decide(loop.candidate, path_to(loop.letter), "reopen").status_code == 200
    again = letters.save(loop.candidate, letters.read(loop.candidate, loop.letter), letters.strategic())
    submitted = letters.submit(loop.candidate, again)
    assert submitted.status_code == 200, submitted.text
    return Loop(loop.interview, loop.candidate, submitted.json())


def live_deliveries(office: Office) -> int:
    with office.rows() as session:
        query = text("SELECT count(*) FROM delivery WHERE state NOT IN ('cancelled', 'failed', 'bounced')")
        return int(session.scalar(query) or 0)
