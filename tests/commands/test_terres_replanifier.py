"""`essor terres replanifier`: a proposal each night, followed only when asked."""

import datetime as dt
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.utils import timezone

from essor.commands import terres, terres_replanifier
from essor.records.terres_plans.models import PlanTerres
from tests.records.bordereaux.made import make_bordereau, make_solved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terres_replanifier, "require_workspace", lambda: None)
    monkeypatch.setattr(terres_replanifier, "require_migrated", lambda: None)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(terres.group, ["replanifier", "--territoire", *arguments])
    return result.exit_code, result.output if not result.exception else str(result.exception)


def test_a_proposal_is_kept_then_followed_when_asked() -> None:
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    plan, row = make_solved(monday, on=today)
    lot, near = plan.terres_lots.get(), plan.terres_exutoires.get(code="PRES")
    make_bordereau(lot, near, str(Decimal(20)), realise_on=monday)

    code, said = run("ti-8404", "--stabilite", "3")
    assert (code, "calcul 2 proposé" in said) == (0, True), said
    assert "rien ne change tant que personne ne la retient" in said
    assert PlanTerres.objects.get(pk=row.pk).retenu_numero == 1

    code, said = run("ti-8404", "--retenir")
    assert (code, "Le calcul 3 est maintenant suivi." in said) == (0, True), said
    assert PlanTerres.objects.get(pk=row.pk).retenu_numero == 3

    for wrong in (("ti-0000",), ("ti-8404", "--plan", "Aucun"), ("ti-8404", "--le", "01/01/2020")):
        code, said = run(*wrong)
        assert code != 0
        assert "attendu" in said, said
