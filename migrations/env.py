"""How migrations run: as the owner role, one at a time, a transaction each, giving way to traffic.

The address comes from the caller (``config.attributes["owner_url"]``) or from DATABASE_OWNER_URL.
"""

import os
import sys

import sqlalchemy as sa
from alembic import context

import app.main  # noqa: F401 - loads every model that is no feature's
from app.cli.mapping import read_in_models
from app.core.db import Base, sqlalchemy_url

LOCK_TIMEOUT = "5s"
ADVISORY_LOCK = 4_611_686_018_427_001
FOREIGN_PREFIX = "procrastinate_"


def owner_url() -> str:
    """Where to migrate; ends with words that say what to set when nothing is."""
    url = context.config.attributes.get("owner_url") or os.environ.get("DATABASE_OWNER_URL")
    if not url:
        sys.exit("Set DATABASE_OWNER_URL to the database, as the role that owns it; or use `afterword migrate`.")
    return sqlalchemy_url(str(url))


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the queue's own tables out of autogeneration; a migration holds their frozen SQL."""
    return not (kind == "table" and name is not None and name.startswith(FOREIGN_PREFIX))


def run() -> None:
    """Migrate under an advisory lock, so that processes that start together do not collide."""
    read_in_models()
    engine = sa.create_engine(owner_url(), poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(sa.text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                include_name=is_ours,
                transaction_per_migration=True,
                compare_type=True,
                compare_server_default=True,
            )
            with context.begin_transaction():
                context.run_migrations()
        finally:
            connection.rollback()
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
            connection.commit()
    engine.dispose()


run()
