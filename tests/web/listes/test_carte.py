"""The map of the sited actions: the same rows as the other views, and files in the same order."""

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.plans.actions import change_action
from essor.records.plans.comparison import RowStatus, compare_plan
from essor.records.plans.exports import export_plan
from essor.records.plans.models import Action, CommuneImplantation, Plan
from essor.records.plans.parts import PartValues
from essor.records.plans.tableur import PlanFormat, read_plan
from essor.records.projets.actions import write_card
from essor.records.territoires.actions import load_perimetre
from tests.api.world import call, token_of
from tests.factories import make_action, make_member, make_plan, system
from tests.references.territoires.miniature import faits

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
CLERMONT = ("63113", "Clermont-Ferrand")
VIC = ("63457", "Vic-le-Comte")
LOST = ("63999", "Nulle-Part")


@pytest.fixture
def plan() -> Plan:
    plan = make_plan()
    load_perimetre(faits=faits(), author=None, at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
    rows: list[tuple[str, list[tuple[str, str]], dict[str, Any]]] = [
        ("Vendre", [VIC], {"statut": "bloque"}),
        ("Bâtir", [CLERMONT, VIC], {"statut": "en_cours"}),
        ("Former", [], {"statut": "a_venir"}),
        ("Cacher", [("63032", "Beaumont")], {"confidentialite": "restreint"}),
        ("Perdre", [LOST], {}),
    ]
    for titre, communes, values in rows:
        values.setdefault("confidentialite", "public")
        make_action(plan, titre, parts=PartValues(communes=communes), **values)
    return plan


def url(name: str, *args: object, query: str = "") -> str:
    return reverse(f"listes:{name}", args=[CODE, *args]) + (f"?{query}" if query else "")


def points(page: str) -> list[tuple[str, str]]:
    """Return the address and the label of each point of the map."""
    return re.findall(r'<a class="point" href="([^"]*)" aria-label="([^"]*)"', page)


def shown(page: str) -> list[str]:
    """Return the titles of the list beside the map, places first."""
    beside = page[page.index('class="par-lieu"') :]
    return re.findall(r'<span class="code">[^<]*</span> ([^<]*)</a>', beside)


def test_a_point_per_place_and_a_list_that_says_it_all(client: Client, plan: Plan) -> None:
    page = client.get(url("carte", query="tri=titre")).content.decode()
    found = points(page)
    assert [label.split("\u00a0")[0] for _, label in found] == ["Clermont-Ferrand", "Vic-le-Comte"]
    assert found[0][0] == reverse("plan:action", args=[CODE, "A02"])  # one action: its sheet
    assert found[1][0] == "#lieu-63457"  # two actions: their place in the list
    assert "2 actions, 1 en cours, 1 bloqué" in found[1][1]
    assert shown(page) == ["Bâtir", "Bâtir", "Vendre", "Perdre", "Former"]
    assert "Cacher" not in page
    assert "Beaumont" not in page
    assert "hors de la carte" in page  # no outline for that code


def test_the_filters_of_the_lists_hold_on_the_map(client: Client, plan: Plan) -> None:
    page = client.get(url("carte", query="commune=63113")).content.decode()
    assert shown(page) == ["Bâtir", "Bâtir"]
    page = client.get(url("carte", query="commune=sans")).content.decode()
    assert shown(page) == ["Former"]
    assert points(page) == []
    assert client.get(url("tableau", query="commune=63457")).content.decode().count("A0") > 0


def test_the_files_hold_what_is_on_the_map_in_that_order(client: Client, plan: Plan) -> None:
    client.force_login(make_member(plan.territoire, Role.LECTEUR))
    asked = "tri=-titre&col=statut"
    page = client.get(url("carte", query=asked)).content.decode()
    data = client.get(url("export", "carte", "csv", query=asked)).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(data), delimiter=";"))
    assert lines[0] == ["Lieu", "Code INSEE", "Longitude", "Latitude", "Code", "Action", "Statut"]
    rows = lines[1 : lines.index([])] if [] in lines else lines[1:6]
    rows = [row for row in rows if len(row) == 7 and row[4].startswith("A")]
    assert [row[5] for row in rows] == shown(page)
    answer = client.get(url("export", "carte", "geojson", query=asked))
    assert answer.headers["Content-Type"] == "application/geo+json"
    features = json.loads(answer.content)["features"]
    assert [one["properties"]["Action"] for one in features] == shown(page)
    sited = {one["properties"]["Lieu"]: one["geometry"] for one in features}
    assert sited[None] is None
    assert sited["Nulle-Part"] is None
    longitude, latitude = sited["Clermont-Ferrand"]["coordinates"]
    assert (round(longitude, 1), round(latitude, 1)) == (3.1, 45.8)
    assert client.get(url("export", "tableau", "geojson")).status_code == 404


