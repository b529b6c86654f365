"""The planner's question: which pairs of an instance may be planned."""

from dataclasses import replace

import pytest

from essor.engines.terres.compatibility.check import check, compatibility_matrix
from essor.engines.terres.compatibility.pairs import (
    admissible,
    facts_of,
    instance_matrix,
    refusals,
)
from essor.engines.terres.compatibility.permits import within_permits
from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.errors import UserFault
from tests.engines.terres.compatibility.cases import CLEAN, ON, POLLUTED_SITE, SHEET

COSTS = Costs(
    eur_per_tkm=0.2, loading_eur_t=2, holding_eur_t_period=0.1, unserved_eur_t=500,
    kgco2e_per_tkm=0.1, detour=1.3, access_km=1.5,
)  # fmt: skip
ARTICLE_6 = {"article_6": {"arrete": "AP", "seuils": {"eluat.sb": 0.18}}}


def lot(name: str, soil_class: str = "inerte", **options) -> Lot:
    return Lot(
        id=name, site="S1", soil_class=soil_class, first_period=0, tonnes_per_period=(100.0,),
        waste_code="17 05 04", lon=3.1, lat=45.8, **options,
    )  # fmt: skip


def outlet(name: str, lon: float, accepts=("inerte", "inerte-plus"), sheet=SHEET) -> Outlet:
    return Outlet(id=name, kind=OutletKind.ISDI, accepts=accepts, lon=lon, lat=45.8, sheet=sheet)


INSTANCE = Instance(
    periods=2,
    starts_on=ON,
    costs=COSTS,
    lots=(
        lot("clean", analyses=CLEAN, profile=POLLUTED_SITE),
        lot("antimony", "inerte-plus", analyses=CLEAN | {"eluat.sb": 0.1}, profile=POLLUTED_SITE),
        lot("undocumented", "inerte"),
    ),
    outlets=(
        outlet("near", 3.11), outlet("far", 3.5, sheet=SHEET | ARTICLE_6),
        outlet("pure", 3.2, accepts=("inerte",)),
    ),
)  # fmt: skip


def test_pairs_of_an_instance():
    firm = {
        ("clean", "near"), ("clean", "far"), ("clean", "pure"),
        ("undocumented", "near"), ("undocumented", "far"), ("undocumented", "pure"),
    }  # fmt: skip
    assert admissible(INSTANCE, ON, False) == firm
    assert admissible(INSTANCE, ON) == firm | {("antimony", "far")}


def test_the_question_of_one_pair():
    refuses = refusals(INSTANCE, on=ON)
    lots = {one.id: one for one in INSTANCE.lots}
    outlets = {one.id: one for one in INSTANCE.outlets}
    assert refuses(lots["antimony"], outlets["near"])
    assert not refuses(lots["antimony"], outlets["far"])


def test_only_documented_lots_are_judged():
    assert {pair[0] for pair in instance_matrix(INSTANCE, on=ON)} == {"clean", "antimony"}


def test_every_fault_of_an_instance_at_once():
    wrong = replace(
        INSTANCE,
        lots=(lot("x", analyses={"eluat.sb": "beaucoup"}, profile={"truc": 1}),),
        outlets=(outlet("near", 3.1, sheet={"usage": "plage"}),),
    )
    with pytest.raises(UserFault) as caught:
        admissible(wrong, ON)
    assert [fault.place.field for fault in caught.value.faults] == [
        "lots[0].analyses.eluat.sb", "lots[0].profile.truc", "outlets[0].sheet.usage",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("permit", "window"),
    [
        ({"numero": "AP"}, (0, None)),
        ({"numero": "AP", "valid_until": "2026-12-06"}, (0, 1)),  # two weeks from 23 November
        ({"numero": "AP", "valid_until": "2026-12-07"}, (0, 2)),
        ({"numero": "AP", "valid_from": "2026-12-07"}, (2, None)),
        ({"numero": "AP", "valid_until": "2026-11-22"}, (0, -1)),
    ],
)
def test_a_permit_that_ends_closes_the_outlet(permit, window):
    one = replace(
        INSTANCE, periods=9, outlets=(outlet("near", 3.1, sheet={"autorisation": permit}),)
    )
    (found,) = within_permits(one).outlets
    assert (found.opens, found.closes) == window
    assert within_permits(replace(one, starts_on=None)).outlets == one.outlets


def test_a_matrix_says_what_each_pair_alone_says():
    lots, outlets = facts_of(INSTANCE)
    whole = compatibility_matrix(lots=lots, outlets=outlets, on=ON)
    for one in lots:
        for place in outlets:
            assert whole[one.id, place.id] == check(lot=one, outlet=place, on=ON)
