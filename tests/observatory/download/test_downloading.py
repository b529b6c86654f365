"""Every file of some sources: what comes, what must be put by hand, what to do without network."""

import datetime as dt
import json
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from essor.commands import observatoire, observatoire_telecharger
from essor.commands.observatoire_telecharger import OFFLINE
from essor.foundations.errors import UserFault
from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.download.caller import Caller, check_address
from essor.observatory.download.downloading import Download, communes_of, departements, file_name
from essor.observatory.download.patience import Patience
from essor.observatory.lake import Lake
from essor.observatory.refresh import find_files
from essor.observatory.source import AddressStatus, Collect, SourceDescription
from tests.observatory.download.server import Site
from tests.observatory.made import write_zones

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def at_address(name: str, href: str) -> SourceDescription:
    source = get_source(name)
    return replace(source, files=tuple(replace(one, href=href) for one in source.files))


@pytest.fixture
def download(tmp_path: Path, caller: Caller, patience: Patience) -> Download:
    return Download(folder=tmp_path / "telecharges", at=AT, caller=caller, patience=patience)


def test_every_address_may_be_called_and_every_name_is_found_again(tmp_path: Path) -> None:
    for source in list_sources():
        for raw in source.files:
            assert bool(raw.href) == (raw.address_status is not AddressStatus.AUCUNE), source.name
            if not raw.href:
                continue
            check_address(raw.href)
            path = tmp_path / source.name / file_name(raw)
            path.parent.mkdir(exist_ok=True)
            path.touch()
            assert find_files(source, tmp_path)[raw.role] == path


def test_what_has_no_address_or_no_place_is_told(download: Download) -> None:
    by_hand = at_address("insee_zones_emploi", "")
    by_place = at_address("insee_zones_emploi", "https://api.example.org/{commune}")
    (file,) = by_place.files
    asked = replace(by_place, files=(replace(file, collect=Collect.REPONSES),))
    assert [one.state for one in download.bring([by_hand, asked])] == ["sans_adresse", "a_preciser"]
    download.territoires = ("ti-inconnu",)
    (outcome,) = download.bring([asked])
    assert [fault.message for fault in outcome.faults] == ["Ce territoire n'existe pas."]


def test_places_of_a_territory() -> None:
    found = communes_of(["ti-8404"])
    assert "63113" in found
    assert "63300" not in found
    assert departements(["ti-8404"]) == ["63"]
    with pytest.raises(UserFault):
        communes_of(["ti-8404", "ti-0000"])


def test_without_network_two_producers_are_enough_to_know(
    download: Download, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def nobody(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    sources = [at_address("insee_zones_emploi", f"https://p{n}.example.org/f") for n in range(4)]
    outcomes = download.bring(sources)
    assert [one.state for one in outcomes] == ["refuse", "refuse", "hors_ligne", "hors_ligne"]
    assert outcomes[0].faults[0].code == "injoignable"
    assert "--depuis" in (outcomes[0].faults[0].expected or "")
    assert len(waits) == 2


def test_the_command_downloads_then_reads_and_comes_back_to_what_did_not_change(
    site: Site, tmp_path: Path, caller: Caller, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.data = write_zones(tmp_path).read_bytes()
    source = at_address("insee_zones_emploi", site.href())
    monkeypatch.setenv("ESSOR_DIR", str(tmp_path / "essor"))
    monkeypatch.setattr(observatoire, "get_source", lambda _: source)
    monkeypatch.setattr(observatoire_telecharger, "Caller", lambda: caller)
    monkeypatch.setattr(observatoire_telecharger, "Patience", lambda: patience)
    command = ["rafraichir", "--source", "insee_zones_emploi"]
    first = CliRunner().invoke(observatoire.group, command)
    assert first.exit_code == 0, first.output
    assert "insee_zones_emploi, communes\u00a0: téléchargé" in first.output
    assert "insee_zones_emploi\u00a0: chargée" in first.output
    second = CliRunner().invoke(observatoire.group, [*command, "--json"])
    assert second.exit_code == 0, second.exception
    told = json.loads(second.stdout)
    assert [told["files"][0]["state"], told["sources"][0]["state"]] == ["inchange", "inchange"]
    lake = Lake(tmp_path / "essor" / "observatoire")
    good = lake.current()
    site.data, site.etag = b"codgeo,autre\n", '"deux"'
    third = CliRunner().invoke(observatoire.group, command)
    assert isinstance(third.exception, UserFault), "a changed file is refused as from a folder"
    assert lake.current() == good


def test_without_network_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: Patience
) -> None:
    def nobody(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    monkeypatch.setenv("ESSOR_DIR", str(tmp_path))
    monkeypatch.setattr(observatoire_telecharger, "Patience", lambda: patience)
    sources = [at_address("insee_zones_emploi", f"https://p{n}.example.org/f") for n in range(3)]
    monkeypatch.setattr(observatoire, "list_sources", lambda: (*sources, get_source("anct_frr")))
    result = CliRunner().invoke(observatoire.group, ["rafraichir"])
    assert OFFLINE in result.output
    assert "anct_frr" in result.output
    assert isinstance(result.exception, UserFault)
