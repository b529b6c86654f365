"""Every call of the API against every role, another territory, bad tokens, missing scopes."""

from typing import Any

import pytest
from django.db import transaction

from essor.api.document import operations
from essor.api.v1 import api
from essor.records.accounts.roles import Capability as C
from essor.records.jetons.scopes import Scope
from essor.records.plans.queries import actions_of
from tests.api.world import call, token_of
from tests.web.test_permission_table import allowed
from tests.web.world import ACTORS, ANONYMOUS, CLOSED, World

pytestmark = pytest.mark.django_db
PUBLIC, SIGNED_IN = "public", "connecté"
SCHEMA = api.get_openapi_schema()
PERIOD = {"on": "2026-01-05"}

# operation -> (the least that opens it, a body that is right)
TABLE: dict[str, tuple[str, Any]] = {
    "read_me": (SIGNED_IN, None),
    "list_all": (PUBLIC, None),
    "read_territoire": (PUBLIC, None),
    "read_plan": (PUBLIC, None),
    "change_the_plan": (C.EDIT_PLAN, {"titre": "Autre"}),
    "list_axes": (PUBLIC, None),
    "add_axe": (C.EDIT_PLAN, {"titre": "Axe neuf"}),
    "read_axe": (PUBLIC, None),
    "change_one_axe": (C.EDIT_PLAN, {"titre": "Autre"}),
    "remove_axe": (C.EDIT_PLAN, None),
    "list_actions": (PUBLIC, None),
    "add_action": (C.EDIT_PLAN, {"titre": "Agir"}),
    "read_action": (PUBLIC, None),
    "change_one_action": (C.EDIT_PLAN, {"moyens": "Un atelier"}),
    "remove_action": (C.EDIT_PLAN, None),
    "list_financements": (PUBLIC, None),
    "put_financements": (C.EDIT_PLAN, {"donnees": [{"nom": "Région"}]}),
    "list_lignes_budget": (PUBLIC, None),
    "put_lignes_budget": (C.EDIT_PLAN, {"donnees": [{"nature": "investissement"}]}),
    "list_intercommunalites": (PUBLIC, None),
    "put_intercommunalites": (C.EDIT_PLAN, {"donnees": []}),
    "list_communes": (PUBLIC, None),
    "put_communes": (C.EDIT_PLAN, {"donnees": []}),
    "list_participants": (PUBLIC, None),
    "put_participants": (C.EDIT_PLAN, {"partenaires": ["Une école"]}),
    "list_notes": (C.VIEW_INTERNAL, None),
    "add_one_note": (C.COMMENT, {"texte": "Vu"}),
    "read_note": (C.VIEW_INTERNAL, None),
    "change_one_note": (C.EDIT_PLAN, {"texte": "Revu"}),
    "remove_note": (C.EDIT_PLAN, None),
    "list_annonces": (PUBLIC, None),
    "list_jalons": (PUBLIC, None),
    "add_jalon": (C.EDIT_PLAN, {"action": "A01", "titre": "Livraison"}),
    "read_jalon": (PUBLIC, None),
    "change_one_jalon": (C.EDIT_PLAN, {"poids": 3}),
    "remove_jalon": (C.EDIT_PLAN, None),
    "reach_jalon": (C.EDIT_PLAN, {"atteint": PERIOD, "preuve_texte": "Vu"}),
    "reopen_jalon": (C.EDIT_PLAN, {"motif": "Réserves"}),
    "add_prevision": (C.EDIT_PLAN, {"attendu": PERIOD, "par_qui": "Comité"}),
    "cancel_one_prevision": (C.EDIT_PLAN, {"motif": "Erreur"}),
    "list_indicateurs": (PUBLIC, None),
    "read_indicateur": (PUBLIC, None),
    "list_valeurs": (PUBLIC, None),
    "list_cibles": (PUBLIC, None),
    "add_valeur": (
        C.EDIT_PLAN,
        {
            "debut_on": "2024-01-01",
            "fin_on": "2024-12-31",
            "value": 41.5,
            "source_title": "Relevé",
            "read_on": "2026-11-01",
            "confiance": "haute",
        },
    ),
    "list_risques": (C.VIEW_INTERNAL, None),
    "add_risque": (
        C.EDIT_PLAN,
        {"action": "A01", "titre": "Recours", "probabilite": 2, "impact": 3},
    ),
    "read_risque": (C.VIEW_INTERNAL, None),
    "change_one_risque": (C.EDIT_PLAN, {"impact": 1}),
    "remove_risque": (C.EDIT_PLAN, None),
    "list_points": (C.VIEW_INTERNAL, None),
    "add_one_point": (
        C.EDIT_PLAN,
        {
            "action": "A01",
            "cause": "Accord",
            "destinataire_nature": "etat",
            "destinataire_nom": "DREAL",
        },
    ),
    "read_point": (C.VIEW_INTERNAL, None),
    "change_one_point": (C.EDIT_PLAN, {"cause": "Autre"}),
    "remove_point": (C.EDIT_PLAN, None),
    "lift_one_point": (C.EDIT_PLAN, {"leve_on": "2026-11-03", "leve_motif": "Reçu"}),
    "reopen_one_point": (C.EDIT_PLAN, None),
    "list_studies": (PUBLIC, None),
    "read_study": (PUBLIC, None),
    "list_events": (C.VIEW_HISTORY, None),
    "list_observatory_sources": (PUBLIC, None),
    "list_observatory_indicators": (PUBLIC, None),
    "list_observatory_values_of_territory": (PUBLIC, None),
    "list_observatory_values_of_indicator": (PUBLIC, None),
}
CALLS = {
    operation["operationId"]: (method, path)
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
}


