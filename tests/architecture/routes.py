"""The routes of the application as data, for the tests that walk all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.accounts.access import Audience, audience_of
from app.main import ROUTERS


@dataclass(frozen=True)
class Route:
    """One route of one router, as FastAPI understood it."""

    api: APIRoute

    @property
    def name(self) -> str:
        return self.api.operation_id or f"{sorted(self.methods)} {self.api.path}"

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self.api.methods or ())

    @property
    def dependencies(self) -> list[Dependant]:
        return list(_below(self.api.dependant))

    @property
    def doors(self) -> list[Dependant]:
        """The dependencies that let somebody in, each with a session."""
        return [one for one in self.dependencies if audience_of(one.call) is not None]

    @property
    def audience(self) -> Audience | None:
        return audience_of(self.doors[0].call) if self.doors else None

    @property
    def headers(self) -> set[str]:
        return {param.alias for one in [self.api.dependant, *self.dependencies] for param in one.header_params}


def all_routes() -> list[Route]:
    return [Route(route) for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def _below(dependant: Dependant) -> Iterator[Dependant]:
    for one in dependant.dependencies:
        yield one
        yield from _below(one)
