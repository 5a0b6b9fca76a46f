"""What the tree may hold, as functions from a folder to the list of what is wrong in it.

The lists are closed on purpose. Extend one in the commit that brings the content, with a reason to name.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FEATURES = words(
    """accounts directory interviews reviews threads documents debriefs letters deliveries followup desk
    integrations reports privacy"""
)
KINDS = words("models schemas states rules policy rendering queries actions api pages tasks")
FOLDERS = dict.fromkeys(FEATURES, KINDS) | {
    "accounts": KINDS | {"access", "factors"},
    "core": words(
        """settings state_dir db actor errors states queue timers clock local_time ids tokens logging
        text reaper task_run worker_loop secret_box statements"""
    ),
    "adapters": words(
        """mail mail_dial mail_guard mail_message mail_relay mail_sign_in mail_wire dns_records
        http oidc word pdf picture letter_page letter.typ fonts word_upload postgres listening
        migrations"""
    ),
    "audit": words("catalogue models trail seal verify queries canonical words"),
    "web": words(
        """deps problems forms csrf limits idempotency templating mails middleware etag health lists routes
        problem_pages openapi assets fields page_routes session_cookie"""
    ),
}
TOP = words("main worker cli demo templates static __init__")
EDGE = words("api pages access")
BANNED_NAMES = words("util utils helper helpers common service services manager managers")
OUTSIDE_MODULES = words("urllib.request http.client http.server")
OUTSIDE_CALLS = words("os.system os.popen os.fork")


def entries(folder: Path) -> Iterator[Path]:
    """Yield what a person put into a folder."""
    for path in sorted(folder.iterdir()):
        if path.name != "__pycache__" and not path.name.startswith("."):
            yield path


def sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if "__pycache__" not in path.parts:
            yield path


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Name a module or package as the lists do; a file of data keeps its suffix."""
    return path.stem if path.suffix == ".py" else path.name


def unknown_entries(app: Path) -> list[str]:
    """Find what no list names; a package may stand for a module of its name and hold any files."""
    found: list[Path] = []
    for entry in entries(app):
        name = name_of(entry)
        if entry.is_dir() and name in FOLDERS:
            allowed = FOLDERS[name] | {"__init__"}
            found += [inner for inner in entries(entry) if name_of(inner) not in allowed]
        elif name not in TOP:
            found.append(entry)
    return [f"{path.relative_to(app)}: no list in tests/architecture/tree.py names it" for path in found]


def banned_names(folder: Path) -> list[str]:
    """Find names that say nothing about what is inside."""
    return [
        f"{path.relative_to(folder)}: say what it holds"
        for path in sorted(folder.rglob("*"))
        if "__pycache__" not in path.parts and BANNED_NAMES & set(re.split(r"[_.]", path.stem.lower()))
    ]


def long_files(folder: Path, most: int) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(folder)}
    return [f"{path.relative_to(folder)}: {n} lines, at most {most}" for path, n in lengths.items() if n > most]


def long_functions(paths: Iterable[Path], most: int) -> list[str]:
    """Measure from `def` to the last line, docstring and inner functions included."""
    functions = (
        (path, node, (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in paths
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [
        f"{path}:{node.lineno} {node.name}: {length} lines, at most {most}"
        for path, node, length in functions
        if length > most
    ]


def packages_amiss(folder: Path) -> list[str]:
    """Find folders with code but without `__init__.py`, and an `__init__.py` that is not empty."""
    missing = {path.parent for path in sources(folder) if not (path.parent / "__init__.py").exists()}
    full = [path for path in sources(folder) if path.name == "__init__.py" and path.stat().st_size]
    return [f"{path}: __init__.py is missing" for path in sorted(missing)] + [f"{path}: not empty" for path in full]


def commits(app: Path) -> list[str]:
    """Find calls of `.commit()` outside core/db.py, which holds the only two."""
    elsewhere = [path for path in sources(app) if path.relative_to(app) != Path("core/db.py")]
    return [
        f"{path.relative_to(app)}:{node.lineno}: only core/db.py commits"
        for path in elsewhere
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def is_edge(relative: Path) -> bool:
    return relative.parts[0] in ("web", "main.py", "main") or name_of(Path(*relative.parts[1:2])) in EDGE


def http_exceptions(app: Path) -> list[str]:
    """Find HTTPException below the edge, where errors say what is wrong and not how HTTP puts it."""
    found = []
    for path in sources(app):
        relative = path.relative_to(app)
        if not is_edge(relative):
            names = {
                getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
                for node in ast.walk(parsed(path))
            }
            if "HTTPException" in names:
                found.append(f"{relative}: raise an error of core/errors.py")
    return found


def imported(path: Path) -> set[str]:
    """Name every module a file imports, and every `module.name` it imports from one."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def dotted_calls(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
    return {
        f"{call.value.id}.{call.attr}"
        for call in calls
        if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name)
    }


def outside_reached(app: Path) -> list[str]:
    """Find the doors to network and processes that .importlinter cannot name, outside adapters and demo."""
    found = []
    for path in sources(app):
        relative = path.relative_to(app)
        if relative.parts[0] not in ("adapters", "demo", "demo.py"):
            doors = (imported(path) & OUTSIDE_MODULES) | (dotted_calls(path) & OUTSIDE_CALLS)
            found += [f"{relative}: {door} belongs in adapters" for door in sorted(doors)]
    return found


def migrations_amiss(versions: Path) -> list[str]:
    """Find migrations without a date in the name, or that import what will have changed when they run."""
    found = []
    for path in sources(versions):
        dated = re.fullmatch(r"(\d{4}_\d{2}_\d{2}_\d{4})_[a-z0-9_]+", path.stem)
        if not dated or not is_instant(dated[1]):
            found.append(f"{path.name}: name it YYYY_MM_DD_HHMM_slug.py")
        if any(name == "app" or name.startswith("app.") for name in imported(path)):
            found.append(f"{path.name}: imports app")
    return found


def is_instant(text: str) -> bool:
    try:
        return bool(datetime.strptime(text + "+0000", "%Y_%m_%d_%H%M%z"))
    except ValueError:
        return False


def features_without_contract(app: Path, contracts: str) -> list[str]:
    """Find features that the import contracts of `.importlinter` do not name where each must stand."""
    found = []
    for entry in entries(app):
        if entry.name in FEATURES:
            container = len(re.findall(rf"^(?:containers = |    )app\.{entry.name}$", contracts, re.MULTILINE))
            if container < 2:
                found.append(f"app.{entry.name}: add it to the containers and to the sources of outside")
    return found
