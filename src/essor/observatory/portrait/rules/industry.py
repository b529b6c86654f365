"""How much industry weighs in the employment zones."""

from collections.abc import Iterator

from essor.observatory.geography import Niveau
from essor.observatory.portrait.bounds import Bounds, bounds_of
from essor.observatory.portrait.facts import Facts, Rank
from essor.observatory.portrait.french import NBSP, ordinal, per_cent
from essor.observatory.portrait.places import where
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence
from essor.observatory.reading import Lieu, Value

ZONE_ONLY = "La zone d'emploi ne suit pas les contours du territoire."
FLORES = "part_industrie_flores"


def industry_share(facts: Facts) -> Iterator[Sentence]:
    """How much industry weighs, both sources in one sentence, where they agree it is unusual."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        pairs = [
            (value, france)
            for name in (FLORES, "part_industrie_urssaf")
            if (value := facts.last(name, zone))
            and (france := facts.at(name, facts.france, value.vintage))
        ]
        ratios = [_ratio(*pair) for pair in pairs]
        if not pairs or any(one is None for one in ratios):
            continue
        known = [one for one in ratios if one is not None]
        least = facts.thresholds.count["quotient_part_industrie"]
        if all(one.low >= least for one in known):
            strength = min(one.low for one in known) / least
        elif all(one.high <= 1 / least for one in known):
            strength = 1 / least / max(one.high for one in known) if known[0].high > 0 else 1.0
        else:
            continue
        yield _share_sentence(facts, zone, pairs, strength)


def _ratio(value: Value, france: Value) -> Bounds | None:
    mine, theirs = bounds_of(value), bounds_of(france)
    return mine.ratio(theirs) if mine and theirs else None


def _share_sentence(
    facts: Facts, zone: Lieu, pairs: list[tuple[Value, Value]], strength: float
) -> Sentence:
    said: list[Part] = ["L'industrie tient "]
    for position, (value, _) in enumerate(pairs):
        said += [" et " if position else "", _share_quoted(value), _of_what(value)]
    said.append(", contre ")
    for position, (_, france) in enumerate(pairs):
        said += [" et " if position else "", _share_quoted(france)]
    rank = next((ranked(facts, value, "zones") for value, _ in pairs[:1]), "")
    said.append(f" en France ({where(zone)}{rank}).")
    return Sentence(
        kind="part_industrie",
        subject="part_industrie",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=tuple(said),
        strength=strength * zone.part,
        caution=ZONE_ONLY,
    )


def _share_quoted(value: Value) -> Quoted:
    bounds = bounds_of(value)
    assert bounds is not None
    return Quoted(per_cent(bounds, 1), (value,))


def _of_what(value: Value) -> str:
    """« des emplois salariés selon l'Insee (2023) »."""
    if value.indicator.id == FLORES:
        return f" des emplois salariés selon l'Insee ({value.vintage})"
    return f" des emplois privés selon l'Urssaf ({value.vintage})"


def ranked(facts: Facts, value: Value, places: str) -> str:
    """« , 3e place sur 305 zones »; empty unless every rank that the intervals allow is notable."""
    rank = facts.rank(value)
    if rank is None or not facts.is_notable(rank):
        return ""
    return f", {_rank_text(rank)} place sur {rank.among}{NBSP}{places}"


def _rank_text(rank: Rank) -> str:
    if rank.best == rank.worst:
        return ordinal(rank.best, feminine=True)
    return f"entre la {ordinal(rank.best, feminine=True)} et la {ordinal(rank.worst)}"
