"""Writes the demonstration indicators through the same actions as everyone, once."""

import datetime as dt

from django.db import transaction

from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.actions import create_indicateur
from essor.records.indicateurs.choices import Nature
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.record import record_value, set_target
from essor.records.indicateurs.starting import start_from_set
from essor.records.indicateurs.values import CibleValues, ValeurValues
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Plan
from essor.records.territoires.models import Territoire
from essor.references.demonstration.indicateurs import (
    ChiffreFact,
    IndicateurFact,
    IndicateursDemonstration,
)


@transaction.atomic
def load_indicateurs(*, facts: IndicateursDemonstration, territoire: Territoire) -> bool:
    """Write the indicators. Returns False, and writes nothing, when the plan follows some."""
    plan = Plan.objects.filter(territoire=territoire).first()
    if plan is None or Indicateur.objects.filter(plan=plan).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    for fact in facts.indicateurs:
        _write(essor, plan, fact, facts)
    start_from_set(by=essor, plan=plan, cles=list(facts.jeux))
    return True


def _write(
    essor: Access, plan: Plan, fact: IndicateurFact, facts: IndicateursDemonstration
) -> None:
    action = Action.objects.filter(plan=plan, titre__startswith=fact.action).first()
    row = create_indicateur(
        by=essor,
        plan=plan,
        actions=[action] if action else [],
        is_du_plan=action is None,
        confidentialite=Confidentialite.PUBLIC,
        **fact.definition,
    )
    record_value(by=essor, indicateur=row, values=_reference(fact.reference, facts))
    for cible in fact.cibles:
        values = CibleValues(
            cible_on=dt.date(cible.annee, 12, 31),
            value=cible.value,
            source_title=facts.source_title,
            commentaire=cible.commentaire,
        )
        set_target(by=essor, indicateur=row, values=values)


def _reference(fact: ChiffreFact, facts: IndicateursDemonstration) -> ValeurValues:
    return ValeurValues(
        nature=Nature.REFERENCE,
        periode=Period.year(fact.annee),
        value=fact.value,
        source_title=facts.source_title,
        licence=facts.licence,
        read_on=facts.read_on,
        confiance=Confidence.MOYENNE,
        is_self_declared=True,
        commentaire=fact.commentaire,
    )
