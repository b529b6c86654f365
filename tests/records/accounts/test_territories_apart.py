"""Whatever her role in one territory, a person gets nothing non-public of another."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.plans.choices import Confidentialite, ParticipantRole
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import can_comment, can_edit_action, can_view
from essor.records.plans.queries import actions_of
from tests.factories import make_access, make_action, make_member, make_plan, make_territoire

pytestmark = pytest.mark.django_db
quietly = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@pytest.fixture
def plans() -> tuple[Plan, Plan]:
    here = make_plan(make_territoire())
    there = make_plan(make_territoire("ti-8412", "Ailleurs"))
    for plan in (here, there):
        for level in Confidentialite:
            parent = make_action(plan, f"Action {level.value}", confidentialite=level)
            for below in Confidentialite:
                make_action(plan, f"Sous {below.value}", parent=parent, confidentialite=below)
    return here, there


@quietly
@given(role=st.sampled_from(Role))
def test_a_role_here_opens_nothing_there(plans: tuple[Plan, Plan], role: Role) -> None:
    here, there = plans
    by = make_access(here.territoire, role)
    for action in Action.objects.filter(plan=there):
        assert not can_view(by, action)
        assert not can_edit_action(by, action)
        assert not can_comment(by, action)
    assert not actions_of(there, by).exists()


@quietly
@given(role=st.sampled_from([role for role in Role if role is not Role.PUBLIC]))
def test_a_member_of_another_territory_is_the_public_here(
    plans: tuple[Plan, Plan], role: Role
) -> None:
    here, there = plans
    person = make_member(there.territoire, role, email=f"{role.value}@ailleurs.exemple.fr")
    by = access_for(person, here.territoire)
    assert by.role is Role.PUBLIC
    seen = list(actions_of(here, by))
    assert {action.confidentialite for action in seen} == {Confidentialite.PUBLIC}
    assert all(
        action.parent is None or action.parent.confidentialite == Confidentialite.PUBLIC
        for action in seen
    )
    person.membres.all().delete()
    person.delete()


@quietly
@given(
    role=st.sampled_from(Role),
    level=st.sampled_from(Confidentialite),
    above=st.sampled_from([None, *Confidentialite]),
)
def test_an_action_is_never_more_open_than_its_parent(
    plans: tuple[Plan, Plan],
    role: Role,
    level: Confidentialite,
    above: Confidentialite | None,
) -> None:
    here, _ = plans
    by = make_access(here.territoire, role)
    action = Action.objects.get(
        plan=here,
        confidentialite=level,
        parent__isnull=above is None,
        **({} if above is None else {"parent__confidentialite": above}),
    )
    if action.parent is not None and not can_view(by, action.parent):
        assert not can_view(by, action)
    weaker = list(Role)[list(Role).index(role) + 1 :]
    for other in weaker:
        if can_view(make_access(here.territoire, other), action):
            assert can_view(by, action)


def test_a_pilot_of_an_action_elsewhere_gets_nothing_there(plans: tuple[Plan, Plan]) -> None:
    here, there = plans
    person = make_member(here.territoire, Role.PILOTE)
    secret = there.actions.get(parent=None, confidentialite=Confidentialite.RESTREINT)
    name_pilot(secret, person)
    by = access_for(person, here.territoire)
    assert not can_view(by, secret)
    assert not can_edit_action(by, secret)
    assert not can_view(access_for(person, there.territoire), secret)


def test_a_closed_account_is_the_public(plans: tuple[Plan, Plan]) -> None:
    here, _ = plans
    person = make_member(here.territoire, Role.ADMINISTRATEUR, is_active=False)
    by = access_for(person, here.territoire)
    assert by == Access(territoire_id=here.territoire.pk, territoire_code=here.territoire.code)


def name_pilot(action: Action, person: object) -> None:
    action.participants.create(
        role=ParticipantRole.PERSONNE_PILOTE,
        nom="Pilote",
        user=person,
        created_at=action.created_at,
        updated_at=action.updated_at,
    )
