"""How the sheet writes a year (never cut into thousands) and a label (acronyms kept)."""

from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils import translation

from essor.web.plan.fields import FIELDS


def test_the_year_of_a_budget_line_is_written_whole() -> None:
    row = {"get_nature_display": "Investissement", "previsionnel_eur": 60000, "reel_eur": None}
    rows = [SimpleNamespace(annee=2026, **row), SimpleNamespace(annee=None, **row)]
    with translation.override("fr"):
        page = render_to_string(
            "plan/lignes_budget.html", {"sheet": SimpleNamespace(lignes_budget=rows)}
        )
    assert "<td>2026</td>" in page
    assert "<td>toutes</td>" in page


def test_a_label_within_a_sentence_keeps_its_acronyms() -> None:
    labels = {field.inner_label for field in FIELDS.values()}
    assert "budget prévisionnel total (€ HT)" in labels
    assert "personne pilote" in labels
