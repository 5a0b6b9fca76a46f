"""Each kind of actor on each route gets what the table says, and who is refused changes nothing."""

from dataclasses import replace

import httpx
import pytest

from tests.access.calls import call
from tests.access.grounds import Grounds
from tests.access.matrix import ACTORS, AS, OWN_ONLY, lines
from tests.architecture.routes import all_routes
from tests.web.test_problems import problem

LET_IN = frozenset({303, 409, 412, 422, 428})
"""What the domain answers to somebody who may, beside 2xx; a page sends on."""
UNDER_NOBODY = frozenset(
    {"signIn", "openCandidateSession", "acceptInvitation", "signOut", "comeInByLink", "askForNewLink"}
)
"""The doors look at no bearer (or end it): each is tried by nobody, and in tests/accounts."""
KINDS = (
    ("sent", "returned", "other_candidate", "stranger's candidate"),
    ("owner", "covering", "colleague", "other team", "stranger"),
    ("key", "key without", "stranger's key", "revoked key", "expired key"),
)
"""Candidates, consultants, keys: where a route refuses all of a kind, whoever they are, the first is tried for all."""
LOOKS = frozenset({"last_look", "looking"})
ROUTES = {route.name: route for route in all_routes()}
MATRIX = lines()


def allowed(answer: httpx.Response) -> bool:
    return answer.is_success or answer.status_code in LET_IN


def badly_asked(answer: httpx.Response) -> bool:
    """Whether the form of the request was refused, which says nothing about who asked; a page refuses in words."""
    if answer.headers.get("content-type", "").startswith("text/html"):
        return False
    return answer.status_code == 422 and answer.json()["code"] == "invalid"


def outcome(answer: httpx.Response) -> str:
    return "ok" if allowed(answer) else str(answer.status_code)


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert set(MATRIX) == set(ROUTES)


def test_the_scope_of_a_line_is_the_one_that_the_route_declares() -> None:
    declared = {name: route.audience.scope if route.audience else None for name, route in ROUTES.items()}
    assert {name: MATRIX[name].scope for name in ROUTES} == declared


def outcomes_of(grounds: Grounds, name: str, actors: list[str]) -> dict[str, str]:
    """What each of these gets on a route."""
    found = {}
    for actor in actors:
        answer = grounds.ask(call(ROUTES[name], grounds.home), actor, MATRIX[name].scope)
        assert not badly_asked(answer), answer.text
        found[actor] = outcome(answer)
    return found


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_each_actor_gets_what_the_table_says_and_who_is_refused_or_reads_changes_nothing(
    grounds: Grounds, name: str, request: pytest.FixtureRequest
) -> None:
    """Rule 9: nothing happens on GET, whoever follows a link.

    But that a consultant looks at a review item is noted while they look, for whoever looks beside them.
    """
    asked = asked_on(name, everybody=bool(request.config.getoption("--release")))
    wanted = {actor: MATRIX[name].outcomes[AS.get(actor, actor)] for actor in asked}
    if name in OWN_ONLY and "covering" in wanted:
        wanted["covering"] = "403"
    before = grounds.state()
    refused = outcomes_of(grounds, name, [actor for actor in asked if wanted[actor] != "ok"])
    after = grounds.state()
    let_in = outcomes_of(grounds, name, [actor for actor in asked if wanted[actor] == "ok"])
    assert refused | let_in == wanted
    assert after == before
    if "GET" in ROUTES[name].methods:
        assert but_for_looks(grounds) == {table: rows for table, rows in before.items() if table not in LOOKS}


def but_for_looks(grounds: Grounds) -> dict[str, object]:
    return {table: rows for table, rows in grounds.state().items() if table not in LOOKS}


def asked_on(name: str, *, everybody: bool) -> list[str]:
    """Who tries a route: of a kind that it refuses at its door alike, as the table says, those who stand for the kind.

    In a campaign of the size that a release asks for everybody does.
    """
    if name in UNDER_NOBODY:
        return list(ACTORS[:1])
    outcomes = MATRIX[name].outcomes
    spared = set() if everybody else {actor for kind in KINDS if refused_alike(outcomes, kind) for actor in kind[1:]}
    return [actor for actor in (*ACTORS, *AS) if actor not in spared]


def refused_alike(outcomes: dict[str, str], kind: tuple[str, ...]) -> bool:
    return {outcomes[AS.get(actor, actor)] for actor in kind} <= {"401", "403"}


def test_one_stands_for_others_only_where_the_whole_kind_is_refused() -> None:
    for name in set(ROUTES) - UNDER_NOBODY:
        asked = asked_on(name, everybody=False)
        assert {"anonymous", "sent", "owner", "manager", "compliance", "admin", "key"} <= set(asked), name
        let_in = {
            actor for actor in (*ACTORS, *AS) if MATRIX[name].outcomes[AS.get(actor, actor)] not in {"401", "403"}
        }
        assert let_in <= set(asked), name
    assert asked_on("approveLetter", everybody=True) == [*ACTORS, *AS]


def test_every_decision_without_an_etag_is_refused_and_changes_nothing(grounds: Grounds) -> None:
    decisions = [route for route in all_routes() if route.audience and route.audience.for_consultant]
    asked = [route for route in decisions if "If-Match" in route.headers]
    before = grounds.state()
    for route in asked:
        request = call(route, grounds.home)
        others = {name: value for name, value in request.headers.items() if name != "If-Match"}
        careless = replace(request, headers=others)
        problem(grounds.ask(careless, "owner"), 428, "if_match_required")
    assert len(asked) >= 15
    assert grounds.state() == before
