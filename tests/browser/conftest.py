"""Real Chromium on the run's own server; `./dev test` runs a small set, `./dev test-browser` all."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import NoBrowser, executable
from tests.browser.window import Windows
from tests.office import Office, Premises

QUIET = ["--disable-background-networking", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones to `./dev test-browser`: they are not skipped, but another run's."""
    whole, pictures = config.getoption("--whole-browser"), config.getoption("--screenshots")
    wanted = {"whole_browser": whole, "pictures": pictures}
    left = [item for item in items if any(item.get_closest_marker(mark) and not on for mark, on in wanted.items())]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="module")
def chromium(premises: Premises) -> Iterator[Browser]:
    """A browser for which the public address is this run's server; where none can be had, a skip (in CI a failure)."""
    try:
        path = executable()
    except NoBrowser as lacking:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(lacking))
    host, port = urlsplit(premises.settings.public_url).hostname, urlsplit(premises.url).port
    arguments = [*QUIET, f"--host-resolver-rules=MAP {host} 127.0.0.1:{port}"]
    arguments.append(f"--unsafely-treat-insecure-origin-as-secure={premises.settings.public_url}")  # as https would be
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=arguments, env={**os.environ, "HOME": str(Path(home))}
        )
        yield browser
        browser.close()


@pytest.fixture
def windows(office: Office, chromium: Browser) -> Iterator[Windows]:
    """Windows of candidates of this office; each is closed afterwards, and none may have logged an error."""
    with Windows.of(office, chromium) as opened:
        yield opened
