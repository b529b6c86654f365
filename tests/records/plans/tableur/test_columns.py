"""Sheets and columns are found by label."""

import io
from itertools import permutations

import pytest
import xlsxwriter

from essor.records.plans.tableur import FunderDraft, read_plan
from tests.records.plans.tableur.sheets import TITLE, places, read, said, workbook


def test_labels_are_found_whatever_their_spelling() -> None:
    labels = ["AXE (x) ", "titre de la fiche action", "Élu·e référent·e ", "STATUT ", "Échéance"]
    plan = read(labels, ["A", "Une action", "Ada", "en cours", "01/03/2026"])
    assert plan.faults == ()
    assert plan.warnings == ()
    (draft,) = plan.drafts
    assert (draft.axes, draft.titre, draft.statut) == (("A",), "Une action", "En cours")
    assert draft.elus_referents == ("Ada",)
    assert plan.columns["elus_referents"] == "Élu·e référent·e"


def test_moved_columns_are_read_with_a_warning() -> None:
    plan = read(["Statut", TITLE, "Axe (x)"], ["En cours", "Une action", "A"])
    assert plan.drafts[0].axes == ("A",)
    assert said(plan) == ["colonnes_deplacees"]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_every_order_gives_the_same_plan(order: tuple[int, ...]) -> None:
    labels = ["Axe (x)", TITLE, "Statut", "Date de fin"]
    row = ["A", "Une action", "En cours", "01/03/2026"]
    moved = read([labels[i] for i in order], [row[i] for i in order])
    assert moved.drafts == read(labels, row).drafts


def test_labels_may_stand_lower_under_other_rows() -> None:
    above = [["Plan du territoire"], [None, "Présentation", None, "Objectifs"], []]
    data = workbook(["Axe (x)", TITLE], [["A", "Une action"]], above=above)
    plan = read_plan(data, file_name="p.xlsx")
    assert (plan.header_row, plan.drafts[0].row) == (4, 5)


def test_no_title_column_is_a_fault() -> None:
    plan = read(["Axe (x)", "Statut", "Descriptif", "Objectifs"], ["A", "En cours", "x", "y"])
    assert places(plan) == [("colonne_titre_absente", "ligne 1")]
    assert places(read(["Nom", "Prénom"], ["Ada", "L"])) == [("plan_introuvable", "")]


def test_unknown_columns_are_named_with_a_suggestion() -> None:
    plan = read([TITLE, "Statutt", "Couleur"], ["Une action", "En cours", "bleu"])
    messages = [warning.message for warning in plan.warnings]
    assert said(plan) == ["colonne_inconnue", "colonne_inconnue"]
    assert "«\xa0Statut\xa0»" in messages[0]
    assert plan.ignored == ("Statutt", "Couleur")


def test_data_under_no_label_is_said() -> None:
    plan = read([TITLE], ["Une action", "perdu"])
    assert [(w.code, w.place.cell) for w in plan.warnings] == [("colonne_sans_intitule", "B")]


def test_known_columns_kept_elsewhere_are_said_only_when_filled() -> None:
    labels = [TITLE, "Mesures liées", "Documents et liens"]
    plan = read(labels, ["Une action", "eci 2.1", None])
    assert [(w.code, w.place.column) for w in plan.warnings] == [
        ("colonne_ignoree", "Mesures liées")
    ]


def test_amounts_belong_to_the_funder_at_their_left() -> None:
    labels = [TITLE, "Financeur 2", "Montant € HT", "Financeur 1", "Montant € HT"]
    plan = read(labels, ["Une action", "Région", 20, "ADEME", 10])
    assert plan.drafts[0].financeurs == (
        FunderDraft(nom="ADEME", montant_eur=10),
        FunderDraft(nom="Région", montant_eur=20),
    )


def test_numbered_amounts_may_stand_anywhere() -> None:
    labels = ["Montant 2 € HT", "Montant 1 € HT", TITLE, "Financeur 1", "Financeur 2"]
    plan = read(labels, [20, 10, "Une action", "ADEME", "Région"])
    assert [f.montant_eur for f in plan.drafts[0].financeurs or ()] == [10, 20]


def test_an_amount_that_could_be_anybody_s_is_a_fault() -> None:
    labels = [TITLE, "Montant € HT", "Financeur 1", "Montant € HT", "Financeur 2"]
    plan = read(labels, ["Une action", 10, "ADEME", 20, "Région"])
    assert places(plan) == [("montant_sans_financeur", "B")]
    assert read(labels, ["Une action", None, "ADEME", 20, "Région"]).is_ok


def test_more_than_three_funders() -> None:
    labels = [TITLE]
    row: list[object] = ["Une action"]
    for number in range(1, 13):
        labels += [f"Financeur {number}", "Montant € HT", f"État du financement {number}"]
        row += [f"F{number}", number, "notifié"]
    plan = read(labels, row)
    assert plan.faults == ()
    assert [(f.nom, f.montant_eur, f.etat) for f in plan.drafts[0].financeurs or ()] == [
        (f"F{number}", number, "Notifié") for number in range(1, 13)
    ]


def test_a_column_twice_is_a_fault_only_when_filled() -> None:
    labels = [TITLE, "Statut", "Statut"]
    assert read(labels, ["Une action", "En cours", None]).is_ok
    assert places(read(labels, ["Une action", "En cours", "Bloqué"])) == [
        ("colonne_en_double", "C")
    ]


def test_two_kinds_of_notes_are_put_together_and_said() -> None:
    plan = read([TITLE, "Notes de suivi", "Notes complémentaires"], ["Une action", "un", "deux"])
    assert plan.drafts[0].notes_complementaires == "un\ndeux"
    assert said(plan) == ["colonnes_reunies"]


def test_amounts_with_tax_are_not_read() -> None:
    plan = read([TITLE, "Budget TTC"], ["Une action", 1000])
    assert plan.drafts[0].budget_eur is None
    assert said(plan) == ["colonne_ttc"]


def two_plans(*, hide: bool) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in ("2025", "2026"):
        sheet = book.add_worksheet(name)
        sheet.write_column("A1", [TITLE, f"Action {name}"])
        if hide and name == "2026":
            sheet.hide()
    book.close()
    return buffer.getvalue()


def test_two_plans_in_a_workbook_ask_which() -> None:
    plan = read_plan(two_plans(hide=False), file_name="p.xlsx")
    assert places(plan) == [("plusieurs_plans", "")]
    chosen = read_plan(two_plans(hide=False), file_name="p.xlsx", sheet="2026")
    assert [draft.titre for draft in chosen.drafts] == ["Action 2026"]
    unknown = read_plan(two_plans(hide=False), file_name="p.xlsx", sheet="2027")
    assert places(unknown) == [("feuille_inconnue", "")]
    visible = read_plan(two_plans(hide=True), file_name="p.xlsx")
    assert [draft.titre for draft in visible.drafts] == ["Action 2025"]
