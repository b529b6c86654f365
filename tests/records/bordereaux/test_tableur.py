"""A weighbridge's file: columns by their usual names, every fault, the same file twice."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.tables import Cell, CellKind
from essor.records.bordereaux.actions import cancel_bordereau
from essor.records.bordereaux.models import Bordereau
from essor.records.bordereaux.queries import imports_of
from essor.records.bordereaux.tableur.colonnes import Champ, recognise
from essor.records.bordereaux.tableur.imports import (
    Outcome,
    Reglages,
    import_bordereaux,
    preview_import,
    undo_import,
)
from essor.records.bordereaux.tableur.valeurs import parse_time, read_moment, read_tonnes
from essor.records.plans.models import Plan
from tests.factories import make_plan, system
from tests.records.bordereaux.made import book_of
from tests.records.terres.made import Terres, make_terres

HEADS = ["N° bon", "Date et heure", "Code lot", "Exutoire", "Poids net (kg)", "Immat.", "DAP"]


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def terres(plan: Plan) -> Terres:
    return make_terres(plan)


def text(value: str) -> Cell:
    return Cell(row=1, column=1, kind=CellKind.TEXT, value=value)


def take(plan: Plan, book, **reglages) -> Outcome:
    by, said = system(plan.territoire), Reglages(**reglages)
    seen = preview_import(by=by, plan=plan, book=book, reglages=said)
    assert not seen.faults, [one.sentence() for one in seen.faults]
    return import_bordereaux(
        by=by, plan=plan, book=book, reglages=said, expected_fingerprint=seen.fingerprint
    )


def seen(plan: Plan, book, **reglages) -> Outcome:
    said = Reglages(**reglages)
    return preview_import(by=system(plan.territoire), plan=plan, book=book, reglages=said)


@pytest.mark.parametrize(
    ("head", "champ"),
    [
        ("N° de bon", Champ.NUMERO), ("TICKET", Champ.NUMERO), ("Date pesée", Champ.DATE),
        ("Heure de sortie", Champ.HEURE), ("Site récepteur", Champ.DESTINATION),
        ("Tonnage (t)", Champ.TONNES), ("POIDS NET en kg", Champ.TONNES),
        ("Plaque d'immatriculation", Champ.PLAQUES), ("Volume m³", Champ.VOLUME),
        ("N° DAP", Champ.DAP), ("Provenance", Champ.CHANTIER), ("Société de transport",
        Champ.TRANSPORTEUR),
    ],
)  # fmt: skip
def test_usual_heads_are_recognised(head: str, champ: Champ) -> None:
    assert set(recognise([(3, head)])) == {champ}


def test_gross_and_tare_are_not_taken_for_the_net_weight() -> None:
    found = recognise([(1, "Poids brut"), (2, "Tare"), (3, "Poids net")])
    assert found[Champ.TONNES].number == 3


@pytest.mark.parametrize(
    ("typed", "kilograms", "tonnes"),
    [
        ("18,42", None, "18.420"), ("18.420", None, "18.420"), ("18 420", True, "18.420"),
        ("18 420 kg", None, "18.420"), ("18,42 t", True, "18.420"), ("99", None, "99"),
    ],
)  # fmt: skip
def test_weights_are_read_in_their_unit(typed: str, kilograms: bool | None, tonnes: str) -> None:
    assert read_tonnes(text(typed), is_in_kilograms=kilograms) == Decimal(tonnes)


@pytest.mark.parametrize("typed", ["18420", "beaucoup", "-3", "1e5", "12 t 3"])
def test_a_weight_that_may_mean_anything_is_refused(typed: str) -> None:
    with pytest.raises(UserFault):
        read_tonnes(text(typed), is_in_kilograms=None)


def test_a_day_and_its_time_may_share_a_cell() -> None:
    day = dt.date(2026, 11, 3)
    assert read_moment(text("03/11/2026 14:35"), is_1904=False) == (day, dt.time(14, 35))
    assert read_moment(text("2026-11-03T07:05:12"), is_1904=False) == (day, dt.time(7, 5))
    assert read_moment(text("3 novembre 2026"), is_1904=False) == (day, None)
    assert parse_time("7 h") == dt.time(7)


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(typed: str) -> None:
    for read in (
        lambda: read_tonnes(text(typed), is_in_kilograms=None),
        lambda: read_moment(text(typed), is_1904=False),
        lambda: parse_time(typed),
    ):
        with suppress(UserFault):  # anything else is our bug
            read()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["pesees.csv", "pesees.xlsx"])
def test_a_file_is_taken_once_and_taken_back(plan: Plan, terres: Terres, name: str) -> None:
    lot, outlet = terres.lot.code, terres.exutoire
    rows = (
        ["101", "03/11/2026 07:10", lot, outlet.code.lower(), "18 420", "ab-123-cd", "DAP-1"],
        ["102", "03/11/2026 07:40", lot, outlet.nom, "19 000", "", ""],
        ["", "03/11/2026 08:00", lot, outlet.code, "20 000", "XY-1", ""],
        ["", "03/11/2026 08:00", lot, outlet.code, "20 000", "XY-1", ""],
        ["", "", "", "", "77 420", "", ""],
    )
    book = book_of(HEADS, *rows, name=name)
    done = take(plan, book)
    assert (len(done.added), done.known) == (4, 0)
    first = Bordereau.objects.get(numero="101")
    assert (first.tonnes, first.realise_heure) == (Decimal("18.420"), dt.time(7, 10))
    assert (first.plaques, first.numero_dap, first.source) == ("AB-123-CD", "DAP-1", "import")
    assert first.chantier == terres.chantier
    assert first.lot == terres.lot

    again = take(plan, book)
    assert (len(again.added), again.known) == (0, 4)
    assert Bordereau.objects.count() == 4

    (made,) = imports_of(plan)
    assert (made.slips, made.operation.reason, made.is_undone) == (4, name, False)
    undo_import(by=system(plan.territoire), plan=plan, row=made.operation)
    assert not Bordereau.objects.exists()
    assert imports_of(plan)[0].is_undone


@pytest.mark.django_db
def test_every_fault_is_said_at_its_cell_and_nothing_is_written(plan: Plan, terres: Terres) -> None:
    lot, outlet = terres.lot.code, terres.exutoire.code
    book = book_of(
        HEADS,
        ["1", "31/02/2026", lot, outlet, "18 420", "", ""],
        ["2", "03/11/2026", "LOT-X", "Nulle part", "abc", "", ""],
        ["3", "03/11/2026", "", outlet, "", "", ""],
        ["4", "03/11/2126", lot, outlet, "18 420", "", ""],
        ["5", "03/11/2026", lot, outlet, "18 420", "", ""],
        ["5", "03/11/2026", lot, outlet, "18 430", "", ""],
    )
    found = seen(plan, book)
    places = [(one.place.cell, one.code) for one in found.faults]
    assert places == [
        ("B2", "date_jour"), ("E3", "nombre"), ("C3", "inconnu"), ("D3", "inconnu"),
        ("E4", "vide"), ("ligne 4", "depart"), ("ligne 5", "date_a_venir"), ("A7", "doublon"),
    ]  # fmt: skip
    assert not Bordereau.objects.exists()
    with pytest.raises(UserFault):
        import_bordereaux(
            by=system(plan.territoire), plan=plan, book=book, reglages=Reglages(),
            expected_fingerprint=found.fingerprint,
        )  # fmt: skip
    assert not Bordereau.objects.exists()


@pytest.mark.django_db
def test_an_unknown_name_is_met_by_the_nearest_and_a_choice(plan: Plan, terres: Terres) -> None:
    near = terres.lot.code.replace("-", "_0")
    row = ["1", "03/11/2026", near, "Stockage du pui", "18 420", "", ""]
    book = book_of(HEADS, row, row)
    found = seen(plan, book)
    meant = {one.family: one for one in found.unknown}
    assert meant["destination"].proposals[0][0] == terres.exutoire.code
    assert meant["lot"].proposals[0][0] == terres.lot.code
    assert meant["lot"].rows == 2
    choices = {one.key: one.proposals[0][0] for one in found.unknown}
    done = take(plan, book, choices=choices)
    assert len(done.added) == 1
    assert done.added[0].exutoire == terres.exutoire


@pytest.mark.django_db
def test_what_is_already_there_is_left_as_it_is(plan: Plan, terres: Terres) -> None:
    heads = ["Bordereau", "Date", "Destination", "Tonnes"]
    outlet = terres.exutoire.code
    row = ["9", "03/11/2026", outlet, "18,42"]
    done = take(plan, book_of(heads, row), chantier=terres.chantier)
    other = seen(plan, book_of(heads, ["9", "03/11/2026", outlet, "21"]), chantier=terres.chantier)
    assert [one.code for one in other.warnings] == ["different"]
    assert not other.added
    cancel_bordereau(by=system(plan.territoire), bordereau=done.added[0], motif="Refusé")
    again = take(plan, book_of(heads, row), chantier=terres.chantier)
    assert (len(again.added), again.known) == (0, 1)
    heavy = seen(plan, book_of(heads, ["10", "03/11/2026", outlet, "61"]), chantier=terres.chantier)
    assert [one.code for one in heavy.warnings] == ["lourd"]


@pytest.mark.django_db
def test_a_file_without_weights_says_which_column_is_missing(plan: Plan) -> None:
    with pytest.raises(UserFault, match="Tonnes"):
        seen(plan, book_of(["Date", "Exutoire"], ["03/11/2026", "X"]))
    with pytest.raises(UserFault, match="aucun tableau"):
        seen(plan, book_of(["Bonjour"], ["Monde"]))
