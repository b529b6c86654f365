"""The plan against what was done: only what is over is judged; sentences say it."""

import datetime as dt
from decimal import Decimal

import pytest

from essor.records.bordereaux.alertes import NatureAlerte, alerts_of, counters
from essor.records.bordereaux.ecarts import (
    Calendrier,
    Comparaison,
    LigneEcart,
    Sens,
    Seuils,
    Trajet,
    compare,
    destination_sentence,
    lot_sentence,
)
from essor.records.bordereaux.remplissage import full_on, weekly_pace_t
from essor.records.bordereaux.suivi import Suivi, suivi_of
from essor.records.plans.models import Plan
from essor.reports.charts.planned_done import PlannedDone, Step
from tests.factories import make_plan, system
from tests.records.bordereaux.made import make_bordereau, make_followed
from tests.records.terres.made import (
    make_chantier,
    make_dap,
    make_exutoire,
    make_lot_terres,
    make_plateforme,
)

MONDAY = dt.date(2026, 11, 2)
TODAY = dt.date(2026, 11, 18)  # Wednesday of the third week
SEUILS = Seuils(part=0.15, tonnes=100)


def trip(lot: str, to: str, period: int, tonnes: float, **more: bool) -> Trajet:
    return Trajet(origin="CH", lot=lot, destination=to, period=period, tonnes=tonnes, **more)


def compared(planned: list[Trajet], done: list[Trajet]) -> Comparaison:
    calendar = Calendrier(debut_on=MONDAY, period_days=7, periods=4)
    return compare(
        planned=planned, done=done, calendrier=calendar, today=TODAY,
        label=lambda family, code: f"{family} {code}".strip(),
    )  # fmt: skip


def test_only_the_periods_that_are_over_are_judged() -> None:
    planned = [trip("A", "X", week, 400) for week in range(4)]
    done = [trip("A", "X", 0, 300), trip("A", "X", 1, 200), trip("A", "X", 2, 50)]
    found = compared(planned, done)
    (lot,) = found.lots
    assert found.until_on == dt.date(2026, 11, 15)
    assert (lot.due_t, lot.done_due_t, lot.ecart_t, lot.left_t) == (800, 500, -300, 1050)
    assert (lot.now_t, lot.done_now_t) == (400, 50)
    assert lot.sens(SEUILS) is Sens.RETARD
    assert lot_sentence(lot, Sens.RETARD, found.until_on).replace("\u00a0", " ") == (
        "lot A : 500 t évacuées au 15 novembre 2026, 800 t prévues, soit 300 t de retard (38 %)."
    )
    assert [(one.done_t, one.done_sum_t) for one in found.periodes] == [
        (300, 300), (200, 500), (50, 550), (None, None),
    ]  # fmt: skip
    assert found.periodes[2].is_current


def test_what_goes_through_a_platform_counts_once_by_lot_and_at_both_places() -> None:
    done = [
        trip("A", "PF", 0, 200, is_to_platform=True),
        Trajet(origin="PF", lot="A", destination="X", period=1, tonnes=150, is_from_platform=True),
    ]
    found = compared([], done)
    assert [(one.key, one.done_t) for one in found.lots] == [("A", 200)]
    assert {one.key: one.done_t for one in found.destinations} == {"PF": 200, "X": 150}
    assert found.total.done_t == 200


def test_a_lot_that_goes_elsewhere_or_that_nobody_planned_is_named() -> None:
    found = compared([trip("A", "X", 0, 100)], [trip("A", "Y", 0, 100), trip("", "Y", 0, 20)])
    assert found.ailleurs == (("A", "Y", 100),)
    row = next(one for one in found.destinations if one.key == "Y")
    assert row.sens(SEUILS) is Sens.IMPREVU
    assert "n'y envoyait pas" in destination_sentence(row, Sens.IMPREVU, found.until_on)


@pytest.mark.parametrize(
    ("due", "done", "sens"),
    [
        (1000, 851, Sens.CONFORME), (1000, 850, Sens.RETARD), (1000, 1150, Sens.AVANCE),
        (200, 101, Sens.CONFORME), (200, 100, Sens.RETARD), (0, 99, Sens.CONFORME),
    ],
)  # fmt: skip
def test_a_deviation_is_told_past_both_thresholds(due: float, done: float, sens: Sens) -> None:
    row = LigneEcart(key="A", label="A", planned_t=2000, due_t=due, done_due_t=done)
    assert row.sens(SEUILS) is sens


def test_the_chart_tells_each_period_and_escapes_its_texts() -> None:
    steps = [Step(label="<2/11>", planned=400, done=300), Step(label="9/11", planned=0, done=None)]
    chart = PlannedDone(title="Tonnes & mètres", unit="t", steps=steps)
    for svg in (chart.bars_svg(), chart.sums_svg("Sommes")):
        assert svg.startswith("<svg")
        assert "<2/11>" not in svg
    assert "prévu 400 t, réalisé 300 t" in chart.bars_svg()
    assert "réalisé à venir" in chart.bars_svg()
    assert PlannedDone(title="Rien", unit="t", steps=[]).bars_svg()


@pytest.fixture
def plan(db: None) -> Plan:
    return make_plan()


def watched(plan: Plan) -> Suivi:
    return suivi_of(plan=plan, by=system(plan.territoire), today=TODAY)


def told(plan: Plan, nature: NatureAlerte) -> list[str]:
    rows = [one for one in alerts_of(watched(plan)) if one.nature is nature]
    assert all(one.faire for one in rows)
    return [one.phrase.replace("\u00a0", " ") for one in rows]


