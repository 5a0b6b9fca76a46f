from collections.abc import Iterator

import pytest

from tests.faults.queue_case import QueueCase, own_cluster


@pytest.fixture(scope="session")
def breakable() -> Iterator[QueueCase]:
    with own_cluster() as case:
        yield case


@pytest.fixture
def queue(breakable: QueueCase) -> QueueCase:
    """An empty queue, and no timers, on a server that may be crashed."""
    breakable.empty()
    return breakable
