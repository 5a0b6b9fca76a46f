"""The process that reads one uploaded file: bytes come in, one line of JSON goes out, and it has nothing else.

Started by `app.adapters.word_upload.reading` only, in a process group and an environment of its own.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from app.adapters.word_upload.answers import Reason, Refused
from app.adapters.word_upload.contents import contents

MOST_MEMORY: Final = 1024 * 1024 * 1024
MOST_CPU_SECONDS: Final = 10
_MOST_OPEN: Final = 64
_POLITE: Final = 5
_FIRST_TO_GO: Final = "1000"
_LIMITS: Final = (
    (resource.RLIMIT_AS, MOST_MEMORY),
    (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NOFILE, _MOST_OPEN),
    (resource.RLIMIT_NPROC, 0),
)


def main() -> None:
    """Limit this process, then read the file from standard input and say what it holds, or why it is not read."""
    limit()
    answer = _answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.buffer.flush()
    os._exit(0)


def limit() -> None:
    """Take away what reading does not need. A limit that a system does not know (macOS: memory) is passed over."""
    for what, most in _LIMITS:
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    os.nice(_POLITE)
    with suppress(OSError):  # Linux: when memory runs out, this process goes, and not the worker
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")


def _answer(file: bytes) -> dict[str, Any]:
    try:
        read = contents(file)
    except Refused as refused:
        return {"refused": refused.reason, "count": refused.count}
    except (MemoryError, RecursionError) as error:
        return _failed("too_complex", error)
    except Exception as error:  # noqa: BLE001 - libraries fail in ways of their own on a stranger's file
        return _failed("not_readable", error)
    return {"paragraphs": read.paragraphs, "found": dict(read.found)}


def _failed(reason: Reason, error: BaseException) -> dict[str, Any]:
    return {"refused": reason, "count": None, "error": type(error).__name__}


if __name__ == "__main__":
    main()
