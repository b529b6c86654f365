import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import adopt_baseline
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.values import Preuve
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.choices import NatureBudget, ParticipantRole
from essor.records.plans.models import Action
from essor.records.plans.parts import LigneBudgetValues, PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.suivi.actions import (
    add_point,
    change_point,
    delete_point,
    lift_point,
    reopen_point,
    state_color,
    take_back_color,
)
from essor.records.suivi.health import Health, health_of_plan, standing_of
from essor.records.suivi.models import AvisSante, PointBloquant
from essor.records.suivi.queries import expected_as_of, expected_of_each
from essor.records.suivi.rules import Color, Dimension
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
    return make_action(make_plan(), "Imprimerie", confidentialite="public")


@pytest.fixture
def by(action: Action) -> Access:
    return system(action.plan.territoire)


def block(action: Action, nom: str = "DREAL", **values: Any) -> PointBloquant:
    values = {"cause": "Autorisation attendue", "destinataire_nature": "etat", **values}
    by = system(action.plan.territoire)
    return add_point(by=by, action=action, destinataire_nom=nom, **values)


def health(action: Action, today: dt.date = TODAY) -> Health:
    by = system(action.plan.territoire)
    (found,) = health_of_plan(plan=action.plan, by=by, today=today)
    return found


def judged(action: Action, dimension: Dimension) -> Any:
    return next(one for one in health(action).judged if one.dimension is dimension)


def undo(by: Access) -> None:
    restore_operation(by=by, row=Operation.objects.latest("at"))


def test_a_point_is_lifted_with_how_then_reopened_and_all_is_told(action: Action, by: Access):
    point = block(action, depuis_on=dt.date(2026, 5, 1))
    with pytest.raises(UserFault):
        lift_point(by=by, point=point, leve_on=TODAY, leve_motif=" ")
    with pytest.raises(UserFault):
        lift_point(by=by, point=point, leve_on=dt.date(2026, 4, 1), leve_motif="Arrêté")
    lifted = lift_point(by=by, point=point, leve_on=TODAY, leve_motif="Arrêté signé")
    assert not lifted.is_open
    assert reopen_point(by=by, point=lifted).is_open
    kinds = Event.objects.filter(root_id=action.pk, object_kind="suivi.pointbloquant")
    assert kinds.count() == 3


def test_the_database_refuses_a_lift_without_how(action: Action):
    point = block(action)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointBloquant.objects.filter(pk=point.pk).update(leve_on=TODAY)


def test_two_people_on_the_same_field_meet_a_conflict(action: Action, by: Access):
    point = block(action)
    change_point(by=by, point=point, expected_version=1, cause="Avis de l'architecte")
    with pytest.raises(Conflict):
        change_point(by=by, point=point, expected_version=1, cause="Autre chose")
    done = change_point(by=by, point=point, expected_version=1, deblocage="Une réunion")
    assert done.cause == "Avis de l'architecte"


def test_undo_brings_back_a_point_and_an_opinion(action: Action, by: Access):
    point = block(action)
    delete_point(by=by, point=point)
    undo(by)
    assert PointBloquant.objects.get().cause == point.cause
    avis = state_color(
        by=by, action=action, dimension=Dimension.TEMPS, couleur=Color.ROUGE, commentaire="Gel"
    )
    take_back_color(by=by, avis=avis)
    undo(by)
    assert AvisSante.objects.get().commentaire == "Gel"


def test_a_deleted_action_comes_back_with_its_follow_up(action: Action, by: Access):
    block(action)
    row = delete_action(by=by, action=action)
    assert not PointBloquant.objects.exists()
    restore_operation(by=by, row=row)
    assert PointBloquant.objects.get().action_id == action.pk


