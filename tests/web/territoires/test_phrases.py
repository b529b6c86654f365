"""Sentences about figures: right in number, silent about what is unknown."""

from decimal import Decimal

import pytest

from essor.records.plans.summary import Euros
from essor.web.territoires.phrases import counted, euros


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0\u00a0action"),
        (1, "1\u00a0action"),
        (2, "2\u00a0actions"),
        (1200, "1\u00a0200\u00a0actions"),
    ],
)
def test_french_puts_zero_and_one_in_the_singular(number: int, said: str):
    assert counted(number, "action", "actions") == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Euros(known_eur=None, known=0, unknown=0), "Sans objet."),
        (Euros(known_eur=None, known=0, unknown=3), "Aucun budget publié."),
        (Euros(known_eur=Decimal(0), known=2, unknown=0), "0 € connus, pour toutes les actions."),
        (
            Euros(known_eur=Decimal("12.5"), known=1, unknown=2),
            "12,50 € connus ; budget incomplet ou non publié pour 2 actions sur 3.",
        ),
    ],
)
def test_a_sum_says_what_it_leaves_out(amount: Euros, said: str):
    assert euros(amount, "budget").replace("\u00a0", " ") == said
