"""Jobs gained and lost, hiring."""

from collections.abc import Iterator
from math import inf

from essor.observatory.geography import Niveau
from essor.observatory.portrait.bounds import Bounds, bounds_of, change
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, between, ceil, floor, per_cent, signed
from essor.observatory.portrait.places import where
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence
from essor.observatory.reading import Lieu, Value

START = "2019"  # the year before the health crisis, which both series of the Urssaf have
PERCENT = f"{NBSP}%"
URSSAF, FLORES = "emploi_industriel_urssaf", "emploi_industriel_flores"
BIG_SITE = "Un seul grand établissement qui ouvre, ferme ou change de code peut tout expliquer."


def private_jobs(facts: Facts) -> Iterator[Sentence]:
    """Private employees of the territory since 2019, beside France."""
    after = facts.last("emploi_salarie_prive", facts.lieu)
    before = facts.at("emploi_salarie_prive", facts.lieu, START)
    found = _moved(before, after, facts.thresholds.percent["evolution_emploi"])
    if before is None or after is None or found is None:
        return
    verb = "a augmenté" if found.low > 0 else "a baissé"
    yield Sentence(
        kind="emploi_prive",
        subject="emploi_prive",
        group=Group.BOUGE,
        theme="emploi",
        parts=(
            f"L'emploi salarié privé {verb} ",
            *sized(found, (after, before)),
            f" entre {before.vintage} et {after.vintage}",
            *from_to(before, after, f"{NBSP}emplois"),
            *_beside_france(facts, before, after),
            ".",
        ),
        strength=_least(found) / facts.thresholds.percent["evolution_emploi"],
        caution="Le public, les agriculteurs et les indépendants n'y sont pas.",
    )


def industrial_jobs(facts: Facts) -> Iterator[Sentence]:
    """Jobs of industry in the zone: Urssaf since 2019, the Insee over its last two years."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        after, before = facts.last(URSSAF, zone), facts.at(URSSAF, zone, START)
        found = _moved(before, after, facts.thresholds.percent["evolution_emploi"])
        if before is None or after is None or found is None:
            continue
        verb = "a augmenté" if found.low > 0 else "a baissé"
        yield Sentence(
            kind="emploi_industriel",
            subject=f"emploi_industriel:{verb}",  # zones that go both ways are both told
            group=Group.BOUGE,
            theme="emploi",
            parts=(
                f"L'emploi industriel privé {verb} ",
                *sized(found, (after, before)),
                f" entre {before.vintage} et {after.vintage} (",
                Quoted(_gap(before, after), (after, before)),
                ")",
                *_beside_france(facts, before, after),
                *_according_to_insee(facts, zone),
                f" ({where(zone)}).",
            ),
            strength=_least(found) / facts.thresholds.percent["evolution_emploi"] * zone.part,
            caution=BIG_SITE,
        )


def _according_to_insee(facts: Facts, zone: Lieu) -> tuple[Part, ...]:
    """Give what the other source says, over its own years: it counts otherwise."""
    series = [one for one in facts.series(FLORES, zone) if bounds_of(one)]
    if len(series) < 2:  # noqa: PLR2004
        return ()
    before, after = series[-2:]
    first, last = bounds_of(before), bounds_of(after)
    found = change(first, last) if first and last else None
    if found is None:
        return ()
    return (
        "\u00a0; l'Insee, qui compte autrement, donne ",
        Quoted(signed(found, PERCENT, 1), (after, before)),
        f" de {before.vintage} à {after.vintage}",
    )


def _beside_france(facts: Facts, before: Value, after: Value) -> tuple[Part, ...]:
    name = after.indicator.id
    first = facts.at(name, facts.france, before.vintage)
    last = facts.at(name, facts.france, after.vintage)
    low, high = bounds_of(first), bounds_of(last)
    found = change(low, high) if low and high else None
    if found is None or first is None or last is None:
        return ()
    return (", contre ", Quoted(signed(found, PERCENT, 1), (last, first)), " en France")


def _moved(before: Value | None, after: Value | None, least: float) -> Bounds | None:
    """Return the change in per cent when it is surely beyond the threshold, else None."""
    first, last = bounds_of(before), bounds_of(after)
    if first is None or last is None or before == after or not first.parted_from(last):
        return None
    found = change(first, last)
    return found if found and _least(found) >= least else None


def _least(found: Bounds) -> float:
    """Return the smallest size that a change may have; 0 when its direction is unknown."""
    return max(found.low, -found.high, 0.0)


def sized(found: Bounds, values: tuple[Value, ...]) -> tuple[Part, ...]:
    """« de 4,0 % », « de 3 à 12 % », « d'au moins 3 % »: the verb says the direction."""
    size = found if found.low > 0 else Bounds(-found.high, -found.low)
    if size.is_exact:
        return "de ", Quoted(per_cent(size, 1), values)
    if size.high == inf:
        return "d'", Quoted(f"au moins {floor(size.low)}{PERCENT}", values)
    return "de ", Quoted(f"{floor(size.low)} à {ceil(size.high)}{PERCENT}", values)


