"""What a passphrase costs whoever guesses it; all other tests hash as cheaply as can be (tests/conftest.py)."""

import importlib.util
from types import ModuleType

import pytest
from argon2 import extract_parameters, profiles

from app.accounts.rules import passphrases
from tests.make.accounts import PASSPHRASE


@pytest.fixture
def production() -> ModuleType:
    """The rule as the service reads it in."""
    found = importlib.util.find_spec(passphrases.__name__)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_a_passphrase_costs_what_rfc_9106_asks_of_a_server_with_little_memory(production: ModuleType) -> None:
    stored = production.hash_passphrase(PASSPHRASE)

    assert extract_parameters(stored) == profiles.RFC_9106_LOW_MEMORY
    assert production.passphrase_matches(stored, PASSPHRASE)
    assert not production.passphrase_matches(stored, f"{PASSPHRASE}!")
    assert not production.passphrase_matches(None, PASSPHRASE)


def test_what_was_hashed_at_another_cost_still_opens(production: ModuleType) -> None:
    stored = passphrases.hash_passphrase(PASSPHRASE)

    assert extract_parameters(stored) == profiles.CHEAPEST
    assert production.passphrase_matches(stored, PASSPHRASE)
