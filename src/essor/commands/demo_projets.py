"""Writes the demonstration big projects through the same actions as everyone, once."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from essor.records.accounts.permissions import Access
from essor.records.jalons.forecasts import announce
from essor.records.jalons.models import Jalon
from essor.records.jalons.values import PrevisionValues
from essor.records.plans.announce import AnnonceValues, add_annonces
from essor.records.plans.announcements import period_at
from essor.records.plans.choices import Confiance, NatureAnnonce, Precision
from essor.records.plans.models import Action
from essor.records.projets.actions import ParcelleValues, add_lot, add_parcelles, write_card
from essor.records.projets.choices import Passage
from essor.records.projets.models import GrandProjet
from essor.records.projets.phases import add_phase, file_jalons, write_gate
from essor.records.territoires.models import Territoire
from essor.references.demonstration.projets import PhaseFact, ProjetFact

LICENCE = "Fait cité avec sa source"


@transaction.atomic
def load_projets(*, facts: tuple[ProjetFact, ...], territoire: Territoire) -> bool:
    """Write the big projects. Returns False, and writes nothing, when one has its card."""
    if GrandProjet.objects.filter(action__plan__territoire=territoire).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    for fact in facts:
        action = Action.objects.filter(
            plan__territoire=territoire, titre__startswith=fact.action, is_grand_projet=True
        ).first()
        if action is not None:  # the reader may have renamed or deleted it
            _write(essor, action, fact)
    return True


def _write(essor: Access, action: Action, fact: ProjetFact) -> None:
    jalons = {jalon.titre: jalon for jalon in Jalon.objects.filter(action=action)}
    for date in fact.dates:
        _announce(essor, jalons, dict(date))
    said = [*_said_dates(fact), *_said_costs(fact)]
    if said:
        add_annonces(by=essor, plan=action.plan, action=action, rows=said)
    for phase in fact.phases:
        _write_phase(essor, action, phase, jalons)
    site: dict[str, Any] = dict(fact.site)
    for name in ("latitude", "longitude"):
        if name in site:
            site[name] = Decimal(site[name])
    write_card(
        by=essor,
        action=action,
        presentation=fact.presentation,
        jalon_repere=jalons.get(fact.echeance),
        cout_sujet=fact.cout,
        read_on=fact.read_on if site else None,
        **site,
    )
    if fact.parcelles:
        rows = [ParcelleValues(**row) for row in fact.parcelles]
        add_parcelles(by=essor, action=action, rows=rows)
    for lot in fact.lots:
        add_lot(by=essor, action=action, **lot)


def _announce(essor: Access, jalons: Mapping[str, Jalon], date: dict[str, Any]) -> None:
    jalon = jalons.get(date.pop("jalon"))
    if jalon is None:
        return
    expected = period_at(date.pop("expected_on"), date.pop("expected_precision"))
    announced = period_at(date.pop("announced_on"), Precision.JOUR)
    assert expected is not None
    values = PrevisionValues(expected=expected, announced=announced, **date)
    announce(by=essor, jalon=jalon, values=values)


def _said_dates(fact: ProjetFact) -> Iterator[AnnonceValues]:
    """Yield each date as it was announced in public; the milestone bears the same subject."""
    for date in fact.dates:
        yield AnnonceValues(
            nature=NatureAnnonce.DATE,
            sujet=date["jalon"],
            value_on=date["expected_on"],
            value_precision=Precision(date["expected_precision"]),
            texte=date["motif"],
            **_read(date, fact),
        )


def _said_costs(fact: ProjetFact) -> Iterator[AnnonceValues]:
    for cost in fact.couts:
        yield AnnonceValues(
            nature=NatureAnnonce.MONTANT,
            sujet=cost["sujet"],
            value=Decimal(cost["value"]),
            unit="EUR",
            texte=cost["texte"],
            **_read(cost, fact),
        )


def _read(said: Mapping[str, Any], fact: ProjetFact) -> dict[str, Any]:
    """Return where and when an announcement was made and read."""
    names = ("announced_on", "source_title", "source_href")
    shared = {"read_on": fact.read_on, "confiance": Confiance.PRESSE, "licence": LICENCE}
    return {name: said[name] for name in names} | shared


def _write_phase(
    essor: Access, action: Action, fact: PhaseFact, jalons: Mapping[str, Jalon]
) -> None:
    phase = add_phase(by=essor, action=action, titre=fact.titre, question=fact.question)
    mine = [jalons[titre] for titre in fact.jalons if titre in jalons]
    if mine:
        file_jalons(by=essor, phase=phase, jalons=mine)
    if fact.passage or fact.decideur:
        write_gate(
            by=essor,
            phase=phase,
            passage=Passage(fact.passage) if fact.passage else None,
            passed=period_at(fact.passage_on, fact.passage_precision),
            decideur=fact.decideur,
            preuve_texte=fact.preuve_texte,
        )
