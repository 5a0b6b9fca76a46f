"""A process of its own that uses the embedded server; prints one line of JSON for the test that started it."""

import json
import os
import sys
from pathlib import Path

import psycopg

from app.adapters.postgres import server
from app.core.state_dir import default_state_dir
from tests.adapters.postgres_case import CHECKOUT, QUICK


def main(task: str, *paths: str) -> None:
    """Do the task: start, home, hold or shm."""
    match task:
        case "start":
            say(pid=server.start(Path(paths[0]), QUICK).pid)
        case "home":
            become(int(paths[0]))
            cluster = server.start(default_state_dir(CHECKOUT), QUICK)
            say(pid=cluster.pid, state_dir=str(cluster.state_dir))
        case "hold":
            with server.hold(Path(paths[0]), QUICK) as cluster:
                say(pid=cluster.pid)
                sys.stdin.read()
        case "shm":
            say(**parallel_query_in(Path(paths[0])))


def parallel_query_in(state_dir: Path) -> dict[str, object]:
    """Start the server and make two of its processes share memory."""
    with server.hold(state_dir, QUICK) as cluster, psycopg.connect(cluster.superuser_url) as connection:
        connection.execute("SET debug_parallel_query = on")
        plan = connection.execute("EXPLAIN (ANALYZE, FORMAT JSON) SELECT count(*) FROM pg_class").fetchone()
        size = os.statvfs("/dev/shm")  # noqa: S108
        return {
            "workers": json.dumps(plan).count("Workers Launched"),
            "bytes": size.f_blocks * size.f_frsize,
            "files": [path.name for path in Path("/dev/shm").iterdir()],  # noqa: S108
        }


def become(uid: int) -> None:
    """Be an ordinary user from now on; root's interpreter may lie where only root can start it."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


def say(**values: object) -> None:
    """Answer the test."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
