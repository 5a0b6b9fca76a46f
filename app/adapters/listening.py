"""The listening socket of a server process, with words where it cannot be had."""

import errno
import socket


class CannotListen(Exception):
    """The address cannot be listened on; the message says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket; port 0 takes a free one. Raises CannotListen."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CannotListen(_words(error, host, port)) from None
    return listening


def _words(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another with --port, for example --port {port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this account has. Choose one above 1023 with --port."
    return f"Cannot listen on {host} port {port}: {error.strerror}."
