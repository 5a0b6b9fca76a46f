"""The worked example of docs/api.md, run as a reader would: its lines in bash, against `./dev run`."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.processes import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "api.md"


@pytest.fixture
def doors() -> Iterator[dict[str, str]]:
    """`./dev run` in a state directory of its own; where its first page and its API are."""
    parent = Path(tempfile.mkdtemp(prefix="afterword-api-", dir="/tmp"))
    parent.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "AFTERWORD_"))}
    environment["AFTERWORD_STATE_DIR"] = str(parent / "state")
    port = free_port()
    command = [sys.executable, "-u", "-m", "app.cli", "run", "--no-fill", "--port", str(port)]
    running = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    printed = ""
    for line in running.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    found = re.search(r"the API +(\S+)/v1/openapi.json", printed)
    assert found, printed
    yield {"DOORS": f"http://127.0.0.1:{port}", "API": found[1]}
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0
    running.stdout.close()
    shutil.rmtree(parent)


def script_of(page: str) -> str:
    """Every line of bash of the page; curl ends the script where the service refuses."""
    lines = "\n".join(re.findall(r"```bash\n(.*?)```", page, flags=re.DOTALL))
    without_ports = re.sub(r"^(DOORS|API)=.*\n", "", lines, flags=re.MULTILINE)
    return "set -euo pipefail\n" + without_ports.replace("curl -sS", "curl -sS --fail-with-body")


def test_the_loop_in_curl_ends_with_a_letter_that_was_sent(doors: dict[str, str], tmp_path: Path) -> None:
    script = script_of(PAGE.read_text(encoding="utf-8"))
    assert script.count("curl") > 15
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env={**os.environ, **doors}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    said = done.stdout.splitlines()
    assert said[-1].endswith("The client's mail server took the message")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
