"""The workbook of the soils: a round trip changes nothing, every fault comes with its cell."""

from contextlib import suppress
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Workbook,
    read_workbook,
    write_xlsx,
)
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Operation
from essor.records.plans.models import Plan
from essor.records.terres.facts_text import read_facts, write_facts
from essor.records.terres.models import Analyse, Chantier, Exutoire, Hypothese, Lot
from essor.records.terres.queries import soils_of
from essor.records.terres.tableur.imports import import_workbook, preview_import
from essor.records.terres.tableur.layout import COLUMNS, Feuille
from essor.records.terres.tableur.write import empty_workbook, export_workbook
from essor.records.terres.week_text import read_weeks, write_weeks
from tests.factories import make_plan, make_territoire, system
from tests.records.terres.made import make_chantier, make_exutoire, make_lot_terres, make_terres


@pytest.fixture
def plan(db: None) -> Plan:
    return make_plan(make_territoire())


def book(content: bytes) -> Workbook:
    return read_workbook(content, file_name="terres.xlsx")


def table(feuille: Feuille, *rows: dict[str, str]) -> Workbook:
    """Write one sheet, its columns by their names."""
    labels = {one.name: one.label for one in COLUMNS[feuille]}
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet = SheetToWrite(
        title=feuille.value,
        head=((HeadRole.LABEL, tuple(labels.get(name, name) for name in names)),),
        rows=[[row.get(name) for name in names] for row in rows],
        columns=tuple(ColumnStyle() for _ in names),
    )
    return book(write_xlsx([sheet]))


def test_a_round_trip_changes_nothing(plan: Plan):
    made = make_terres(plan)
    make_exutoire(
        plan, "E-FICHE", fond={"brut.as": 35}, classes_gtr=["B3", "D2"],
        fiche={
            "seuils": {"brut.hct_c10_c40": 2000, "physique.siccite": {"min": 30}},
            "accepte_pop": False, "codes_dechet": ["17 05 04", "20 02 02"],
            "article_6": {"arrete": "AP du 3 mai 2021", "seuils": {"eluat.sb": 0.18}},
        },
    )  # fmt: skip
    make_lot_terres(made.chantier, "VIDE", classe="", tonnes_hebdo=[], debut_on=None)
    by = system(plan.territoire)
    content = export_workbook(soils_of(plan, by))
    found = preview_import(by=by, plan=plan, book=book(content))
    assert found.faults == ()
    assert found.changes == ()
    assert found.rows > 10
    assert import_workbook(by=by, plan=plan, book=book(empty_costs_dropped())).changes == ()


def empty_costs_dropped() -> bytes:
    """Return a workbook of two sheets with their headings and nothing below."""
    sheets = [
        SheetToWrite(
            title=one.value,
            head=((HeadRole.LABEL, tuple(column.label for column in COLUMNS[one])),),
            rows=[],
            columns=tuple(ColumnStyle() for _ in COLUMNS[one]),
        )
        for one in (Feuille.LOTS, Feuille.EXUTOIRES)
    ]
    return write_xlsx(sheets)


def test_another_plan_takes_it_whole_and_one_gesture_undoes_it(plan: Plan):
    make_terres(plan)
    content = export_workbook(soils_of(plan, system(plan.territoire)))
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    by = system(other.territoire)
    shown = preview_import(by=by, plan=other, book=book(content))
    assert not Chantier.objects.filter(plan=other).exists()
    done = import_workbook(
        by=by, plan=other, book=book(content), expected_fingerprint=shown.fingerprint
    )
    assert len(done.changes) == len(shown.changes) > 10
    lot = Lot.objects.get(plan=other)
    assert lot.tonnes_hebdo == [400, 400, 200]
    result = Analyse.objects.get(lot=lot).resultats.get(parametre="as")
    assert (result.valeur, result.is_borne) == (Decimal("0.05"), True)
    assert Hypothese.objects.filter(plan=other).count() == 7
    row = Operation.objects.get(kind="plan.terres.importer", territoire_code=by.territoire_code)
    revert_operation(author=by, row=row)
    assert not Chantier.objects.filter(plan=other).exists()
    assert not Exutoire.objects.filter(plan=other).exists()


