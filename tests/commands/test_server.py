"""Finding a port to listen on."""

import socket

import pytest

from essor.commands import server
from essor.foundations.errors import UserFault


@pytest.fixture
def taken() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_that_was_asked_for_is_refused(taken: int) -> None:
    with pytest.raises(UserFault, match=f"{taken} est déjà utilisé"):
        server.free_port("127.0.0.1", taken)


def test_without_a_port_the_next_free_one_is_taken(taken: int, monkeypatch) -> None:
    monkeypatch.setattr(server, "DEFAULT_PORT", taken)
    assert server.free_port("127.0.0.1", None) > taken


def test_no_free_port_at_all_is_said(taken: int, monkeypatch) -> None:
    monkeypatch.setattr(server, "DEFAULT_PORT", taken)
    monkeypatch.setattr(server, "PORTS_TRIED", 1)
    with pytest.raises(UserFault, match="Aucun port libre"):
        server.free_port("127.0.0.1", None)


def test_an_address_of_another_machine_is_said(taken: int) -> None:
    with pytest.raises(UserFault, match="Impossible d'écouter"):
        server.free_port("203.0.113.7", 8000)


@pytest.mark.parametrize(("host", "text"), [("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80")])
def test_an_address_is_written_as_browsers_read_it(host: str, text: str) -> None:
    assert server.address(host, 80) == text