def test_expectations_are_grouped_whatever_the_spelling_longest_first(action: Action, by: Access):
    block(action, "Région  Auvergne", destinataire_nature="region")
    block(action, "dreal", depuis_on=dt.date(2026, 6, 1))
    block(action, "DREAL", depuis_on=dt.date(2026, 1, 1))
    lift_point(by=by, point=block(action, "Levée"), leve_on=TODAY, leve_motif="Fait")
    groups = expected_of_each(plan=action.plan, by=by)
    assert [(one.nom, len(one.points)) for one in groups] == [
        ("DREAL", 2),
        ("Région  Auvergne", 1),
    ]
    assert groups[0].points[0].depuis_on == dt.date(2026, 1, 1)


def test_as_of_shows_what_was_expected_then(action: Action, by: Access):
    point = block(action)
    then = timezone.now()
    lift_point(by=by, point=point, leve_on=TODAY, leve_motif="Fait")
    block(action, "Région", destinataire_nature="region")
    groups = expected_as_of(plan=action.plan, by=by, at=then)
    assert groups is not None
    assert [one.nom for one in groups] == ["DREAL"]
    long_ago = then - dt.timedelta(days=400)
    assert expected_as_of(plan=action.plan, by=by, at=long_ago) is None


def test_confidential_points_stay_with_those_who_read_the_action(action: Action):
    secret = make_action(action.plan, "Secrète", confidentialite="restreint")
    block(secret, "Une entreprise", destinataire_nature="entreprise")
    block(action)
    territoire = action.plan.territoire
    reader = make_access(territoire, Role.LECTEUR, make_member(territoire, Role.LECTEUR))
    assert [one.nom for one in expected_of_each(plan=action.plan, by=reader)] == ["DREAL"]
    past = expected_as_of(plan=action.plan, by=reader, at=timezone.now())
    assert past is not None
    assert [one.nom for one in past] == ["DREAL"]
    standing = standing_of(plan=action.plan, by=reader, today=TODAY)
    assert standing is not None
    assert standing.points == 1
    public = make_access(territoire, Role.PUBLIC)
    assert standing_of(plan=action.plan, by=public, today=TODAY) is None
    with pytest.raises(Forbidden):
        expected_of_each(plan=action.plan, by=public)


def test_a_pilot_follows_her_actions_and_no_other(action: Action, by: Access):
    user = make_member(action.plan.territoire, Role.PILOTE)
    pilot = make_access(action.plan.territoire, Role.PILOTE, user)
    values = {"cause": "Foncier", "destinataire_nature": "epci", "destinataire_nom": "Métropole"}
    with pytest.raises(Forbidden):
        add_point(by=pilot, action=action, **values)
    parts = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: ["Ana"]})
    change_action(by=by, action=action, parts=parts)
    link_pilots(by=by, action=action, users={"Ana": user})
    assert add_point(by=pilot, action=action, **values).is_open


def test_health_of_an_empty_action_is_unknown_everywhere(action: Action):
    found = health(action)
    assert found.progress is None
    assert {one.color for one in found.judged} == {Color.SANS_DONNEE}


def test_progress_and_time_come_from_the_milestones(action: Action, by: Access):
    reach(
        by=by,
        jalon=make_jalon(action, "Études", "01/03/2026", poids=3),
        actual=Period.day(dt.date(2026, 3, 1)),
        preuve=Preuve(texte="Rapport"),
    )
    works = make_jalon(action, "Travaux", "01/01/2027", poids=1)
    adopt_baseline(by=by, plan=action.plan, reason="Convention")
    assert health(action).progress == 0.75
    assert judged(action, Dimension.TEMPS).color is Color.VERT
    announce(by=by, jalon=works, values=forecast("15/02/2027", "01/07/2026"))
    found = judged(action, Dimension.TEMPS)
    assert found.color is Color.ORANGE
    assert "Travaux" in found.computed.rule
    assert "45" in found.computed.rule


