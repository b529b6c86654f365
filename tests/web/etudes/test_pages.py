"""Pages of the studies: the answer first, nothing lost, every number open."""

import datetime as dt
import html
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.jobs.models import Job
from essor.records.jobs.worker import drain
from essor.records.journal.actions import operation
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confiance
from essor.records.plans.models import Action, Annonce, CommuneImplantation, Plan
from essor.records.studies.actions import run_study
from essor.records.studies.models import Study
from essor.records.territoires.actions import load_reference_facts
from tests.factories import make_action, make_member, make_plan, system
from tests.records.studies.made import DAY, make_inputs, make_study

pytestmark = pytest.mark.django_db
ANSWERS = {
    "commune": "63113",
    "surface": "4,2",
    "activite": "industrielle",
    "programme": "industrie",
    "porteur": "epci",
    "annee": "2027",
}


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def client(plan: Plan) -> Client:
    client = Client()
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


@pytest.fixture
def study(plan: Plan) -> Study:
    found = make_study(plan, confidentialite="public")
    run_study(by=system(plan.territoire), study=found, on=DAY)
    return found


def address(name: str, study: Study | None = None, **more: Any) -> str:
    kwargs = {"code": "ti-8404", **({"study_id": study.pk} if study else {}), **more}
    return reverse(f"etudes:{name}", kwargs=kwargs)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def test_from_an_action_to_a_computed_study_without_retyping(client: Client, plan: Plan) -> None:
    """One test: loading the communes is most of its time."""
    load_reference_facts(author=None, at=timezone.now())
    action = make_action(
        plan, "Requalifier Cataroux", confidentialite="public", debut_on=dt.date(2029, 3, 1)
    )
    make_part(CommuneImplantation(action=action, code_commune_insee="63113", nom="Clermont"))
    make_part(announced(plan, action, "Surface du site", 42, "ha"))
    make_part(announced(plan, action, "Un bâtiment, surface", 75_000, "m2"))
    sheet = text(client.get(reverse("plan:action", args=["ti-8404", action.code])))
    assert f"nouvelle/?action={action.code}" in sheet
    asked = client.get(address("start"), {"action": action.code})
    form = asked.context["form"]
    assert form["commune"].value() == "63113"
    assert form["surface"].value() == "42"
    assert form["annee"].value() == 2029
    assert form["action"].value() == action.code
    assert "la surface annoncée (42 ha, La Tribune)" in text(asked)
    answers = ANSWERS | {"action": action.code}
    shown = client.get(address("start"), answers)
    assert "Neuf tirages sur dix" in text(shown)
    assert not Study.objects.exists(), "reading writes nothing"
    assert "csrfmiddlewaretoken" not in shown.request["QUERY_STRING"]
    answer = client.post(address("start"), answers, follow=True)
    study = Study.objects.get()
    assert study.action == action
    assert study.titre == "Requalifier Cataroux\u00a0: Activité industrielle"
    assert study.runs.count() == 1
    assert "Qui gagne, qui paie" in text(answer)
    client.post(address("start"), ANSWERS)
    free = Study.objects.get(action=None)
    assert free.titre == "Clermont-Ferrand (63113), 4,2 ha\u00a0: Activité industrielle"
    wrong = client.get(address("start"), ANSWERS | {"surface": "grand", "annee": "1200"})
    assert "n'est pas un nombre" in text(wrong)
    assert 'value="grand"' in text(wrong)
    assert text(wrong).count("errorlist") == 2
    other = client.get(address("start"), ANSWERS | {"action": "Z99"})
    assert "errorlist" in text(other)
    assert client.post(address("start"), {}).status_code == 422


def make_part(row: Tracked) -> None:
    with operation(kind="plan.action.modifier", author=None, territoire_code="ti-8404") as op:
        op.create(row)


def announced(plan: Plan, action: Action, sujet: str, value: int, unit: str) -> Annonce:
    return Annonce(
        plan=plan,
        action=action,
        sujet=sujet,
        nature="surface",
        value=value,
        unit=unit,
        source_title="La Tribune",
        read_on=DAY,
        confiance=Confiance.values[0],
    )


def test_the_answer_comes_first_with_its_range_and_warnings(client: Client, study: Study) -> None:
    page = text(client.get(address("show", study)))
    assert page.index('id="reponse"') < page.index('id="qui"') < page.index('id="quand"')
    assert "neuf fois sur dix" in page
    assert "à relire" in page
    for chart in ("Ce que chacun gagne ou paie", "Cumul des gains", "Ce qui fait bouger la valeur"):
        assert f'aria-label="{chart}' in page
    kept = study.runs.get()
    assert kept.sha256[:16] in page
    assert "2 027" not in page, "a year is not a quantity"


def test_each_table_is_a_file_with_exact_amounts(client: Client, study: Study) -> None:
    kept = study.runs.get()
    body = client.get(address("table_csv", study, table="bilan")).content.decode("utf-8-sig")
    exact = f"{kept.found['bilan_amenageur_eur']:.2f}".replace(".", ",")
    assert exact.removesuffix("0").removesuffix(",0") in body
    sources = client.get(address("table_csv", study, table="parametres")).content.decode(
        "utf-8-sig"
    )
    assert sources.count("\r\n") == len(kept.parameters_read) + 1
    assert client.get(address("table_csv", study, table="inconnu")).status_code == 404


