"""Cells: dates, amounts, choices, lists, and what is refused with the reason."""

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from essor.records.plans.tableur import BudgetLineDraft, IntercommunaliteDraft, read_plan
from tests.foundations.tables.workbooks import patched
from tests.records.plans.tableur.sheets import TITLE, places, read, said, workbook


def one(label: str, value: object):
    return read([TITLE, label], ["Une action", value])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (47727, date(2030, 9, 1)),
        (46174.0, date(2026, 6, 1)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        ("01/03/2026", date(2026, 3, 1)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
    ],
)
def test_dates(value: object, expected: date) -> None:
    plan = one("Date de fin", value)
    assert plan.faults == ()
    assert plan.drafts[0].fin_on == expected


@pytest.mark.parametrize(
    "value",
    ["12/14/20", "12/14/2020", "03/2026", "bientôt", "31/02/2026", 2026, 12, 900_000, True,
     date(1920, 1, 1)],
)  # fmt: skip
def test_doubtful_dates_are_refused(value: object) -> None:
    plan = one("Date de fin", value)
    (fault,) = plan.faults
    assert (fault.place.cell, fault.place.column) == ("B2", "Date de fin")
    assert fault.value
    assert fault.expected
    assert plan.drafts[0].fin_on is None


def test_serial_numbers_of_the_1904_system() -> None:
    data = workbook([TITLE, "Date de fin"], [["Une action", 46265]])
    data = patched(data, "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    assert read_plan(data, file_name="p.xlsx").drafts[0].fin_on == date(2030, 9, 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2400, "2400"), ("2400", "2400"), ("1 200,50 €", "1200.50"), ("1\xa0200,50", "1200.50"),
     (0, "0"), (33333.333333, "33333.33"), (999_999_999_999, "999999999999")],
)  # fmt: skip
def test_amounts(value: object, expected: str) -> None:
    plan = one("Budget prévisionnel total € HT", value)
    assert plan.faults == ()
    assert plan.drafts[0].budget_eur == Decimal(expected)


@pytest.mark.parametrize(
    "value", ["Entre 200 et 500", "beaucoup", -5, "-5", 1e13, 1e300, True, date(2026, 1, 1)]
)
def test_doubtful_amounts_are_refused(value: object) -> None:
    plan = one("Budget prévisionnel total € HT", value)
    assert [fault.place.cell for fault in plan.faults] == ["B2"]
    assert plan.drafts[0].budget_eur is None


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Statut", "a VENIR ", "À venir"),
        ("Statut", "Réalisée", "Réalisé"),
        ("Niveau de priorité", "eleve", "Élevé"),
        ("Niveau de priorité", "moyenne", "Moyen"),
        ("Niveau d'engagement", "ferme", "Engagement ferme"),
        ("Confidentialité", "interne", "Interne au territoire"),
    ],
)
def test_choices(label: str, value: str, expected: str) -> None:
    (draft,) = one(label, value).drafts
    assert expected in (draft.statut, draft.priorite, draft.engagement, draft.confidentialite)


@pytest.mark.parametrize(
    ("label", "value", "suggested"),
    [
        ("Statut", "En cour", "En cours"),
        ("Statut", "Terminé", "Réalisé"),
        ("Niveau de priorité", "faible", "Bas"),
        ("Niveau de priorité", "Haut", "Élevé"),
        ("Niveau de priorité", "peut-être", None),
    ],
)
def test_other_words_are_refused_with_the_list(label: str, value: str, suggested: str) -> None:
    (fault,) = one(label, value).faults
    assert fault.code == "valeur_hors_liste"
    assert ("vouliez-vous dire" in fault.message) == (suggested is not None)
    assert suggested is None or suggested in fault.message
    assert "Moyen" in (fault.expected or "") or "À venir" in (fault.expected or "")


def test_late_is_never_typed() -> None:
    plan = one("Statut", "En retard")
    assert plan.drafts[0].statut == "En cours"
    assert said(plan) == ["statut_en_retard"]


