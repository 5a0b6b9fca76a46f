"""Running the migrations of `migrations/` from the program itself."""

from pathlib import Path

from alembic import command
from alembic.config import Config

INI = Path(__file__).resolve().parents[2] / "alembic.ini"


def alembic(owner_url: str) -> Config:
    """Alembic, pointed at one database as its owner."""
    config = Config(INI)
    config.attributes["owner_url"] = owner_url
    return config


def migrate(owner_url: str) -> None:
    """Bring a database to the newest migration; processes that start together wait for each other."""
    command.upgrade(alembic(owner_url), "head")
