"""Writes the demonstration studies through the same actions as everyone, once."""

import datetime as dt

from django.db import transaction

from essor.records.accounts.permissions import Access
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action
from essor.records.plans.queries import plan_of
from essor.records.studies.actions import create_study, run_study
from essor.records.studies.answers import commune_facts
from essor.records.studies.location import checked, location_of
from essor.records.studies.models import Study
from essor.records.territoires.models import Territoire
from essor.references.demonstration.etudes import EtudeFact
from essor.references.loader import parameters


@transaction.atomic
def load_studies(*, facts: tuple[EtudeFact, ...], territoire: Territoire, on: dt.date) -> bool:
    """Write and compute the studies. Returns False, and writes nothing, when there are some.

    on : day at which dated parameters are read
    """
    plan = plan_of(territoire)
    if plan is None or Study.objects.filter(plan=plan).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    for fact in facts:
        commune, laws = commune_facts(fact.code_commune_insee, parameters=parameters())
        study = create_study(
            by=essor,
            plan=plan,
            titre=fact.titre,
            notice=fact.notice,
            inputs={
                "commune": commune,
                "zones": fact.zones,
                "incertitudes": {**laws, **fact.incertitudes},
            },
            localisation=checked(location_of(fact.localisation), fact.code_commune_insee).as_dict(),
            action=Action.objects.filter(plan=plan, titre__startswith=fact.action).first(),
            draws=fact.tirages,
            confidentialite=Confidentialite.PUBLIC,
            is_demonstration=True,
        )
        run_study(by=essor, study=study, on=on)
    return True
