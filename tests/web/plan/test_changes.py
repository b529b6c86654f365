"""A value of the journal is read in French: days, hours, numbers."""

from typing import Any

import pytest

from essor.records.conventions.models import Acte, Mouvement
from essor.records.indicateurs.models import Valeur
from essor.records.plans.models import Action
from essor.web.plan.changes import show


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (Acte._meta.get_field("adopted_at"), "2026-07-01T14:23:03.784194+00:00", "16:23"),
        (
            Acte._meta.get_field("adopted_at"),
            "2026-12-31T23:30:00+00:00",
            "1er\u00a0janvier\u00a02027",
        ),
        (Valeur._meta.get_field("value"), "1234.500000", "1\u00a0234,5"),
        (Action._meta.get_field("budget_eur"), "60000.00", "60\u00a0000\u00a0€"),
        (Mouvement._meta.get_field("moved_kinds"), ["jalons.jalon", "plans.note"], "jalon, plans"),
        (Acte._meta.get_field("adopted_at"), None, "vide"),
    ],
)
def test_a_value_of_the_journal_is_read_in_french(column: Any, value: Any, said: str) -> None:
    shown = show(column, value, {})
    assert said in shown
    assert "+00:00" not in shown
