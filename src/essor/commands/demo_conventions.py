"""Writes the life of the demonstration convention through the same actions as everyone, once."""

from collections.abc import Sequence

from django.db import transaction

from essor.commands.demo_content import accesses
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.conventions.models import Label, Mouvement
from essor.records.conventions.mouvements import propose_mouvement
from essor.records.conventions.sides import Receiver
from essor.records.conventions.textes import create_label
from essor.records.plans.models import Action
from essor.records.plans.queries import plan_of
from essor.records.territoires.models import Territoire
from essor.references.demonstration.conventions import ConventionFacts


@transaction.atomic
def load_convention(
    *, facts: ConventionFacts, territoire: Territoire, accounts: Sequence[User]
) -> bool:
    """Write the label and the movements. False, and nothing written, when some are there."""
    plan = plan_of(territoire)
    if plan is None or Label.objects.filter(plan=plan).exists():
        return False
    if Mouvement.objects.filter(plan=plan).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    for label in facts.labels:
        create_label(by=essor, plan=plan, phase=label.phase, obtenu=label.obtenu, **label.values)
    chief = accesses(accounts, territoire).get(Role.CHEF_DE_PROJET, essor)
    working = Action.objects.filter(plan=plan, sortie="")
    for one in facts.mouvements:
        avant = list(working.filter(titre=one.avant)) if one.avant else []
        if one.avant and not avant:
            continue  # the reader renamed or removed it: nothing is forced on her plan
        propose_mouvement(
            by=chief,
            plan=plan,
            nature=one.nature,
            motif=one.motif,
            avant=avant,
            apres=[Receiver(titre=titre) for titre in one.after],
        )
    return True
