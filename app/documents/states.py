"""The life of a consent."""

from app.core.states import Lives

CONSENT = Lives("consent", {"given": frozenset({"withdrawn"}), "withdrawn": frozenset({"given"})})
