"""Where this program keeps what must outlive a process: the embedded server's data, logs, caught mails."""

import errno
import hashlib
import os
import pwd
import tempfile
from pathlib import Path

WAY_OUT = "Set AFTERWORD_STATE_DIR to a directory that can be written, or DATABASE_URL to your own PostgreSQL."


class StateDirUnusable(Exception):
    """The state directory cannot be used; the message says why and what to do."""


def default_state_dir(checkout: Path) -> Path:
    """Name the state directory of a checkout; create nothing.

    Two checkouts never share one. Root's lies under /var/lib, where the unprivileged account that runs the
    server can enter; /root is closed to it. Raises StateDirUnusable for an account without a home.
    """
    key = hashlib.sha256(os.fsencode(checkout.resolve())).hexdigest()[:12]
    if os.geteuid() == 0:
        return Path("/var/lib/afterword") / key
    return _state_home() / "afterword" / key


def prepare(path: Path) -> Path:
    """Create the directory where it is missing and prove that it can be written; return its real path.

    Directories that exist keep their mode. New ones are private, except root's: the account that runs the
    server can enter those. Raises StateDirUnusable.
    """
    try:
        resolved = path.resolve()
        _make(resolved, 0o755 if os.geteuid() == 0 else 0o700)
        with tempfile.TemporaryFile(dir=resolved) as probe:
            probe.write(b"afterword")
    except OSError as error:
        raise StateDirUnusable(f"{_reason(path, error)} {WAY_OUT}") from error
    return resolved


def _state_home() -> Path:
    given = os.environ.get("XDG_STATE_HOME", "")
    if given.startswith("/"):  # the XDG specification has relative values ignored
        return Path(given)
    home = os.environ.get("HOME", "")
    if not home.startswith("/"):
        try:
            home = pwd.getpwuid(os.geteuid()).pw_dir
        except KeyError:
            raise StateDirUnusable(f"This account has no home directory. {WAY_OUT}") from None
    return Path(home) / ".local" / "state"


def _make(path: Path, mode: int) -> None:
    """Create the path and its missing parents with exactly this mode, whatever the umask."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        try:
            folder.mkdir()
        except FileExistsError:  # made meanwhile by a process that started at the same time
            continue
        folder.chmod(mode)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def _reason(path: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk that holds {path} is full."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"The state directory {path} cannot be written by this account."
        case errno.ENOTDIR | errno.EEXIST:
            return f"The state directory {path} cannot be made: a file of that name is in the way."
        case _:
            return f"The state directory {path} cannot be used: {error.strerror}."