def test_documents_and_inputs_are_taken_away(client: Client, study: Study) -> None:
    assert client.get(address("pdf_document", study)).content.startswith(b"%PDF")
    assert client.get(address("docx_document", study)).content.startswith(b"PK")
    taken = json.loads(client.get(address("inputs_json", study)).content)
    assert taken == {"profil": "france-2025", **study.inputs}


def test_an_assumption_is_opened_changed_and_shown_as_changed(client: Client, study: Study) -> None:
    place = address("assumption_group", study, slug="couts")
    page = client.get(place)
    rows = page.context["form"].rows()
    number = next(n for n, r in enumerate(rows) if r["row"].name == "couts.depollution_eur_m2")
    assert rows[number]["row"].default == 66
    sent = {"version": study.version, f"v{number}": "80", f"b{number}": "40", f"h{number}": "120"}
    client.post(place, sent)
    study.refresh_from_db()
    assert study.inputs["parametres"] == {"couts.depollution_eur_m2": 80.0}
    assert study.inputs["incertitudes"]["couts.depollution_eur_m2"]["haut"] == 120
    assert "a changé depuis ce calcul" in text(client.get(address("show", study)))
    client.post(address("run", study))
    assert study.runs.count() == 2
    client.post(place, {"version": study.version, f"v{number}": "", f"b{number}": ""})
    study.refresh_from_db()
    assert study.inputs.get("parametres") in (None, {})
    assert "incertitudes" not in study.inputs


def test_half_a_range_is_refused_and_nothing_is_lost(client: Client, study: Study) -> None:
    place = address("assumption_group", study, slug="site-0")
    answer = client.post(place, {"version": study.version, "v0": "50 000", "b0": "10", "v1": "12"})
    assert answer.status_code == 422
    assert "Une fourchette a deux bornes" in text(answer)
    assert 'value="12"' in text(answer)
    wrong = client.post(place, {"version": study.version, "v0": "50000", "v1": "60000"})
    assert "plus grande que le site" in text(wrong)


def test_two_people_do_not_overwrite_each_other(client: Client, study: Study) -> None:
    place = address("assumption_group", study, slug="couts")
    client.post(place, {"version": study.version, "v0": "80"})
    answer = client.post(place, {"version": study.version, "v0": "90"})
    assert answer.status_code in (409, 422)
    study.refresh_from_db()
    assert 90.0 not in study.inputs["parametres"].values()


def test_a_long_run_waits_shows_progress_and_can_be_cancelled(client: Client, plan: Plan) -> None:
    study = make_study(plan, draws=5_000)
    client.post(address("run", study))
    page = text(client.get(address("show", study)))
    assert "attend son tour" in page
    assert "<progress" in page
    piece = client.get(address("progress", study), headers={"HX-Request": "true"})
    assert piece.status_code == 200
    client.post(address("cancel", study))
    over = client.get(address("progress", study), headers={"HX-Request": "true"})
    assert over.status_code == 286
    assert Job.objects.get().state == "annule"
    client.post(address("run", study))
    drain()
    assert study.runs.count() == 1
    assert "attend son tour" not in text(client.get(address("show", study)))


def test_studies_side_by_side_say_what_they_do_not_share(
    client: Client, plan: Plan, study: Study
) -> None:
    other = make_study(plan, "Variante", draws=300, inputs=make_inputs(surface_ha=9.0))
    run_study(by=system(plan.territoire), study=other, on=DAY + dt.timedelta(days=1))
    both = {"a": study.pk, "b": other.pk}
    page = text(client.get(address("compare"), both))
    assert "Les paramètres n'ont pas été lus le même jour" in page
    assert "Bilan de l'aménageur" in page
    assert "a la meilleure médiane" in page
    assert "90 000 m²" in page.replace("\u202f", " ")
    body = client.get(address("compare_csv"), both).content.decode("utf-8-sig")
    rows = [line.split(";") for line in body.splitlines()]
    assert rows[0] == ["Ce qu'on compare", study.titre, "Variante", "Écart"]
    (balance,) = [row for row in rows if row[0] == "Bilan de l'aménageur"]
    left, right, gap = (float(cell.replace(",", ".")) for cell in balance[1:])
    assert gap == pytest.approx(right - left, abs=0.01)
    assert client.get(address("compare"), {"a": "x", "b": ""}).status_code == 200
    assert client.get(address("compare_csv"), {"a": study.pk}).status_code == 302
    assert "Selon ce qui compte pour vous" in page
    ranked = client.get(address("compare"), both | {"poids_emplois": "3", "veto_sols": "8"})
    assert [row[:2] for row in ranked.context["ranking"].rows] == [
        ("Variante", "1"), (study.titre, "écartée"),
    ]  # fmt: skip
    nothing = client.get(address("compare"), both | {"poids_valeur": "0"})
    assert "Donnez au moins un poids" in text(nothing)
    third = client.get(address("compare"), both | {"c": other.pk, "d": study.pk})
    assert len(third.context["sides"]) == 2, "the same study is shown once"


