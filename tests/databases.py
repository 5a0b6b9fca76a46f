"""Migrated databases for tests, on the run's own server."""

import psycopg

from app.adapters.migrations import migrate
from app.adapters.postgres.cluster import Cluster


def create_database(cluster: Cluster, name: str) -> None:
    """Create a database that belongs to the owner role and migrate it to the head."""
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER afterword_owner".encode())
    migrate(cluster.url_for("afterword_owner", name))
