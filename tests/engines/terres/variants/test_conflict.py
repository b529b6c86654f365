"""Conflicts: irreducible, every one told, and each relaxation gives back a plan."""

from dataclasses import replace

import pytest

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.variants.conflict import Conflicts, explain_conflict
from essor.engines.terres.variants.members import Member, MemberKind, members_of
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import Size, instance_of
from tests.engines.terres.variants.judge import judged_plan


def impossible(seed: int) -> Instance:
    """Needs that must be met with excavated soil, most often out of reach."""
    instance = instance_of(seed, Size(lots=5, outlets=3, platforms=1))
    share = instance.total_t * (0.35 + 0.1 * (seed % 5))
    outlets = tuple(
        replace(outlet, need_t=share, virgin_eur_t=None) if number < 2 else outlet
        for number, outlet in enumerate(instance.outlets)
    )
    return replace(instance, outlets=outlets)


def is_feasible(instance: Instance) -> bool:
    return bool(judged_plan(instance).solve()[1])


def without(instance: Instance, member: Member) -> Instance:
    """The same instance with one demand lifted, written by hand for each kind."""
    name = member.place_id
    plenty = 1e5
    changes = {
        MemberKind.NEED: {"need_t": None},
        MemberKind.OUTLET_TOTAL: {"capacity_t": None},
        MemberKind.OUTLET_PERIOD: {"capacity_t_per_period": None},
    }
    if member.kind in changes:
        outlets = [
            replace(o, **changes[member.kind]) if o.id == name else o for o in instance.outlets
        ]
        return replace(instance, outlets=tuple(outlets))
    if member.kind is MemberKind.LOT:
        span = {lot.id: instance.last_period(lot) - lot.first_period + 1 for lot in instance.lots}
        lots = [
            replace(lot, tonnes_per_period=(plenty,) * span[lot.id], max_wait_periods=0)
            if lot.id == name
            else lot
            for lot in instance.lots
        ]
        return replace(instance, lots=tuple(lots))
    if member.kind is MemberKind.TRUCKS:
        return replace(instance, sites=tuple(s for s in instance.sites if s.id != name))
    key = {
        MemberKind.THROUGHPUT: "throughput_t_per_period",
        MemberKind.STOCK: "stock_capacity_t",
    }[member.kind]
    platforms = [replace(p, **{key: None}) if p.id == name else p for p in instance.platforms]
    return replace(instance, platforms=tuple(platforms))


def only(instance: Instance, conflict: tuple[Member, ...]) -> Instance:
    """The instance with every demand outside the conflict lifted."""
    kept = {member.key for member in conflict}
    for member in every_member(instance):
        if member.key not in kept:
            instance = without(instance, member)
    return instance


def every_member(instance: Instance) -> tuple[Member, ...]:
    return members_of(build_program(instance))


def conflicts_of(instance: Instance) -> Conflicts:
    return explain_conflict(build_program(instance))


@pytest.mark.parametrize("seed", range(40))
def test_a_conflict_contradicts_itself_and_none_of_its_members_is_idle(seed: int) -> None:
    instance = impossible(seed)
    found = conflicts_of(instance).conflicts
    assert bool(found) is not is_feasible(instance)
    for conflict in found:
        alone = only(instance, conflict.members)
        assert not is_feasible(alone)
        for member in conflict.members:
            assert is_feasible(without(alone, member)), member.key


@pytest.mark.parametrize("seed", range(20))
def test_a_need_lowered_as_told_makes_a_plan_possible_and_not_a_kilo_less(seed: int) -> None:
    instance = impossible(seed)
    found = conflicts_of(instance).conflicts
    for conflict in found:
        others = [other.members[-1] for other in found if other is not conflict]
        alone = instance
        for member in others:
            alone = without(alone, member)
        needs = [way for way in conflict.relaxations if way.member.kind is MemberKind.NEED]
        assert conflict.cheapest is not None
        for way in needs:
            assert is_feasible(lowered(alone, way.member.place_id, way.tonnes + 1e-6))
            assert not is_feasible(lowered(alone, way.member.place_id, way.tonnes - 0.01))


def lowered(instance: Instance, outlet_id: str, by_t: float) -> Instance:
    outlets = [
        replace(o, need_t=max((o.need_t or 0) - by_t, 0.0)) if o.id == outlet_id else o
        for o in instance.outlets
    ]
    return replace(instance, outlets=tuple(outlets))


def test_the_faults_name_the_need_its_dates_and_the_way_out() -> None:
    instance = impossible(3)
    need = replace(instance.outlets[0], id="Talus nord", need_t=4000.0, opens=1, closes=3)
    pairs = tuple(
        replace(p, outlet="Talus nord") if p.outlet == "R0" else p for p in instance.pairs or ()
    )
    free = [replace(o, need_t=None, virgin_eur_t=None) for o in instance.outlets[1:]]
    unlimited = replace(need, capacity_t=None, capacity_t_per_period=None)
    direct = tuple(p for p in pairs if p.platform is None)
    asked = replace(instance, outlets=(unlimited, *free), pairs=direct, sites=())
    with pytest.raises(UserFault) as caught:
        conflicts_of(asked).raise_fault()
    (fault,) = caught.value.faults
    text = fault.sentence().replace("\u00a0", " ")
    assert text.startswith("Le besoin de 4 000 t de « Talus nord » en semaines 2 à 4")
    assert "ramener le besoin de « Talus nord » à" in text
    assert fault.code == "plan_impossible"


def test_two_independent_conflicts_are_told_together() -> None:
    instance = impossible(1)
    outlets = tuple(replace(o, need_t=50_000.0, virgin_eur_t=None) for o in instance.outlets[:2])
    asked = replace(instance, outlets=(*outlets, *instance.outlets[2:]))
    assert len(conflicts_of(asked).conflicts) == 2


def test_a_feasible_instance_has_no_conflict() -> None:
    found = conflicts_of(instance_of(4))
    assert found.conflicts == ()
    found.raise_fault()
    assert found.as_dict() == {"conflicts": []}


def test_a_need_nothing_can_reach_stands_alone() -> None:
    instance = impossible(2)
    pairs = tuple(p for p in instance.pairs or () if p.outlet != "R0")
    found = conflicts_of(replace(instance, pairs=pairs)).conflicts
    lonely = [c for c in found if len(c.members) == 1]
    assert "R0" in [c.members[0].place_id for c in lonely]
    assert "aucun lot" in lonely[0].sentence
