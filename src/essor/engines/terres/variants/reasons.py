"""The reasons of a destination in French sentences."""

from collections.abc import Iterator, Mapping, Sequence

from essor.engines.terres.variants.wording import (
    TINY,
    euros,
    euros_per_tonne,
    listed,
    quoted,
    tonnes,
)

# Place, tonnes planned, direct price, marginal price (both EUR per tonne), whether it was solved.
Way = tuple[str, float, float, float, bool]
# Tonnes by place, tonnes left, extra cost, extra cost per tonne.
Second = tuple[Mapping[str, float], float, float, float]
CENT = 0.005


def sentences_of(
    *, lot: str, ways: Sequence[Way], unserved_t: float, second: Second | None
) -> tuple[str, ...]:
    """Where the lot goes, why not elsewhere, and what comes second."""
    used = [way for way in ways if way[1] > TINY]
    unused = [way for way in ways if way[1] <= TINY]
    lines = [_where(lot, used, unserved_t)]
    if used:
        lines += _why_not(used[0], unused)
    if not ways:
        lines.append("Aucun exutoire ni aucune plateforme compatible n’est ouvert à ses dates.")
    if second is not None:
        lines.append(_second(second))
    return tuple(lines)


def _where(lot: str, used: Sequence[Way], unserved_t: float) -> str:
    if not used:
        return f"Le lot {quoted(lot)} ne part nulle part\u00a0: {tonnes(unserved_t)} sans exutoire."
    parts = [f"{quoted(place)} ({tonnes(t)}, {euros_per_tonne(p)})" for place, t, p, *_ in used]
    text = f"Le lot {quoted(lot)} va à {listed(parts)}"
    return (
        f"{text}\u00a0; {tonnes(unserved_t)} restent sans exutoire."
        if unserved_t > TINY
        else f"{text}."
    )


def _why_not(main: Way, unused: Sequence[Way]) -> Iterator[str]:
    cheaper = [way for way in unused if way[2] < main[2] - CENT and way[3] > CENT]
    for place, _, direct, marginal, _ in sorted(cheaper, key=lambda way: way[2])[:2]:
        yield (
            f"{quoted(place)} paraît moins cher ({euros_per_tonne(direct)} de route et d’entrée), "
            f"mais chaque tonne y prendrait la place d’une autre ou attendrait\u00a0: le plan "
            f"coûterait {euros_per_tonne(marginal)} de plus."
        )
    if not cheaper and unused:
        place, _, _, marginal, is_solved = min(unused, key=lambda way: way[3])
        if marginal <= CENT and is_solved:
            yield f"{quoted(place)} coûterait autant au plan\u00a0: le choix est à égalité."
        elif marginal > CENT:
            yield f"Ailleurs, une tonne coûte au moins {euros_per_tonne(marginal)} de plus."


def _second(second: Second) -> str:
    moved, left, extra, extra_t = second
    parts = [f"{quoted(place)} ({tonnes(t)})" for place, t in moved.items()]
    if left > TINY:
        parts.append(f"nulle part ({tonnes(left)})")
    return (
        f"Si ces destinations lui étaient fermées, il irait à {listed(parts)}\u00a0: "
        f"{euros(extra)} de plus en tout, {euros_per_tonne(extra_t)}."
    )
