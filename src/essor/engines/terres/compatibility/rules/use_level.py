"""Soil used again: the three criteria of the 2020 guides, and the uses that they forbid.

A, quality of the receiving soil; B, water; C, health. Level 1 compares with national values
(a table still to load), level 2 with the background of the territory (see `background`), level 3
with the receiving ground itself; from level 2 on, B and C rest on studies.
"""

from collections.abc import Iterator

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.limits import limit_finding
from essor.engines.terres.compatibility.outlets import Study
from essor.engines.terres.compatibility.vocabulary import (
    Conclusion,
    Family,
    Niveau,
    Outcome,
    Usage,
)
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.french_formats import NBSP
from essor.references.parameter import Status

FORBIDDEN = "valorisation/usages_interdits"
GUIDES = Origin(
    title="DGPR et BRGM, guides de valorisation hors site des terres excavées, avril 2020",
    href="https://tex-infoterre.brgm.fr/",
    status=Status.A_RELIRE,
)


def findings(case: Case) -> Iterator[Finding]:
    """The criteria for soil used again; nothing for other outlets."""
    if not case.is_reuse:
        return
    if case.lot.profile.is_ssp is None:
        yield _finding(
            "origine", Outcome.A_COMPLETER, "Guide applicable",
            "On ne sait pas si le lot vient d'un site pollué ou potentiellement pollué.",
            need="Dire si le lot vient d'un site pollué ou potentiellement pollué.",
        )  # fmt: skip
    yield from _use(case)
    yield from _level(case)
    if case.lot.profile.is_invasif:
        yield _finding(
            "invasif", Outcome.SOUS_CONDITION, "Plantes invasives",
            "Le lot contient des plantes invasives.", need="Traiter ou enfouir avant tout emploi.",
        )  # fmt: skip


def _finding(
    rule: str, outcome: Outcome, label: str, reason: str, *, need: str = "", origin: Origin = GUIDES
) -> Finding:
    return Finding(
        rule=f"usage.{rule}", family=Family.USAGE, outcome=outcome, label=label, reason=reason,
        origin=origin, need=need,
    )  # fmt: skip


def _use(case: Case) -> Iterator[Finding]:
    """The use of the receiving ground."""
    usage, is_ssp = case.outlet.sheet.usage, case.lot.profile.is_ssp
    if usage is None and case.outlet.kind is OutletKind.ROUTE:
        usage = Usage.ROUTE
    label, origin = "Usage du terrain receveur", case.standards.origin(FORBIDDEN)
    if usage is None:
        yield _finding(
            "terrain", Outcome.A_COMPLETER, label, "L'usage du terrain receveur n'est pas dit.",
            need="Dire l'usage du terrain receveur.", origin=origin,
        )  # fmt: skip
        return
    is_forbidden = usage.value in case.standards.items(FORBIDDEN)
    if is_forbidden and is_ssp is not False:
        outcome = Outcome.NON_CONFORME if is_ssp else Outcome.A_COMPLETER
        yield _finding(
            "terrain", outcome, label,
            f"Usage interdit aux terres de sites pollués{NBSP}: {usage.label}.", origin=origin,
            need="" if is_ssp else "Dire si le lot vient d'un site pollué.",
        )  # fmt: skip
        return
    yield _finding(
        "terrain", Outcome.CONFORME, label, f"Usage{NBSP}: {usage.label}.", origin=origin
    )
    if usage is Usage.ROUTE and is_ssp is not False:
        yield _finding(
            "route", Outcome.SOUS_CONDITION, "Technique routière",
            "Les terres de sites pollués demandent la caractérisation de niveau 3 du guide Sétra.",
            need="Faire la caractérisation environnementale de niveau 3 (guide Sétra, mars 2011).",
            origin=origin,
        )  # fmt: skip


def _level(case: Case) -> Iterator[Finding]:
    niveau = case.outlet.sheet.niveau
    if niveau is None:
        yield _finding(
            "niveau", Outcome.A_COMPLETER, "Niveau de l'approche",
            "Le niveau de l'approche (1, 2, 2 bis ou 3) n'est pas dit.",
            need="Dire le niveau de l'approche suivie.",
        )  # fmt: skip
    elif niveau is Niveau.N1:
        yield from _national(case)
    else:
        if niveau is Niveau.N3:
            yield from _site_to_site(case)
        yield _study(
            case, "eau", "Critère B\u00a0: ressource en eau", case.outlet.sheet.water_study
        )
        yield _study(
            case, "sante", "Critère C\u00a0: compatibilité sanitaire",
            case.outlet.sheet.health_study,
        )  # fmt: skip


def _national(case: Case) -> Iterator[Finding]:
    """Level 1: the table of the guide, or the one that the outlet loaded itself."""
    sheet = case.outlet.sheet
    for code, limit in sheet.level_limits.items():
        background = sheet.background.get(code)
        yield limit_finding(
            rule="usage.niveau_1", family=Family.USAGE, code=code,
            measure=case.lot.measure(code), sample=case.lot.sample_of(code),
            limit=limit if background is None else max(limit, background),
            origin=Origin(title=sheet.level_source, status=Status.A_RELIRE),
        )  # fmt: skip
    if not sheet.level_limits:
        guide = "hors_ssp" if case.lot.profile.is_ssp is False else "ssp"
        yield _finding(
            "niveau_1", Outcome.A_COMPLETER, "Critère A\u00a0: valeurs seuils nationales",
            "Impossible de conclure\u00a0: le tableau de niveau 1 du guide n'est pas chargé.",
            need="Charger le tableau de niveau 1 dans la fiche de l'exutoire, avec sa source.",
            origin=case.standards.origin(f"valorisation/niveau_1_{guide}"),
        )  # fmt: skip


def _site_to_site(case: Case) -> Iterator[Finding]:
    """Level 3: the soil is no worse than the ground that receives it."""
    receiver = case.outlet.sheet.receiver
    for code, value in receiver.items():
        yield limit_finding(
            rule="usage.niveau_3", family=Family.USAGE, code=code, limit=value,
            measure=case.lot.measure(code), sample=case.lot.sample_of(code), origin=GUIDES,
        )  # fmt: skip
    if not receiver:
        yield _finding(
            "niveau_3", Outcome.A_COMPLETER, "Critère A\u00a0: sol receveur",
            "Le sol receveur n'est pas mesuré.",
            need="Donner les teneurs mesurées sur le terrain receveur.",
        )  # fmt: skip


def _study(case: Case, rule: str, label: str, study: Study | None) -> Finding:
    if study is None or (study.lots and case.lot.id not in study.lots):
        return _finding(
            rule, Outcome.A_COMPLETER, label, "Aucune étude ne conclut pour ce lot.",
            need="Faire conclure une étude (HYDROTEX pour l'eau, étude sanitaire pour l'usage).",
        )  # fmt: skip
    origin = Origin(title=study.titre, status=Status.VERIFIE)
    if study.conclusion is Conclusion.CONFORME:
        return _finding(
            rule, Outcome.CONFORME, label, f"Étude favorable{NBSP}: {study.titre}.", origin=origin
        )
    return _finding(
        rule, Outcome.NON_CONFORME, label, f"Étude défavorable{NBSP}: {study.titre}.",
        origin=origin,
    )  # fmt: skip
