"""The plan computed again from the trucks: the past stays, what was announced is kept if it can."""

import datetime as dt
from decimal import Decimal

import pytest

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.bordereaux.replan import ask_replan, gap_of, proposals_of
from essor.records.plans.models import Plan
from essor.records.terres_plans.actions import (
    reproduces,
    retain_calcul,
)
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from tests.factories import make_access, system
from tests.records.bordereaux.made import accept, make_bordereau, make_solved
from tests.records.terres.made import (
    make_exutoire,
)

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 2)
TODAY = dt.date(2026, 11, 18)  # third week


def flows_of(calcul: CalculTerres) -> dict[tuple[str, str, int], float]:
    found: dict[tuple[str, str, int], float] = {}
    for one in calcul.found["plan"]["flows"]:
        key = (one["origin_id"], one["destination_id"], one["period"])
        found[key] = round(found.get(key, 0.0) + one["tonnes"], 3)
    return found


@pytest.fixture
def followed() -> tuple[Plan, PlanTerres]:
    plan, row = make_solved(MONDAY, on=TODAY)
    first = row.calculs.get()
    assert set(flows_of(first)) == {("LOT", "PRES", week) for week in range(4)}
    return plan, row


def slips(plan: Plan, outlet: str, **tonnes: str) -> None:
    lot = plan.terres_lots.get(code="LOT")
    place = plan.terres_exutoires.get(code=outlet)
    for day, amount in tonnes.items():
        on = dt.date(2026, 11, int(day.removeprefix("d")))
        make_bordereau(lot, place, amount, realise_on=on)


def test_what_was_done_stays_and_what_is_late_leaves_later(
    followed: tuple[Plan, PlanTerres],
) -> None:
    plan, row = followed
    slips(plan, "PRES", d3="60", d10="100", d17="40")
    slips(plan, "LOIN", d4="20")
    by = system(plan.territoire)
    found = ask_replan(by=by, plan_terres=row, stability_eur_t=5.0, on=TODAY)
    assert isinstance(found, CalculTerres)
    after = flows_of(found)
    assert after["LOT", "PRES", 0] == 60
    assert after["LOT", "LOIN", 0] == 20
    assert after["LOT", "PRES", 1] == 100
    assert ("LOT", "LOIN", 1) not in after
    assert after["LOT", "PRES", 2] >= 100
    assert sum(after.values()) == pytest.approx(400)
    assert found.is_verifie, found.found["verification"]
    assert found.found["revision"]["moved_t"] == pytest.approx(0)
    assert reproduces(found) == (True, "")

    gap = gap_of(found)
    assert gap is not None
    assert not gap.is_empty
    assert proposals_of(row) == [found]
    row.refresh_from_db()
    assert row.retenu_numero != found.numero, "followed only once somebody says so"


def test_a_high_price_keeps_the_word_and_a_null_one_is_free(
    followed: tuple[Plan, PlanTerres],
) -> None:
    plan, row = followed
    by = system(plan.territoire)
    slips(plan, "PRES", d3="100", d10="100")
    cheaper = make_exutoire(plan, "NEUF", tarif_eur_t=Decimal(1), capacite_t=Decimal(500))
    accept(cheaper, plan.terres_lots.get())
    free = ask_replan(by=by, plan_terres=row, stability_eur_t=0.0, on=TODAY)
    kept = ask_replan(by=by, plan_terres=row, stability_eur_t=500.0, on=TODAY)
    assert isinstance(free, CalculTerres)
    assert isinstance(kept, CalculTerres)
    assert flows_of(free)["LOT", cheaper.code, 3] == 100
    assert flows_of(kept)["LOT", "PRES", 3] == 100
    assert free.found["revision"]["moved_t"] == pytest.approx(200)


def test_what_cannot_be_counted_is_said(followed: tuple[Plan, PlanTerres]) -> None:
    plan, row = followed
    by = system(plan.territoire)
    place, site = plan.terres_exutoires.get(code="PRES"), plan.terres_chantiers.get()
    make_bordereau(None, place, "21", chantier=site, realise_on=dt.date(2026, 11, 3))
    slips(plan, "PRES", d3="100", d10="100")
    make_bordereau(plan.terres_lots.get(), place, "9", realise_on=dt.date(2026, 10, 20))
    found = ask_replan(by=by, plan_terres=row, stability_eur_t=5.0, on=TODAY)
    assert isinstance(found, CalculTerres)
    notes = " ".join(found.options["notes"])
    assert "21\u00a0t sans lot" in notes
    assert "9\u00a0t parties avant le premier jour" in notes


def test_it_refuses_who_may_not_and_what_makes_no_sense(
    followed: tuple[Plan, PlanTerres],
) -> None:
    plan, row = followed
    by = system(plan.territoire)
    with pytest.raises(Forbidden):
        ask_replan(
            by=make_access(plan.territoire, Role.CONTRIBUTEUR), plan_terres=row,
            stability_eur_t=5.0, on=TODAY,
        )  # fmt: skip
    for wrong in ({"stability_eur_t": -1.0}, {"on": dt.date(2027, 6, 1)}):
        with pytest.raises(UserFault):
            ask_replan(
                **{"by": by, "plan_terres": row, "stability_eur_t": 5.0, "on": TODAY, **wrong}
            )
    row = retain_calcul(by=by, plan_terres=row, numero=None)
    with pytest.raises(UserFault, match="retenu"):
        ask_replan(by=by, plan_terres=row, stability_eur_t=5.0, on=TODAY)
