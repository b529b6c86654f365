"""A corpus of spoiled plans: every one gives drafts or faults, never a crash."""

import io
import random
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.records.plans.tableur import ActionDraft, PlanFormat, PlanRead, read_plan, write_plan
from essor.records.plans.tableur.layout import ESSOR_COLUMNS, MODEL_COLUMNS

LABELS = [column.label for column in (*MODEL_COLUMNS, *ESSOR_COLUMNS)]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 1, 1)),
    st.text(max_size=40),
    st.sampled_from(
        ["12/14/20", "Entre 200 et 500", "En retard", "faible", "Axe 1", "Une action", "Total",
         "Champ texte", "x" * 32_767, "((((", '"', "2026 investissement : prévu x", "246300701",
         "=1+1", "\t"]
    ),
)  # fmt: skip


def check(read: PlanRead) -> None:
    assert isinstance(read, PlanRead)
    assert read.drafts or read.faults or read.warnings
    for fault in (*read.faults, *read.warnings):
        assert fault.place.file == "plan.xlsx"
        assert fault.sentence()
    for draft in read.drafts:
        assert isinstance(draft, ActionDraft)


def spoiled(labels: list[str], rows: list[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "nan_inf_to_errors": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate([labels, *rows]):
        for column, value in enumerate(row):
            match value:
                case bool():
                    sheet.write_boolean(number, column, value)
                case date():
                    sheet.write_datetime(number, column, value, day)
                case int() | float():
                    sheet.write_number(number, column, value)
                case str():
                    sheet.write_string(number, column, value)
    book.close()
    return buffer.getvalue()


@given(
    labels=st.permutations(LABELS),
    dropped=st.sets(st.integers(0, len(LABELS) - 1), max_size=12),
    rows=st.lists(st.lists(VALUES, min_size=len(LABELS), max_size=len(LABELS)), max_size=4),
)
def test_shuffled_columns_dropped_labels_wrong_types(
    labels: list[str], dropped: set[int], rows: list[list[Any]]
) -> None:
    kept = ["" if index in dropped else label for index, label in enumerate(labels)]
    check(read_plan(spoiled(kept, rows), file_name="plan.xlsx"))


@given(rows=st.lists(st.lists(VALUES, max_size=8), max_size=8))
def test_rows_of_anything(rows: list[list[Any]]) -> None:
    labels = ["Axe (x)", "Titre de l'action", "Titre de la sous-action", "Budget", "Date de fin",
              "Statut", "Financeur 1", "Montant € HT"]  # fmt: skip
    check(read_plan(spoiled(labels, rows), file_name="plan.xlsx"))


@settings(max_examples=60)
@pytest.mark.shared
@given(
    name=st.sampled_from(["complex_plan", "plan_budget_issue", "plan_sans_axes"]),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
)
def test_damaged_reference_workbooks(
    shared_dir: Any, name: str, cut: float, flips: list[tuple[float, int]]
) -> None:
    path = shared_dir / "reference_cases" / "plan_import" / f"{name}.xlsx"
    data = bytearray(path.read_bytes())
    for place, byte in flips:
        data[int(place * len(data))] = byte
    check(read_plan(bytes(data[: int(len(data) * cut)]), file_name="plan.xlsx"))


@pytest.mark.parametrize("form", PlanFormat)
def test_damaged_exports(form: PlanFormat) -> None:
    data = write_plan([ActionDraft(axes=("A",), titre="Une action")], format=form)
    draw = random.Random(2026)
    for _ in range(60):
        spoilt = bytearray(data[: draw.randrange(len(data))])
        for _ in range(draw.randrange(4)):
            if spoilt:
                spoilt[draw.randrange(len(spoilt))] = draw.randrange(256)
        assert isinstance(read_plan(bytes(spoilt), file_name=f"p.{form}"), PlanRead)


def test_two_hundred_thousand_rows_are_refused_with_the_limit() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Titre de l'action")
    for row in range(1, 200_000):
        sheet.write_number(row, 0, row)
    book.close()
    read = read_plan(buffer.getvalue(), file_name="plan.xlsx")
    assert [fault.code for fault in read.faults] == ["classeur_trop_grand"]
    assert "50\u00a0000 lignes" in (read.faults[0].expected or "")
