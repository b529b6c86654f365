"""The agenda of a committee: add, change, move and take off points."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from essor.records.comites.actions import (
    POINT_SETTABLE,
    add_point,
    change_point,
    delete_point,
    move_point,
)
from essor.records.comites.queries import get_point
from essor.web.comites.forms import PointForm
from essor.web.comites.pages import BOTH, asked, back, form_page
from essor.web.design.form_faults import wrote

AGENDA = "ordre-du-jour"


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Put a point on the agenda."""
    gate, comite = asked(request, code, comite_id)
    form = PointForm(request.POST or None, comite=comite, initial={"confidentialite": "interne"})

    def write() -> None:
        add_point(by=gate.access, comite=comite, **form.values())

    if wrote(request, form, write):
        return back(request, comite, "Le point est ajouté.", AGENDA)
    return form_page(request, gate, form, "Ajouter un point à l'ordre du jour", comite)


@require_http_methods(BOTH)
def edit(
    request: HttpRequest, code: str, comite_id: uuid.UUID, point_id: uuid.UUID
) -> HttpResponse:
    """Change a point of the agenda."""
    gate, comite = asked(request, code, comite_id)
    point = get_point(comite, point_id, gate.access)
    initial = model_to_dict(point, fields=POINT_SETTABLE) | {
        "version": point.version,
        "actions": [link.action_id for link in point.actions_liees.order_by("id")],
    }
    form = PointForm(request.POST or None, comite=comite, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_point(by=gate.access, point=point, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, comite, "Le point est modifié.", AGENDA)
    return form_page(request, gate, form, "Modifier un point à l'ordre du jour", comite)


@require_POST
def move(
    request: HttpRequest, code: str, comite_id: uuid.UUID, point_id: uuid.UUID
) -> HttpResponse:
    """Exchange a point with the one before, or after."""
    gate, comite = asked(request, code, comite_id)
    point = get_point(comite, point_id, gate.access)
    move_point(by=gate.access, point=point, is_up=request.POST.get("sens") != "bas")
    return back(request, comite, "Le point est déplacé.", AGENDA)


@require_POST
def remove(
    request: HttpRequest, code: str, comite_id: uuid.UUID, point_id: uuid.UUID
) -> HttpResponse:
    """Take a point off the agenda."""
    gate, comite = asked(request, code, comite_id)
    delete_point(by=gate.access, point=get_point(comite, point_id, gate.access))
    return back(request, comite, "Le point est retiré. L'historique peut le rétablir.", AGENDA)
