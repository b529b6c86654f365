"""Studies of brownfields: what was asked, and the last computation."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Router
from pydantic import Field

from essor.api.answers import send, send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, reading
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import plan_at
from essor.api.types import Shown, or_none
from essor.records.plans.choices import Confidentialite
from essor.records.studies.models import Study, StudyRun
from essor.records.studies.queries import get_study, is_stale, last_run, studies_of

router = Router()
StudyId = PathEx[uuid.UUID, P(description="Identité de l'étude.")]


class ShownStudy(Shown):
    """A study."""

    id: uuid.UUID = Field(description="Identité de l'étude.")
    titre: str = Field(description="Titre.")
    notice: str | None = Field(description="Ce qu'il faut savoir.")
    action_id: uuid.UUID | None = Field(description="Action, null si aucune.")
    engine: str = Field(description="Moteur de calcul.")
    profil: str = Field(description="Méthode.")
    confidentialite: Confidentialite = Field(description="Qui peut la lire.")
    is_demonstration: bool = Field(description="Vrai pour un contenu de démonstration.")


class ShownStudies(Shown):
    """A page of studies."""

    donnees: list[ShownStudy] = Field(description="Les études de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class ShownRun(Shown):
    """A computation."""

    numero: int = Field(description="Numéro du calcul.")
    engine_version: str = Field(description="Version du moteur.")
    parameters_on: dt.date = Field(description="Jour auquel les paramètres sont lus.")
    draws: int = Field(description="Nombre de tirages.")
    seed: int = Field(description="Graine.")
    sha256: str = Field(description="Empreinte des résultats.")
    is_stale: bool = Field(description="Vrai si l'étude a changé depuis.")
    resultats: dict[str, Any] = Field(description="Résultats, comme le moteur les écrit.")


class ShownWholeStudy(ShownStudy):
    """A study with its inputs and its last computation."""

    inputs: dict[str, Any] = Field(description="Données de l'étude.")
    calcul: ShownRun | None = Field(description="Dernier calcul, null si aucun.")


@reading(router, "territoires/{code}/etudes", out=ShownStudies, resume="Les études de friche")
def list_studies(
    request: HttpRequest,
    code: CodeTerritoire,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the studies."""
    seat = plan_at(request, code)
    found = studies_of(seat.plan, seat.access)
    page = cut_queryset(request, found, keys=("titre", "id"), limite=limite, curseur=curseur)
    shown = [ShownStudy(**_fields(study)) for study in page.rows]
    return send_page(
        request, ShownStudies(donnees=shown, suivant=page.suivant), headers=page.headers
    )


@reading(router, "territoires/{code}/etudes/{study_id}", out=ShownWholeStudy, resume="Une étude")
def read_study(request: HttpRequest, code: CodeTerritoire, study_id: StudyId) -> HttpResponse:
    """Show a study and its last computation."""
    seat = plan_at(request, code)
    study = get_study(seat.plan, study_id, seat.access)
    run = last_run(study)
    shown = ShownWholeStudy(
        **_fields(study), inputs=study.inputs, calcul=_run(study, run) if run else None
    )
    return send(request, shown, version=study.version)


def _fields(study: Study) -> dict[str, Any]:
    values = {name: getattr(study, name) for name in ShownStudy.model_fields}
    return values | {"notice": or_none(study.notice)}


def _run(study: Study, run: StudyRun) -> ShownRun:
    names = ("numero", "engine_version", "parameters_on", "draws", "seed", "sha256")
    values = {name: getattr(run, name) for name in names}
    return ShownRun(**values, is_stale=is_stale(study, run), resultats=run.found)
