"""What can go wrong with the embedded server, in words for the person who started it."""

OWN_SERVER = "DATABASE_URL can name a PostgreSQL of your own (16 or later) instead."

# The first sign that PostgreSQL printed decides: a full table of semaphores, too, is "No space left on device".
_KNOWN = (
    (
        "could not create semaphores",
        "The system's limit of semaphores is reached. Stop other PostgreSQL servers, or raise kernel.sem.",
    ),
    (
        "could not map anonymous shared memory",
        "There is not enough memory. Free about 200 MB and start again.",
    ),
    (
        "could not create shared memory segment",
        "The system refuses System V shared memory. Allow it (kernel.shmmni; in a sandbox, its IPC rules).",
    ),
    (
        "No space left on device",
        "The disk is full. Free about 200 MB, or set AFTERWORD_STATE_DIR to another disk.",
    ),
    (
        "Disk quota exceeded",
        "The disk quota is used up. Free about 200 MB, or set AFTERWORD_STATE_DIR to another disk.",
    ),
    ("Cannot allocate memory", "There is not enough memory. Free about 200 MB and start again."),
    (
        "could not look up effective user ID",
        "The account that runs it has no entry in /etc/passwd. Add one, or start as another account.",
    ),
    (
        "initialized by PostgreSQL version",
        "The data were written by another major version. Use that version's programs, dump and restore.",
    ),
    (
        "could not locate a valid checkpoint record",
        "The data directory is damaged. Restore a backup, or move it away to begin empty.",
    ),
    (
        "could not find the database system",
        "The data directory is damaged. Restore a backup, or move it away to begin empty.",
    ),
    (
        "is not a valid data directory",
        "The data directory is damaged. Restore a backup, or move it away to begin empty.",
    ),
    (
        "File name too long",
        "The path of the state directory is too long. Set AFTERWORD_STATE_DIR to a shorter one.",
    ),
    (
        "Permission denied",
        "The account that runs the server cannot enter or write there. Set AFTERWORD_STATE_DIR elsewhere.",
    ),
    (
        "Read-only file system",
        "The disk is read-only. Set AFTERWORD_STATE_DIR to a directory that can be written.",
    ),
)


class EmbeddedPostgresError(Exception):
    """The embedded server cannot be had; the message says what is wrong and the way out."""


def failure(what: str, output: str) -> EmbeddedPostgresError:
    """Make an error of what PostgreSQL printed: the cause in our words where it is known, and its last lines."""
    cause = next((words for sign, words in _KNOWN if sign in output), None)
    said = "\n".join(f"  {line}" for line in output.strip().splitlines()[-8:])
    parts = [what, cause, OWN_SERVER, f"PostgreSQL said:\n{said}" if said else None]
    return EmbeddedPostgresError(" ".join(part for part in parts if part))
