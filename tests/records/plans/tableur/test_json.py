"""The JSON form of a plan, read through the same checks."""

import json
from decimal import Decimal

import pytest

from essor.records.plans.tableur import ActionDraft, FunderDraft, PlanRead, read_plan


def read(document: object) -> PlanRead:
    return read_plan(json.dumps(document).encode(), file_name="plan.json")


def plan(*actions: object, **more: object) -> dict[str, object]:
    return {"format": "essor-plan", "version": 1, "actions": list(actions)} | more


def test_a_plan_in_json() -> None:
    found = read(
        plan(
            {
                "axes": ["A", "b"],
                "titre": "Une action",
                "budget_eur": 1200.5,
                "partenaires": ["CCI, Nord", "CMA"],
                "financeurs": [{"nom": "ADEME", "montant_eur": 10}],
                "debut_on": "2026-03-01",
                "objectifs": None,
            }
        )
    )
    assert found.faults == ()
    assert found.warnings == ()
    (draft,) = found.drafts
    assert draft.partenaires == ("CCI, Nord", "CMA")
    assert draft.financeurs == (FunderDraft(nom="ADEME", montant_eur=Decimal(10)),)
    assert draft.budget_eur == Decimal("1200.5")
    assert "objectifs" not in draft.present


def test_faults_name_the_action_by_its_rank() -> None:
    found = read(
        plan(
            {"titre": "Une action", "statut": "peut-être"},
            {"titre": "Une action"},
            axes=[["Vide"]],
        )
    )
    assert [(f.place.cell, f.place.sheet) for f in found.faults] == [
        ("action 1", None), ("action 2", None),
    ]  # fmt: skip
    assert found.axes == (("Vide",),)


def test_unknown_fields_are_said() -> None:
    assert [w.value for w in read(plan({"titre": "x", "couleur": "bleu"})).warnings] == ["couleur"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"{}", b"\xff{", b"[" * 100_000, b'{"format": "essor-plan"}',
        b'{"format": "essor-plan", "version": 2, "actions": []}',
        b'{"format": "essor-plan", "version": 1, "actions": [3]}',
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": {"a": 1}}]}',
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": "x", "axes": "A"}]}',
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": "x", "budget_eur": NaN}]}',
        b'{"format": "essor-plan", "version": 1, "axes": [3], "actions": []}',
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": "x", "lignes_budget": '
        b"[{}]}]}",
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": "x", "lignes_budget": '
        b'[{"nature": "Investissement", "previsionnel_eur": "1"}]}]}',
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": "x", "budget_eur": 1e999}]}',
        b'{"format": "essor-plan", "version": 1, "actions": [{"titre": "x", "budget_eur": '
        + b"9" * 400 + b"}]}",
    ],
)  # fmt: skip
def test_whatever_is_wrong_is_a_fault(data: bytes) -> None:
    found = read_plan(data, file_name="plan.json")
    assert isinstance(found, PlanRead)
    assert found.faults


def test_json_may_hold_texts_that_no_cell_can() -> None:
    text = "x" * 50_000
    assert read(plan({"titre": "x", "descriptif": text})).drafts == (
        ActionDraft(titre="x", descriptif=text),
    )
