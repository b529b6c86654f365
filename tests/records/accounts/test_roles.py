"""The role table: each role has all that the next one has, and nobody offers more than she has."""

from itertools import pairwise

import pytest

from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import INVITABLE, ROLE_TABLE, Capability, Role

RANKS = {role: rank for rank, role in enumerate(Role)}


def access(role: Role, **values: object) -> Access:
    return Access(territoire_id=1, territoire_code="ti-8404", role=role, **values)


def test_every_role_has_its_line() -> None:
    assert set(ROLE_TABLE) == set(Role)


@pytest.mark.parametrize(("above", "below"), pairwise(Role))
def test_each_role_has_all_that_the_next_one_has(above: Role, below: Role) -> None:
    assert ROLE_TABLE[above] > ROLE_TABLE[below]


def test_the_public_reads_and_nothing_else() -> None:
    assert ROLE_TABLE[Role.PUBLIC] == {Capability.VIEW_PUBLIC, Capability.EXPORT_PLAN}


@pytest.mark.parametrize("role", Role)
def test_nobody_offers_a_role_above_her_own(role: Role) -> None:
    offered = [other for other in Role if access(role).can_invite(other)]
    assert offered == [other for other in Role if other in INVITABLE.get(role, ())]
    assert all(RANKS[other] >= RANKS[role] for other in offered)
    assert Role.PUBLIC not in offered


def test_only_an_administrateur_gives_roles() -> None:
    givers = {role for role in Role if any(access(role).can_give(other) for other in Role)}
    assert givers == {Role.ADMINISTRATEUR}


def test_who_administers_the_installation_may_do_all_but_invite_the_public() -> None:
    root = access(Role.PUBLIC, is_superuser=True)
    assert all(root.can(capability) for capability in Capability)
    assert not root.can_invite(Role.PUBLIC)


def test_a_refusal_names_the_role_and_the_right() -> None:
    with pytest.raises(Forbidden, match="lecteur.*modifier le plan"):
        access(Role.LECTEUR).require(Capability.EDIT_PLAN)
