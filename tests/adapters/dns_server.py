"""A real DNS server for tests, on a free port of this machine: it publishes what it is told, or fails."""

import socket
import threading
from typing import Literal, Self

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Mode = Literal["answer", "fail", "silent"]


class DnsServer:
    """Answers over UDP, as a context manager; `publish` and `withdraw` may be called at any time from any thread.

    `mode` may be set too: "fail" answers SERVFAIL, "silent" does not answer; `failing` names fail on their own.
    """

    def __init__(self) -> None:
        self.mode: Mode = "answer"
        self.failing: set[str] = set()
        self.asked: list[str] = []
        self._records: dict[tuple[str, str], list[str]] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, name="dns-server", daemon=True)

    @property
    def address(self) -> str:
        """As `AFTERWORD_DNS_SERVERS` takes it."""
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def publish(self, name: str, kind: str, *values: str) -> None:
        """Set the records of one kind at a name; text is given as it is, without quotes."""
        self._records[name.lower(), kind] = list(values)

    def withdraw(self, name: str, kind: str) -> None:
        self._records.pop((name.lower(), kind), None)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while True:
            packet, asker = self._socket.recvfrom(4096)
            if not packet:
                return
            if self.mode != "silent":
                self._socket.sendto(self._answer(dns.message.from_wire(packet)).to_wire(), asker)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{name} {kind}")
        answer.flags |= dns.flags.RA
        if self.mode == "fail" or name in self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif values := self._records.get((name, kind)):
            written = [_quoted(value) if kind == "TXT" else value for value in values]
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *written))
        elif not any(known == name for known, _ in self._records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


def _quoted(text: str) -> str:
    """Write text as a zone file does, in strings of at most 255 characters."""
    escaped = [text[at : at + 200].replace("\\", "\\\\").replace('"', '\\"') for at in range(0, len(text), 200)]
    return " ".join(f'"{part}"' for part in escaped or [""])
