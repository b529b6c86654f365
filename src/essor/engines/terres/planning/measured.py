"""An instance whose distances come from a matrix: the pairs are then explicit."""

from dataclasses import replace

from essor.engines.terres.distances import Matrix
from essor.engines.terres.inputs import Instance, Lot, Pair
from essor.engines.terres.planning.pairs import PairTable, Refuses, admissible_pairs


def explicit_pairs(instance: Instance, table: PairTable) -> tuple[Pair, ...]:
    """Admissible pairs as objects, with their provenance; one row per platform and outlet."""
    lots, outlets, platforms = instance.lots, instance.outlets, instance.platforms
    how = table.provenance
    ships = zip(table.ship_lot, table.ship_outlet, table.ship_km, strict=True)
    intos = zip(table.into_lot, table.into_platform, table.into_km, strict=True)
    outs = zip(table.out_platform, table.out_outlet, table.out_km, strict=True)
    found = [
        Pair(lot=lots[a].id, outlet=outlets[b].id, km=float(km), provenance=how)
        for a, b, km in ships
    ]
    found += [
        Pair(lot=lots[a].id, platform=platforms[b].id, km=float(km), provenance=how)
        for a, b, km in intos
    ]
    last = {
        (a, b): Pair(platform=platforms[a].id, outlet=outlets[b].id, km=float(km), provenance=how)
        for a, b, km in outs
    }
    return tuple(found) + tuple(last.values())


def with_matrix(instance: Instance, matrix: Matrix, *, refuses: Refuses | None = None) -> Instance:
    """The instance with the distances of the matrix where it has them, the others estimated.

    Explicit pairs keep their distances unless the matrix names them.
    """
    pairs = instance.pairs
    if pairs is None:
        table = admissible_pairs(instance, refuses=refuses)
        pairs = explicit_pairs(instance, table)
        instance = replace(instance, lots=_excluding(instance, table))
    return replace(instance, pairs=tuple(_measured(pair, matrix) for pair in pairs))


def _excluding(instance: Instance, table: PairTable) -> tuple[Lot, ...]:
    """Lots with the outlets of their class that the rules refused, so that nothing is forgotten."""
    admitted = set(zip(table.ship_lot.tolist(), table.ship_outlet.tolist(), strict=True))
    return tuple(
        replace(
            lot,
            excludes=tuple(
                outlet.id
                for column, outlet in enumerate(instance.outlets)
                if outlet.takes(lot.soil_class) and (row, column) not in admitted
            ),
        )
        for row, lot in enumerate(instance.lots)
    )


def _measured(pair: Pair, matrix: Matrix) -> Pair:
    found = matrix.find(pair.origin_id, pair.destination_id)
    if found is None:
        return pair
    return replace(pair, km=found.km, minutes=found.minutes, provenance=found.provenance)
