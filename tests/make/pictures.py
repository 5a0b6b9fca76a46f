"""Pictures as people send them."""

import io
from typing import Any

from PIL import Image

from tests.office import Office

Json = dict[str, Any]


def logo(kind: str = "PNG", size: tuple[int, int] = (240, 72), colour: str = "#0b5a5e", **saving: Any) -> bytes:
    """The bytes of a plain picture."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **saving)
    return made.getvalue()


def set_logo(office: Office, content: bytes) -> Any:
    """Send a picture as the agency's logo, as its administrator does."""
    return office.admin.put("/v1/agency/logo", files={"file": ("logo", content, "application/octet-stream")})
