"""Milestones of the demonstration, read in the published announcements and in nothing else."""

from collections.abc import Iterable, Mapping
from datetime import date

from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.jalons.actions import adopt_baseline, create_jalon
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.models import Jalon
from essor.records.jalons.values import Preuve, PrevisionValues
from essor.records.plans.announcements import period_at
from essor.records.plans.models import Action, Plan
from essor.references.demonstration.schema import (
    ActionFact,
    AnnonceFact,
    Fineness,
    JalonFact,
)

REFERENCE_LUE = (
    "Lecture d'Essor\u00a0: la première date annoncée tient lieu de date promise\u00a0; "
    "aucune convention publiée n'en fixe."
)
JALON_LU = "Jalon proposé par Essor d'après les annonces publiées."


def write_jalons(
    *,
    essor: Access,
    plan: Plan,
    actions: Mapping[str, Action],
    facts: Iterable[ActionFact],
) -> None:
    """Write each milestone with its first announcement, adopt that, then say what followed."""
    written = [
        (*_write_first(essor, actions[fact.titre], jalon, fact.annonces), jalon)
        for fact in facts
        for jalon in fact.jalons
    ]
    if any(not fact.is_atteint for _, _, fact in written):
        adopt_baseline(by=essor, plan=plan, reason=REFERENCE_LUE)
    for jalon, later, _ in written:
        for annonce in later:
            announce(by=essor, jalon=jalon, values=_values(annonce), reason=JALON_LU)


def _write_first(
    essor: Access, action: Action, fact: JalonFact, annonces: Iterable[AnnonceFact]
) -> tuple[Jalon, list[AnnonceFact]]:
    said = [one for one in annonces if one.value_on is not None and one.sujet == fact.sujet]
    said.sort(key=lambda one: one.source.announced_on or date.min)
    if fact.is_atteint:
        jalon = create_jalon(by=essor, action=action, titre=fact.titre)
        return _write_reached(essor, jalon, said[-1]), []
    first = _values(said[0], lecture=fact.lecture)
    return create_jalon(by=essor, action=action, titre=fact.titre, prevision=first), said[1:]


def _write_reached(essor: Access, jalon: Jalon, annonce: AnnonceFact) -> Jalon:
    text = ". ".join(filter(None, (annonce.texte.rstrip("."), annonce.source.title)))
    return reach(
        by=essor,
        jalon=jalon,
        actual=_period(annonce),
        preuve=Preuve(texte=text, href=annonce.source.href),
    )


def _values(annonce: AnnonceFact, lecture: str = "") -> PrevisionValues:
    source = annonce.source
    reading = f"Lecture d'Essor\u00a0: {lecture}" if lecture else ""
    return PrevisionValues(
        expected=_period(annonce),
        announced=period_at(source.announced_on, source.announced_precision),
        source_title=source.title,
        source_href=source.href,
        motif=" ".join(filter(None, (annonce.texte, reading))),
    )


def _period(annonce: AnnonceFact) -> Period:
    period = period_at(annonce.value_on, annonce.value_precision or Fineness.JOUR)
    assert period is not None, annonce.sujet
    return period
