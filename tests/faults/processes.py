"""Processes of their own that start quickly: each is forked from one that has read the program in already."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.probe_worker", "tests.faults.delivery_worker"])


@dataclass(frozen=True)
class Forked:
    """One such process, to be signalled and waited for as `subprocess.Popen` would."""

    process: BaseProcess

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def send_signal(self, order: signal.Signals) -> None:
        os.kill(self.pid, order)

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()

    def wait(self, seconds: float | None = None) -> int:
        self.process.join(seconds)
        assert self.process.exitcode is not None, "it has not ended"
        return self.process.exitcode


def start(main: Callable[..., None], *words: str, environment: Mapping[str, str], log: Path) -> Forked:
    """Run a module's ``main`` with these words; what it prints goes to the end of the log."""
    process = _FORKS.Process(target=_run, args=(main, words, dict(environment), log), daemon=True)
    process.start()
    return Forked(process)


def _run(main: Callable[..., None], words: tuple[str, ...], environment: Mapping[str, str], log: Path) -> None:
    os.environ.update(environment)
    with log.open("ab") as written:
        for stream in (1, 2):
            os.dup2(written.fileno(), stream)
    main(*words)
