"""Where the program keeps its state, and what it says when it cannot."""

import os
from pathlib import Path

import pytest

from app.core.state_dir import StateDirUnusable, default_state_dir, prepare

AS_ROOT = os.geteuid() == 0


def test_two_checkouts_have_two_directories(tmp_path: Path) -> None:
    one, other = default_state_dir(tmp_path / "one"), default_state_dir(tmp_path / "other")

    assert one != other
    assert one == default_state_dir(tmp_path / "other" / ".." / "one")
    assert not one.exists()


@pytest.mark.skipif(not AS_ROOT, reason="root only")
def test_the_directory_of_root_is_where_other_accounts_can_enter(tmp_path: Path) -> None:
    assert default_state_dir(tmp_path).parent == Path("/var/lib/afterword")


@pytest.mark.skipif(AS_ROOT, reason="ordinary users only")
def test_the_directory_of_a_user_follows_the_xdg_specification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/priya")
    for given, expected in (
        ("/state", "/state"),
        ("relative", "/home/priya/.local/state"),
        ("", "/home/priya/.local/state"),
    ):
        monkeypatch.setenv("XDG_STATE_HOME", given)
        assert default_state_dir(tmp_path).parent == Path(expected) / "afterword"


def test_a_prepared_directory_ignores_the_umask_and_may_be_prepared_again(tmp_path: Path) -> None:
    umask = os.umask(0o277)
    try:
        made = prepare(tmp_path / "a" / "b")
    finally:
        os.umask(umask)

    assert prepare(tmp_path / "a" / "b") == made == (tmp_path / "a" / "b").resolve()
    assert made.stat().st_mode & 0o777 == made.parent.stat().st_mode & 0o777 == (0o755 if AS_ROOT else 0o700)
    assert list(made.iterdir()) == []


def test_a_file_in_the_way_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StateDirUnusable, match=r"a file of that name is in the way\. Set AFTERWORD_STATE_DIR"):
            prepare(path)


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
def test_a_directory_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for path in (tmp_path, tmp_path / "below"):
        with pytest.raises(StateDirUnusable, match=r"cannot be written by this account\. Set AFTERWORD_STATE_DIR"):
            prepare(path)


@pytest.mark.skipif(not Path("/dev/full").exists() or not Path("/proc/sys").exists(), reason="Linux only")
def test_a_directory_on_a_file_system_that_takes_no_files_is_refused() -> None:
    with pytest.raises(StateDirUnusable, match="Set AFTERWORD_STATE_DIR"):
        prepare(Path("/proc/sys/afterword"))
