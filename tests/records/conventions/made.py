"""The life of a convention for the tests, made through the public actions only."""

from collections.abc import Sequence
from typing import Any

from essor.foundations.periods import parse_period_fr
from essor.records.conventions.adoption import Adoption, adopt_acte
from essor.records.conventions.binome import create_mandat
from essor.records.conventions.models import Acte, Label, Mandat, Mouvement, Signataire
from essor.records.conventions.mouvements import propose_mouvement
from essor.records.conventions.sides import Receiver
from essor.records.conventions.signataires import create_signataire
from essor.records.conventions.textes import create_acte, create_label
from essor.records.plans.models import Action, Plan
from tests.factories import system


def make_label(plan: Plan, phase: str = "2023-2027", **values: Any) -> Label:
    """Return a label with its source."""
    values = {"source_title": "Un journal", **values}
    return create_label(by=system(plan.territoire), plan=plan, phase=phase, **values)


def make_acte(plan: Plan, nature: str = "convention", signe: str = "", **values: Any) -> Acte:
    """Return a text, signed some day if one is given."""
    if signe:
        values["signe"] = parse_period_fr(signe)
    return create_acte(by=system(plan.territoire), plan=plan, nature=nature, **values)


def make_signataire(acte: Acte, structure: str = "La Métropole", **values: Any) -> Signataire:
    """Return a signatory."""
    values = {"qualite": "epci", **values}
    by = system(acte.plan.territoire)
    return create_signataire(by=by, acte=acte, structure=structure, **values)


def make_mandat(plan: Plan, nom: str = "Ada Martin", role: str = "elu", **values: Any) -> Mandat:
    """Return one half of the pair."""
    return create_mandat(by=system(plan.territoire), plan=plan, role=role, nom=nom, **values)


def propose(
    plan: Plan,
    nature: str,
    avant: Sequence[Action] = (),
    apres: Sequence[Action | str] = (),
    **values: Any,
) -> Mouvement:
    """Return a movement that is only prepared; a far side is an action or the title of one."""
    values = {"motif": "Décidé en comité", **values}
    if nature == "fin":
        values.setdefault("sortie", "realisee")
    receivers = [
        Receiver(titre=one) if isinstance(one, str) else Receiver(action=one) for one in apres
    ]
    by = system(plan.territoire)
    return propose_mouvement(
        by=by, plan=plan, nature=nature, avant=avant, apres=receivers, **values
    )


def adopt(acte: Acte, **values: Any) -> Adoption:
    """Adopt a text."""
    return adopt_acte(by=system(acte.plan.territoire), acte=acte, **values)
