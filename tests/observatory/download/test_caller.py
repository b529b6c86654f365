import socket
from typing import Any

import pytest

from essor.foundations.errors import UserFault
from essor.observatory.download.caller import Caller, PrivateAddressError, check_address
from tests.observatory.download.server import Site


@pytest.mark.parametrize(
    "href",
    [
        "http://example.org/f", "https://localhost/f", "https://127.0.0.1/f", "https://[::1]/f",
        "https://192.168.1.4/f", "https://169.254.169.254/f", "https://nas/f",
        "https://moi:secret@example.org/f", "ftp://example.org/f", "https://", "fichier.csv",
        "https://[::ffff:10.0.0.1]/f",
    ],
)  # fmt: skip
def test_only_public_addresses_by_https(href: str) -> None:
    with pytest.raises(UserFault):
        check_address(href)
    check_address("https://www.data.gouv.fr/fr/datasets/r/b258feec")


def test_loopback_is_for_tests_only(site: Site) -> None:
    with pytest.raises(UserFault):
        Caller(proxy_for=lambda _: None).get(site.href())
    assert site.asked == []


def test_a_public_name_that_leads_inside_receives_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inside(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.port))]

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    with pytest.raises(PrivateAddressError):
        Caller(proxy_for=lambda _: None).get(f"https://fichiers.example.org:{site.port}/f")
    assert site.asked == []


def test_the_proxy_of_the_machine_is_used_but_for_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://mandataire.example:3128")
    monkeypatch.setenv("no_proxy", "api.example.org")
    caller = Caller()
    assert caller.proxy_for("www.data.gouv.fr") == "http://mandataire.example:3128"
    assert caller.proxy_for("api.example.org") is None
