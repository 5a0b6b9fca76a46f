"""Where the embedded server's things lie, and how to reach it."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "afterword"
OWNER = "afterword_owner"
APP = "afterword_app"
SUPERUSER = "postgres"
PORT = 5432  # only a part of the socket's name: nothing listens on TCP

_SOCKET_PATH_BYTES = 107 if sys.platform == "linux" else 103


@dataclass(frozen=True)
class Layout:
    """The server's part of a state directory.

    Whoever starts it owns the folder and the locks; ``data``, ``log`` and ``socket_dir`` belong to the account
    that runs the server, which is another one where root starts it.
    """

    state_dir: Path

    @property
    def root(self) -> Path:
        """The folder that holds everything of the server."""
        return self.state_dir / "postgres"

    @property
    def data(self) -> Path:
        """The data directory; it appears complete, by a rename."""
        return self.root / "data"

    @property
    def fresh_data(self) -> Path:
        """The data directory while initdb works on it."""
        return self.root / "data.new"

    @property
    def runtime(self) -> Path:
        """Copies of the binaries, one folder a version."""
        return self.root / "runtime"

    @property
    def log(self) -> Path:
        """The server's logs, a file for each day of the week."""
        return self.root / "log"

    @property
    def startup_log(self) -> Path:
        """What initdb or the server printed before it opened its log."""
        return self.root / "startup.log"

    @property
    def change_lock(self) -> Path:
        """Held while one process starts or stops the server."""
        return self.root / "change.lock"

    @property
    def server_lock(self) -> Path:
        """Held by the server and all its children until the last of them is gone, however they die."""
        return self.root / "server.lock"

    @property
    def holders_lock(self) -> Path:
        """Shared by those who need the server."""
        return self.root / "holders.lock"

    @property
    def key(self) -> str:
        """Tell this cluster from all others on the machine."""
        return hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]

    @property
    def cluster_name(self) -> str:
        """The name in the title of each server process, by which orphans are known."""
        return f"afterword-{self.key}"

    @property
    def socket_dir(self) -> Path:
        """The socket's directory: beside the data, or a short one if that is too long or libpq would split it."""
        beside = self.root / "socket"
        socket = os.fsencode(beside / f".s.PGSQL.{PORT}")
        if len(socket) <= _SOCKET_PATH_BYTES and not set(b',"') & set(socket):
            return beside
        return Path("/tmp") / self.cluster_name  # noqa: S108 - made 0700 and its owner checked at each start


@dataclass(frozen=True)
class Cluster:
    """A server that answered; the URLs are for psycopg and libpq."""

    state_dir: Path
    owner_url: str
    app_url: str
    superuser_url: str
    pid: int

    def url_for(self, role: str, database: str) -> str:
        """Name a role and a database of this server."""
        return _url(Layout(self.state_dir), role, database)


def cluster_at(layout: Layout, pid: int) -> Cluster:
    """Describe the server that runs there as this process."""
    return Cluster(
        state_dir=layout.state_dir,
        owner_url=_url(layout, OWNER, DATABASE),
        app_url=_url(layout, APP, DATABASE),
        superuser_url=_url(layout, SUPERUSER, DATABASE),
        pid=pid,
    )


def _url(layout: Layout, role: str, database: str) -> str:
    host = quote(os.fsencode(layout.socket_dir), safe="/")
    return f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?host={host}&port={PORT}"