def address(world: World, name: str) -> str:
    path = CALLS[name][1].removeprefix("/api/v1/")
    known = {
        "code": world.code,
        "action": world.action.code,
        "axe_id": world.axe.pk,
        "note_id": world.note.pk,
        "jalon_id": world.jalon.pk,
        "prevision_id": world.prevision.pk,
        "indicateur": world.indicateur.code,
        "risque_id": world.risque.pk,
        "point_id": world.point.pk,
        "study_id": world.study.pk,
        "identifiant": "emploi_total",
    }
    return path.format(**known)


def status(world: World, name: str, token: str | None) -> int:
    """Call as the description says, undo whatever was written, and return the status."""
    point = transaction.savepoint()
    try:
        method, path = CALLS[name][0], address(world, name)
        answer = call(method, path, token=token, body=TABLE[name][1], If_Match="*")
        return answer.status_code
    finally:
        transaction.savepoint_rollback(point)


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, str | None]:
    """A token of everybody who may have one."""
    found: dict[str, str | None] = dict.fromkeys(ACTORS)
    for actor in ACTORS:
        person = world.people[actor]
        if person is not None and actor != CLOSED:
            found[actor] = token_of(person)
    return found


def test_every_call_has_its_row_and_every_row_its_call() -> None:
    assert set(CALLS) == set(TABLE)
    assert len(list(operations(SCHEMA))) == len(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_call_opens_to_whom_the_table_says(
    world: World, tokens: dict[str, str | None], name: str
) -> None:
    wrong = []
    for actor in ACTORS:
        found = status(world, name, tokens[actor])
        may = allowed(TABLE[name][0], actor)
        if TABLE[name][1] is not None or CALLS[name][0] != "get":
            may = may and tokens[actor] is not None
        served = found in (200, 201, 204, 409, 422)
        if served is not may or (not may and found not in (401, 403, 404)):
            wrong.append(f"{actor}: {found}")
    assert not wrong, "\n".join(wrong)


def test_a_token_without_the_scope_opens_nothing_more(world: World) -> None:
    reader = token_of(world.people["administrateur"], Scope.LECTURE)
    needs = {name for name in TABLE if CALLS[name][0] != "get" or name == "list_events"}
    assert {name for name in TABLE if status(world, name, reader) == 403} == needs


def test_a_bad_token_opens_nothing_at_all(world: World) -> None:
    opened = {name for name in TABLE if status(world, name, "essor_" + "x" * 43) != 401}
    assert not opened


def test_a_list_shows_what_the_page_shows(world: World, tokens: dict[str, str | None]) -> None:
    for actor in ACTORS:
        shown = call("get", f"territoires/{world.code}/actions", token=tokens[actor]).json()
        nobody = actor in (ANONYMOUS, CLOSED)
        by = world.access(ANONYMOUS if nobody else actor)
        expected = [one.code for one in actions_of(world.plan, by)]
        assert [one["code"] for one in shown["donnees"]] == expected, actor
