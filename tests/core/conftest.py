from collections.abc import Iterator

import pytest

from app.adapters.postgres.cluster import Cluster
from tests.databases import create_database
from tests.faults.queue_case import QueueCase


@pytest.fixture(scope="session")
def queue_database(cluster: Cluster) -> Iterator[QueueCase]:
    create_database(cluster, "afterword_queue")
    case = QueueCase(cluster, "afterword_queue")
    yield case
    case.db.dispose()


@pytest.fixture
def queue(queue_database: QueueCase) -> QueueCase:
    """An empty queue, and no timers."""
    queue_database.empty()
    return queue_database
