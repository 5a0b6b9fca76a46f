"""What most tests of debriefs begin with."""

import pytest

from tests.office import Office


@pytest.fixture
def interview(office: Office) -> str:
    """The identifier of an interview that is over."""
    held: str = office.held()["id"]
    return held
