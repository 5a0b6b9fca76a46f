"""A real SMTP server for tests: it keeps what it accepted and can fail in each way a mail server fails."""

import asyncio
import ssl
import threading
from dataclasses import dataclass, replace
from typing import Any, Literal, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.adapters.mail_relay import Relay, Tls

Mode = Literal[
    "accept",
    "refuse_greeting",
    "refuse_sender",
    "refuse_rcpt",
    "defer_rcpt",
    "refuse_data",
    "defer_data",
    "drop_at_data",
    "refuse_after_data",
    "defer_after_data",
    "nonsense_after_data",
    "drop_after_data",
    "drop_before_answer",
    "drop_at_quit",
    "slow",
    "stall",
    "stall_at_rcpt",
    "stall_at_data",
    "stall_after_data",
]

_SLOW_SECONDS = 0.1

_SENDER_ANSWERS: dict[Mode, str] = {"refuse_sender": "553 5.1.8 sender <letters@agency.example> refused"}
_RECIPIENT_ANSWERS: dict[Mode, str] = {
    "refuse_rcpt": "550 5.1.1 <nobody@client.example>: no such person here",
    "defer_rcpt": "451 4.7.1 greylisted, come back later",
}
_DATA_ANSWERS: dict[Mode, str] = {
    "refuse_data": "554 5.5.1 no valid recipients",
    "defer_data": "451 4.3.0 no room just now",
}
_FINAL_ANSWERS: dict[Mode, str] = {
    "refuse_after_data": "554 5.7.1 content refused",
    "defer_after_data": "451 4.3.0 try again",
    "nonsense_after_data": "hello?",
}


@dataclass(frozen=True)
class Accepted:
    """A message this server took, with the content's bytes as they crossed the wire (dots unstuffed)."""

    envelope_from: str
    rcpt: tuple[str, ...]
    content: bytes


class SmtpLedger:
    """Run the server in a thread on a free port of this machine, as a context manager.

    `mode` may be set at any time and holds from the next command. `messages` are those accepted, `commands`
    those received, in order. With `tls_context` the server offers STARTTLS, or with `implicit_tls` speaks TLS from
    the first byte; with `credentials` (user, password) it wants a sign-in by one
    of the `mechanisms`.
    """

    def __init__(
        self,
        *,
        mode: Mode = "accept",
        tls_context: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        credentials: tuple[str, str] | None = None,
        mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN"),
        smtputf8: bool = True,
    ) -> None:
        self.mode: Mode = mode
        self.messages: list[Accepted] = []
        self.commands: list[str] = []
        self._tls_context = tls_context
        self._implicit_tls = implicit_tls
        self._credentials = credentials
        self._mechanisms = mechanisms
        self._smtputf8 = smtputf8
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="smtp-ledger", daemon=True)
        self._ready = threading.Event()
        self._conversations: list[_Conversation] = []
        self._port = 0

    @property
    def relay(self) -> Relay:
        """This server as a relay; a test that waits for a timeout shortens it with `relay_with`."""
        tls: Tls = "none"
        if self._tls_context is not None:
            tls = "tls" if self._implicit_tls else "starttls"
        user, password = self._credentials or (None, None)
        return Relay("127.0.0.1", self._port, user, password, tls, timeout_seconds=10)

    def relay_with(self, **changes: Any) -> Relay:
        return replace(self.relay, **changes)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the SMTP server did not start")
        return self

    def __exit__(self, *_exception: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        context = self._tls_context if self._implicit_tls else None
        listening = self._loop.create_server(self._conversation, "127.0.0.1", 0, ssl=context)
        server = self._loop.run_until_complete(listening)
        self._port = server.sockets[0].getsockname()[1]
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()

    def _conversation(self) -> "_Conversation":
        """Make the server's side of a connection; the library warns where a sign-in is required without TLS."""
        starttls = None if self._implicit_tls else self._tls_context
        conversation = _Conversation(
            self,
            loop=self._loop,
            hostname="ledger.example",
            enable_SMTPUTF8=self._smtputf8,
            tls_context=starttls,
            authenticator=self._authenticate,
            auth_exclude_mechanism={"LOGIN", "PLAIN"} - set(self._mechanisms if self._credentials else ()),
            auth_required=starttls is not None and self._credentials is not None,
            auth_require_tls=starttls is not None,
        )
        self._conversations.append(conversation)
        return conversation

    def _authenticate(self, *signing_in: Any) -> AuthResult:
        given: LoginPassword = signing_in[-1]
        user, password = self._credentials or ("", "")
        matches = (given.login, given.password) == (user.encode(), password.encode())
        self.commands.append("AUTH")
        return AuthResult(success=matches, handled=False)

    async def _hang_up(self) -> None:
        for conversation in self._conversations:
            conversation.hang_up()
        pending = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        await asyncio.sleep(0)


class _Conversation(SMTP):
    """One connection, which asks the ledger's mode at each command how to fail."""

    def __init__(self, ledger: SmtpLedger, **options: Any) -> None:
        self._ledger = ledger
        super().__init__(_Answers(ledger), **options)

    def hang_up(self) -> None:
        if self.transport is not None:
            cast("asyncio.Transport", self.transport).abort()

    async def push(self, status: Any) -> None:
        refused = self._ledger.mode == "refuse_greeting" and str(status).startswith("220 ledger.example")
        await super().push("554 5.3.2 not today" if refused else status)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        self._ledger.commands.append("DATA")
        if self._ledger.mode in _DATA_ANSWERS:
            await self.push(_DATA_ANSWERS[self._ledger.mode])
        elif self._ledger.mode == "drop_at_data":
            self.hang_up()
        elif self._ledger.mode == "stall_at_data":
            await asyncio.Event().wait()
        else:
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        self._ledger.commands.append("QUIT")
        if self._ledger.mode == "drop_at_quit":
            self.hang_up()
        else:
            await super().smtp_QUIT(arg)


class _Answers:
    """What is said to sender, recipient and content."""

    def __init__(self, ledger: SmtpLedger) -> None:
        self._ledger = ledger

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._ledger.commands.append("MAIL")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return _SENDER_ANSWERS.get(self._ledger.mode, "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self._ledger.commands.append("RCPT")
        await self._take_time(stall="stall_at_rcpt")
        answer = _RECIPIENT_ANSWERS.get(self._ledger.mode)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: _Conversation, _session: Session, envelope: Envelope
    ) -> str:
        mode = self._ledger.mode
        if mode in _FINAL_ANSWERS:
            return _FINAL_ANSWERS[mode]
        if mode not in {"stall", "drop_before_answer"}:
            self._ledger.messages.append(_accepted(envelope))
        if mode in {"drop_before_answer", "drop_after_data"}:
            server.hang_up()
        if mode in {"stall", "stall_after_data", "drop_before_answer", "drop_after_data"}:
            await asyncio.Event().wait()
        await self._take_time()
        return "250 2.0.0 queued as 4711"

    async def _take_time(self, stall: Mode | None = None) -> None:
        if self._ledger.mode == stall:
            await asyncio.Event().wait()
        if self._ledger.mode == "slow":
            await asyncio.sleep(_SLOW_SECONDS)


def _accepted(envelope: Envelope) -> Accepted:
    content = envelope.original_content
    if content is None:
        raise AssertionError("the content arrives before the answer")
    return Accepted(envelope.mail_from or "", tuple(envelope.rcpt_tos), bytes(content))
