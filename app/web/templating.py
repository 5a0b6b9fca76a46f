"""The one template environment: HTML escaped, a missing name is an error."""

from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.web.assets import asset_path

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def render(template: str, **context: object) -> str:
    """Render one template of `app/templates`."""
    return _templates().get_template(template).render(**context)


def page(template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Answer with a page."""
    return HTMLResponse(render(template, **context), status)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["asset"] = asset_path
    return made
