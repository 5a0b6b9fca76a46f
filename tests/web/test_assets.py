"""Style and scripts have addresses that tell their content, so they are kept for ever; nothing else is served."""

import re

import pytest

from app.web.assets import STATIC, asset_path
from tests.office import Office

NAMES = sorted(path.name for path in STATIC.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_served_under_its_content_and_may_be_kept_for_ever(office: Office, name: str) -> None:
    path = asset_path(name)
    assert re.fullmatch(r"/static/[a-z]+\.[0-9a-f]{16}\.(css|js|svg)", path)
    answer = office.anybody.get(path)
    assert answer.content == (STATIC / name).read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["afterword.css", "afterword.0123456789abcdef.css", "..%2Fmain.py"])
def test_another_name_is_no_file(office: Office, name: str) -> None:
    assert office.anybody.get(f"/static/{name}").status_code == 404


def test_no_script_is_within_a_page_and_none_comes_from_elsewhere(office: Office) -> None:
    policy = office.anybody.get("/problems").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
