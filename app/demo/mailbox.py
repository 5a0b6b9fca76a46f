"""A mail server for demonstrations: takes every message on this machine and keeps it as a file.

Run as a process: ``python -m app.demo.mailbox PORT FOLDER``.
"""

import asyncio
import os
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.core.ids import new_id


class Keeper:
    """Keeps each accepted message; its name sorts by arrival, its recipient stands in a header of its own."""

    def __init__(self, folder: Path) -> None:
        """Keep messages in this folder."""
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Write the message durably, then answer."""
        to = "".join(f"X-Envelope-To: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        part = self.folder / f"{new_id()}.part"
        with part.open("wb") as file:
            file.write(to.encode() + content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(part.with_suffix(".eml"))
        return "250 taken"


def kept(folder: Path) -> list[tuple[str, EmailMessage]]:
    """The messages kept so far with their names, oldest first."""
    found = sorted(folder.glob("*.eml"))
    return [(path.stem, message_from_bytes(path.read_bytes(), policy=default)) for path in found]


async def serve(port: int, folder: Path) -> None:
    """Take mail until the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(folder), hostname="localhost"), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
