"""Action sheets: list, read on any day, add, change, delete."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import P, QueryEx, Router

from essor.api.action_shapes import GivenAction, NewAction, ShownAction, ShownActions
from essor.api.answers import asked_fields, nothing, send, send_fields, send_page
from essor.api.axes import axe_named
from essor.api.contract import (
    ActionRef,
    Champs,
    CodeTerritoire,
    Curseur,
    Limite,
    changing,
    creating,
    reading,
)
from essor.api.pages import DEFAULT_SIZE, cut_queryset, cut_rows
from essor.api.places import PlanSeat, action_at, as_uuid, is_past, plan_at
from essor.api.plans import Le, outline_at
from essor.api.types import Instant
from essor.api.writing import version_read
from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.records.plans.actions import change_action, create_action, delete_action
from essor.records.plans.choices import Statut
from essor.records.plans.lateness import days_late
from essor.records.plans.models import Action
from essor.records.plans.queries import actions_of

router = Router()
LIST = "territoires/{code}/actions"
ONE = LIST + "/{action}"
KEYS = ("ordre", "code", "id")
# Null for another reason than silence: it has none, or it does not arise.
NEVER_UNPUBLISHED = {"axe_id", "parent_id", "sortie", "sortie_on", "version", "updated_at"}
COMPUTED = {"retard_days", "absences"}


@reading(
    router,
    LIST,
    out=ShownActions,
    resume="Les actions du plan",
    texte="Les actions lisibles, dans l'ordre du plan, aujourd'hui ou au soir d'un jour passé. "
    "« modifie_depuis » compare la date de la fiche, pas celle de ses listes.",
)
def list_actions(
    request: HttpRequest,
    code: CodeTerritoire,
    statut: QueryEx[Statut | None, P(description="Statut.")] = None,
    axe: QueryEx[uuid.UUID | None, P(description="Identité d'un axe.")] = None,
    modifie_depuis: QueryEx[Instant | None, P(description="Fiches modifiées depuis.")] = None,
    le: Le = None,
    champs: Champs = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the actions."""
    seat, fields = plan_at(request, code), asked_fields(champs, ShownAction)
    if le is not None and is_past(le):
        rows = [row.action for row in outline_at(seat, le).walk()]
        kept = [
            one
            for one in rows
            if (statut is None or one.statut == statut) and (axe is None or one.axe_id == axe)
        ]
        page = cut_rows(
            request,
            kept,
            key=lambda one: [one.ordre, one.code, str(one.id)],
            limite=limite,
            curseur=curseur,
        )
        shown = [shown_past(one, le) for one in page.rows]
    else:
        found = actions_of(seat.plan, seat.access)
        asked = {"statut": statut, "axe_id": axe, "updated_at__gte": modifie_depuis}
        found = found.filter(**{name: one for name, one in asked.items() if one is not None})
        page = cut_queryset(request, found, keys=KEYS, limite=limite, curseur=curseur)
        shown = [shown_action(one) for one in page.rows]
    return send_page(
        request,
        ShownActions(donnees=shown, suivant=page.suivant),
        fields=fields,
        headers=page.headers,
    )


@creating(router, LIST, out=ShownAction, resume="Ajouter une action")
def add_action(request: HttpRequest, code: CodeTerritoire, body: NewAction) -> HttpResponse:
    """Add an action."""
    seat = plan_at(request, code)
    given = body.model_dump(exclude_unset=True)
    parent = given.pop("parent", None)
    values = _values(seat, given)
    if parent:
        values["parent"] = _parent(seat, parent)
    action = create_action(by=seat.access, plan=seat.plan, **values)
    place = {"Location": f"{request.path}/{action.pk}"}
    return send(request, shown_action(action), version=action.version, status=201, headers=place)


@reading(router, ONE, out=ShownAction, resume="Une action")
def read_action(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionRef,
    le: Le = None,
    champs: Champs = None,
) -> HttpResponse:
    """Show an action, today or in the evening of a past day."""
    seat, fields = plan_at(request, code), asked_fields(champs, ShownAction)
    if le is not None and is_past(le):
        key = as_uuid(action)
        rows = [row.action for row in outline_at(seat, le).walk()]
        found = [one for one in rows if one.id == key or one.code.lower() == action.lower()]
        if not found:
            raise Http404
        return send_fields(request, shown_past(found[0], le), fields=fields, version=None)
    row = action_at(seat, action)
    return send_fields(request, shown_action(row), fields=fields, version=row.version)


@changing(router, ONE, out=ShownAction, resume="Modifier une action")
def change_one_action(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: GivenAction
) -> HttpResponse:
    """Change an action."""
    seat = plan_at(request, code)
    values = _values(seat, body.model_dump(exclude_unset=True))
    with version_read(request, action_at(seat, action), shown_action) as row:
        after = change_action(by=seat.access, action=row, expected_version=row.version, **values)
    return send(request, shown_action(after), version=after.version)


@changing(
    router,
    ONE,
    out=None,
    method="delete",
    resume="Supprimer une action",
    texte="L'action et tout ce qui lui appartient ; la corbeille du plan la rétablit.",
)
def remove_action(request: HttpRequest, code: CodeTerritoire, action: ActionRef) -> HttpResponse:
    """Delete an action."""
    seat = plan_at(request, code)
    with version_read(request, action_at(seat, action), shown_action) as row:
        delete_action(by=seat.access, action=row)
    return nothing()


def shown_action(action: Action) -> ShownAction:
    """Write an action as it stands."""
    return _shown(action, days_late(action, timezone.localdate()), is_past=False)


def shown_past(action: Action, le: Any) -> ShownAction:
    """Write an action as it stood."""
    return _shown(action, days_late(action, le), is_past=True)


def _shown(action: Action, late: int, *, is_past: bool) -> ShownAction:
    names = ShownAction.model_fields.keys() - COMPUTED
    values = {name: getattr(action, name) for name in names}
    values = {name: None if value == "" else value for name, value in values.items()}
    if is_past:
        values |= {"version": None, "updated_at": None}
    absences = {
        name: Absence.NON_PUBLIE
        for name in ShownAction.model_fields
        if name in values and values[name] is None and name not in NEVER_UNPUBLISHED
    }
    return ShownAction(**values, retard_days=late, absences=absences)


def _values(seat: PlanSeat, given: dict[str, Any]) -> dict[str, Any]:
    """Turn a body into fields: null erases, an axis is found in this plan."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name == "axe_id":
            values["axe"] = axe_named(seat, value, field=name) if value else None
        elif value is None and Action._meta.get_field(name).empty_strings_allowed:
            values[name] = ""
        else:
            values[name] = value
    return values


def _parent(seat: PlanSeat, code: str) -> Action:
    found = actions_of(seat.plan, seat.access).filter(code__iexact=code).first()
    if found is None:
        raise UserFault.single("Cette action n'existe pas", value=code, field="parent")
    return found
