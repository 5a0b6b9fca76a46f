"""`./dev` must start on any Python and any path, and say what is missing; no environment is made here."""

import ast
import importlib.machinery
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "dev"


def load(path: Path) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("afterword_dev", str(path))
    spec = importlib.util.spec_from_loader("afterword_dev", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def dev(tmp_path: Path) -> ModuleType:
    """A checkout of its own, in a folder whose name has a space, with the script loaded from there."""
    here = tmp_path / "a checkout"
    here.mkdir()
    for name in ("dev", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, here / name)
    return load(here / "dev")


def finished_environment(dev: ModuleType) -> None:
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.symlink_to(sys.executable)
    dev.STAMP.write_text("\n".join(dev.fingerprints()))


def run(*words: str, at: Path = DEV, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(at), *words], cwd=cwd, capture_output=True, text=True)


def test_without_a_word_the_words_are_listed() -> None:
    done = run()
    assert done.returncode == 0
    for word in ("demo", "run", "test", "faults", "check", "migrate", "docs", "doctor"):
        assert re.search(rf"^  {word} +\w+", done.stdout, re.MULTILINE)


def test_an_unknown_word_is_refused_with_the_list() -> None:
    done = run("bake")
    assert done.returncode == 2
    assert "no word 'bake'" in done.stderr
    assert "  demo " in done.stderr


def test_the_words_are_listed_from_a_path_with_a_space_and_from_another_folder(dev: ModuleType, tmp_path: Path) -> None:
    done = run(at=dev.HERE / "dev", cwd=tmp_path)
    assert done.returncode == 0
    assert not dev.VENV.exists()


def test_the_script_and_the_ci_entry_are_executable() -> None:
    assert os.access(DEV, os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_make_knows_the_same_words(dev: ModuleType) -> None:
    rule = (ROOT / "Makefile").read_text().splitlines()[1]
    assert rule.rstrip(":").split() == ["words", *dev.WORDS]


def test_the_script_parses_on_an_old_python() -> None:
    tree = ast.parse(DEV.read_text(), feature_version=(3, 7))
    annotations = [a.annotation for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for a in f.args.args]
    subscripted = [a for a in annotations if isinstance(a, ast.Subscript | ast.BinOp)]
    assert subscripted == [], "quote it: an old Python evaluates annotations"


def test_an_old_python_without_a_newer_one_is_told_what_to_install(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(dev.SetupError) as stop:
        dev.require_python((3, 9, 2))
    assert "Python 3.11 or newer is needed" in str(stop.value)
    assert "apt-get install python3.11" in str(stop.value)


def test_a_python_that_is_new_enough_goes_on(dev: ModuleType) -> None:
    dev.require_python((3, 11, 0))
    dev.require_python((3, 15, 1))


def test_a_newer_python_on_the_path_is_found_past_one_that_does_not_start(dev: ModuleType, tmp_path: Path) -> None:
    broken, good = tmp_path / "python3.11", tmp_path / "python3.13"
    for path, status in ((broken, 127), (good, 0)):
        path.write_text(f"#!/bin/sh\nexit {status}\n")
        path.chmod(0o755)
    assert dev.newer_python(str(tmp_path)) == str(good)


def test_a_finished_environment_is_used_as_it_is(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    finished_environment(dev)
    assert dev.ready_environment() == str(dev.PYTHON)
    assert capsys.readouterr().err == ""


def test_the_whole_suite_is_shared_out_and_a_part_of_it_is_not(dev: ModuleType) -> None:
    assert dev.shared_out([])[0] == "-n"
    assert dev.shared_out(["tests/web", "-x"]) == []


def test_what_is_compiled_once_is_kept_for_the_next_process(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    finished_environment(dev)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    seen = []
    monkeypatch.setattr(os, "execv", lambda *ran: seen.append(("PYTHONDONTWRITEBYTECODE" in os.environ, ran[1])))

    dev.main(["doctor"])

    assert seen == [(False, [str(dev.PYTHON), "-m", "app.cli", "doctor"])]


@pytest.mark.parametrize(("name", "packages_are_kept"), [("requirements.lock", False), ("pyproject.toml", True)])
def test_a_changed_lock_rebuilds_all_and_a_changed_project_only_itself(
    dev: ModuleType, name: str, packages_are_kept: bool
) -> None:
    finished_environment(dev)
    with (dev.HERE / name).open("a") as file:
        file.write("\n# changed\n")
    wanted = dev.fingerprints()
    assert dev.stamped() != wanted
    assert (dev.stamped()[0] == wanted[0]) is packages_are_kept


def test_an_environment_that_was_moved_or_lost_its_python_is_not_trusted(dev: ModuleType, tmp_path: Path) -> None:
    finished_environment(dev)
    moved = load(Path(shutil.copytree(dev.HERE, tmp_path / "moved", symlinks=True)) / "dev")
    assert moved.stamped()
    assert moved.stamped()[0] != moved.fingerprints()[0]
    dev.PYTHON.unlink()
    assert dev.stamped() == []


@pytest.mark.parametrize(
    ("output", "way_out"),
    [
        ("OSError: [Errno 28] No space left on device: '/x'", "The disk is full"),
        ("[Errno 13] Permission denied: '/x/.venv'", "Clone or copy the checkout"),
        ("[Errno 30] Read-only file system: '/x/.venv'", "Clone or copy the checkout"),
        ("WARNING: Retrying (Retry(total=0)) after NewConnectionError", "could not be reached"),
        ("error: cause: client error (Connect) cause: dns error", "could not be reached"),
        ("because ensurepip is not available.", "apt-get install python3-venv"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that requirements.lock names"),
    ],
)
def test_a_failed_step_is_explained(dev: ModuleType, output: str, way_out: str) -> None:
    assert way_out in dev.reason_in(f"some line\n{output}\nanother\n")


def test_a_failed_command_shows_its_last_lines_and_names_the_log(dev: ModuleType, tmp_path: Path) -> None:
    log = str(tmp_path / "build.log")
    code = "print('the cause'); raise SystemExit(3)"
    with pytest.raises(dev.StepError) as failed:
        dev.step(log, [sys.executable, "-c", code])
    message = dev.failure(log, str(failed.value))
    assert "exit code 3" in message
    assert "  | the cause" in message
    assert log in message


def test_steps_go_on_past_a_failed_one_and_the_result_is_failure(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = (("bad", ("-c", "raise SystemExit('why it failed')")), ("good", ("-c", "print('quiet')")))
    assert dev.run_steps(sys.executable, steps) == 1
    shown = capsys.readouterr().out
    assert re.search(r"FAIL  bad .*why it failed.*pass  good .*failed: bad", shown, re.DOTALL)
    assert "quiet" not in shown
    assert dev.run_steps(sys.executable, steps[1:]) == 0


def test_the_lock_has_a_hash_for_every_package_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock
    assert "--index" not in lock


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=~! ;]", requirement)[0].lower() for requirement in wanted}
    locked = set(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert names - locked == set()
