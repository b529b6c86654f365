"""Rows: headings, sub-actions, totals, help rows, duplicates."""

import io

import xlsxwriter

from essor.records.plans.tableur import read_plan
from tests.records.plans.tableur.sheets import TITLE, places, read, said

SUB = "Titre de la sous-action"
AXES = ["Axe (x)", "Sous-axe (x.x)", "Sous-sous axe (x.x.x)"]
BASE = [*AXES, TITLE, SUB]


def test_a_sub_action_needs_the_row_of_its_parent_in_the_same_axis() -> None:
    plan = read(
        BASE,
        ["A", None, None, "Mère", None],
        ["A", None, None, "Mère", "Fille"],
        ["B", None, None, "Mère", "Autre fille"],
        ["A", None, None, "Absente", "Orpheline"],
        ["A", None, None, None, "Sans mère"],
    )
    assert places(plan) == [
        ("parent_absent", "D6"), ("parent_sans_ligne", "D4"), ("parent_sans_ligne", "D5"),
    ]  # fmt: skip
    assert plan.drafts[1].parent_titre == "Mère"
    assert [draft.titre for draft in plan.drafts] == [
        "Mère", "Fille", "Autre fille", "Orpheline", "Sans mère",
    ]  # fmt: skip


def test_the_parent_may_come_after_its_sub_actions() -> None:
    assert read(BASE, ["A", None, None, "M", "F"], ["A", None, None, "M", None]).is_ok


def test_duplicates_are_within_one_axis_or_one_parent_only() -> None:
    plan = read(
        BASE,
        ["A", None, None, "Titre", None],
        ["B", None, None, "Titre", None],
        ["B", "b1", None, "Titre", None],
        ["A", None, None, "TITRE ", None],
        ["A", None, None, "Titre", "x"],
        ["A", None, None, "Titre", "X"],
    )
    assert places(plan) == [("titre_en_double", "D5"), ("titre_en_double", "E7")]
    assert "lignes 2 et 5" in (plan.faults[0].expected or "")


def test_axis_rows_keep_the_heading() -> None:
    plan = read(BASE, ["A"], ["A", "a1", "a11"], ["A", "a1", "a11", "Action"], ["B"])
    assert plan.axes == (("A",), ("A", "a1"), ("A", "a1", "a11"), ("B",))
    assert len(plan.drafts) == 1


def test_a_skipped_level_is_closed_up_and_said_once() -> None:
    plan = read(BASE, ["A", None, "c", "Un"], ["A", None, "c", "Deux"])
    assert {draft.axes for draft in plan.drafts} == {("A", "c")}
    assert said(plan) == ["niveau_d_axe_saute"]
    assert "lignes 2, 3" in plan.warnings[0].message


def test_headings_that_look_alike() -> None:
    plan = read(
        BASE,
        ["4.2. Vélo", None, None, "Un"],
        ["4.2 : Vélo", None, None, "Deux"],
        ["4.2 : VELO", None, None, "Trois"],
    )
    assert [draft.axes[0] for draft in plan.drafts] == ["4.2. Vélo", "4.2 : Vélo", "4.2 : Vélo"]
    assert said(plan) == ["axes_ressemblants", "axes_ressemblants"]
    assert "restent deux axes" in plan.warnings[0].message


def test_an_empty_heading_after_a_filled_one_is_said_not_guessed() -> None:
    plan = read(BASE, ["A", None, None, "Un"], [None, None, None, "Deux"])
    assert plan.drafts[1].axes == ()
    assert said(plan) == ["axe_vide"]


def test_deeper_levels_have_their_own_columns() -> None:
    plan = read([*BASE, "Axe de niveau 4"], ["A", "b", "c", "Action", None, "d"])
    assert plan.drafts[0].axes == ("A", "b", "c", "d")


def test_a_row_without_a_title_is_a_fault_a_total_is_not() -> None:
    plan = read(
        [TITLE, "Descriptif", "Budget"],
        ["Action", "x", 10],
        [None, "sans titre", None],
        [None, "Total", 10],
    )
    assert places(plan) == [("titre_absent", "A3")]
    assert said(plan) == ["ligne_total"]


