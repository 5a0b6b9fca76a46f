"""Migrations go up, down and up again, one head, and leave tables that agree with the models."""

import psycopg
from alembic import command
from alembic.script import ScriptDirectory

from app.adapters.migrations import alembic
from app.adapters.postgres.cluster import Cluster


def test_migrations_go_up_down_and_up_and_agree_with_the_models(cluster: Cluster) -> None:
    name = "afterword_migrations"
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER afterword_owner".encode())
    config = alembic(cluster.url_for("afterword_owner", name))
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    with psycopg.connect(cluster.url_for("afterword_owner", name)) as connection:
        left = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert left == [("alembic_version",)]
    command.upgrade(config, "head")
    command.check(config)


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic("postgresql://nowhere")).get_heads()) == 1