def test_a_commune_is_written_or_refused_with_its_reason(client: Client, plan: Plan) -> None:
    chef = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    client.force_login(chef)
    field = reverse("plan:edit_field", args=[CODE, "A03", "communes"])
    form = client.get(field).context["form"]
    known = {"version": form.initial["version"], "empreinte": form.initial["empreinte"]}
    refused = client.post(field, {**known, "valeur": "clermont ferrand\nRiom\n75056"})
    assert refused.status_code == 400
    text = refused.content.decode()
    assert "Riom" in text
    assert "75056" in text
    assert not CommuneImplantation.objects.filter(action__code="A03").exists()
    saved = client.post(field, {**known, "valeur": "Clermont-Ferrand\n63457"}, follow=True)
    assert "Vic-le-Comte" in saved.content.decode()
    assert len(points(client.get(url("carte")).content.decode())) == 3
    kept = Action.objects.get(code="A05")  # out of the territory today, never refused again
    field = reverse("plan:edit_field", args=[CODE, "A05", "communes"])
    form = client.get(field).context["form"]
    values = {name: form.initial[name] for name in ("version", "empreinte", "valeur")}
    assert client.post(field, values).status_code == 302
    assert [str(row) for row in kept.communeimplantations.all()] == ["Nulle-Part (63999)"]


@pytest.mark.parametrize("file_format", PlanFormat)
def test_the_plan_goes_out_and_comes_back_without_a_change(
    plan: Plan, file_format: PlanFormat
) -> None:
    by = system(plan.territoire)
    data = export_plan(plan=plan, by=by, format=file_format)
    read = read_plan(data, file_name=f"plan.{file_format.value}")
    preview = compare_plan(territoire=plan.territoire, plan=plan, read=read)
    assert preview.is_ok
    assert preview.count(RowStatus.UNCHANGED) == 5
    moved = read_plan(data.replace(b"Vic-le-Comte (63457)", b"Riom (63300)"), file_name="plan.csv")
    if file_format is PlanFormat.CSV:
        faults = compare_plan(territoire=plan.territoire, plan=plan, read=moved).faults
        assert [fault.value for fault in faults] == ["Riom (63300)"] * 2


def test_the_cell_of_the_table_takes_communes_and_refuses_others(
    client: Client, plan: Plan
) -> None:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    assert (
        'id="modifier-A03-communes"'
        in client.get(url("tableau", query="col=communes")).content.decode()
    )
    cell = url("cell", "A03", "communes")
    known = {name: client.get(cell).context["form"].initial[name] for name in ("version",)}
    mark = client.get(cell).context["form"].initial["empreinte"]
    form = {**known, "empreinte": mark, "valeur": "Riom"}
    assert "Riom" in client.post(cell, form).content.decode()
    saved = client.post(cell, {**form, "valeur": "63113"})
    assert saved.headers["Location"].endswith("#modifier-A03-communes")
    assert CommuneImplantation.objects.filter(action__code="A03").count() == 1


def test_the_site_of_a_big_project_is_at_its_own_point(client: Client, plan: Plan) -> None:
    action = Action.objects.get(code="A02")
    by = system(plan.territoire)
    change_action(by=by, action=action, is_grand_projet=True)
    action.refresh_from_db()
    write_card(
        by=by, action=action, code_commune_insee="63113", latitude=Decimal("45.7897"),
        longitude=Decimal("3.1010"), source_title="Un journal", read_on=dt.date(2026, 11, 3),
    )  # fmt: skip
    features = json.loads(client.get(url("export", "carte", "geojson")).content)["features"]
    sited = {one["properties"]["Lieu"]: one["geometry"] for one in features}
    assert sited["Site de A02"]["coordinates"] == [3.101, 45.7897]
    assert "Clermont-Ferrand" not in sited  # the site says it better
    page = client.get(url("carte")).content.decode()
    assert [label.split("\u00a0")[0] for _, label in points(page)] == [
        "Vic-le-Comte",
        "Site de A02",
    ]


def test_a_program_says_where_an_action_takes_place(plan: Plan) -> None:
    token = token_of(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    path = f"territoires/{CODE}/actions/A03/communes"
    asked = {"donnees": [{"code_commune_insee": "63113"}, {"code_commune_insee": "75056"}]}
    refused = call("put", path, token=token, body=asked, If_Match="*")
    assert refused.status_code == 422
    assert "75056" in refused.content.decode()
    asked["donnees"].pop()
    saved = call("put", path, token=token, body=asked, If_Match="*")
    assert saved.json()["donnees"] == [{"code_commune_insee": "63113", "nom": "Clermont-Ferrand"}]
    assert call("get", path, token=token).json() == saved.json()
