import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from essor.engines.calendrier.inputs import Triangular
from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import delete_jalon, link_jalons
from essor.records.jalons.forecasts import reach
from essor.records.jalons.models import Jalon, LinkNature
from essor.records.jalons.values import Preuve
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.risques.actions import change_risque, create_risque, delete_risque
from essor.records.risques.chances import ChancesPage, chances_of
from essor.records.risques.hazards import hazard
from essor.records.risques.models import Risque
from essor.records.risques.register import (
    RegisterFilter,
    register_as_of,
    register_of,
    risques_of,
)
from essor.records.risques.scale import echelle_at
from tests.factories import (
    forecast,
    make_access,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    system,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Imprimerie", confidentialite="public", is_grand_projet=True)


@pytest.fixture
def by(action: Action) -> Access:
    return system(action.plan.territoire)


@pytest.fixture
def add(action: Action, by: Access) -> Callable[..., Risque]:
    def one(titre: str = "Pollution", **values: Any) -> Risque:
        values = {"probabilite": 4, "impact": 5, **values}
        return create_risque(by=by, action=action, titre=titre, **values)

    return one


def draw(action: Action, by: Access, *, measured: bool = True) -> ChancesPage:
    return chances_of(plan=action.plan, action=action, by=by, today=TODAY, measured=measured)


@pytest.mark.parametrize(
    "values",
    [
        {"probabilite": 6},
        {"impact": 0},
        {"probabilite_apres": 2},
        {"retard_min_days": 10, "retard_days": 5, "retard_max_days": 20},
        {"retard_min_days": 10},
        {"surcout_min_eur": 1, "surcout_eur": 3, "surcout_max_eur": 2},
        {"cout_mesure_eur": -1},
        {"statut": "autre"},
    ],
)
def test_what_cannot_be_is_refused_by_the_form_and_by_the_database(
    action: Action, add: Callable[..., Risque], values: dict[str, Any]
) -> None:
    with pytest.raises(UserFault):
        add(**values)
    risque = add()
    with pytest.raises(IntegrityError), transaction.atomic():
        Risque.objects.filter(pk=risque.pk).update(**values)


def test_all_faults_of_one_risk_are_said_at_once(add: Callable[..., Risque]) -> None:
    with pytest.raises(UserFault) as caught:
        add(impact=9, probabilite_apres=1, surcout_eur=5)
    assert len(caught.value.faults) >= 3


def test_a_milestone_of_another_action_and_a_title_taken_are_refused(
    action: Action, add: Callable[..., Risque]
) -> None:
    other = make_jalon(make_action(action.plan, "Autre"), "Livraison")
    with pytest.raises(UserFault):
        add(jalon=other)
    add("Pollution")
    with pytest.raises(UserFault):
        add("POLLUTION")


def test_two_writers_of_the_same_field_conflict(add: Callable[..., Risque], by: Access) -> None:
    risque = add()
    change_risque(by=by, risque=risque, expected_version=1, impact=3)
    change_risque(by=by, risque=risque, expected_version=1, statut="clos")
    with pytest.raises(Conflict):
        change_risque(by=by, risque=risque, expected_version=1, impact=2)


def test_a_pilot_writes_on_her_actions_only(action: Action, by: Access) -> None:
    territoire = action.plan.territoire
    pilot = make_member(territoire, Role.PILOTE)
    people = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: ["Ana Roy"]})
    change_action(by=by, action=action, parts=people)
    link_pilots(by=by, action=action, users={"Ana Roy": pilot})
    hers = make_access(territoire, Role.PILOTE, pilot)
    values = {"titre": "Recours", "probabilite": 1, "impact": 1}
    risque = create_risque(by=hers, action=action, **values)
    change_risque(by=hers, risque=risque, impact=2)
    other = make_action(action.plan, "Autre", confidentialite="public")
    with pytest.raises(Forbidden):
        create_risque(by=hers, action=other, **values)


