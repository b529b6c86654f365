"""Firms for the tests, made through the public actions."""

import datetime as dt
from typing import Any

from essor.records.entreprises.actions import add_projet, create_etablissement
from essor.records.entreprises.exchanges import add_contact, log_echange
from essor.records.entreprises.models import Contact, Echange, Etablissement, Projet
from essor.records.territoires.models import Territoire
from tests.factories import system

DAY = dt.date(2026, 11, 3)
SOURCE = {"source_title": "Un journal", "read_on": DAY}


def make_firm(
    territoire: Territoire, denomination: str = "Fonderie Volcan", **values: Any
) -> Etablissement:
    """Return an establishment of the territory."""
    return create_etablissement(
        by=system(territoire), territoire=territoire, denomination=denomination,
        **{**SOURCE, **values},
    )  # fmt: skip


def make_contact(firm: Etablissement, nom: str = "Camille Dumontel", **values: Any) -> Contact:
    """Return someone met there."""
    values.setdefault("base_legale", "mission")
    by = system(firm.territoire)
    return add_contact(by=by, etablissement=firm, met_on=DAY, nom=nom, **values)


def make_exchange(firm: Etablissement, **values: Any) -> Echange:
    """Return a visit."""
    said = {"nature": "visite", "happened_on": DAY, "compte_rendu": "Atelier visité"} | values
    return log_echange(by=system(firm.territoire), etablissement=firm, **said)


def make_firm_project(firm: Etablissement, titre: str = "Extension", **values: Any) -> Projet:
    """Return what the firm announced."""
    said = {"confiance": "presse", **SOURCE, **values}
    return add_projet(by=system(firm.territoire), etablissement=firm, titre=titre, **said)