def test_every_fault_comes_at_once_with_its_cell_and_nothing_is_written(plan: Plan):
    make_chantier(plan, "C-1")
    lots = table(
        Feuille.LOTS,
        {"code": "L-1", "chantier": "C-1", "denomination": "Terre", "tonnes_hebdo": "beaucoup",
         "debut_on": "demain", "source_title": "Étude"},
        {"code": "L-2", "chantier": "INCONNU", "denomination": "Terre", "source_title": "Étude"},
        {"code": "L-3", "chantier": "C-1", "denomination": "", "source_title": "Étude"},
        {"code": "L-4", "chantier": "C-1", "denomination": "Bonne", "source_title": "Étude"},
    )  # fmt: skip
    found = preview_import(by=system(plan.territoire), plan=plan, book=lots)
    cells = {fault.place.cell for fault in found.faults}
    assert cells >= {"D2", "E2", "C4"}
    with pytest.raises(UserFault):
        import_workbook(by=system(plan.territoire), plan=plan, book=lots)
    assert not Lot.objects.filter(plan=plan).exists()
    alone = table(
        Feuille.LOTS,
        {"code": "L-2", "chantier": "INCONNU", "denomination": "Terre", "source_title": "Étude"},
    )
    wrong = preview_import(by=system(plan.territoire), plan=plan, book=alone).faults
    assert [(fault.place.cell, fault.value) for fault in wrong] == [("B2", "INCONNU")]


def test_an_analysis_with_a_wrong_unit_or_an_unknown_parameter_is_refused(plan: Plan):
    make_lot_terres(make_chantier(plan, "C-1"), "L-1")
    rows = [
        {"lot": "L-1", "numero": "B1", "parametre": name, "valeur": value, "unite": unit,
         "source_title": "Labo"}
        for name, value, unit in (
            ("eluat.as", "0,3", "mg/kg"), ("inconnu", "3", "mg/kg"), ("eluat.pb", "beaucoup", ""),
        )
    ]  # fmt: skip
    found = preview_import(
        by=system(plan.territoire), plan=plan, book=table(Feuille.ANALYSES, *rows)
    )
    assert [fault.value for fault in found.faults] == ["inconnu", "beaucoup"]
    unit = rows[0] | {"unite": "km"}
    found = preview_import(
        by=system(plan.territoire), plan=plan, book=table(Feuille.ANALYSES, unit)
    )
    assert [fault.code for fault in found.faults] == ["unite"]


def test_the_model_has_every_heading_and_reads_as_nothing_new(plan: Plan):
    content = empty_workbook()
    found = read_workbook(BytesIO(content).read(), file_name="m.xlsx")
    titles = [sheet.title for sheet in found.sheets]
    assert titles == ["Lisez-moi", *(one.value for one in Feuille)]


@given(st.lists(st.floats(0, 10_000, allow_nan=False).map(lambda one: round(one, 3)), max_size=60))
@settings(max_examples=60)
def test_weeks_read_as_they_are_written(weeks: list[float]):
    assert read_weeks(write_weeks(weeks)) == weeks


@pytest.mark.parametrize("text", ["300, 300", "300 300", "400 ; 300 300 300"])
def test_weeks_run_together_are_refused_rather_than_read_as_one_number(text: str):
    with pytest.raises(UserFault):
        read_weeks(text)
    assert read_weeks("1 200,5 ; 300") == [1200.5, 300]


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_any_text_of_weeks_or_facts_is_read_or_refused(text: str):
    for read in (read_weeks, read_facts):
        with suppress(UserFault):
            assert isinstance(read(text), list | dict)


def test_facts_read_as_they_are_written():
    facts = {
        "accepte_pop": False, "codes_dechet": ["17 05 04"], "niveau": "n1",
        "seuils": {"brut.hct_c10_c40": 2000, "physique.siccite": {"min": 30}},
        "article_6": {"arrete": "2021", "seuils": {"eluat.sb": 0.18}},
    }  # fmt: skip
    assert read_facts(write_facts(facts)) == facts