def test_the_register_is_as_confidential_as_the_action(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    add()
    plan, territoire = action.plan, action.plan.territoire

    def shown(role: Role) -> int:
        access = make_access(territoire, role)
        return len(register_of(plan=plan, by=access, today=TODAY).rows)

    assert [shown(role) for role in (Role.LECTEUR, Role.PUBLIC)] == [1, 0]
    change_action(by=by, action=action, confidentialite="restreint")
    assert [shown(role) for role in (Role.CHEF_DE_PROJET, Role.LECTEUR)] == [1, 0]


def test_filters_and_matrices(action: Action, add: Callable[..., Risque], by: Access) -> None:
    add("Pollution", probabilite_apres=2, impact_apres=2, revue_on=TODAY - dt.timedelta(days=3))
    add("Recours", probabilite=2, impact=2)
    add("Écarté", statut="clos", revue_on=dt.date(2020, 1, 1))
    found = register_of(plan=action.plan, by=by, today=TODAY)
    assert [row.risque.titre for row in found.rows] == ["Pollution", "Recours", "Écarté"]
    assert (found.critical, found.overdue) == (1, 1)  # what is closed needs no review

    def squares(matrice: Any) -> dict[tuple[int, int], list[int]]:
        cases = [case for ligne in matrice.lignes for case in ligne]
        assert len(cases) == 25
        return {
            (one.probabilite, one.impact): [row.numero for row in one.rows]
            for one in cases
            if one.rows
        }

    assert squares(found.avant) == {(4, 5): [1], (2, 2): [2]}
    assert squares(found.apres) == {(2, 2): [1]}
    assert [row.numero for row in found.apres.sans] == [2]
    for asked in (RegisterFilter(only_overdue=True), RegisterFilter(only_critical=True)):
        rows = register_of(plan=action.plan, by=by, today=TODAY, asked=asked).rows
        assert [row.risque.titre for row in rows] == ["Pollution"]


def test_the_register_of_a_past_day_is_what_was_shown_then(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    jalon = make_jalon(action, "Livraison", "2028")
    risque, gone = add("Pollution", jalon=jalon), add("Recours")
    then = timezone.now()
    change_risque(by=by, risque=risque, impact=1, titre="Amiante")
    delete_risque(by=by, risque=gone)
    delete_jalon(by=by, jalon=jalon)
    past = register_as_of(plan=action.plan, by=by, at=then)
    assert past is not None
    assert [(row.risque.titre, row.risque.impact) for row in past.rows] == [
        ("Pollution", 5),
        ("Recours", 5),
    ]
    assert str(past.rows[0].risque.jalon) == "Livraison"
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    assert register_as_of(plan=action.plan, by=by, at=long_ago) is None


def test_undo_gives_everything_back(action: Action, add: Callable[..., Risque], by: Access) -> None:
    jalon = make_jalon(action, "Livraison", "2028")
    risque = add(jalon=jalon, surcout_min_eur=1, surcout_eur=Decimal("2.5"), surcout_max_eur=3)
    before = Risque.objects.filter(pk=risque.pk).values()[0]
    delete_jalon(by=by, jalon=jalon)
    assert Risque.objects.get(pk=risque.pk).jalon is None  # the risk outlives its milestone
    restore_operation(by=by, row=Operation.objects.get(kind="plan.jalon.supprimer"))
    restore_operation(by=by, row=delete_action(by=by, action=action))
    after = Risque.objects.filter(pk=risque.pk).values()[0]
    moved = {"version", "updated_at", "created_at"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    delete_risque(by=by, risque=Risque.objects.get(pk=risque.pk))
    restore_operation(by=by, row=Operation.objects.get(kind="plan.risque.supprimer"))
    assert Risque.objects.filter(pk=risque.pk, jalon=Jalon.objects.get()).exists()


def test_the_slices_keep_the_mean_of_the_range() -> None:
    delay = Triangular(10, 30, 110)
    found = hazard(delay, chance=0.35)
    mean = sum(value * part for value, part in zip(found.values, found.chances, strict=True))
    assert mean == pytest.approx(0.35 * 50, rel=1e-3)
    assert hazard(Triangular.certain(7), chance=1).mode == 7
    assert found.mode == 0  # the likeliest schedule has no risk happening


def test_one_certain_delay_is_reached_exactly_as_often_as_the_parameter_says(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    jalon = make_jalon(action, "Livraison", "01/03/2028")
    add(jalon=jalon, probabilite=3, retard_min_days=40, retard_days=40, retard_max_days=40)
    page = draw(action, by)
    chance = echelle_at(TODAY).chances[2]
    assert page.chances is not None
    assert page.chances.expected == dt.date(2028, 3, 1)
    assert page.chances.held == pytest.approx(1 - chance, abs=0.02)  # closed form
    assert page.chances.p90 == dt.date(2028, 4, 10)
    assert page.chances.dites[0].chance == page.chances.held
    assert draw(action, by) == page  # seeded


def test_two_risks_in_a_row_add_up_as_their_enumeration_says(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    first = make_jalon(action, "Études", "01/03/2028")
    last = make_jalon(action, "Travaux", "01/03/2028")
    link_jalons(by=by, avant=first, apres=last)
    certain = {"retard_min_days": 10, "retard_days": 10, "retard_max_days": 10}
    add("Un", jalon=first, probabilite=3, **certain)
    add("Deux", jalon=last, probabilite=4, **certain)
    add("Trois", probabilite=5, **certain)  # no milestone: the end itself
    chances = draw(action, by).chances
    one, two, three = (echelle_at(TODAY).chances[level] for level in (2, 3, 4))
    # the second waits for the first, whose delay pushes it; its own is then added
    none = (1 - one) * (1 - two) * (1 - three)
    everything = one * two * three
    assert chances is not None
    assert chances.held == pytest.approx(none, abs=0.02)
    late = sum(1 for share, day in chances.curve if day >= dt.date(2028, 3, 31))
    assert late / 20 == pytest.approx(everything, abs=0.06)
    assert {str(cause.risque) for cause in chances.moteurs if cause.risque} == {
        "Un",
        "Deux",
        "Trois",
    }


def test_measures_and_status_change_what_is_drawn(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    make_jalon(action, "Livraison", "01/03/2028")
    days = {"retard_min_days": 5, "retard_days": 50, "retard_max_days": 90}
    risque = add(probabilite=5, probabilite_apres=1, impact_apres=1, **days)
    add("Sans fourchette")
    with_measures, without = draw(action, by).chances, draw(action, by, measured=False).chances
    assert with_measures is not None
    assert without is not None
    assert with_measures.held > 0.9 > 0.2 > without.held
    assert [str(one) for one in draw(action, by).left_out] == ["Sans fourchette"]
    change_risque(by=by, risque=risque, statut="realise")
    assert draw(action, by).why == "sans_fourchette"


def test_a_start_to_start_link_does_not_wait_for_the_risks(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    first = make_jalon(action, "Études", "01/03/2028")
    last = make_jalon(action, "Travaux", "01/06/2028")
    link_jalons(by=by, avant=first, apres=last, nature=LinkNature.DEBUT_DEBUT)
    add(jalon=first, probabilite=5, retard_min_days=9, retard_days=9, retard_max_days=9)
    assert draw(action, by).why == "sans_fourchette"  # the end moves in no draw


def test_a_date_that_is_past_is_not_held(
    action: Action, add: Callable[..., Risque], by: Access
) -> None:
    jalon = make_jalon(action, "Études", "31/03/2026")
    make_jalon(action, "Livraison", "01/03/2028")
    add(jalon=jalon, retard_min_days=5, retard_days=500, retard_max_days=900)
    chances = draw(action, by).chances
    assert chances is not None
    assert [one.chance for one in chances.dites] == [0.0, 1.0]
    assert chances.curve[0][1] >= TODAY


def test_the_three_empty_states(action: Action, by: Access) -> None:
    assert draw(action, by).why == "sans_jalon"
    jalon = make_jalon(action, "Livraison")
    assert draw(action, by).why == "sans_date"
    other = make_jalon(action, "Réception", prevision=forecast("01/03/2028"))
    assert draw(action, by).why == "sans_fourchette"
    for one in (jalon, other):
        day = Period.day(dt.date(2026, 11, 1))
        reach(by=by, jalon=one, actual=day, preuve=Preuve(texte="PV"))
    assert draw(action, by).why == "sans_jalon"


def test_milestone_ranges_count_without_any_risk(action: Action, by: Access) -> None:
    wide = forecast("01/03/2028", plus_tot_on=dt.date(2028, 2, 1), plus_tard_on=dt.date(2028, 9, 1))
    make_jalon(action, "Livraison", prevision=wide)
    chances = draw(action, by).chances
    assert chances is not None
    assert chances.p10 < chances.p50 < chances.p90
    assert chances.moteurs[0].correlation == pytest.approx(1)


def test_one_query_for_the_sheet(
    action: Action, add: Callable[..., Risque], by: Access, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        add(f"Risque {number}")
    with django_assert_num_queries(1):
        found = risques_of(plan=action.plan, action=action, by=by, today=TODAY)
        assert len({row.risque.action.code for row in found.rows}) == 1
