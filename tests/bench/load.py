"""The load: requests written beforehand, sent over so many connections that are kept; and how long each took."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_HEAD_END = b"\r\n\r\n"


class Refused(Exception):
    """A request was answered with something else than 200; the message shows it."""


@dataclass(frozen=True)
class Burst:
    """So many answers in so many seconds, and the seconds that each took, sorted."""

    seconds: float
    each: Sequence[float]

    @property
    def per_second(self) -> float:
        return len(self.each) / self.seconds

    def percentile(self, share: float) -> float:
        """The milliseconds in which this share of the requests was answered."""
        return self.each[min(len(self.each) - 1, int(share * len(self.each)))] * 1000


def request(method: str, path: str, token: str, body: Any = None, **headers: str) -> bytes:
    """Write one request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}"]
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + _HEAD_END + content


def send(web: str, requests: Sequence[bytes], *, connections: int = 16) -> Burst:
    """Send them all; raises Refused."""
    return asyncio.run(_send(web, requests, connections))


async def _send(web: str, requests: Sequence[bytes], connections: int) -> Burst:
    each: list[float] = []
    left = iter(requests)
    began = time.perf_counter()
    await asyncio.gather(*(_connection(web, left, each) for _ in range(min(connections, len(requests)))))
    return Burst(time.perf_counter() - began, sorted(each))


async def _connection(web: str, left: Iterator[bytes], each: list[float]) -> None:
    where = urlsplit(web)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        for one in left:
            began = time.perf_counter()
            writer.write(one)
            head = await reader.readuntil(_HEAD_END)
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            body = await reader.readexactly(length)
            each.append(time.perf_counter() - began)
            if not head.startswith(b"HTTP/1.1 200"):
                raise Refused((head + body).decode(errors="replace")[:1000])
    finally:
        writer.close()
        await writer.wait_closed()