def test_a_site_is_screened_then_studied(client: Client, plan: Plan) -> None:
    assert "Je ne sais pas" in text(client.get(address("aptitude")))
    asked = {"zonage": "activites", "inondation": "alea_fort", "poids_zonage": "5"}
    page = text(client.get(address("aptitude"), asked))
    assert "écarté : risque d'inondation" in page
    assert "?programme=industrie" in page
    assert 'value="5"' in page
    started = client.get(address("start"), {"programme": "renaturation"})
    assert started.context["form"]["programme"].value() == "renaturation"
    body = client.get(address("aptitude_csv"), asked).content.decode("utf-8-sig")
    assert body.splitlines()[0].startswith("Usage;Note sur 100 de ce qui est su;Au moins;Au plus")
    wrong = text(client.get(address("aptitude"), asked | {"poids_zonage": "-1", "bati": "x"}))
    assert wrong.count("errorlist") == 2


def test_a_budget_chooses_among_the_studies(client: Client, study: Study) -> None:
    asked = {"budget": "50", "debut": "2026", "annees": "10"}
    page = text(client.get(address("portfolio"), asked))
    assert "C'est prouvé" in page
    body = client.get(address("portfolio_csv"), asked).content.decode("utf-8-sig")
    assert study.titre in body
    wrong = text(client.get(address("portfolio"), asked | {"budget": "-1", "annees": "99"}))
    assert wrong.count("errorlist") == 2
    assert client.get(address("portfolio_csv")).status_code == 302


def test_copy_edit_delete_restore(client: Client, plan: Plan, study: Study) -> None:
    client.post(address("duplicate", study), {"titre": "Copie"})
    copy = Study.objects.get(titre="Copie")
    action = make_action(plan, "Requalifier", confidentialite="public")
    values = {
        "version": copy.version, "titre": "Renommée", "notice": "Lu", "action": action.pk,
        "confidentialite": "public", "profil": "benefriches", "draws": 300, "seed": 7,
    }  # fmt: skip
    client.post(address("edit", copy), values)
    copy.refresh_from_db()
    assert (copy.titre, copy.action_id, copy.profil, copy.seed) == (
        "Renommée", action.pk, "benefriches", 7,
    )  # fmt: skip
    sheet = client.get(reverse("plan:action", args=["ti-8404", action.code]))
    assert "Renommée" in text(sheet)
    client.post(address("remove", copy), {"motif": "Essai"})
    trash = text(client.get(address("trash")))
    assert "Renommée" in trash
    operation = trash.partition("corbeille/")[2].partition("/")[0]
    client.post(address("restore", operation_id=operation))
    assert Study.objects.filter(titre="Renommée").exists()


def test_the_public_reads_public_studies_only(plan: Plan, study: Study) -> None:
    hidden = make_study(plan, "Interne")
    page = text(Client().get(address("list")))
    assert study.titre in page
    assert "Interne" not in page
    assert "Nouvelle étude" not in page
    body = Client().get(address("list_csv")).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in body.splitlines()] == ["Étude", study.titre]
    assert f"{study.runs.get().found['incertitude']['van_eur']['p50']:.1f}"[:-2] in body
    assert Client().get(address("show", hidden)).status_code == 404


def test_a_territory_without_a_plan_says_so() -> None:
    from tests.factories import make_territoire

    make_territoire()
    assert "pas encore de plan" in text(Client().get(address("list")))


ZONE = {
    "nom": "Halle",
    "surface": "1,5",
    "activite": "industrielle",
    "programme": "industrie",
    "porteur": "epci",
    "decide_le": "2028-03-01",
}


def test_a_zone_in_phases_is_added_changed_and_removed(client: Client, study: Study) -> None:
    phases = {"part0": "40", "delai0": "0", "part1": "60", "delai1": "3"}
    sent = ZONE | phases | {"version": study.version}
    assert client.post(address("add_zone", study), sent).status_code == 302
    study.refresh_from_db()
    assert [zone["nom"] for zone in study.inputs["zones"]] == ["Site", "Halle"]
    shown = text(client.get(address("zones", study)))
    assert "en 2 phases" in shown
    run_study(by=system(study.plan.territoire), study=study, on=DAY)
    assert client.post(address("remove_zone", study, number=2)).status_code == 302
    study.refresh_from_db()
    assert [zone["nom"] for zone in study.inputs["zones"]] == ["Site"]
    assert client.get(address("edit_zone", study, number=2)).status_code == 404


def test_phases_that_do_not_make_a_whole_are_refused_and_kept(client: Client, study: Study) -> None:
    sent = ZONE | {"part0": "40", "part1": "50", "version": study.version}
    answer = client.post(address("add_zone", study), sent)
    assert answer.status_code == 422
    assert "100 %" in text(answer)
    assert 'value="Halle"' in text(answer)
