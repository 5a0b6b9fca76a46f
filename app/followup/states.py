"""The lives of what follows a letter: calls to the client, what the client said, and what it decided."""

from app.core.states import Lives

CLIENT_CALL = Lives("client call", {"planned": frozenset({"done", "skipped"})})
"""A call that nobody planned begins as done: it is noted when it is over."""

CLIENT_FEEDBACK = Lives(
    "client feedback",
    {
        "received": frozenset({"drafted"}),
        "drafted": frozenset({"drafted", "relayed"}),
        "relayed": frozenset({"acknowledged"}),
        "none_given": frozenset(),
    },
)
"""`drafted`: there are words for the candidate; `relayed`: a person told them.

Where the client said nothing it begins, and ends, as ``none_given``.
"""

OUTCOME = Lives(
    "outcome",
    {
        "recorded": frozenset({"drafted", "superseded"}),
        "drafted": frozenset({"drafted", "relayed", "superseded"}),
        "relayed": frozenset({"acknowledged", "superseded"}),
        "acknowledged": frozenset({"superseded"}),
    },
)
"""`superseded`: another one was recorded in its place; what was relayed of it stays told."""

PROMISE = Lives("promise", {"open": frozenset({"kept", "moved", "broken", "dropped"})})
"""`moved`: another stands in its place; `dropped`: nothing is owed any more, as the interview is off or erased, or
another round follows."""

NUDGE = Lives("nudge", {"waiting": frozenset({"answered", "dropped"})})
"""`dropped`: its content is gone, and nobody answers it."""
DECISION = Lives(
    "decision",
    {
        "awaiting": frozenset({"due", "extended", "decided"}),
        "due": frozenset({"overdue", "extended", "decided"}),
        "overdue": frozenset({"chased", "extended", "decided"}),
        "chased": frozenset({"chased", "extended", "decided"}),
        "extended": frozenset({"due", "extended", "decided"}),
    },
)
"""`extended`: there is another day, which is waited for as for the first."""