def test_every_alert_is_raised_and_says_what_to_do(plan: Plan) -> None:
    site = make_chantier(plan, "CH", nom="Halle")
    quiet = make_chantier(plan, "CH2", nom="Longues")
    lot = make_lot_terres(
        site, "A", debut_on=MONDAY, tonnes_hebdo=[400, 400, 400, 400], attente_max_semaines=0
    )
    late = make_lot_terres(site, "B", debut_on=MONDAY, tonnes_hebdo=[300], attente_max_semaines=0)
    make_lot_terres(quiet, "C", debut_on=MONDAY, tonnes_hebdo=[200] * 4)
    outlet = make_exutoire(
        plan, "X", nom="ISDI", capacite_t=Decimal(1300), capacite_t_semaine=Decimal(100),
        fermeture_on=dt.date(2026, 11, 30),
    )  # fmt: skip
    make_dap(
        outlet, site, lot=lot, numero="D1", valid_until=dt.date(2026, 11, 25),
        tonnage_max_t=Decimal(250),
    )  # fmt: skip
    make_dap(outlet, site, lot=late, numero="D2", valid_until=dt.date(2026, 11, 2))
    flows = [("A", "X", week, 400.0) for week in range(4)] + [("C", "X", 1, 200.0)]
    make_followed(plan, flows, debut_on=MONDAY, periods=4)
    make_bordereau(lot, outlet, "240", realise_on=dt.date(2026, 11, 4))
    make_bordereau(late, outlet, "10", realise_on=dt.date(2026, 11, 5))
    make_bordereau(None, outlet, "30", chantier=site, realise_on=dt.date(2026, 11, 12))
    make_bordereau(lot, outlet, "120", realise_on=dt.date(2026, 11, 17))

    dap = " ".join(told(plan, NatureAlerte.DAP))
    assert "La DAP D1 (ISDI, lot A) expire dans 7 jours, le 25 novembre 2026." in dap
    assert "dépassée de 110 t : 360 t reçues pour 250 t acceptées." in dap
    assert "La DAP D2 (ISDI, lot B) a pris fin le 2 novembre 2026 : 10 t sont parties" in dap
    assert told(plan, NatureAlerte.EXUTOIRE) == [
        "ISDI a reçu 120 t cette semaine pour 100 t au plus.",
        "ISDI sera plein cette semaine selon le plan : il y reste 900 t de place sur 1 300 t.",
    ]
    assert told(plan, NatureAlerte.FENETRE) == [
        "ISDI ferme après le 30 novembre 2026, et le plan y attend encore 1 400 t."
    ]
    assert "290 t n'ont pas de bordereau" in told(plan, NatureAlerte.LOT)[0]
    assert told(plan, NatureAlerte.SANS_LOT)[0].startswith("30 t sont parties sans qu'un lot")
    assert len(told(plan, NatureAlerte.ECART)) == 3
    assert "Longues : aucun bordereau" in told(plan, NatureAlerte.SILENCE)[0]
    assert dict(counters(alerts_of(watched(plan))))["Acceptations préalables"] == 3


def test_without_a_plan_the_pace_is_what_the_last_weeks_brought(plan: Plan) -> None:
    site = make_chantier(plan, "CH")
    lot = make_lot_terres(site, "A", debut_on=None, tonnes_hebdo=[])
    outlet = make_exutoire(plan, "X", capacite_t=Decimal(1000), capacite_t_semaine=None)
    make_plateforme(plan, "PF")
    for day in (20, 27):
        make_bordereau(lot, outlet, "400", realise_on=dt.date(2026, 10, day))
    suivi = watched(plan)
    assert suivi.comparaison is None
    assert weekly_pace_t(suivi, "X") == 200
    assert full_on(suivi, outlet) == TODAY + dt.timedelta(days=7)
    assert "sera plein dans 1 semaine au rythme constaté" in told(plan, NatureAlerte.EXUTOIRE)[0]
    make_bordereau(lot, outlet, "200", realise_on=TODAY)
    assert told(plan, NatureAlerte.EXUTOIRE) == [
        "Stockage du puy est plein : 1 000 t reçues pour 1 000 t."
    ]


def test_nothing_to_say_when_all_is_well(plan: Plan) -> None:
    site = make_chantier(plan, "CH")
    lot = make_lot_terres(site, "A", debut_on=MONDAY, tonnes_hebdo=[400] * 8)
    outlet = make_exutoire(plan, "X", capacite_t_semaine=None)
    make_followed(plan, [("A", "X", week, 400.0) for week in range(8)], debut_on=MONDAY, periods=8)
    for week in range(2):
        make_bordereau(lot, outlet, "400", realise_on=MONDAY + dt.timedelta(weeks=week, days=1))
    make_bordereau(lot, outlet, "100", realise_on=TODAY)
    before = MONDAY - dt.timedelta(days=10)  # before the plan: no gap to it, « ahead » of nothing
    make_bordereau(lot, outlet, "500", realise_on=before)
    assert alerts_of(watched(plan)) == ()


def test_a_truck_sent_where_its_lot_is_refused_is_told(plan: Plan) -> None:
    site = make_chantier(plan, "CH")
    lot = make_lot_terres(site, "A", classe="K3", debut_on=MONDAY, tonnes_hebdo=[400])
    closed = make_exutoire(plan, "X", nom="ISDI", accepte=["K1"])
    unknown = make_exutoire(plan, "Y", nom="Halde", accepte=[])
    make_bordereau(lot, closed, "20", realise_on=MONDAY)
    make_bordereau(lot, unknown, "20", realise_on=MONDAY)
    (said,) = told(plan, NatureAlerte.REFUS)
    assert said.startswith("20 t du lot A sont parties à ISDI, la dernière fois le 2 novembre")
    assert "n'accepte pas la classe" in said
    assert "Halde" not in said  # what it takes is unknown: no refusal
