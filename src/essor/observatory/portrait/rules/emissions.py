"""What is emitted in the territory, by whom, since when."""

from collections.abc import Iterator

from essor.observatory.portrait.bounds import Bounds, bounds_of, change, share
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import (
    NBSP,
    ceil,
    floor,
    number,
    ordinal,
    per_cent,
    scaled,
)
from essor.observatory.portrait.rules.jobs import sized
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence
from essor.observatory.reading import Value

IREP, ETS = "emissions_irep", "emissions_ets"
TOTAL, OTHERS = "total", "total, sans le premier émetteur"
SPAN = 5  # years between the two vintages compared, so that one year does not make a trend
BIG_ONLY = "Seuls les grands sites déclarent\u00a0; les PME n'y sont pas."


def emissions_rank(facts: Facts) -> Iterator[Sentence]:
    """The territory among those whose sites declare most CO2, with what the quotas say."""
    value = facts.last(IREP, facts.lieu, TOTAL)
    bounds, rank = bounds_of(value), facts.rank(value) if value else None
    if value is None or bounds is None or rank is None or not facts.is_notable(rank):
        return
    ranks = (
        f"au {ordinal(rank.best)} rang"
        if rank.best == rank.worst
        else f"entre le {ordinal(rank.best)} et le {ordinal(rank.worst)} rang"
    )
    yield Sentence(
        kind="rang_emissions",
        subject="emissions",
        group=Group.PARTICULIER,
        theme="decarbonation",
        parts=(
            "Ses grands sites ont déclaré ",
            Quoted(scaled(bounds, "t"), (value,)),
            f" de CO2 en {value.vintage}, {ranks} des {rank.among}{NBSP}territoires qui en "
            "déclarent",
            *_under_quotas(facts),
            ".",
        ),
        strength=facts.thresholds.percent["rang_notable"] / 100 * rank.among / rank.worst,
        caution=BIG_ONLY,
    )


def _under_quotas(facts: Facts) -> tuple[Part, ...]:
    """Say what the other register gives: fewer sites, a later year."""
    value = facts.last(ETS, facts.lieu)
    bounds = bounds_of(value)
    if value is None or bounds is None:
        return ()
    return (
        "\u00a0; les installations sous quotas européens, ",
        Quoted(scaled(bounds, "t"), (value,)),
        f" en {value.vintage}",
    )


def dependence_on_emitter(facts: Facts) -> Iterator[Sentence]:
    """One site that makes surely more than the threshold of the CO2 declared."""
    whole, others = (facts.last(IREP, facts.lieu, one) for one in (TOTAL, OTHERS))
    total, rest = bounds_of(whole), bounds_of(others)
    if whole is None or others is None or total is None or rest is None:
        return
    left = share(rest, total) if whole.vintage == others.vintage else None
    least = facts.thresholds.percent["dependance_emetteur"]
    if left is None or 100 - left.high < least:
        return
    first = Bounds(100 - left.high, 100 - left.low)
    yield Sentence(
        kind="dependance_emetteur",
        subject="dependance_emetteur",
        group=Group.FRAGILE,
        theme="decarbonation",
        parts=(
            "Un seul site a émis ",
            Quoted(per_cent(first), (whole, others)),
            f" du CO2 déclaré en {whole.vintage} (",
            Quoted(scaled(total, "t"), (whole,)),
            " en tout).",
        ),
        strength=first.low / least,
        caution=BIG_ONLY,
    )


def emissions_moved(facts: Facts) -> Iterator[Sentence]:
    """Verified emissions under quotas, five years apart, where the intervals are apart."""
    after = facts.last(ETS, facts.lieu)
    if after is None or not after.vintage.isdigit():
        return
    before = facts.at(ETS, facts.lieu, str(int(after.vintage) - SPAN))
    first, last = bounds_of(before), bounds_of(after)
    if before is None or first is None or last is None or not first.parted_from(last):
        return
    found, least = change(first, last), facts.thresholds.percent["evolution_emissions"]
    size = max(found.low, -found.high) if found else 0.0
    if found is None or size < least:
        return
    yield Sentence(
        kind="emissions_quotas",
        subject="emissions_quotas",
        group=Group.BOUGE,
        theme="decarbonation",
        parts=(
            "Les émissions des installations sous quotas européens ",
            *_moved(found, (after, before)),
            f" entre {before.vintage} et {after.vintage}",
            *_tonnes(before, first, after, last),
            ".",
        ),
        strength=size / least,
        caution="Une installation qui ferme ou sort des quotas n'émet plus ici.",
    )


def _moved(found: Bounds, values: tuple[Value, ...]) -> tuple[Part, ...]:
    """« ont baissé de 20 % »; « ont été multipliées par 2,9 » when they more than doubled."""
    if found.low <= 100:  # noqa: PLR2004
        verb = "ont augmenté " if found.low > 0 else "ont baissé "
        return verb, *sized(found, values)
    factor = found.scaled(0.01, 1)
    if factor.is_exact:
        return "ont été multipliées par ", Quoted(number(factor.low, 1), values)
    text = f"{floor(factor.low)} à {ceil(factor.high)}"
    return "ont été multipliées par ", Quoted(text, values)


def _tonnes(before: Value, first: Bounds, after: Value, last: Bounds) -> tuple[Part, ...]:
    return (
        " (",
        Quoted(scaled(first, "t"), (before,)),
        ", puis ",
        Quoted(scaled(last, "t"), (after,)),
        ")",
    )
