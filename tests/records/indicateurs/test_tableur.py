"""The workbook: what is written reads back and changes nothing; every fault at once."""

import datetime as dt

import pytest

from essor.foundations.errors import UserFault
from essor.foundations.tables import Workbook, read_workbook, write_csv, write_xlsx
from essor.foundations.tables.writing import SheetToWrite, Value
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.indicateurs.tableur.changes import Outcome
from essor.records.indicateurs.tableur.imports import import_workbook, preview_import
from essor.records.indicateurs.tableur.layout import COLONNES, Feuille
from essor.records.indicateurs.tableur.write import (
    empty_workbook,
    export_sheet,
    export_workbook,
    sheet_of,
)
from essor.records.journal.models import Operation
from essor.records.plans.actions import restore_operation
from essor.records.plans.models import Plan
from tests.factories import make_action, make_plan, system
from tests.records.indicateurs.made import aim, make_indicateur, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan = make_plan()
    former = make_action(plan, "Former")
    row = make_indicateur(
        plan,
        "Emplois créés",
        agregation="somme",
        is_par_action=True,
        actions=[former],
        formule="=SOMME(A1)\r\nhors intérim",
        periodicite_months=12,
        reponse="reindustrialisation",
    )
    say(row, 40, year=2024, action=former)
    say(row, None, year=2025, action=former, low=10, high=15, is_self_declared=True)
    aim(row, 100)
    say(
        make_indicateur(plan, "Part des femmes", unit="%", agregation="non_sommable"), 31, year=2023
    )
    return plan


@pytest.fixture
def by(plan: Plan) -> Access:
    return system(plan.territoire)


def book(content: bytes, name: str = "t.xlsx") -> Workbook:
    return read_workbook(content, file_name=name)


def edited(plan: Plan, feuille: Feuille, rows: list[dict[str, Value]]) -> Workbook:
    """One sheet with these rows, the cells named after their columns."""
    names = [one.name for one in COLONNES[feuille]]
    shape = sheet_of(plan=plan, by=system(plan.territoire), feuille=feuille)
    lines = [[row.get(name) for name in names] for row in rows]
    sheet = SheetToWrite(title=shape.title, head=shape.head, rows=lines, columns=shape.columns)
    return book(write_xlsx([sheet]))


def stored(plan: Plan, feuille: Feuille) -> list[dict[str, Value]]:
    names = [one.name for one in COLONNES[feuille]]
    shape = sheet_of(plan=plan, by=system(plan.territoire), feuille=feuille)
    return [dict(zip(names, row, strict=True)) for row in shape.rows]


def take(by: Access, plan: Plan, sent: Workbook) -> Outcome:
    seen = preview_import(by=by, plan=plan, book=sent)
    return import_workbook(by=by, plan=plan, book=sent, expected_fingerprint=seen.fingerprint)


def test_what_is_exported_changes_nothing_when_it_comes_back(plan: Plan, by: Access) -> None:
    before = Operation.objects.count()
    done = take(by, plan, book(export_workbook(plan=plan, by=by)))
    assert (done.changes, done.unchanged, done.faults) == ((), 6, ())
    for feuille in Feuille:
        content = export_sheet(plan=plan, by=by, feuille=feuille)
        assert take(by, plan, book(content, "t.csv")).changes == ()
    assert take(by, plan, book(empty_workbook())).unchanged == 0
    assert Operation.objects.count() == before


def test_a_preview_leaves_nothing_and_the_import_is_undone_in_one_gesture(
    plan: Plan, by: Access
) -> None:
    sent = edited(
        plan,
        Feuille.INDICATEURS,
        [{"libelle": "Friches reprises", "unit": "ha", "sens": "hausse", "agregation": "somme",
          "actions": "A01"}],
    )  # fmt: skip
    seen = preview_import(by=by, plan=plan, book=sent)
    assert [one.kind for one in seen.changes] == ["Indicateur ajouté"]
    assert Indicateur.objects.count() == 2
    with pytest.raises(UserFault, match="depuis l'aperçu"):
        import_workbook(by=by, plan=plan, book=sent, expected_fingerprint="autre")
    wrong = edited(plan, Feuille.INDICATEURS, [{"code": "à voir", "libelle": "Autre"}])
    said = " ".join(one.sentence() for one in preview_import(by=by, plan=plan, book=wrong).faults)
    assert "Unité" in said
    take(by, plan, sent)
    row = Indicateur.objects.get(libelle="Friches reprises")
    assert (row.code, row.rattachements.get().action.code) == ("I03", "A01")
    restore_operation(by=by, row=Operation.objects.get(kind="plan.indicateur.importer"))
    assert Indicateur.objects.count() == 2


def test_a_changed_figure_is_a_correction_and_asks_why(plan: Plan, by: Access) -> None:
    (row,) = [one for one in stored(plan, Feuille.VALEURS) if one["value"] == 40]
    with pytest.raises(UserFault, match="Motif"):
        take(by, plan, edited(plan, Feuille.VALEURS, [row | {"value": 42}]))
    sent = edited(plan, Feuille.VALEURS, [row | {"value": 42, "motif": "Deux contrats oubliés"}])
    assert [one.kind for one in take(by, plan, sent).changes] == ["Valeur corrigée"]
    former = Valeur.objects.get(pk=str(row["id"]))
    assert (former.is_cancelled, former.annulation_motif) == (True, "Deux contrats oubliés")
    assert Valeur.objects.get(value=42).corrige_id == former.pk
    (target,) = stored(plan, Feuille.CIBLES)
    moved = target | {"cible_on": dt.date(2028, 12, 31), "motif": "Report"}
    take(by, plan, edited(plan, Feuille.CIBLES, [moved]))
    assert Cible.objects.get(is_cancelled=False).cible_on.year == 2028


def test_every_fault_is_said_with_its_cell_and_nothing_is_written(plan: Plan, by: Access) -> None:
    good = {
        "indicateur": "I02", "periode": "2024", "value": 32, "source_title": "Relevé",
        "read_on": dt.date(2026, 1, 5), "confiance": "haute",
    }  # fmt: skip
    rows: list[dict[str, Value]] = [
        good,
        good | {"periode": "jamais", "confiance": "parfaite"},
        good | {"periode": "2025", "unit": "emplois"},
        good | {"indicateur": "I99"},
        good | {"id": "abc"},
        {"indicateur": "I02", "value": 3},
        good | {"periode": "2090"},
    ]
    found = preview_import(by=by, plan=plan, book=edited(plan, Feuille.VALEURS, rows))
    cells = {(one.place.cell, one.place.column) for one in found.faults}
    assert cells >= {
        ("E3", "Période"), ("Q3", "Confiance"), ("J4", "Unité"), ("B5", "Indicateur"),
        ("A6", "Identifiant"), ("ligne 7", "Période"), ("ligne 7", "Source"),
    }  # fmt: skip
    assert any("pas finie" in one.message for one in found.faults)
    before = Valeur.objects.count()
    with pytest.raises(UserFault):
        take(by, plan, edited(plan, Feuille.VALEURS, rows))
    assert Valeur.objects.count() == before


def test_a_file_of_something_else_is_refused(plan: Plan, by: Access) -> None:
    shape = sheet_of(plan=plan, by=by, feuille=Feuille.CIBLES)
    other = SheetToWrite(title="Notes", head=(), rows=[["Bonjour"]], columns=shape.columns[:1])
    with pytest.raises(UserFault, match="Aucune feuille"):
        preview_import(by=by, plan=plan, book=book(write_csv(other), "t.csv"))
