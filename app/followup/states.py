"""The life of a call to the client."""

from app.core.states import Lives

CLIENT_CALL = Lives("client call", {"planned": frozenset({"done", "skipped"})})
"""A call that nobody planned begins as done: it is noted when it is over."""
