"""The life of a comment: what was deleted has no words any more, and its place stays."""

from app.core.states import Lives

COMMENT = Lives(
    "comment",
    {
        "open": frozenset({"resolved", "deleted"}),
        "resolved": frozenset({"open", "deleted"}),
    },
)
