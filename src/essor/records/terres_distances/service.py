"""A routing server that the installation chose: which engine, where, for which vehicle.

No public server is named anywhere: the coordinates of building sites leave the installation only
towards the address that a person wrote.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from essor.foundations.errors import UserFault

URL_NAMES = {"osrm": "ESSOR_OSRM_URL", "valhalla": "ESSOR_VALHALLA_URL"}
_PROFILE_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


class Engine(StrEnum):
    """What answers."""

    OSRM = "osrm"
    VALHALLA = "valhalla"

    @property
    def label(self) -> str:
        """Return the name that its authors give it."""
        return {"osrm": "OSRM", "valhalla": "Valhalla"}[self]

    @property
    def usual_profile(self) -> str:
        """Return the vehicle: OSRM names the one its server was prepared for."""
        return {"osrm": "driving", "valhalla": "truck"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One server. base : address without the last slash ; profile : vehicle."""

    engine: Engine
    base: str
    profile: str

    @property
    def label(self) -> str:
        """Return what a person reads beside a distance."""
        return f"{self.engine.label} ({self.profile}), {self.base}"


def read_service(engine: Engine, address: str, *, profile: str | None = None) -> Service:
    """Check an address typed by a person. Raises UserFault."""
    base = address.strip().rstrip("/")
    try:
        parts = urlsplit(base)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or parts.query or parts.fragment or parts.username or " " in base:
        raise UserFault.single(
            f"l'adresse du serveur {engine.label} ne se lit pas",
            value=address,
            expected="une adresse comme http://127.0.0.1:5000, sans identifiant ni paramètre",
            code="adresse",
        )
    vehicle = (profile or engine.usual_profile).strip()
    if not vehicle or not set(vehicle) <= _PROFILE_SIGNS:
        raise UserFault.single(
            f"le profil demandé à {engine.label} ne se lit pas",
            value=vehicle,
            expected="des minuscules sans accent, par exemple « driving » ou « truck »",
            code="profil",
        )
    return Service(engine=engine, base=base, profile=vehicle)


def configured_service(environ: Mapping[str, str] = os.environ) -> Service | None:
    """Return the server that the installation names, OSRM first; None when it names none."""
    for engine in Engine:
        if address := environ.get(URL_NAMES[engine], "").strip():
            return read_service(engine, address)
    return None