def from_to(before: Value, after: Value, unit: str) -> tuple[Part, ...]:
    """« , de 118 073 à 122 850 emplois »; « (entre 21 et 23, puis entre 25 et 26 emplois) »."""
    first, last = bounds_of(before), bounds_of(after)
    assert first is not None
    assert last is not None
    texts = Quoted(between(first, ""), (before,)), Quoted(between(last, unit), (after,))
    if first.is_exact and last.is_exact:
        return ", de ", texts[0], " à ", texts[1]
    return " (", texts[0], ", puis ", texts[1], ")"


def _gap(before: Value, after: Value) -> str:
    first, last = bounds_of(before), bounds_of(after)
    assert first is not None
    assert last is not None
    return signed(last.minus(first), f"{NBSP}emplois")


def hiring(facts: Facts) -> Iterator[Sentence]:
    """Hiring surely difficult, with what the Dares says of the departement beside it."""
    percent = facts.thresholds.percent
    for basin in facts.covering(Niveau.BASSIN_EMPLOI):
        value = facts.last("difficulte_recrutement", basin)
        bounds = bounds_of(value)
        if value is None or bounds is None:
            continue
        if bounds.low >= percent["difficulte_recrutement"]:
            yield _difficult(facts, basin, value, bounds)
        elif bounds.high <= percent["recrutement_aise"]:
            yield _easy(basin, value, bounds, percent["recrutement_aise"])


def _difficult(facts: Facts, basin: Lieu, value: Value, bounds: Bounds) -> Sentence:
    said: tuple[Part, ...] = (Quoted(per_cent(bounds), (value,)),)
    if not bounds.is_exact:
        least, most = f"{floor(bounds.low)}{PERCENT}", f"{ceil(bounds.high)}{PERCENT}"
        said = (
            Quoted(f"Au moins {least}", (value,)),
            ", ",
            Quoted(f"au plus {most}", (value,)),
            ",",
        )
    return Sentence(
        kind="recrutement_difficile",
        subject="recrutement",
        group=Group.FRAGILE,
        theme="emploi",
        parts=(
            *said,
            f" des recrutements industriels prévus en {value.vintage} sont jugés difficiles "
            f"({where(basin)})",
            *_tense(facts),
            ".",
        ),
        strength=bounds.low / facts.thresholds.percent["difficulte_recrutement"] * basin.part,
        caution=(
            "Intentions déclarées par les employeurs"
            + ("." if bounds.is_exact else "\u00a0; le secret statistique cache le reste.")
        ),
    )


def _tense(facts: Facts) -> tuple[Part, ...]:
    """Say how many trades of industry were surely tense in the main departement."""
    for departement in facts.covering(Niveau.DEPARTEMENT)[:1]:
        value = facts.last("metiers_industriels_tendus", departement)
        bounds = bounds_of(value)
        if value and bounds and bounds.low >= facts.thresholds.percent["metiers_tendus"]:
            return (
                f"\u00a0; en {value.vintage}, la Dares classait en forte tension ",
                Quoted(per_cent(bounds), (value,)),
                f" des métiers de l'industrie du département ({departement.nom})",
            )
    return ()


def _easy(basin: Lieu, value: Value, bounds: Bounds, most: float) -> Sentence:
    return Sentence(
        kind="recrutement_aise",
        subject="recrutement",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(
            "Recruter y est plutôt aisé\u00a0: ",
            Quoted(per_cent(Bounds(-inf, bounds.high)), (value,)),
            f" des recrutements industriels prévus en {value.vintage} sont jugés difficiles "
            f"({where(basin)}).",
        ),
        strength=most / max(bounds.high, 1.0) * basin.part,
        caution="Intentions déclarées par les employeurs.",
    )


def jobseekers(facts: Facts) -> Iterator[Sentence]:
    """Jobseekers in December, only where the intervals of the two years are apart."""
    series = [one for one in facts.series("demandeurs_emploi", facts.lieu) if bounds_of(one)]
    if len(series) < 2:  # noqa: PLR2004
        return
    before, after = series[0], series[-1]
    found = _moved(before, after, facts.thresholds.percent["evolution_demandeurs"])
    if found is None:
        return
    verb = "a augmenté" if found.low > 0 else "a baissé"
    first, last = (one.vintage[:4] for one in (before, after))
    yield Sentence(
        kind="demandeurs_emploi",
        subject="demandeurs_emploi",
        group=Group.BOUGE,
        theme="emploi",
        parts=(
            f"Le nombre de demandeurs d'emploi {verb} ",
            *sized(found, (after, before)),
            f" entre fin {first} et fin {last}",
            *from_to(before, after, f"{NBSP}personnes"),
            ".",
        ),
        strength=_least(found) / facts.thresholds.percent["evolution_demandeurs"],
        caution="Les catégories de demandeurs comptées ne sont pas dites par la source.",
    )
