"""What the application's own text says: which names it gives to tasks and which actions it records."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import FEATURES, parsed, sources

APP = Path(__file__).resolve().parents[2] / "app"
PLANNERS = frozenset({"enqueue", "set_timer", "clear_timer"})


def task_names(app: Path = APP) -> set[str]:
    """Every text of the form ``feature.verb`` that is not the declaration of a task."""
    return {text for path in sources(app) for text in _named_in(parsed(path))}


def planned_names(app: Path = APP) -> Iterator[tuple[str, str]]:
    """Where a task or timer is named by a literal in the call that plans it: (place, name)."""
    for path in sources(app):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and _called(node) in PLANNERS and len(node.args) > 1:
                name = node.args[1]
                if isinstance(name, ast.Constant):
                    yield f"{path.relative_to(app)}:{node.lineno}", str(name.value)


def recorded_actions(app: Path = APP) -> set[str]:
    """Every member of AuditAction that the application names outside its catalogue."""
    return {
        node.attr
        for path in sources(app)
        if path.name != "catalogue.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "AuditAction"
    }


def _named_in(tree: ast.Module) -> Iterator[str]:
    declarations = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) == "task"
        for argument in node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in declarations:
            feature, dot, verb = node.value.partition(".")
            if dot and feature in FEATURES and verb.isidentifier():
                yield node.value


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
