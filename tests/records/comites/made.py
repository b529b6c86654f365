"""Committees for the tests, made through the public actions only."""

import datetime as dt
from io import BytesIO
from typing import Any

from essor.records.comites.actions import add_point, create_comite
from essor.records.comites.attachments import add_document
from essor.records.comites.decisions import add_decision
from essor.records.comites.models import Comite, Decision, DocumentComite, PointOrdreDuJour
from essor.records.plans.models import Plan
from tests.factories import system

HELD_ON = dt.date(2026, 3, 12)


def make_comite(plan: Plan, titre: str = "Comité du printemps", **values: Any) -> Comite:
    """Return a steering committee that met."""
    values = {"nature": "copil", "tenu_on": HELD_ON, "statut": "tenu", **values}
    return create_comite(by=system(plan.territoire), plan=plan, titre=titre, **values)


def make_point(comite: Comite, titre: str = "Friche de la gare", **values: Any) -> PointOrdreDuJour:
    """Return a point of the agenda."""
    by = system(comite.plan.territoire)
    return add_point(by=by, comite=comite, titre=titre, **values)


def make_decision(comite: Comite, texte: str = "Saisir le service", **values: Any) -> Decision:
    """Return a decision of the committee."""
    return add_decision(by=system(comite.plan.territoire), comite=comite, texte=texte, **values)


def make_paper(comite: Comite) -> DocumentComite:
    """Return a file laid before the committee."""
    by = system(comite.plan.territoire)
    return add_document(by=by, comite=comite, file_name="odj.txt", content=BytesIO(b"Ordre"))
