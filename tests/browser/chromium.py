"""Find a Chromium that Playwright can drive: the machine's own, Playwright's, or one that can be had."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


class NoBrowser(Exception):
    """No Chromium is here and none could be installed; the message says how to get one."""


@cache
def executable() -> str:
    """The path of a Chromium; raises NoBrowser."""
    for look in (_on_this_machine, _of_playwright, _installed_by_playwright, _installed_by_apt):
        found = look()
        if found:
            return found
    raise NoBrowser("no Chromium: install one (Debian: apt-get install chromium; macOS: brew install chromium)")


def _on_this_machine() -> str | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (MAC if Path(MAC).exists() else None)


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _installed_by_playwright() -> str | None:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True)
    return _of_playwright() if done.returncode == 0 else None


def _installed_by_apt() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], capture_output=True, env=quiet)
    done = subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], capture_output=True, env=quiet)
    return _on_this_machine() if done.returncode == 0 else None
