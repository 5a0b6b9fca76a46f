"""Style sheet and scripts under names that hold their content's hash, so that they may be kept for ever.

Nothing is built: a file of `app/static` is served as it stands, at ``/static/<name>.<hash>.<suffix>``.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from app.core.errors import NotFound

STATIC: Final = Path(__file__).resolve().parents[1] / "static"
KEPT_FOR_EVER: Final = "public, max-age=31536000, immutable"
_MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

router = APIRouter(include_in_schema=False)


class AssetNotFound(NotFound):
    """There is no such file; the page that named it may be older than the service: load it again."""

    code = "asset_not_found"


@dataclass(frozen=True)
class Asset:
    """A file and the address that its content gives it."""

    path: str
    media_type: str
    content: bytes


def asset_path(name: str) -> str:
    """The address of a file of `app/static`, `form.js`; raises KeyError."""
    return _by_name()[name].path


@router.api_route("/static/{file}", methods=["GET", "HEAD"], operation_id="getAsset")
def get_asset(file: str) -> Response:
    """Serve one file; a name with another hash is no file."""
    found = _by_path().get(f"/static/{file}")
    if found is None:
        raise AssetNotFound
    return Response(found.content, media_type=found.media_type, headers={"Cache-Control": KEPT_FOR_EVER})


@cache
def _by_name() -> dict[str, Asset]:
    found = {}
    for path in sorted(STATIC.iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:16]
        found[path.name] = Asset(f"/static/{path.stem}.{digest}{path.suffix}", _MEDIA_TYPES[path.suffix], content)
    return found


@cache
def _by_path() -> dict[str, Asset]:
    return {asset.path: asset for asset in _by_name().values()}
