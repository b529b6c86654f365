"""A demonstration answers to its own machine only."""

from collections.abc import Iterable
from typing import Any

import pytest

from essor.config.loopback import LoopbackOnly


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"bonjour"]


def ask(address: str) -> tuple[str, bytes]:
    said: list[str] = []
    body = LoopbackOnly(application)(
        {"REMOTE_ADDR": address}, lambda status, headers: said.append(status)
    )
    return said[0], b"".join(body)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", ""])
def test_this_machine_is_answered(address: str) -> None:
    assert ask(address) == ("200 OK", b"bonjour")


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "192.168.1.20", "203.0.113.7", "::", "2001:db8::1", "::ffff:10.0.0.1", "x"],
)
def test_another_machine_is_refused(address: str) -> None:
    status, body = ask(address)
    assert status.startswith("403")
    assert "démonstration" in body.decode()
