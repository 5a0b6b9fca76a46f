"""The class of every audited row, for the check of the trail: it compares each head with its row."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import app


def read_in_models() -> None:
    """Read in the models of every feature, and nothing else of it; every audited row has its class there."""
    for found in iter_modules(app.__path__, "app."):
        if found.ispkg and find_spec(f"{found.name}.models"):
            models = import_module(f"{found.name}.models")
            for one in iter_modules(getattr(models, "__path__", ()), f"{models.__name__}."):
                import_module(one.name)
