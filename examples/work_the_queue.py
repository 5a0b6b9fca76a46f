"""Work a consultant's queue over the API: claim, read, comment, return or accept; approve, which forwards.

AFTERWORD_URL and AFTERWORD_TOKEN (of POST /v1/sessions) say where and as whom. Letters go in each reader's window.
"""
# ruff: noqa: INP001, T201

import os
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

Json = dict[str, Any]
PATHS = {"debrief": "/v1/interviews/{interview_id}/debrief", "letter": "/v1/letters/{subject_id}"}


def waiting(api: httpx.Client) -> Iterator[Json]:
    """Everything that waits for me, what is due first first; read to its end, because deciding changes the pages."""
    page = api.get("/v1/review-items", params={"assignee": "me"})
    yield from page.raise_for_status().json()["data"]
    while "next" in page.links:
        page = api.get(page.links["next"]["url"])
        yield from page.raise_for_status().json()["data"]


def post(api: httpx.Client, path: str, read: str | None = None, **body: Any) -> httpx.Response:
    """Decide on what was ``read`` just before; whoever was faster is named in the answer, and nothing changes."""
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    if read:
        headers["If-Match"] = api.get(read).raise_for_status().headers["ETag"]
    return api.post(path, json=body or None, headers=headers)


def work(api: httpx.Client, item: Json) -> str:
    """Decide on one item as a careful colleague would; return what became of it."""
    own = f"/v1/review-items/{item['id']}"
    claimed = post(api, f"{own}/claim", read=own)
    if claimed.is_error or item["kind"] not in PATHS:
        return str(claimed.json().get("detail", "left for a person"))
    path, facts = PATHS[item["kind"]].format(**item), item["facts"]
    lacks = facts.get("open_concerns") or facts.get("missing")
    if lacks and item["kind"] == "letter":
        post(api, f"/v1/threads/{item['subject_id']}/comments", text="What of their concern?", visibility="shared")
    step, body = ("return", {"reason": f"{lacks} still open: please answer."}) if lacks else ("accept", {})
    if not lacks and item["kind"] == "letter":
        step, body = "approve", {"when": "window"}
    decided = post(api, f"{path}/{step}", read=path, **body)
    if decided.is_error:
        post(api, f"{own}/release", read=own)
        return str(decided.json()["detail"])
    return ", ".join([step, *(one["scheduled_for"] for one in decided.json().get("deliveries", []))])


if __name__ == "__main__":
    with httpx.Client(base_url=os.environ["AFTERWORD_URL"], timeout=30) as desk:
        desk.headers["Authorization"] = f"Bearer {os.environ['AFTERWORD_TOKEN']}"
        for one in list(waiting(desk)):
            print(f"{one['candidate']}, {one['kind']}: {work(desk, one)}")
