"""No connection at all: nobody is there, or nobody to be trusted."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pyvenice import APIConnectionError
from pyvenice.sandbox import Addresses
from tests.faults.calling import BINARY, KEY, STREAM, Caller, Dialect

CERTIFICATE = Path(__file__).with_name("self-signed.pem")
"""For 127.0.0.1, signed by nobody, with its key; of no use for anything else."""


@pytest.fixture
def nobody() -> Iterator[str]:
    """The address of a port at which nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{reserved.getsockname()[1]}"


@pytest.fixture
def impostor() -> Iterator[str]:
    """The address of a TLS server whose certificate nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, args=(listener, context))
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def accept(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Shake hands with who comes, until there is nobody left to listen for."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as shaken:
            shaken.recv(1)


def unconnected(
    mode: str, server: Addresses, dialect: Dialect, address: str, attempts: int = 3
) -> APIConnectionError:
    """The error of an edit at an address where it was never carried out."""
    caller = Caller(mode, server)
    error = caller.alone(dialect, f"{address}/v1")
    assert isinstance(error, APIConnectionError)
    assert (error.attempts, error.maybe_executed) == (attempts, False)
    assert len(caller.pauses) == attempts - 1
    assert address in str(error)
    assert KEY not in str(error)
    return error


@pytest.mark.parametrize("dialect", [BINARY, STREAM], ids=lambda dialect: dialect.name)
def test_nobody_is_there(
    client_mode: str, server: Addresses, dialect: Dialect, nobody: str, disk: Path
) -> None:
    error = unconnected(client_mode, server, dialect, f"http://{nobody}")
    assert "cannot connect to" in str(error)
    assert list(disk.iterdir()) == []


@pytest.mark.parametrize("dialect", [BINARY, STREAM], ids=lambda dialect: dialect.name)
def test_a_server_that_nobody_vouches_for_gets_no_request(
    client_mode: str, server: Addresses, dialect: Dialect, impostor: str
) -> None:
    error = unconnected(client_mode, server, dialect, f"https://{impostor}", attempts=1)
    assert "certificate is not to be trusted (self-signed certificate)" in str(error)
    assert "SSL_CERT_FILE" in str(error)
    assert error.hopeless


def test_a_server_that_speaks_no_tls_gets_no_request(client_mode: str, server: Addresses) -> None:
    unconnected(client_mode, server, BINARY, server.root.replace("http:", "https:"))
    assert list(server.seen) == []
