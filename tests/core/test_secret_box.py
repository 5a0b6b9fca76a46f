"""Passwords of agencies lie sealed: bound to their row, opened by every key the operator still has."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import ValidationError

from app.core.secret_box import KEY_FILE, CannotOpen, SecretBox, box_of, key_in
from app.core.settings import Settings

OLD, NEW = "old-" + "k" * 32, "new-" + "k" * 32


def test_what_was_sealed_is_opened_and_never_reads_as_it_was() -> None:
    box, row = SecretBox([NEW]), uuid4()
    sealed = box.seal("zażółć", bound_to=row)

    assert box.open(sealed, bound_to=row) == "zażółć"
    assert "zażółć".encode() not in sealed
    assert box.seal("zażółć", bound_to=row) != sealed


def test_it_is_opened_for_its_own_row_only_and_only_whole() -> None:
    box, row = SecretBox([NEW]), uuid4()
    sealed = box.seal("hunter22", bound_to=row)

    for changed, bound_to in [
        (sealed, uuid4()),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), row),
        (sealed[:20], row),
        (sealed[:4], row),
        (b"", row),
    ]:
        with pytest.raises(CannotOpen):
            box.open(changed, bound_to=bound_to)


def test_the_first_key_seals_and_former_ones_still_open() -> None:
    row = uuid4()
    former = SecretBox([OLD]).seal("hunter22", bound_to=row)
    both = SecretBox([NEW, OLD])

    assert both.open(former, bound_to=row) == "hunter22"
    assert (both.is_newest(former), both.is_newest(both.seal("x", bound_to=row))) == (False, True)
    with pytest.raises(CannotOpen):
        SecretBox([NEW]).open(former, bound_to=row)


def test_without_a_key_there_is_no_box() -> None:
    box = box_of(Settings(database_url="postgresql://somewhere", secret_key=None))

    assert not box
    with pytest.raises(CannotOpen):
        box.open(b"sealed once", bound_to=uuid4())


def test_the_operators_keys_are_read_with_the_newest_first() -> None:
    row = uuid4()
    box = box_of(Settings(secret_key=f" {NEW} , {OLD} "))

    assert SecretBox([NEW]).open(box.seal("x", bound_to=row), bound_to=row) == "x"


def test_a_key_that_is_too_short_is_refused_without_being_shown() -> None:
    with pytest.raises(ValidationError, match="at least 32 characters") as refused:
        Settings(secret_key=f"{NEW},hunter22")

    assert "hunter22" not in str(refused.value)


def test_beside_the_embedded_server_a_key_is_made_that_only_its_owner_reads(tmp_path: Path) -> None:
    row = uuid4()
    settings = Settings(database_url=None, secret_key="", state_dir=tmp_path / "state")
    sealed = box_of(settings).seal("hunter22", bound_to=row)

    assert box_of(settings).open(sealed, bound_to=row) == "hunter22"
    assert (tmp_path / "state" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [one.name for one in (tmp_path / "state").iterdir()] == [KEY_FILE]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: key_in(tmp_path), range(32)))

    assert len(set(keys)) == 1
    assert len(keys[0]) >= 32
