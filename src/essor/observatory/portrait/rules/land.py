"""Land consumed, brownfields, room left in business parks."""

from collections.abc import Iterator

from essor.observatory.portrait.bounds import Bounds, bounds_of, share
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, between, per_cent, plural
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence
from essor.observatory.reading import Value

VERIFIED, SIGNALLED = "friches_verifiees", "friches_non_verifiees"


def land_pace(facts: Facts) -> Iterator[Sentence]:
    """Land consumed each year since 2021 against the ten years before."""
    value = facts.last("rythme_consommation_espace", facts.lieu)
    bounds = bounds_of(value)
    least = facts.thresholds.percent["rythme_foncier"]
    if value is None or bounds is None:
        return
    if bounds.high <= 100 - least:
        size, word = Bounds(100 - bounds.high, 100 - bounds.low), "moins"
    elif bounds.low >= 100 + least:
        size, word = bounds.scaled(1, -100), "plus"
    else:
        return
    yield Sentence(
        kind="rythme_foncier",
        subject="rythme_foncier",
        group=Group.BOUGE,
        theme="foncier",
        parts=(
            "Depuis 2021, il se consomme ",
            Quoted(per_cent(size), (value,)),
            f" d'espaces naturels et agricoles de {word} par an que de 2011 à 2020",
            *_last_year(facts),
            ".",
        ),
        strength=size.low / least,
        caution="La loi vise la moitié au niveau national\u00a0; ce chiffre ne juge pas le lieu.",
    )


def _last_year(facts: Facts) -> tuple[Part, ...]:
    """Give the hectares of the last settled year, and those for firms."""
    pace = facts.last("rythme_consommation_espace", facts.lieu)
    year = pace.vintage.rpartition("-")[2] if pace else ""
    whole = facts.at("consommation_espace", facts.lieu, year)
    firms = facts.at("consommation_espace", facts.lieu, year, "activité")
    total, part = bounds_of(whole), bounds_of(firms)
    if whole is None or firms is None or total is None or part is None:
        return ()
    return (
        "\u00a0: ",
        Quoted(between(total, f"{NBSP}ha"), (whole,)),
        f" en {year}, dont ",
        Quoted(between(part, f"{NBSP}ha"), (firms,)),
        " pour l'activité économique",
    )


def brownfields(facts: Facts) -> Iterator[Sentence]:
    """Brownfields without project, those verified and those only signalled kept apart."""
    whole = facts.last(VERIFIED, facts.lieu)
    idle = facts.last(VERIFIED, facts.lieu, "friche sans projet")
    total, left = bounds_of(whole), bounds_of(idle)
    if whole is None or idle is None or total is None or left is None:
        return
    found = share(left, total)
    percent = facts.thresholds.percent["friches_sans_projet"]
    enough = left.low >= facts.thresholds.count["friches_sans_projet"]
    if found is None or not enough or found.low < percent:
        return
    yield Sentence(
        kind="friches_sans_projet",
        subject="friches",
        group=Group.FRAGILE,
        theme="foncier",
        parts=(
            Quoted(between(left, ""), (idle,)),
            " des ",
            Quoted(plural(total.low, "friche", "friches"), (whole,)),
            " vérifiées sont sans projet",
            *_signalled(facts),
            ".",
        ),
        strength=found.low / percent,
        caution="Un territoire sans observatoire local recense moins de friches.",
    )


def _signalled(facts: Facts) -> tuple[Part, ...]:
    value = facts.last(SIGNALLED, facts.lieu)
    bounds = bounds_of(value)
    if value is None or bounds is None or bounds.low <= 0:
        return ()
    said = plural(bounds.low, "autre site signalé reste", "autres sites signalés restent")
    return "\u00a0; ", Quoted(said, (value,)), " à vérifier"


def business_parks(facts: Facts) -> Iterator[Sentence]:
    """Vacant plots of business parks, and the land still for sale beside them."""
    value = facts.last("vacance_zae", facts.lieu)
    bounds = bounds_of(value)
    least = facts.thresholds.percent["zae_vacantes"]
    if value is None or bounds is None or bounds.low < least:
        return
    yield Sentence(
        kind="vacance_zae",
        subject="zae",
        group=Group.FRAGILE,
        theme="foncier",
        parts=(
            "Dans les zones d'activité inventoriées, ",
            Quoted(per_cent(bounds), (value,)),
            " des unités foncières sont vacantes",
            *_for_sale(facts),
            ".",
        ),
        strength=bounds.low / least,
        caution="Une unité vacante n'est pas forcément à vendre.",
    )


def _for_sale(facts: Facts) -> tuple[Part, ...]:
    value: Value | None = facts.last("surface_zae_disponible", facts.lieu)
    bounds = bounds_of(value)
    if value is None or bounds is None:
        return ()
    decimals = 0 if bounds.high >= 10 else 1  # noqa: PLR2004
    return "\u00a0; à vendre\u00a0: ", Quoted(between(bounds, f"{NBSP}ha", decimals), (value,))
