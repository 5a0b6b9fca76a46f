"""Who runs the server: PostgreSQL refuses root, so root lends it an unprivileged account."""

import errno
import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.adapters.postgres.errors import OWN_SERVER, EmbeddedPostgresError

_CANDIDATES = ("postgres", "nobody")
_KEPT_FROM_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True)
class Account:
    """The account of the server's processes; ``switch`` says that the caller is root and another is meant."""

    uid: int
    gid: int
    name: str
    switch: bool

    def spawn(
        self, command: Sequence[str | Path], *, output: IO[bytes], keep: Sequence[int] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, without the secrets of the caller's environment."""
        try:
            return subprocess.Popen(  # noqa: S603 - our own programs
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=_environment(),
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=[] if self.switch else None,
                umask=0o077,
                start_new_session=True,
                pass_fds=keep,
            )
        except OSError as error:
            raise _not_started(Path(command[0]), self, error) from error

    def own_directory(self, path: Path) -> None:
        """Make the directory if it is missing, and this account's alone.

        One that somebody else made is refused, not taken over: the path may lie in /tmp.
        """
        with suppress(FileExistsError):
            path.mkdir(0o700)
        found = path.lstat()
        if self.switch and found.st_uid == os.geteuid():
            self._give(path)
            found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid:
            raise EmbeddedPostgresError(
                f"{path} is no directory of the account {self.name}. Remove it, or set AFTERWORD_STATE_DIR."
            )
        path.chmod(0o700)

    def _give(self, path: Path) -> None:
        try:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        except OSError as error:
            if error.errno in (errno.EPERM, errno.EINVAL):
                raise _not_root_enough(self) from error
            raise


def account_for(data: Path) -> Account:
    """Choose who runs the server: the owner of the data, else this user, or for root an unprivileged account."""
    uid = os.geteuid()
    owner = data.stat() if data.exists() else None
    if uid != 0:
        if owner and owner.st_uid != uid:
            raise EmbeddedPostgresError(
                f"The data in {data} belong to {_name(owner.st_uid)}. Start it as that account, or as root, "
                f"or set AFTERWORD_STATE_DIR to a directory of your own."
            )
        return Account(uid, os.getegid(), _name(uid), switch=False)
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, _name(owner.st_uid), switch=True)
    return _unprivileged()


def closed_parent(path: Path, account: Account) -> Path | None:
    """Name the uppermost directory above the path that the mode bits close to the account."""
    for folder in reversed(path.parents):
        found = folder.stat()
        bit = stat.S_IXOTH
        if found.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif found.st_gid == account.gid:
            bit = stat.S_IXGRP
        if not found.st_mode & bit:
            return folder
    return None


def _unprivileged() -> Account:
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, name, switch=True)
    raise EmbeddedPostgresError(
        "PostgreSQL refuses to run as root, and this system has neither an account postgres nor nobody. "
        f"Make one (useradd --system postgres), or start as an ordinary user. {OWN_SERVER}"
    )


def _environment() -> dict[str, str]:
    """Keep what finds programs and libraries; PGPORT, PGTZ and the like would change the server."""
    kept = {name: os.environ[name] for name in _KEPT_FROM_ENVIRONMENT if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _not_started(program: Path, account: Account, error: OSError) -> EmbeddedPostgresError:
    if error.errno in (errno.EPERM, errno.EINVAL) and account.switch:
        return _not_root_enough(account)
    if closed := closed_parent(program, account):
        cause = f"The account {account.name} runs the server and cannot enter {closed}."
    else:
        cause = f"{program} cannot be run by {account.name}: {error.strerror} (is its disk mounted noexec?)."
    return EmbeddedPostgresError(
        f"{cause} Set AFTERWORD_STATE_DIR to a directory that every account can enter and run programs from. "
        f"{OWN_SERVER}"
    )


def _not_root_enough(account: Account) -> EmbeddedPostgresError:
    """Root of a sandbox may lack other accounts (a user namespace) or the right to become one."""
    return EmbeddedPostgresError(
        f"PostgreSQL refuses to run as root, and this root may not become the account {account.name}. "
        f"Start as an ordinary user. {OWN_SERVER}"
    )
