"""A big project with one of everything, made through the public actions."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image

from essor.foundations.periods import parse_period_fr
from essor.records.plans.announce import AnnonceValues, add_annonce
from essor.records.plans.choices import Confiance, NatureAnnonce
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.projets.actions import ParcelleValues, add_lot, add_parcelles
from essor.records.projets.models import Lot, Parcelle, PhaseProjet, PhotoProjet
from essor.records.projets.phases import add_phase
from essor.records.projets.photos import add_photo
from tests.factories import make_action, system


def make_projet(plan: Plan, titre: str = "Requalifier la halle", **values: Any) -> Action:
    values.setdefault("confidentialite", "public")
    return make_action(plan, titre, is_grand_projet=True, **values)


def make_phase(action: Action, titre: str = "Travaux", question: str = "Prêt ?") -> PhaseProjet:
    by = system(action.plan.territoire)
    return add_phase(by=by, action=action, titre=titre, question=question)


def parcelle_values(numero: str = "12", **values: Any) -> ParcelleValues:
    known = {"code_commune_insee": "63113", "section": "lv", "source_title": "Le cadastre"}
    return ParcelleValues(numero=numero, **{**known, **values})


def make_parcelle(action: Action, numero: str = "12", **values: Any) -> Parcelle:
    by = system(action.plan.territoire)
    return add_parcelles(by=by, action=action, rows=[parcelle_values(numero, **values)])[0]


def make_lot(action: Action, nom: str = "Lot A", **values: Any) -> Lot:
    return add_lot(by=system(action.plan.territoire), action=action, nom=nom, **values)


def cost_values(montant: int, said: str = "", **values: Any) -> AnnonceValues:
    period = parse_period_fr(said) if said else None
    return AnnonceValues(
        nature=NatureAnnonce.MONTANT,
        value=Decimal(montant),
        unit="EUR",
        announced_on=period.start if period else None,
        **{
            "sujet": "Investissement total",
            "source_title": "Un journal",
            "read_on": dt.date(2026, 11, 1),
            "confiance": Confiance.PRESSE,
            **values,
        },
    )


def make_cost(action: Action, montant: int, said: str = "", **values: Any) -> Annonce:
    by = system(action.plan.territoire)
    return add_annonce(
        by=by, plan=action.plan, action=action, values=cost_values(montant, said, **values)
    )


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> BytesIO:
    """Return a small drawing, as a file."""
    image = Image.new("RGB", size, (15, 76, 129))
    image.putpixel((0, 0), (255, 255, 255))
    out = BytesIO()
    image.save(out, kind, **options)
    out.seek(0)
    return out


def make_photo(action: Action, file: BytesIO | None = None, **values: Any) -> PhotoProjet:
    said = {"alt": "La halle vue du nord", "credit": "La mairie", "taken": "mars 2026", **values}
    return add_photo(
        by=system(action.plan.territoire),
        action=action,
        file_name="DSC_0012.JPG",
        content=file or picture(),
        taken=parse_period_fr(said.pop("taken")),
        **said,
    )
