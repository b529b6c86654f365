import datetime as dt

import pytest

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.comites.actions import (
    add_point,
    change_comite,
    change_point,
    create_comite,
    delete_comite,
    delete_point,
    move_point,
)
from essor.records.comites.attachments import add_document, present_study
from essor.records.comites.decisions import add_decision, change_decision, follow_decision
from essor.records.comites.dossier import Dossier, dossier_of
from essor.records.comites.drift import drift_table
from essor.records.comites.models import (
    ActionDeDecision,
    Comite,
    Decision,
    PointOrdreDuJour,
    StatutDecision,
)
from essor.records.comites.permissions import visible_decisions, visible_points
from essor.records.comites.queries import (
    DecisionFilter,
    comite_rows,
    decisions_of,
    decisions_on,
    filtered,
    last_committee,
    owner_of,
    pending_before,
)
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.values import Preuve
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Operation
from essor.records.plans.actions import restore_operation
from essor.records.plans.models import Action, Plan
from essor.records.risques.actions import create_risque
from tests.factories import (
    forecast,
    make_access,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    make_territoire,
    system,
)
from tests.records.studies.made import make_study

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
MARCH, JUNE = dt.date(2026, 3, 12), dt.date(2026, 6, 18)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def by(plan: Plan) -> Access:
    return system(plan.territoire)


@pytest.fixture
def action(plan: Plan) -> Action:
    return make_action(plan, "Imprimerie", confidentialite="interne")


def meeting(plan: Plan, on: dt.date = MARCH, nature: str = "copil", statut: str = "tenu") -> Comite:
    return create_comite(
        by=system(plan.territoire),
        plan=plan,
        nature=nature,
        titre=f"Comité du {on:%d/%m}",
        tenu_on=on,
        statut=statut,
    )


def pilot_of(plan: Plan, email: str = "pilote@exemple.fr") -> tuple[User, Access]:
    user = make_member(plan.territoire, Role.PILOTE, email=email)
    return user, make_access(plan.territoire, Role.PILOTE, user)


def seen(by: Access) -> set[str]:
    return set(Decision.objects.filter(visible_decisions(by)).values_list("texte", flat=True))


def dossier(comite: Comite, by: Access) -> Dossier:
    return dossier_of(comite=comite, by=by, now=NOW)


def test_a_decision_lives_until_it_is_done(plan: Plan, by: Access, action: Action) -> None:
    comite = meeting(plan)
    owner, hers = pilot_of(plan)
    decision = add_decision(
        by=by,
        comite=comite,
        actions=[action],
        texte="  Consulter les riverains ",
        responsable=owner,
        echeance_on=TODAY - dt.timedelta(days=10),
    )
    assert (decision.ordre, decision.texte) == (1, "Consulter les riverains")
    (row,) = decisions_on(action=action, by=by, today=TODAY)
    assert (row.days_overdue, owner_of(row.decision)) == (10, owner.label)
    done = follow_decision(
        by=hers, decision=decision, statut=StatutDecision.FAITE, suite="Réunion tenue"
    )
    assert (done.statut, done.suite, done.is_open) == ("faite", "Réunion tenue", False)
    (row,) = decisions_of(plan=plan, by=by, today=TODAY)
    assert row.days_overdue == 0
    with pytest.raises(Conflict):
        follow_decision(
            by=by, decision=decision, statut=StatutDecision.ABANDONNEE, expected_version=1
        )


def test_only_its_owner_and_managers_follow_a_decision(plan: Plan, by: Access) -> None:
    owner, _ = pilot_of(plan)
    decision = add_decision(by=by, comite=meeting(plan), texte="Consulter", responsable=owner)
    _, someone = pilot_of(plan, "autre@exemple.fr")
    neighbour = make_access(make_territoire("ti-8412", "Ailleurs"), Role.ADMINISTRATEUR, owner)
    for refused in (someone, neighbour):
        with pytest.raises(Forbidden):
            follow_decision(by=refused, decision=decision, statut=StatutDecision.FAITE)
    with pytest.raises(Forbidden):
        change_decision(by=someone, decision=decision, texte="Autre chose")
    assert Decision.objects.get().statut == "a_faire"


