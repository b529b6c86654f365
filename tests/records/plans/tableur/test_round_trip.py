"""Export then import: the same plan, in every format, whatever it holds."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.foundations.codes import parse_siren
from essor.foundations.tables import read_workbook
from essor.foundations.text import fold
from essor.records.plans.tableur import (
    ActionDraft,
    BudgetLineDraft,
    FunderDraft,
    IntercommunaliteDraft,
    PlanFormat,
    read_plan,
    write_plan,
)
from essor.records.plans.tableur.budget_lines import parse_budget_lines, write_budget_lines
from essor.records.plans.tableur.layout import ESSOR_COLUMNS, MODEL_COLUMNS
from essor.records.plans.tableur.lists import join_values, split_values
from essor.records.plans.tableur.values import clean_text, one_line
from essor.records.plans.tableur.vocabulary import (
    CONFIDENTIALITES,
    ENGAGEMENTS,
    ETATS_FINANCEMENT,
    NATURES_BUDGET,
    PRIORITES,
    STATUTS,
)

CHARACTERS = st.one_of(
    st.sampled_from("=+-@' ,;()«»\"\n\t•aé1"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
TEXT = st.text(CHARACTERS, max_size=30).map(clean_text).filter(bool)
NAME = st.text(CHARACTERS, max_size=20).map(one_line).filter(lambda name: bool(fold(name)))
NAMES = st.lists(NAME, min_size=1, max_size=4, unique_by=fold).map(tuple)
AMOUNT = st.decimals(0, Decimal("999999999999.99"), places=2)
DAY = st.dates(date(1950, 1, 1), date(2100, 1, 1))
SIRENS = st.sampled_from(["246300701", "200070753", "246300966"])


def optional(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def choice(vocabulary) -> st.SearchStrategy:
    return st.sampled_from(vocabulary.labels)


FUNDER = st.builds(
    FunderDraft, nom=NAME, montant_eur=optional(AMOUNT), etat=optional(choice(ETATS_FINANCEMENT))
)
LINE = st.builds(
    BudgetLineDraft,
    nature=choice(NATURES_BUDGET),
    annee=optional(st.integers(1990, 2100)),
    previsionnel_eur=optional(AMOUNT),
    reel_eur=optional(AMOUNT),
)
PLACE = st.builds(
    IntercommunaliteDraft,
    nom=st.sampled_from(["Riom Limagne", "CC (nord), sud", "Métropole"]),
    siren=optional(SIRENS),
)
AXES = st.lists(NAME, max_size=5).map(tuple)
DRAFT = st.builds(
    ActionDraft,
    axes=AXES,
    titre=NAME,
    code=optional(st.integers(1, 99).map(lambda n: f"A{n:02}")),
    descriptif=optional(TEXT),
    instances_gouvernance=optional(TEXT),
    objectifs=optional(TEXT),
    resultats_attendus=optional(TEXT),
    indicateurs_texte=optional(TEXT),
    moyens=optional(TEXT),
    participation_citoyenne=optional(TEXT),
    financements_texte=optional(TEXT),
    calendrier=optional(TEXT),
    notes_complementaires=optional(TEXT),
    structures_pilotes=optional(NAMES),
    services_pilotes=optional(NAMES),
    personnes_pilotes=optional(NAMES),
    elus_referents=optional(NAMES),
    industriels_referents=optional(NAMES),
    maitres_ouvrage=optional(NAMES),
    partenaires=optional(NAMES),
    intercommunalites=optional(st.lists(PLACE, min_size=1, max_size=3, unique=True).map(tuple)),
    financeurs=optional(st.lists(FUNDER, min_size=1, max_size=6).map(tuple)),
    lignes_budget=optional(
        st.lists(LINE, min_size=1, max_size=3, unique_by=lambda b: (b.annee, b.nature)).map(tuple)
    ),
    budget_eur=optional(AMOUNT),
    statut=optional(choice(STATUTS)),
    priorite=optional(choice(PRIORITES)),
    engagement=optional(choice(ENGAGEMENTS)),
    confidentialite=optional(choice(CONFIDENTIALITES)),
    is_amelioration_continue=optional(st.booleans()),
    is_grand_projet=optional(st.booleans()),
    debut_on=optional(DAY),
    fin_on=optional(st.dates(date(2100, 1, 1), date(2150, 12, 31))),
)


@settings(max_examples=40)
@pytest.mark.parametrize("form", PlanFormat)
@given(
    drafts=st.lists(DRAFT, max_size=4, unique_by=(lambda d: fold(d.titre), lambda d: d.code or d)),
    empty=st.lists(AXES.filter(bool), max_size=2),
)
def test_a_plan_comes_back_the_same(
    form: PlanFormat, drafts: list[ActionDraft], empty: list[tuple[str, ...]]
) -> None:
    drafts = one_spelling(drafts)
    again = read_plan(write_plan(drafts, format=form, axes=empty), file_name=f"p.{form}")
    assert again.faults == ()
    assert again.drafts == tuple(drafts)
    folded = {tuple(map(fold, path)) for path in again.axes}
    assert {tuple(map(fold, path)) for path in empty} <= folded


def one_spelling(drafts: list[ActionDraft]) -> list[ActionDraft]:
    """Headings that differ by case or accents are one: keep those of distinct plans apart."""
    return [
        replace(draft, axes=tuple(f"{rank} {title}" for title in draft.axes))
        for rank, draft in enumerate(drafts)
    ]


def test_a_sub_action_and_an_empty_heading_come_back() -> None:
    drafts = (
        ActionDraft(axes=("A",), titre="Mère", descriptif="=1+1"),
        ActionDraft(axes=("A",), titre="Fille", parent_titre="Mère"),
        ActionDraft(axes=("C",), titre="Autre"),
    )
    axes = (("A",), ("A", "vide"), ("B",), ("C",), ("D",))
    for form in PlanFormat:
        again = read_plan(write_plan(drafts, format=form, axes=axes), file_name=f"p.{form}")
        assert again.faults == ()
        assert again.drafts == drafts
        assert again.axes == axes


def test_the_layout_is_the_peers_up_to_column_ab() -> None:
    data = write_plan([ActionDraft(titre="Une action")], format=PlanFormat.XLSX)
    sheet = read_workbook(data, file_name="p.xlsx").sheets[0]
    labels = [sheet.cell(2, column).value for column in range(1, 29)]
    assert labels[0] == "Axe (x)"
    assert labels[17:24] == [
        "Financeur 1", "Montant € HT", "Financeur 2", "Montant € HT", "Financeur 3",
        "Montant € HT", "Budget prévisionnel total € HT",
    ]  # fmt: skip
    assert labels[27] == "Date de fin"
    assert sheet.cell(4, 4).value == "Une action"


def test_every_field_of_a_draft_has_its_column() -> None:
    keys = {column.key for column in (*MODEL_COLUMNS, *ESSOR_COLUMNS)}
    own_way = {"axes", "parent_titre", "financeurs", "row", "cells"}
    assert set(ActionDraft.__dataclass_fields__) - own_way <= keys


def test_labels_of_the_export_are_all_distinct_but_the_amounts() -> None:
    labels = [column.label for column in (*MODEL_COLUMNS, *ESSOR_COLUMNS)]
    repeated = {label for label in labels if labels.count(label) > 1}
    assert repeated == {"Montant € HT"}


def test_csv_has_the_labels_first() -> None:
    data = write_plan([ActionDraft(titre="Une action")], format=PlanFormat.CSV)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Axe (x)"
    assert rows[1][3] == "Une action"


@given(st.lists(NAME, max_size=6))
def test_lists_come_back(names: list[str]) -> None:
    assert split_values(join_values(names)) == tuple(names)


@given(st.lists(st.text(st.sampled_from('"([)]«»“”, a'), min_size=1).map(one_line).filter(bool)))
def test_names_made_of_brackets_and_quotes_come_back(names: list[str]) -> None:
    assert split_values(join_values(names)) == tuple(names)


@given(st.text(st.sampled_from('"(),;«»\n- a'), max_size=40))
def test_splitting_never_fails_and_is_stable(text: str) -> None:
    names = split_values(text)
    assert split_values(join_values(names)) == names


def test_splitting_is_linear() -> None:
    assert len(split_values("(" * 30_000 + "," * 2_000 + "a")) == 2


@given(st.lists(LINE, unique_by=lambda line: (line.annee, line.nature)))
def test_budget_lines_come_back(lines: list[BudgetLineDraft]) -> None:
    assert parse_budget_lines(write_budget_lines(lines)) == tuple(lines)


def test_the_sirens_of_this_test_are_real_ones() -> None:
    for siren in ("246300701", "200070753", "246300966"):
        assert parse_siren(siren) == siren