def test_budget_adds_only_the_lines_known_on_both_sides(action: Action, by: Access):
    def lines(*pairs: tuple[str | None, str | None]) -> None:
        rows = [
            LigneBudgetValues(
                annee=2024 + rank,
                nature=NatureBudget.INVESTISSEMENT,
                previsionnel_eur=Decimal(planned) if planned else None,
                reel_eur=Decimal(spent) if spent else None,
            )
            for rank, (planned, spent) in enumerate(pairs)
        ]
        change_action(by=by, action=action, parts=PartValues(lignes_budget=rows))

    lines(("100", None), (None, "5000"))
    assert judged(action, Dimension.BUDGET).color is Color.SANS_DONNEE
    lines(("100", "107"), (None, "5000"))
    assert judged(action, Dimension.BUDGET).color is Color.ORANGE


def test_risk_needs_a_range(action: Action):
    make_jalon(action, "Permis", "2027")
    assert judged(action, Dimension.RISQUE).color is Color.SANS_DONNEE
    make_jalon(
        action,
        "Livraison",
        prevision=forecast(
            "01/06/2028",
            plus_tot_on=dt.date(2028, 5, 1),
            plus_tard_on=dt.date(2029, 6, 1),
        ),
    )
    found = judged(action, Dimension.RISQUE)
    assert found.color is Color.ROUGE
    assert "Livraison" in found.computed.rule


def test_an_opinion_needs_a_comment_shows_its_author_and_goes_away(action: Action, by: Access):
    def say(couleur: Color, commentaire: str) -> AvisSante:
        return state_color(
            by=by,
            action=action,
            dimension=Dimension.BUDGET,
            couleur=couleur,
            commentaire=commentaire,
        )

    with pytest.raises(UserFault):
        say(Color.ROUGE, "  ")
    say(Color.ROUGE, "Devis reçu")
    avis = say(Color.ORANGE, "Devis renégocié")
    found = judged(action, Dimension.BUDGET)
    assert (found.color, found.computed.color) == (Color.ORANGE, Color.SANS_DONNEE)
    assert found.avis.auteur == by.label
    with pytest.raises(UserFault):
        say(Color.SANS_DONNEE, "Aucune")
    take_back_color(by=by, avis=avis)
    assert judged(action, Dimension.BUDGET).color is Color.SANS_DONNEE


def test_any_trace_below_the_action_is_news(action: Action, by: Access):
    today = timezone.localdate()
    assert not health(action, today + dt.timedelta(days=44)).is_silent
    assert health(action, today + dt.timedelta(days=45)).is_silent
    noon = timezone.localtime().replace(hour=12)  # far from midnight, whatever summer time does
    old = noon - dt.timedelta(days=100)
    Operation.objects.update(at=old)
    assert health(action, today).silent_days == 100
    point = block(action)
    assert health(action, today).silent_days == 0
    assert point.journal_root == action.pk
    change_action(by=by, action=action, statut="realise")
    assert not health(action, today + dt.timedelta(days=400)).is_silent


def test_the_first_screen_counts_the_silent_actions_as_their_list_does(action: Action, by: Access):
    plan = action.plan
    paris = timezone.get_current_timezone()
    days = [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 3, 30)]  # clocks change
    for rank, day in enumerate(days):
        for hour in (0, 23):
            other = make_action(plan, f"Action {rank} {hour}", statut=["", "realise"][rank % 2])
            at = dt.datetime.combine(day, dt.time(hour, 30), tzinfo=paris)
            events = Event.objects.filter(root_id=other.pk)
            Operation.objects.filter(pk__in=events.values("operation_id")).update(at=at)
    for more in range(42, 50):
        today = days[0] + dt.timedelta(days=more)
        listed = sum(one.is_silent for one in health_of_plan(plan=plan, by=by, today=today))
        standing = standing_of(plan=plan, by=by, today=today)
        assert standing is not None
        assert standing.silent == listed


def test_queries_do_not_grow_with_the_plan(action: Action, django_assert_max_num_queries: Any):
    by = system(action.plan.territoire)
    for rank in range(12):
        other = make_action(action.plan, f"Action {rank}")
        block(other)
        make_jalon(other, "Étape", "2027")
    with django_assert_max_num_queries(13):
        health_of_plan(plan=action.plan, by=by, today=TODAY)
    with django_assert_max_num_queries(3):
        standing_of(plan=action.plan, by=by, today=TODAY)
