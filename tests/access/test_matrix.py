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
def test_each_actor_gets_what_the_table_says_and_who_is_refused_changes_nothing(grounds: Grounds, name: str) -> None:
    asked = ACTORS[:1] if name in UNDER_NOBODY else (*ACTORS, *AS)
    wanted = {actor: MATRIX[name].outcomes[AS.get(actor, actor)] for actor in asked}
    if name in OWN_ONLY:
        wanted["covering"] = "403"
    before = grounds.state()
    refused = outcomes_of(grounds, name, [actor for actor in asked if wanted[actor] != "ok"])
    after = grounds.state()
    let_in = outcomes_of(grounds, name, [actor for actor in asked if wanted[actor] == "ok"])
    assert refused | let_in == wanted
    assert after == before


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