def test_what_is_said_of_a_restricted_action_is_restricted(plan: Plan, by: Access) -> None:
    comite = meeting(plan)
    secret = make_action(plan, "Rachat", confidentialite="restreint")
    point = add_point(by=by, comite=comite, titre="Point fermé", actions=[secret])
    add_decision(by=by, comite=comite, texte="Acheter", actions=[secret])
    add_decision(by=by, comite=comite, texte="Consulter")
    assert point.confidentialite == "restreint"
    far = make_action(make_plan(make_territoire("ti-8412", "Ailleurs")), "Loin")
    with pytest.raises(UserFault, match="plan"):
        add_decision(by=by, comite=comite, texte="Loin", actions=[far])
    reader = make_access(plan.territoire, Role.LECTEUR)
    assert seen(reader) == {"Consulter"}
    assert not PointOrdreDuJour.objects.filter(visible_points(reader)).exists()
    assert seen(make_access(plan.territoire, Role.CHEF_DE_PROJET)) == {"Acheter", "Consulter"}
    assert seen(make_access(plan.territoire, Role.PUBLIC)) == set()
    reopened = change_point(by=by, point=point, actions=[], confidentialite="interne")
    assert reopened.confidentialite == "interne"
    assert PointOrdreDuJour.objects.filter(visible_points(reader)).exists()


def test_a_committee_seats_members_only(plan: Plan, by: Access) -> None:
    stranger = make_member(make_territoire("ti-8412", "Ailleurs"), Role.LECTEUR)
    values = {"nature": "copil", "titre": "Comité", "tenu_on": MARCH}
    with pytest.raises(UserFault, match="membre"):
        create_comite(by=by, plan=plan, members=[stranger], **values)
    assert not Comite.objects.exists()
    member, _ = pilot_of(plan)
    comite = create_comite(by=by, plan=plan, members=[member], **values)
    assert dossier(comite, by).presents == (member,)
    change_comite(by=by, comite=comite, members=[])
    assert dossier(comite, by).presents == ()


def test_the_agenda_is_ordered_and_keeps_its_decisions(plan: Plan, by: Access) -> None:
    comite = meeting(plan)
    first, second = (add_point(by=by, comite=comite, titre=name) for name in ("Un", "Deux"))
    move_point(by=by, point=second, is_up=True)
    assert list(PointOrdreDuJour.objects.values_list("titre", flat=True)) == ["Deux", "Un"]
    move_point(by=by, point=second, is_up=True)  # already first
    decision = add_decision(by=by, comite=comite, texte="Consulter", point=first)
    (_, row) = dossier(comite, by).points
    assert [one.decision for one in row.decisions] == [decision]
    first.refresh_from_db()
    delete_point(by=by, point=first)
    assert [one.decision for one in dossier(comite, by).loose] == [decision]


def test_drift_is_counted_between_two_committees(plan: Plan, by: Access, action: Action) -> None:
    moved = make_jalon(action, "Livraison", prevision=forecast("31/12/2026", "01/01/2026"))
    announce(by=by, jalon=moved, values=forecast("31/03/2027", "01/05/2026"))
    still = make_jalon(action, "Études", prevision=forecast("31/12/2026", "01/01/2026"))
    make_jalon(action, "Inauguration")
    table = drift_table(plan=plan, by=by, days=[MARCH, JUNE, TODAY])
    assert [row.jalon for row in table.moved] == [moved]
    (row,) = table.moved
    assert [one.days if one else None for one in row.drifts] == [90, 0]
    assert (row.before, row.after) == (
        Period.day(dt.date(2026, 12, 31)),
        Period.day(dt.date(2027, 3, 31)),
    )
    first, second = table.totals
    assert (first.mean_days, first.later, first.unchanged, first.unknown) == (45, 1, 1, 1)
    assert second.later == 0
    reach(
        by=by,
        jalon=still,
        actual=Period.day(dt.date(2026, 11, 1)),
        preuve=Preuve(texte="Procès-verbal"),
    )
    reached = drift_table(plan=plan, by=by, days=[JUNE, TODAY])
    (row,) = reached.moved
    assert (row.jalon, row.whole and row.whole.days) == (still, -60)


