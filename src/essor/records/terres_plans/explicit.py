"""An instance that stands alone: every pair and distance named, nothing left to recompute.

Lots of one class that may not go to the same outlets must not mix on a platform, or a refused
lot would reach through it an outlet that refuses it. Each such group becomes a class of its own
here (« inerte », « inerte#2 », as the planner names them), and outlets say which they take.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from essor.engines.terres.inputs import Instance, Outlet, Pair, Platform
from essor.engines.terres.planning.naming import group_labels
from essor.engines.terres.planning.pairs import PairTable
from essor.engines.terres.vocabulary import Provenance
from essor.records.terres.instance import Assembly

MEASURED = "mesurée"
NO_CLASS = "aucune"


def explicit(assembly: Assembly) -> Instance:
    """Return the instance with its pairs named one by one, without what decided of them."""
    instance, table = assembly.instance, assembly.pairs()
    assert instance is not None
    labels = group_labels(table.group_class)
    classes = [labels[group] for group in table.lot_group]
    split = {name.partition("#")[0] for name in labels if "#" in name}
    kept = _kept_into(instance, table, split)
    return replace(
        instance,
        lots=tuple(
            replace(one, soil_class=name, analyses=None, profile=None)
            for one, name in zip(instance.lots, classes, strict=True)
        ),
        outlets=tuple(
            _outlet(one, _taken(table, classes, labels, rank))
            for rank, one in enumerate(instance.outlets)
        ),
        platforms=tuple(
            _platform(one, {classes[i] for i, j in kept if j == rank})
            for rank, one in enumerate(instance.platforms)
        ),
        pairs=tuple(_pairs(instance, table, kept, assembly.measured)),
    )


def _outlet(one: Outlet, taken: set[str]) -> Outlet:
    return replace(one, accepts=tuple(sorted(taken)) or (NO_CLASS,), sheet=None)


def _platform(one: Platform, entering: set[str]) -> Platform:
    return replace(one, accepts=tuple(sorted(entering)) or (NO_CLASS,))


def _taken(table: PairTable, classes: list[str], labels: list[str], outlet: int) -> set[str]:
    """Classes that reach an outlet, straight or through a platform."""
    straight = {
        classes[i] for i, j in zip(table.ship_lot, table.ship_outlet, strict=True) if j == outlet
    }
    through = {
        labels[group]
        for group, j in zip(table.out_group, table.out_outlet, strict=True)
        if j == outlet
    }
    return straight | through


def _kept_into(instance: Instance, table: PairTable, split: set[str]) -> set[tuple[int, int]]:
    """Pairs of a lot and a platform; a split class stays off a platform that limits that class.

    The limit holds for the groups together, which separate classes could not say.
    """
    return {
        (int(i), int(j))
        for i, j in zip(table.into_lot, table.into_platform, strict=True)
        if not (
            instance.lots[i].soil_class in split
            and instance.lots[i].soil_class
            in (instance.platforms[j].stock_capacity_t_by_class or {})
        )
    }


def _pairs(
    instance: Instance,
    table: PairTable,
    kept: set[tuple[int, int]],
    measured: Mapping[tuple[str, str], float],
) -> Iterator[Pair]:
    lots, outlets, platforms = instance.lots, instance.outlets, instance.platforms

    def told(origin: str, destination: str) -> str:
        is_known = (origin, destination) in measured or (destination, origin) in measured
        return MEASURED if is_known else Provenance.VOL_OISEAU.value

    for i, j, km in zip(table.ship_lot, table.ship_outlet, table.ship_km, strict=True):
        lot, there = lots[i], outlets[j].id
        yield Pair(km=float(km), lot=lot.id, outlet=there, provenance=told(lot.site, there))
    for i, j, km in zip(table.into_lot, table.into_platform, table.into_km, strict=True):
        lot, there = lots[i], platforms[j].id
        if (int(i), int(j)) in kept:
            yield Pair(km=float(km), lot=lot.id, platform=there, provenance=told(lot.site, there))
    out = {
        (int(i), int(j)): float(km)
        for i, j, km in zip(table.out_platform, table.out_outlet, table.out_km, strict=True)
    }
    for (i, j), km in sorted(out.items()):
        here, there = platforms[i].id, outlets[j].id
        yield Pair(km=km, platform=here, outlet=there, provenance=told(here, there))
