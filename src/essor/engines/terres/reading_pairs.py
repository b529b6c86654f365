"""Read the explicit pairs of an instance: who may go where, and how far."""

from collections.abc import Mapping, Sequence

from essor.engines.terres.inputs import Lot, Outlet, Pair, Platform
from essor.engines.terres.json_fields import MOST, TermReader
from essor.engines.terres.vocabulary import Provenance
from essor.foundations.errors import FaultGatherer, Place

ENDS = ("lot", "platform", "outlet")
COMBINATIONS = "lot et outlet, lot et platform, ou platform et outlet"
Ids = Mapping[str, frozenset[str]]


def read_pairs(
    rows: Sequence[object],
    *,
    lots: tuple[Lot, ...],
    outlets: tuple[Outlet, ...],
    platforms: tuple[Platform, ...],
    faults: FaultGatherer,
) -> tuple[Pair, ...]:
    """Read the rows of `pairs`; unknown identifiers and repeated pairs are faults."""
    ids = {
        "lot": frozenset(lot.id for lot in lots),
        "platform": frozenset(platform.id for platform in platforms),
        "outlet": frozenset(outlet.id for outlet in outlets),
    }
    found: list[Pair] = []
    seen: dict[tuple[str | None, ...], float] = {}
    for rank, row in enumerate(rows):
        pair = _plain(row, ids) or _careful(row, ids, f"pairs[{rank}]", faults)
        if pair is None:
            continue
        key = (pair.lot, pair.platform, pair.outlet)
        if seen.get(key) == pair.km:
            continue  # said twice, and the same
        if key in seen:
            faults.add_message(
                "la paire est donnée deux fois avec deux distances",
                place=Place(field=f"pairs[{rank}]"),
                value=" → ".join(part for part in key if part),
                expected="une ligne par paire",
                code="champ",
            )
        seen[key] = pair.km
        found.append(pair)
    return tuple(found)


def _plain(row: object, ids: Ids) -> Pair | None:
    """The usual row, read without ceremony: there may be hundreds of thousands."""
    if not isinstance(row, dict) or len(row) != 3:
        return None
    lot, outlet, km = row.get("lot"), row.get("outlet"), row.get("km")
    if type(km) not in (int, float) or not 0 <= km <= MOST:  # type: ignore[operator]
        return None
    if not isinstance(lot, str) or not isinstance(outlet, str):
        return None
    is_known = lot in ids["lot"] and outlet in ids["outlet"]
    return Pair(lot=lot, outlet=outlet, km=float(km)) if is_known else None  # type: ignore[arg-type]


def _careful(row: object, ids: Ids, path: str, faults: FaultGatherer) -> Pair | None:
    if not isinstance(row, Mapping):
        faults.add_message(
            "la paire n'est pas un groupe de champs",
            place=Place(field=path),
            value=str(row),
            expected="{lot, outlet, km}",
            code="champ",
        )
        return None
    reader = TermReader(row, path=f"{path}.")
    ends: dict[str, str] = {}
    for name in ENDS:
        text = reader.identifier(name, is_required=False)
        if text:
            ends[name] = text
            if text not in ids[name]:
                reader.refuse(name, "cet identifiant est inconnu", text, f"l'id d'un {name}")
    if len(ends) != 2:
        reader.refuse("lot", "la paire n'a pas deux extrémités", len(ends), COMBINATIONS)
    km = reader.amount("km", is_required=True)
    minutes = reader.amount("minutes")
    provenance = reader.text("provenance", is_required=False) or Provenance.DONNEE
    before = len(faults)
    with faults.catching():
        reader.close()
    if len(faults) > before or km is None:
        return None
    return Pair(
        km=km,
        lot=ends.get("lot"),
        platform=ends.get("platform"),
        outlet=ends.get("outlet"),
        minutes=minutes,
        provenance=provenance,
    )