def test_drift_hides_actions_that_the_reader_may_not_read(plan: Plan) -> None:
    secret = make_action(plan, "Rachat", confidentialite="restreint")
    make_jalon(secret, "Signature", prevision=forecast("2027", "01/01/2026"))
    days = [MARCH, TODAY]
    assert not drift_table(plan=plan, by=make_access(plan.territoire, Role.LECTEUR), days=days).rows
    assert drift_table(plan=plan, by=system(plan.territoire), days=days).rows


def test_a_committee_counts_since_the_last_of_its_kind(plan: Plan, by: Access) -> None:
    first = meeting(plan, MARCH)
    technical = meeting(plan, JUNE, nature="cotech")
    meeting(plan, dt.date(2026, 9, 1), statut="annule")
    to_come = meeting(plan, dt.date(2026, 12, 10), statut="prevu")
    assert last_committee(plan.territoire, TODAY) == first
    assert dossier(to_come, by).previous == first
    assert dossier(technical, by).previous == first  # no other technical one before
    assert dossier(first, by).previous is None
    rows = {row.comite: row.is_unsaid for row in comite_rows(plan=plan, by=by, today=TODAY)}
    assert rows[to_come] is False
    late = comite_rows(plan=plan, by=by, today=dt.date(2027, 1, 1))[0]
    assert (late.comite, late.is_unsaid) == (to_come, True)


def test_open_decisions_are_carried_to_the_next_committee(plan: Plan, by: Access) -> None:
    first = meeting(plan, MARCH)
    late = add_decision(by=by, comite=first, texte="Écrire à l'État", echeance_on=JUNE)
    add_decision(by=by, comite=first, texte="Publier", statut="faite")
    later = add_decision(by=by, comite=first, texte="Visiter")
    following = meeting(plan, JUNE)
    found = pending_before(comite=following, by=by, today=TODAY)
    assert [row.decision for row in found] == [late, later]
    register = decisions_of(plan=plan, by=by, today=TODAY)
    assert [row.decision for row in filtered(register, DecisionFilter(only_overdue=True))] == [late]
    assert len(filtered(register, DecisionFilter(only_open=True))) == 2
    assert [row.decision.texte for row in filtered(register, DecisionFilter(texte="etat"))] == [
        "Écrire à l'État"
    ]
    with pytest.raises(Forbidden):
        decisions_of(plan=plan, by=make_access(plan.territoire, Role.PUBLIC), today=TODAY)


def test_a_deleted_committee_comes_back_whole(plan: Plan, by: Access, action: Action) -> None:
    comite = meeting(plan)
    point = add_point(by=by, comite=comite, titre="Halle", actions=[action])
    add_decision(by=by, comite=comite, texte="Consulter", point=point, actions=[action])
    add_document(by=by, comite=comite, href="https://exemple.fr/dossier")
    present_study(by=by, comite=comite, study=make_study(plan))
    whole = dossier(comite, by)
    delete_comite(by=by, comite=comite)
    assert not Comite.objects.exists()
    assert not ActionDeDecision.objects.exists()
    chef = make_access(plan.territoire, Role.CHEF_DE_PROJET)
    restore_operation(by=chef, row=Operation.objects.get(kind="plan.comite.supprimer"))
    back = dossier(Comite.objects.get(), by)
    assert back.points == whole.points
    assert (back.documents, back.studies) == (whole.documents, whole.studies)
    assert decisions_on(action=action, by=by, today=TODAY)


def test_the_risks_of_the_day_are_in_the_file(plan: Plan, by: Access) -> None:
    action = make_action(plan, "Dépollution", confidentialite="public")
    coming = meeting(plan, TODAY + dt.timedelta(days=9), statut="prevu")
    create_risque(by=by, action=action, titre="Pollution profonde", probabilite=4, impact=5)
    found = dossier(coming, by).risques
    assert found is not None
    assert [(row.numero, row.niveau) for row in found.rows] == [(1, "critique")]
