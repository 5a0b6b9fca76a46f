"""Every route says who may enter, what it answers and what can go wrong; the ones nobody told about it are found."""

import re
from collections import Counter
from inspect import isgeneratorfunction

import pytest
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute

from app.accounts.access import Enter, EnterPublic
from app.core.settings import Settings
from app.main import ROUTERS, create_app
from app.web.problems import MEDIA_TYPE
from tests.architecture.routes import Route, all_routes

WITHOUT_ACCESS = frozenset(
    {
        *("livez", "readyz", "version", "metrics", "listProblems", "openProblem", "getAsset"),
        *("openCandidateLink", "openInvitation", "seeNewLinkAsked", "sayGoodbye", "sayGoodbyeToAnother"),
        *("seeSignIn", "seeSignInCode"),
    }
)
"""Health, and pages that look at nothing. Each further one needs a reason that fits into this line."""
DOORS = frozenset(
    {
        *("signIn", "openCandidateSession", "signOut", "acceptInvitation", "comeInByLink", "askForNewLink"),
        *("comeInToDesk", "giveSignInCode", "joinByInvitation", "goToProvider", "comeBackFromProvider"),
    }
)
"""Routes that let somebody in, or out."""
IF_MATCH_WHERE_SAID = frozenset({"changeAgency", "setRelay"})
"""Neither a draft nor a decision: each setting stands alone, and whoever sends none changes what they name."""
READ_BY_ANYBODY = frozenset({"getPrivacyNoticeOfAgency", "openPrivacyNotice", "getBrandFile"})
"""What whoever is asked to write something reads before they come in, and how the mail that asks them looks."""
SAFE = frozenset({"GET", "HEAD"})

ROUTES = all_routes()
API = [route for route in ROUTES if route.api.include_in_schema]
ENTERED = [route for route in ROUTES if route.name not in WITHOUT_ACCESS]


def named(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.name)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(), database_url="postgresql://nowhere")


def test_the_walk_sees_every_route_that_is_served(app: FastAPI) -> None:
    framework = [route for route in app.routes if getattr(route, "original_router", None) not in ROUTERS]
    assert [getattr(route, "path", route) for route in framework] == ["/v1/openapi.json"]
    served = {(method, path) for path, methods in app.openapi()["paths"].items() for method in methods}
    assert served == {(method.lower(), route.api.path) for route in API for method in route.methods}
    assert all(isinstance(route, APIRoute) for router in ROUTERS for route in router.routes)


@named(ENTERED)
def test_a_route_declares_once_who_may_enter_and_asks_before_anything_else(route: Route) -> None:
    assert len(route.doors) == 1
    assert route.api.dependant.dependencies[0] is route.doors[0]


@named(ENTERED)
def test_a_session_is_committed_before_the_answer_leaves(route: Route) -> None:
    assert {one.scope for one in route.doors} == {"function"}


def test_no_other_dependency_holds_a_session() -> None:
    calls = [one.call for route in ROUTES for one in route.dependencies]
    generators = [call for call in calls if isgeneratorfunction(call) or isgeneratorfunction(type(call).__call__)]
    assert {type(call) for call in generators} == {Enter, EnterPublic}


def test_the_public_routes_are_those_of_the_list() -> None:
    assert {route.name for route in ROUTES if route.audience is None} <= WITHOUT_ACCESS
    assert {route.name for route in ROUTES if route.audience and route.audience.public} == DOORS | READ_BY_ANYBODY


def test_an_audience_is_somebody() -> None:
    nobody = [
        route.name
        for route in ROUTES
        if (who := route.audience) and not (who.public or who.candidate or who.roles or who.scope)
    ]
    assert nobody == []


def test_a_key_that_acts_for_a_consultant_needs_roles_to_act_in() -> None:
    assert [r.name for r in ROUTES if r.audience and r.audience.for_consultant and not r.audience.roles] == []


@named(ROUTES)
def test_a_route_has_a_name_of_its_own_and_says_in_a_line_what_it_does(route: Route) -> None:
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", route.name)
    assert Counter(one.name for one in ROUTES)[route.name] == 1
    first = (route.api.description or "").splitlines()[0]
    assert first.endswith(".")
    assert len(first) <= 120


@named(API)
def test_a_route_says_what_it_answers(route: Route) -> None:
    bytes_only = route.api.response_class is Response
    assert route.api.response_model is not None or route.api.status_code == 204 or bytes_only


@named(API)
def test_a_route_declares_the_problems_it_can_answer(route: Route) -> None:
    wanted: set[int] = set()
    if route.audience:
        wanted |= {422, 503} | (set() if route.name in {"signOut", *READ_BY_ANYBODY} else {401})
    if route.audience and not route.audience.public:
        wanted |= {403}
    if "_id}" in route.api.path or (route.api.path.endswith("{ref}") and "PUT" not in route.methods):
        wanted |= {404}
    if "If-Match" in route.headers:
        wanted |= {412} if route.name in IF_MATCH_WHERE_SAID else {412, 428}
    declared = {int(status) for status in route.api.responses}
    assert wanted - declared == set()
    problems = [answer for status, answer in route.api.responses.items() if int(status) >= 400]
    assert all(set(problem["content"]) == {MEDIA_TYPE} for problem in problems)


@named([route for route in API if SAFE & route.methods])
def test_what_is_read_takes_no_body_and_no_if_match(route: Route) -> None:
    assert route.api.body_field is None
    assert "If-Match" not in route.headers


NAMES_WHAT_WAS_READ = frozenset(
    {"matchPerson", "addAddendumByTelephone", "noteReadBack", "noteClientCall", "takeClientFeedback", "writeUpdate"}
) | {"noteKeptInTouch"}
"""They overwrite nothing that somebody else decided, or name what was read by its hash."""


@named([route for route in API if route.audience and route.audience.for_consultant])
def test_a_decision_is_made_on_what_was_read(route: Route) -> None:
    assert "If-Match" in route.headers or route.name in NAMES_WHAT_WAS_READ
