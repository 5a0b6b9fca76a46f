"""Requests that nobody wrote: Schemathesis makes them from the API document, right and wrong, for each kind of actor.

Whatever comes, the answer is none of 5xx, is one that the document names, and has the form that it says. All checks of
Schemathesis are on but the one that leaves the credentials out, which is the access matrix's matter.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from app.main import create_app
from tests.campaigns.conftest import Size
from tests.make.agency import Busy, two_agencies
from tests.office import Premises

Json = dict[str, Any]
ACTORS = ("anonymous", "sent", "owner", "key")
NOT_HERE = frozenset({"signOut"})
"""Ends the session that every later request needs."""
DOMAIN = ["2xx", "400", "401", "403", "404", "409", "412", "413", "422", "428"]
"""What a well-formed request may be answered: that it fits the schema does not make it possible, or allowed."""
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429", "5xx"]
"""What one that does not fit may be answered: an If-Match that is no ETag is refused before the rest is looked at."""
REAL = 0.6
"""How often an identifier in the path is that of a row that is there."""


@pytest.fixture(scope="module")
def busy(premises: Premises) -> Iterator[Busy]:
    with two_agencies(premises) as (home, _):
        scopes = ["interviews:write", "debriefs:read", "letters:read", "letters:decide", "audit:read", "admin"]
        home.tokens["key"] = home.key(*scopes)
        yield home


@pytest.fixture(scope="module")
def schema(premises: Premises) -> Any:
    document = create_app(premises.settings, database_url="postgresql://nowhere").openapi()
    for methods in document["paths"].values():
        for operation in methods.values():
            del operation["security"]  # who may is the access matrix's matter; here everybody comes as who they are
    checks = {
        "positive_data_acceptance": {"expected-statuses": DOMAIN},
        "negative_data_rejection": {"expected-statuses": REFUSED},
        "ignored_auth": {"enabled": False},
    }
    config = SchemathesisConfig.from_dict({"checks": checks})
    load_all_checks()
    return schemathesis.openapi.from_dict(document, config=config)


@pytest.mark.parametrize("actor", ACTORS)
def test_no_generated_request_is_answered_in_a_way_that_is_not_documented(
    premises: Premises,
    busy: Busy,
    schema: Any,
    size: Size,
    actor: str,
    record_property: Callable[[str, object], None],
) -> None:
    known = [found.ok() for found in schema.get_all_operations()]
    operations = _of_this_run(known, actor, size)
    cases = math.ceil(size.of(commit=600, release=100_000) / (len(ACTORS) * len(known)))
    statuses: Counter[int] = Counter()
    failures: list[str] = []
    for operation in operations:
        if operation.definition.raw["operationId"] not in NOT_HERE:
            failures += _try(operation, premises.url, _headers(busy, actor), busy, cases, statuses)
    record_property("answers", dict(statuses))
    assert not failures, "\n".join(failures)
    assert sum(statuses.values()) >= cases * (len(operations) - len(NOT_HERE)) // 2, statuses


def _of_this_run(operations: list[Any], actor: str, size: Size) -> list[Any]:
    """On every commit each operation is asked by one of the actors, in a campaign by each of them."""
    campaign = size.release or size.cases is not None
    return operations if campaign else operations[ACTORS.index(actor) :: len(ACTORS)]


def _try(
    operation: Any,
    url: str,
    headers: Json,
    busy: Busy,
    cases: int,
    statuses: "Counter[int]",
) -> list[str]:
    failures: list[str] = []
    chance = random.Random(operation.label)  # noqa: S311 - which requests are made, the same in every run

    def check(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and chance.random() < REAL:
            case.path_parameters = {**case.path_parameters, **_real(case.path_parameters, busy)}
        answer = case.call(base_url=url, headers=headers)
        statuses[answer.status_code] += 1
        checks = CHECKS.get_all()
        try:
            case.validate_response(answer, checks=checks, headers=headers)
        except FailureGroup as group:
            failures.append(f"{operation.label}: " + " | ".join(str(one)[:300] for one in group.exceptions))

    settings = hypothesis.settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        strategy = operation.as_strategy(generation_mode=mode)
        half = hypothesis.settings(settings, max_examples=math.ceil(cases / 2))
        try:
            half(hypothesis.given(strategy)(check))()  # type: ignore[no-untyped-call]
        except hypothesis.errors.Unsatisfiable:
            continue  # nothing that could be wrong
    return failures


def _real(named: Json, busy: Busy) -> Json:
    return {name: busy.ids[name.removesuffix("_id")] for name in named if name.removesuffix("_id") in busy.ids}


def _headers(busy: Busy, actor: str) -> Json:
    given = busy.headers(actor)
    if actor == "key":
        given["On-Behalf-Of"] = f"priya@{busy.office.name}.example"
    return given
