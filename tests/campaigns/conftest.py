"""How large a campaign is: small in `./dev test`, as asked for in `./dev faults`."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Size:
    """The size of this run; ``cases`` overrides both."""

    release: bool
    cases: int | None

    def of(self, *, commit: int, release: int) -> int:
        return self.cases or (release if self.release else commit)


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Size:
    return Size(bool(request.config.getoption("--release")), request.config.getoption("--cases"))
