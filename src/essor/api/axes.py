"""Headings of the plan."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, PathEx, Router
from pydantic import Field

from essor.api.answers import nothing, send, send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, changing, creating, reading
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import PlanSeat, plan_at
from essor.api.types import Given, Line, Rank, Shown, Text, or_none
from essor.api.writing import version_read
from essor.foundations.errors import UserFault
from essor.records.plans.actions import change_axe, create_axe, delete_axe
from essor.records.plans.models import Axe

router = Router()
AxeId = PathEx[uuid.UUID, P(description="Identité de l'axe.")]


class ShownAxe(Shown):
    """A heading."""

    id: uuid.UUID = Field(description="Identité de l'axe.")
    parent_id: uuid.UUID | None = Field(description="Axe au-dessus, null à la racine.")
    ordre: int = Field(description="Rang parmi les axes voisins.")
    titre: str = Field(description="Titre de l'axe.")
    description: str | None = Field(description="Présentation.")


class ShownAxes(Shown):
    """A page of headings."""

    donnees: list[ShownAxe] = Field(description="Les axes de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class NewAxe(Given):
    """A heading to add."""

    titre: Line = Field(description="Titre de l'axe.", examples=["Foncier industriel"])
    description: Text | None = Field(default=None, description="Présentation.")
    parent_id: uuid.UUID | None = Field(default=None, description="Axe au-dessus.")
    ordre: Rank | None = Field(default=None, description="Rang ; le dernier par défaut.")


class GivenAxe(Given):
    """What may be changed of a heading."""

    titre: Line | None = Field(default=None, description="Titre de l'axe.")
    description: Text | None = Field(default=None, description="Présentation.")
    ordre: Rank | None = Field(default=None, description="Rang parmi les axes voisins.")


@reading(router, "territoires/{code}/axes", out=ShownAxes, resume="Les axes du plan")
def list_axes(
    request: HttpRequest,
    code: CodeTerritoire,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the headings."""
    found = Axe.objects.filter(plan=plan_at(request, code).plan)
    page = cut_queryset(
        request, found, keys=("ordre", "titre", "id"), limite=limite, curseur=curseur
    )
    shown = ShownAxes(donnees=[shown_axe(axe) for axe in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@creating(router, "territoires/{code}/axes", out=ShownAxe, resume="Ajouter un axe")
def add_axe(request: HttpRequest, code: CodeTerritoire, body: NewAxe) -> HttpResponse:
    """Add a heading."""
    seat = plan_at(request, code)
    values = body.model_dump(exclude_none=True)
    parent_id = values.pop("parent_id", None)
    parent = axe_named(seat, parent_id, field="parent_id") if parent_id else None
    axe = create_axe(by=seat.access, plan=seat.plan, parent=parent, **values)
    place = {"Location": f"{request.path}/{axe.pk}"}
    return send(request, shown_axe(axe), version=axe.version, status=201, headers=place)


@reading(router, "territoires/{code}/axes/{axe_id}", out=ShownAxe, resume="Un axe")
def read_axe(request: HttpRequest, code: CodeTerritoire, axe_id: AxeId) -> HttpResponse:
    """Show a heading."""
    axe = _axe(plan_at(request, code), axe_id)
    return send(request, shown_axe(axe), version=axe.version)


@changing(router, "territoires/{code}/axes/{axe_id}", out=ShownAxe, resume="Modifier un axe")
def change_one_axe(
    request: HttpRequest, code: CodeTerritoire, axe_id: AxeId, body: GivenAxe
) -> HttpResponse:
    """Change a heading."""
    seat = plan_at(request, code)
    values = body.model_dump(exclude_unset=True)
    if values.get("description", "") is None:
        values["description"] = ""
    values = {name: value for name, value in values.items() if value is not None}
    with version_read(request, _axe(seat, axe_id), shown_axe) as axe:
        row = change_axe(by=seat.access, axe=axe, expected_version=axe.version, **values)
    return send(request, shown_axe(row), version=row.version)


@changing(
    router,
    "territoires/{code}/axes/{axe_id}",
    out=None,
    resume="Supprimer un axe vide",
    method="delete",
)
def remove_axe(request: HttpRequest, code: CodeTerritoire, axe_id: AxeId) -> HttpResponse:
    """Delete a heading that holds nothing."""
    seat = plan_at(request, code)
    with version_read(request, _axe(seat, axe_id), shown_axe) as axe:
        delete_axe(by=seat.access, axe=axe)
    return nothing()


def axe_named(seat: PlanSeat, axe_id: uuid.UUID, *, field: str) -> Axe:
    """Return the heading that a body names. Raises UserFault when the plan has none such."""
    axe = Axe.objects.filter(plan=seat.plan, pk=axe_id).first()
    if axe is None:
        raise UserFault.single(
            "Cet axe n'existe pas dans ce plan", value=str(axe_id), field=f"/{field}"
        )
    return axe


def shown_axe(axe: Axe) -> ShownAxe:
    """Write a heading."""
    return ShownAxe(
        id=axe.id,
        parent_id=axe.parent_id,
        ordre=axe.ordre,
        titre=axe.titre,
        description=or_none(axe.description),
    )


def _axe(seat: PlanSeat, axe_id: uuid.UUID) -> Axe:
    axe = Axe.objects.filter(plan=seat.plan, pk=axe_id).select_related("plan").first()
    if axe is None:
        raise Http404
    return axe
