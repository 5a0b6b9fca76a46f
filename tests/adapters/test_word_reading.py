"""The process that reads a file: what it may use, how it ends, and that nothing it says is believed unchecked."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.adapters.word_upload.answers import REASONS
from app.adapters.word_upload.child import MOST_CPU_SECONDS, MOST_MEMORY
from app.adapters.word_upload.reading import ENVIRONMENT, SEATS, ReadersBusy, WordRefused, WordText, read_word, seat
from tests.make import word_files as files

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit a process's memory")
LIMITED = "from app.adapters.word_upload import child; child.limit(); "


def in_its_limits(code: str) -> subprocess.CompletedProcess[bytes]:
    """Run this code as the reading process runs its own, after it has limited itself."""
    command = [sys.executable, "-c", LIMITED + code]
    return subprocess.run(command, capture_output=True, timeout=60, env=ENVIRONMENT, cwd="/")


def posing(code: str) -> tuple[str, ...]:
    """A program in place of the reading process, as one that a file has taken over would be."""
    return (sys.executable, "-c", code)


def test_a_letter_is_read_in_a_process_of_its_own() -> None:
    read = read_word(files.letter())

    assert isinstance(read, WordText)
    assert read.paragraphs == [files.THANKS, files.WISH]


def test_a_file_that_is_refused_says_why() -> None:
    assert read_word(files.old_doc()) == WordRefused(refused="old_word")
    assert read_word(files.built(files.said("x" * 20_001))) == WordRefused(refused="too_long", count=20_001)
    assert read_word(b"") == WordRefused(refused="not_word")


def test_a_part_nested_deeper_than_readers_go_is_refused_and_not_crashed_on() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 60 + files.said("x") + "</w:tc></w:tr></w:tbl>" * 60
    assert read_word(files.built(nested)) == WordRefused(refused="too_complex", error="RecursionError")


def test_the_process_ends_when_its_time_is_over() -> None:
    began = time.monotonic()

    read = read_word(files.letter(), seconds=0.5, reader=posing("import time; time.sleep(60)"))

    assert read == WordRefused(refused="too_slow")
    assert time.monotonic() - began < 10


def test_what_the_process_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import pathlib, subprocess, time; "
        f"pathlib.Path({str(note)!r}).write_text(str(subprocess.Popen(['sleep', '60']).pid)); time.sleep(60)"
    )

    assert read_word(files.letter(), seconds=3, reader=posing(code)) == WordRefused(refused="too_slow")

    assert not alive(int(note.read_text()))


def alive(pid: int) -> bool:
    """Whether a process still runs; one that ended and was not taken off the list does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.mark.parametrize(
    "printed",
    [
        "''",
        "'x' * 10_000_000",
        "'[]'",
        "'{}'",
        """'{"paragraphs": [], "found": {}}'""",
        """'{"paragraphs": [1], "found": {}}'""",
        """'{"paragraphs": ["a"], "found": {"nonsense": 1}}'""",
        """'{"paragraphs": ["a"], "found": {"links": -1}}'""",
        """'{"paragraphs": ["a"], "found": {}, "more": 1}'""",
        """'{"refused": "because"}'""",
        """'{"refused": "pdf", "error": "a long story of somebody"}'""",
    ],
)
def test_what_the_process_says_is_believed_only_in_its_form(printed: str) -> None:
    said = read_word(files.letter(), reader=posing(f"import sys; sys.stdout.write({printed})"))
    assert said == WordRefused(refused="not_readable", error="NoAnswer")


@linux_only
def test_the_process_gets_no_more_memory_than_it_may_have() -> None:
    ended = in_its_limits(f"bytearray({MOST_MEMORY})")
    assert b"MemoryError" in ended.stderr
    assert in_its_limits(f"bytearray({MOST_MEMORY // 4})").returncode == 0


def test_the_process_may_write_no_file_and_keeps_no_core() -> None:
    ended = in_its_limits("import tempfile; f = tempfile.NamedTemporaryFile(dir='/tmp', buffering=0); f.write(b'x')")
    assert b"File too large" in ended.stderr


def test_the_process_has_no_more_processor_time_than_it_may_have() -> None:
    ended = in_its_limits("import resource; print(resource.getrlimit(resource.RLIMIT_CPU))")
    assert ended.stdout.decode().strip() == str((MOST_CPU_SECONDS, MOST_CPU_SECONDS))


def test_the_process_knows_no_setting_and_no_secret_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    code = "import json,os; print(json.dumps({'refused': 'pdf', 'count': len(os.environ.get('DATABASE_URL', ''))}))"
    assert read_word(b"", reader=posing(code)) == WordRefused(refused="pdf", count=0)


def test_sixteen_files_at_once_are_read_two_at_a_time_and_all_in_the_end() -> None:
    reads, reading, most, lock = [], set(), 0, threading.Lock()

    def read_once(number: int) -> bool:
        nonlocal most
        try:
            with seat():
                with lock:
                    reading.add(number)
                    most = max(most, len(reading))
                reads.append(read_word(files.letter()))
                with lock:
                    reading.remove(number)
        except ReadersBusy:
            return False
        return True

    def read_at_last(number: int) -> None:
        while not read_once(number):
            pass

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(read_at_last, range(16)))

    assert [type(one) for one in reads] == [WordText] * 16
    assert most == SEATS


def test_a_seat_that_is_not_free_is_not_waited_for_long() -> None:
    with seat(), seat(), pytest.raises(ReadersBusy), seat():
        pass
    with seat():
        pass


def test_every_reason_is_a_word_of_its_own() -> None:
    assert all(reason.replace("_", "").isalpha() for reason in REASONS)
