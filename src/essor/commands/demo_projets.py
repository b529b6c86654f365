"""Writes the demonstration big projects through the same actions as everyone, once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from essor.records.accounts.permissions import Access
from essor.records.jalons.models import Jalon
from essor.records.plans.announcements import period_at
from essor.records.plans.models import Action
from essor.records.projets.actions import ParcelleValues, add_lot, add_parcelles, write_card
from essor.records.projets.choices import Passage
from essor.records.projets.models import GrandProjet
from essor.records.projets.phases import add_phase, file_jalons, write_gate
from essor.records.territoires.models import Territoire
from essor.references.demonstration.projets import PhaseFact, ProjetFact


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
