"""Waiting until a server that was started answers."""

import time

import httpx

from app.demo.processes import START_SECONDS, Part, PartFailed


def answers_at(web: str, started: Part) -> None:
    """Return once anything is answered; raises PartFailed."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        started.require_alive()
        try:
            httpx.get(web, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise PartFailed(f"{started.name} did not answer within {START_SECONDS:.0f} seconds; see {started.log}.")