def test_titles_are_one_line_of_300_characters_at_most() -> None:
    plan = read([TITLE], ["  Un\ntitre  long "], ["x" * 300], ["x" * 301])
    assert plan.drafts[0].titre == "Un titre long"
    assert places(plan) == [("titre_trop_long", "A4")]


def test_a_title_that_nobody_can_see_is_a_fault() -> None:
    assert places(read([TITLE], ["\u200b"], ["visible"])) == [("titre_absent", "A2")]


def test_help_rows_are_skipped_near_the_labels_only() -> None:
    hints = ["Champ texte", "Champ numérique", "Champ texte"]
    helped = [
        "Texte court de 300 caractères maximum",
        "Saisissez un nombre entier",
        "Présentez en quelques lignes",
    ]
    labels = [TITLE, "Budget", "Descriptif"]
    actions = [[f"Action {n}", n, "x"] for n in range(8)]
    assert len(read(labels, hints, helped, *actions).drafts) == 8
    far = read(labels, *actions, hints)
    assert [fault.place.cell for fault in far.faults] == ["B10"]
    assert len(far.drafts) == 9


def test_one_action_that_speaks_like_the_help_is_kept() -> None:
    row = ["Choisissez l'option solaire", "x", "y"]
    assert len(read([TITLE, "Descriptif", "Objectifs"], row).drafts) == 1


def test_dates_in_the_wrong_order_and_amounts_alone() -> None:
    labels = [TITLE, "Date de début", "Date de fin", "Financeur 1", "Montant € HT"]
    plan = read(labels, ["Action", "01/03/2026", "28/02/2026", None, 500])
    assert places(plan) == [("montant_sans_financeur", "E2"), ("fin_avant_debut", "C2")]


def test_codes_are_unique() -> None:
    plan = read(["Code", TITLE], ["a07", "Un"], ["A07", "Deux"], ["A 8", "Trois"])
    assert [draft.code for draft in plan.drafts] == ["A07", "A07", None]
    assert places(plan) == [("code_invalide", "A4"), ("code_en_double", "A3")]


def merged(column: str, label: str) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["Axe (x)", TITLE, SUB, "Budget"])
    sheet.write_row("A2", ["A", "Un", "", 5])
    for row in (3, 4):
        sheet.write_row(f"A{row}", ["A", "Un", f"Sous {row}"])
    sheet.merge_range(f"{column}2:{column}4", label)
    book.close()
    return buffer.getvalue()


def test_merged_headings_and_parents_hold_for_all_their_rows() -> None:
    for column, label in (("A", "A"), ("B", "Un")):
        plan = read_plan(merged(column, label), file_name="p.xlsx")
        assert plan.faults == ()
        assert [draft.axes for draft in plan.drafts] == [("A",)] * 3
        assert [draft.parent_titre for draft in plan.drafts] == [None, "Un", "Un"]


def test_a_merged_amount_counts_once_and_is_said() -> None:
    plan = read_plan(merged("D", "1200"), file_name="p.xlsx")
    assert [draft.budget_eur for draft in plan.drafts] == [1200, None, None]
    assert said(plan) == ["cellule_fusionnee"]


def test_too_many_actions_meet_a_stated_limit() -> None:
    plan = read([TITLE], *[[f"Action {n}"] for n in range(5_001)])
    assert places(plan) == [("lecture_arretee", "ligne 5002")]
    assert "5000" in (plan.faults[0].expected or "")


def test_a_sheet_of_faults_is_not_read_to_the_end() -> None:
    plan = read([TITLE, "Descriptif"], *[[None, "sans titre"]] * 1_500)
    assert len(plan.faults) == 1_001
    assert places(plan)[-1] == ("lecture_arretee", "ligne 1002")


def test_an_empty_plan_is_said() -> None:
    plan = read([TITLE, "Statut"])
    assert plan.is_ok
    assert said(plan) == ["plan_vide"]
