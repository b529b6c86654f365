import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period, parse_period_fr
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import (
    adopt_baseline,
    change_jalon,
    create_jalon,
    delete_jalon,
    link_jalons,
)
from essor.records.jalons.forecasts import announce, cancel_prevision, reach, reopen
from essor.records.jalons.models import Dependance, Jalon, LinkNature, Prevision
from essor.records.jalons.queries import (
    action_calendar,
    consequences_of,
    plan_calendar,
    plan_calendar_as_of,
    risk_of,
    would_stand,
)
from essor.records.jalons.values import Preuve
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.plans.readable_history import readable_events
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
PV = Preuve(texte="Procès-verbal de réception")


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Imprimerie", confidentialite="public", is_grand_projet=True)


@pytest.fixture
def by(action: Action) -> Access:
    return system(action.plan.territoire)


def row_of(jalon: Jalon, by: Access, **options: object):
    calendar = plan_calendar(plan=jalon.action.plan, by=by, today=TODAY, **options)
    return next(row for row in calendar.rows() if row.jalon.pk == jalon.pk)


def test_every_forecast_stays_and_the_drift_is_from_the_promise(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Mise en service", prevision=forecast("2022", "2016"))
    adopt_baseline(by=by, plan=action.plan, reason="Première annonce")
    announce(by=by, jalon=jalon, values=forecast("2024", "décembre 2017"))
    announce(by=by, jalon=jalon, values=forecast("2026", "septembre 2023"))
    row = row_of(jalon, by, since=dt.date(2018, 1, 1))
    assert [one.expected.label() for one in row.previsions] == ["2022", "2024", "2026"]
    assert row.jalon.baseline == Period.year(2022)
    assert row.current == Period.year(2026)
    assert row.drift is not None
    assert row.drift.days == 4 * 365 + 1
    assert row.moved is not None
    assert row.moved.days == 2 * 365  # since 2018, from 2024 to 2026


def test_a_date_that_is_past_drifts_until_something_is_said(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Livraison", "T4 2025")
    adopt_baseline(by=by, plan=action.plan, reason="Convention")
    row = row_of(jalon, by)
    assert row.is_drift_at_least
    assert row.drift is not None
    assert row.drift.days == row.days_late == (TODAY - dt.date(2025, 12, 31)).days
    reach(by=by, jalon=jalon, actual=Period.quarter(2025, 4), preuve=PV)
    row = row_of(jalon, by)
    assert not row.is_drift_at_least
    assert row.drift is not None
    assert row.drift.days == 0


def test_a_past_announcement_completes_the_story_without_ruling(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Mise en service", prevision=forecast("2026", "septembre 2023"))
    assert not would_stand(jalon, parse_period_fr("2016"))
    assert would_stand(jalon, parse_period_fr("2025"))
    announce(by=by, jalon=jalon, values=forecast("2022", "2016"))
    row = row_of(jalon, by)
    assert row.standing is not None
    assert row.standing.expected == Period.year(2026)
    assert [one.expected.label() for one in row.previsions] == ["2022", "2026"]


def test_a_forecast_without_date_of_announcement_comes_first(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Pistes", prevision=forecast("2024", "janvier 2021"))
    announce(by=by, jalon=jalon, values=forecast("T4 2022", None))
    assert [one.expected.label() for one in row_of(jalon, by).previsions] == [
        "T4\u00a02022",
        "2024",
    ]


def test_a_forecast_is_never_rewritten_only_cancelled(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Travaux", "2027")
    prevision = jalon.previsions.get()
    prevision.expected_on = dt.date(2030, 1, 1)
    with pytest.raises(Exception, match="ne se modifie pas"):
        prevision.clean()
    with pytest.raises(UserFault, match="motif"):
        cancel_prevision(by=by, prevision=jalon.previsions.get(), motif=" ")
    cancel_prevision(by=by, prevision=jalon.previsions.get(), motif="Lue par erreur")
    row = row_of(jalon, by)
    assert len(row.previsions) == 1
    assert row.standing is None
    assert row.current is None
    event = Event.objects.latest("id")
    assert event.changes["is_cancelled"] == [False, True]
    assert event.operation.reason == "Lue par erreur"
    with pytest.raises(UserFault, match="déjà annulée"):
        cancel_prevision(by=by, prevision=jalon.previsions.get(), motif="Encore")


def test_baseline_is_frozen_and_replaced_only_on_purpose(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Travaux", "2027")
    silent = make_jalon(action, "Sans date")
    assert adopt_baseline(by=by, plan=action.plan, reason="Convention") == (jalon,)
    announce(by=by, jalon=jalon, values=forecast("2029"))
    with pytest.raises(UserFault, match="Aucun jalon"):
        adopt_baseline(by=by, plan=action.plan, reason="Comité")
    assert Jalon.objects.get(pk=jalon.pk).baseline == Period.year(2027)
    adopt_baseline(by=by, plan=action.plan, reason="Avenant n° 1", replaces=True)
    assert Jalon.objects.get(pk=jalon.pk).baseline == Period.year(2029)
    assert Jalon.objects.get(pk=silent.pk).baseline is None
    with pytest.raises(UserFault, match="quel texte"):
        adopt_baseline(by=by, plan=action.plan, reason="", replaces=True)


def test_reached_needs_a_proof_and_a_past_day(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Travaux", "2027")
    day = Period.day(dt.date(2026, 10, 1))
    with pytest.raises(UserFault, match="se prouve"):
        reach(by=by, jalon=jalon, actual=day, preuve=Preuve())
    with pytest.raises(UserFault, match="avenir"):
        reach(by=by, jalon=jalon, actual=Period.year(2999), preuve=PV)
    reach(by=by, jalon=jalon, actual=day, preuve=PV)
    assert row_of(jalon, by).is_reached
    with pytest.raises(UserFault, match="est atteint"):
        announce(by=by, jalon=jalon, values=forecast("2029"))
    reopen(by=by, jalon=jalon, reason="Réserves non levées")
    assert not row_of(jalon, by).is_reached


def test_faults_of_a_forecast_are_said_at_once(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Travaux", "2026")
    reach(by=by, jalon=jalon, actual=Period.day(dt.date(2026, 1, 2)), preuve=PV)
    with pytest.raises(UserFault) as caught:
        announce(by=by, jalon=jalon, values=forecast("2029", "2190"))
    assert len(caught.value.faults) == 2


def test_a_circle_is_refused_with_its_titles(action: Action, by: Access) -> None:
    one, two, three = (make_jalon(action, titre) for titre in ("Études", "Permis", "Travaux"))
    link_jalons(by=by, avant=one, apres=two)
    link_jalons(by=by, avant=two, apres=three)
    with pytest.raises(UserFault, match="« Études »") as caught:
        link_jalons(by=by, avant=three, apres=one, nature=LinkNature.DEBUT_DEBUT)
    assert "« Permis »" in str(caught.value.faults[0].message)
    assert Dependance.objects.count() == 2
    with pytest.raises(UserFault, match="existe déjà"):
        link_jalons(by=by, avant=one, apres=two)
    with pytest.raises(UserFault, match="deux jalons différents"):
        link_jalons(by=by, avant=one, apres=one)


def test_consequences_before_confirming_and_after_agree(action: Action, by: Access) -> None:
    other = make_action(action.plan, "Confidentielle", confidentialite="restreint")
    studies = make_jalon(action, "Études", "31/03/2027")
    works = make_jalon(action, "Travaux", "30/06/2027")
    secret = make_jalon(other, "Vente", "15/07/2027")
    link_jalons(by=by, avant=studies, apres=works, lag_days=60)
    link_jalons(by=by, avant=works, apres=secret)
    expected = parse_period_fr("31/07/2027")
    found = consequences_of(jalon=studies, expected=expected, by=by)
    assert [(one.jalon.titre, one.days) for one in found.moved] == [("Travaux", 91), ("Vente", 76)]
    reader = make_access(action.plan.territoire, Role.LECTEUR)
    seen = consequences_of(jalon=studies, expected=expected, by=reader)
    assert [one.jalon.titre for one in seen.moved] == ["Travaux"]
    assert seen.hidden == 1
    announce(by=by, jalon=studies, values=forecast("31/07/2027", "20/11/2026"))
    row = row_of(works, by)
    assert row.current == Period.day(dt.date(2027, 9, 29))
    assert row.pushed_by == studies


def test_weights_progress_and_critical_path(action: Action, by: Access) -> None:
    one = make_jalon(action, "Études", "31/03/2027", poids=3)
    two = make_jalon(action, "Travaux", "30/06/2027", poids=1)
    link_jalons(by=by, avant=one, apres=two, lag_days=91)
    calendar = action_calendar(plan=action.plan, action=action, by=by, today=TODAY)
    assert [row.slack for row in calendar.rows] == [0, 0]
    assert calendar.progress == 0
    reach(by=by, jalon=one, actual=Period.day(dt.date(2026, 10, 1)), preuve=PV)
    calendar = action_calendar(plan=action.plan, action=action, by=by, today=TODAY)
    assert calendar.progress == 0.75


def test_risk_is_said_only_where_something_is_uncertain(action: Action, by: Access) -> None:
    works = make_jalon(action, "Travaux", "30/06/2027")

    def risk():
        return risk_of(action_calendar(plan=action.plan, action=action, by=by, today=TODAY))

    assert risk() is None
    values = forecast(
        "30/06/2027", "20/11/2026",
        plus_tot_on=dt.date(2027, 6, 1), plus_tard_on=dt.date(2027, 12, 31),
    )  # fmt: skip
    announce(by=by, jalon=works, values=values)
    found = risk()
    assert found.p10 < found.p50 < found.p90 <= dt.date(2027, 12, 31)
    # triangular (low, mode, high): the mode is reached with chance (mode - low) / (high - low)
    assert found.held == pytest.approx(29 / 213, abs=0.02)
    assert found == risk()


def test_as_of_shows_what_was_known_that_day_and_undo_takes_back(
    action: Action, by: Access
) -> None:
    jalon = make_jalon(action, "Travaux", "2027")
    adopt_baseline(by=by, plan=action.plan, reason="Convention")
    before = timezone.now()
    announce(by=by, jalon=jalon, values=forecast("2029"))
    announced = Operation.objects.order_by("-at", "-id").first()
    gone = make_jalon(action, "Ajouté", "2030")
    delete_jalon(by=by, jalon=gone)
    past = plan_calendar_as_of(plan=action.plan, by=by, at=before)
    assert past is not None
    assert [(row.jalon.titre, row.current) for row in past.rows()] == [
        ("Travaux", Period.year(2027))
    ]
    now = plan_calendar_as_of(plan=action.plan, by=by, at=timezone.now())
    assert now is not None
    assert [row.current for row in now.rows()] == [Period.year(2029)]
    restore_operation(by=by, row=announced)
    assert row_of(jalon, by).current == Period.year(2027)


def test_deleting_an_action_takes_its_milestones_and_restoring_brings_all_back(
    action: Action, by: Access
) -> None:
    other = make_action(action.plan, "Autre")
    one, two = make_jalon(action, "Études", "2026"), make_jalon(other, "Travaux", "2027")
    link_jalons(by=by, avant=one, apres=two)
    row = delete_action(by=by, action=action)
    assert Jalon.objects.count() == 1
    assert not Dependance.objects.exists()
    restore_operation(by=by, row=row)
    assert Jalon.objects.count() == 2
    assert Dependance.objects.get().avant_id == one.pk
    assert Prevision.objects.count() == 2


def test_deleting_a_milestone_is_undone_whole(action: Action, by: Access) -> None:
    one, two = make_jalon(action, "Études", "2026"), make_jalon(action, "Travaux", "2027")
    link_jalons(by=by, avant=one, apres=two)
    delete_jalon(by=by, jalon=one)
    assert Dependance.objects.count() == 0
    revert_operation(author=by, row=Operation.objects.order_by("-at", "-id").first())
    assert (Dependance.objects.count(), Prevision.objects.count()) == (1, 2)


def test_history_of_milestones_follows_the_action(action: Action, by: Access) -> None:
    secret = make_action(action.plan, "Secrète", confidentialite="restreint")
    open_one, closed = make_jalon(action, "Ouvert"), make_jalon(secret, "Fermé")
    reader = make_access(action.plan.territoire, Role.LECTEUR)
    seen = set(Event.objects.filter(readable_events(reader)).values_list("object_id", flat=True))
    assert open_one.pk in seen
    assert closed.pk not in seen


def test_pilots_and_owners_announce_managers_build(action: Action, by: Access) -> None:
    territoire = action.plan.territoire
    pilot = make_member(territoire, Role.PILOTE, email="p@exemple.fr", prenom="Ana", nom="Roy")
    owner = make_member(territoire, Role.PILOTE, email="o@exemple.fr")
    jalon = make_jalon(action, "Travaux", "2027", responsable=owner)
    free = make_jalon(action, "Études", "2026")
    other = make_access(territoire, Role.PILOTE, owner)
    with pytest.raises(Forbidden):
        announce(by=other, jalon=free, values=forecast("2028"))
    announce(by=other, jalon=jalon, values=forecast("2028"))
    access = make_access(territoire, Role.PILOTE, pilot)
    with pytest.raises(Forbidden):
        announce(by=access, jalon=jalon, values=forecast("2029"))
    _name_pilot(by, action, pilot)
    announce(by=access, jalon=jalon, values=forecast("2029", "02/06/2026"))
    reach(by=access, jalon=free, actual=Period.day(dt.date(2026, 9, 1)), preuve=PV)
    for refused in (
        lambda: create_jalon(by=access, action=action, titre="Autre"),
        lambda: adopt_baseline(by=access, plan=action.plan, reason="Moi"),
        lambda: link_jalons(by=access, avant=free, apres=jalon),
        lambda: delete_jalon(by=access, jalon=jalon),
    ):
        with pytest.raises(Forbidden):
            refused()


def _name_pilot(by: Access, action: Action, pilot: object) -> None:
    parts = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: ["Ana Roy"]})
    change_action(by=by, action=action, parts=parts)
    link_pilots(by=by, action=action, users={"Ana Roy": pilot})


def test_titles_are_unique_and_promises_have_their_own_gesture(action: Action, by: Access) -> None:
    jalon = make_jalon(action, "Études")
    with pytest.raises(UserFault, match="déjà ce titre"):
        make_jalon(action, "etudes")
    with pytest.raises(TypeError, match="baseline_on"):
        change_jalon(by=by, jalon=jalon, baseline_on=TODAY)
    with pytest.raises(UserFault, match="trois durées"):
        change_jalon(by=by, jalon=jalon, duree_days=5)


@pytest.mark.parametrize(
    "values",
    [
        {"poids": 0},
        {"baseline_on": TODAY},
        {"actual_on": TODAY, "actual_precision": "jour"},
        {"duree_days": 5},
        {"duree_min_days": 5, "duree_days": 4, "duree_max_days": 6},
        {"titre": ""},
    ],
)
def test_the_database_refuses_what_is_false(action: Action, values: dict[str, object]) -> None:
    jalon = make_jalon(action, "Études")
    with pytest.raises(IntegrityError), transaction.atomic():
        Jalon.objects.filter(pk=jalon.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"par_qui": ""},
        {"announced_precision": ""},
        {"plus_tot_on": TODAY},
        {"plus_tot_on": TODAY, "plus_tard_on": dt.date(2020, 1, 1)},
        {"is_cancelled": True},
        {"expected_precision": "siècle"},
    ],
)
def test_the_database_refuses_a_false_forecast(action: Action, values: dict[str, object]) -> None:
    jalon = make_jalon(action, "Études", "2027")
    with pytest.raises(IntegrityError), transaction.atomic():
        Prevision.objects.filter(jalon=jalon).update(**values)


def test_queries_do_not_grow_with_the_plan(
    action: Action, by: Access, django_assert_num_queries
) -> None:
    for rank in range(5):
        make_jalon(action, f"Jalon {rank}", "2027")
    for count in (7, 2):  # computed, then kept
        with django_assert_num_queries(count):
            plan_calendar(plan=action.plan, by=by, today=TODAY)
    with django_assert_num_queries(5):
        action_calendar(plan=action.plan, action=action, by=by, today=TODAY)


def test_the_page_of_an_action_and_the_plan_say_the_same(action: Action, by: Access) -> None:
    other = make_action(action.plan, "Ailleurs")
    far = make_jalon(other, "Foncier", "31/12/2028")
    near = make_jalon(other, "Acte", "01/01/2027")
    mine = make_jalon(action, "Travaux", "2027")
    make_jalon(action, "Livraison", "2030")
    link_jalons(by=by, avant=far, apres=near)
    link_jalons(by=by, avant=near, apres=mine, lag_days=15)
    alone = action_calendar(plan=action.plan, action=action, by=by, today=TODAY)
    whole = plan_calendar(plan=action.plan, by=by, today=TODAY).of_action(action)
    said = [[(r.jalon.titre, r.current, r.pushed_by, r.slack) for r in c.rows]
            for c in (alone, whole)]  # fmt: skip
    assert said[0] == said[1]
    assert alone.rows[0].current == Period.day(dt.date(2029, 1, 15))
