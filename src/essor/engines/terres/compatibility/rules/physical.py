"""Physical state: article 2 of the order of 12/12/2014, for outlets of inert waste."""

from collections.abc import Iterator

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding
from essor.engines.terres.compatibility.limits import limit_finding
from essor.engines.terres.compatibility.logic import Truth, negation
from essor.engines.terres.compatibility.vocabulary import Family, Outcome
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.french_formats import NBSP

DRYNESS = "physique.siccite"
HEAT = "physique.temperature"

# Field of the profile, what is said when it excludes the lot, what is said when it does not.
_EXCLUSIONS = (
    ("is_liquide", "Le lot est liquide.", "Le lot n'est pas liquide."),
    ("is_radioactif", "Le lot est radioactif.", "Le lot n'est pas radioactif."),
    ("is_amiante", "Le lot contient de l'amiante.", "Le lot ne contient pas d'amiante."),
)


def findings(case: Case) -> Iterator[Finding]:
    """Dryness, temperature, and the other exclusions; nothing for other outlets."""
    if not case.is_inert:
        return
    yield _dryness(case)
    if (heat := _heat(case)) is not None:
        yield heat
    for name, excluded, clear in _EXCLUSIONS:
        yield _stated(case, name, negation(_said(case, name, is_excluding=True)), excluded, clear)
    yield _stated(
        case, "is_pelletable", _said(case, "is_pelletable", is_excluding=False),
        "Le lot n'est pas pelletable.", "Le lot est pelletable.",
    )  # fmt: skip
    yield _stated(
        case, "is_pulverulent", _dust_free(case),
        "Le lot est pulvérulent et n'a pas été conditionné.",
        "Le lot n'est pas pulvérulent, ou il a été conditionné.",
    )  # fmt: skip
    if case.outlet.kind is OutletKind.ISDI and case.lot.profile.is_minier:
        yield _stated(case, "is_minier", False, "Le lot vient d'une mine ou d'une carrière.", "")


def _said(case: Case, name: str, *, is_excluding: bool) -> Truth:
    """What the profile says; the declaration of the producer answers for what it leaves out."""
    found: Truth = getattr(case.lot.profile, name)
    if found is None and case.lot.profile.exclusions_absentes:
        return not is_excluding
    return found


def _dust_free(case: Case) -> Truth:
    dust = _said(case, "is_pulverulent", is_excluding=True)
    if case.lot.profile.is_conditionne:
        return True
    return negation(dust)


def _stated(case: Case, name: str, truth: Truth, excluded: str, clear: str) -> Finding:
    outcome = {True: Outcome.CONFORME, False: Outcome.NON_CONFORME, None: Outcome.A_COMPLETER}
    subject = name.removeprefix("is_")
    unknown = f"L'état physique n'est pas renseigné ({subject})."
    return Finding(
        rule=f"article_2.{subject}",
        family=Family.PHYSIQUE,
        outcome=outcome[truth],
        label=f"Exclusions de l'article 2{NBSP}: {subject}",
        reason={True: clear, False: excluded, None: unknown}[truth],
        origin=case.standards.origin("inertes/siccite_minimale"),
        need="" if truth is not None else _DECLARE,
    )


_DECLARE = (
    "Renseigner l'état physique, ou la déclaration du producteur qu'aucune exclusion de "
    "l'article 2 ne s'applique."
)


def _dryness(case: Case) -> Finding:
    name = "inertes/siccite_minimale"
    return limit_finding(
        rule="article_2", family=Family.PHYSIQUE, code=DRYNESS, is_minimum=True,
        measure=case.lot.least(DRYNESS), limit=case.standards.number(name),
        origin=case.standards.origin(name),
    )  # fmt: skip


def _heat(case: Case) -> Finding | None:
    name, measure = "inertes/temperature_maximale", case.lot.measure(HEAT)
    if measure is None and case.lot.profile.exclusions_absentes:
        return None
    return limit_finding(
        rule="article_2", family=Family.PHYSIQUE, code=HEAT, measure=measure,
        limit=case.standards.number(name), origin=case.standards.origin(name),
    )  # fmt: skip