@pytest.mark.parametrize(
    ("value", "expected"), [(True, True), ("FAUX", False), ("oui", True), ("x", True), (0, False)]
)
def test_booleans(value: object, expected: bool) -> None:
    assert one("Grand projet", value).drafts[0].is_grand_projet is expected


def test_a_boolean_that_is_none() -> None:
    assert places(one("Grand projet", "peut-être")) == [("booleen_illisible", "B2")]


def test_lists() -> None:
    value = "CCI (Puy-de-Dôme, Cantal), « Terre, Mer »\n- ADEME ;cci (puy-de-dôme, cantal)"
    assert one("Partenaires", value).drafts[0].partenaires == (
        "CCI (Puy-de-Dôme, Cantal)", "« Terre, Mer »", "ADEME",
    )  # fmt: skip


def test_intercommunalites() -> None:
    value = "Clermont Auvergne Métropole (246300701), 200 070 407, Riom"
    plan = one("Intercommunalités concernées", "Clermont Auvergne Métropole (246300701), Riom")
    assert plan.drafts[0].intercommunalites == (
        IntercommunaliteDraft(nom="Clermont Auvergne Métropole", siren="246300701"),
        IntercommunaliteDraft(nom="Riom"),
    )
    wrong = one("Intercommunalités concernées", value.replace("246300701", "246300702"))
    assert [fault.place.cell for fault in wrong.faults] == ["B2"]


def test_budget_lines() -> None:
    value = (
        "2026 investissement : prévu 120 000,50 € ; réel 98000 €\n\n"
        "Fonctionnement : prévu 5 k€\n2027 Investissement :"
    )
    assert one("Lignes de budget", value).drafts[0].lignes_budget == (
        BudgetLineDraft(
            nature="Investissement", annee=2026, previsionnel_eur=Decimal("120000.50"),
            reel_eur=Decimal(98000),
        ),
        BudgetLineDraft(nature="Fonctionnement", previsionnel_eur=Decimal(5000)),
        BudgetLineDraft(nature="Investissement", annee=2027),
    )  # fmt: skip


def test_every_wrong_budget_line_is_named() -> None:
    value = (
        "120000\n2026 travaux : prévu 1 €\n2026 investissement : prévu beaucoup\n"
        "2025 investissement : prévu 1 €\n2025 investissement : prévu 2 €"
    )
    assert len(one("Lignes de budget", value).faults) == 4


def test_untrusted_cells_are_faults_with_the_way_out() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row("A1", [TITLE, "Budget prévisionnel total € HT", "Descriptif", "Objectifs"])
    sheet.write_string("A2", "Une action")
    sheet.write_formula("B2", "=SUM(X1:X9)", None, "")
    sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D2", "=[1]Autre!A1", None, "valeur d'ailleurs")
    book.close()
    plan = read_plan(buffer.getvalue(), file_name="p.xlsx")
    assert places(plan) == [
        ("formule_sans_valeur", "B2"), ("cellule_erreur", "C2"), ("valeur_externe", "D2"),
    ]  # fmt: skip
    assert "enregistré dans Excel ou LibreOffice" in (plan.faults[0].expected or "")
    assert plan.drafts[0].objectifs is None


def test_numbers_in_text_columns_stay_text_and_a_probable_date_is_said() -> None:
    plan = read([TITLE, "Calendrier"], ["Une action", 2024], ["Une autre", 45078])
    assert [draft.calendrier for draft in plan.drafts] == ["2024", "45078"]
    assert said(plan) == ["date_probable"]
    assert "01/06/2023" in plan.warnings[0].message


def test_an_empty_cell_says_nothing_and_zero_does() -> None:
    plan = read([TITLE, "Budget", "Descriptif"], ["Une action", 0, "  "])
    assert plan.drafts[0].present == {"axes", "titre", "budget_eur"}
