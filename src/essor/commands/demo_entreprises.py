"""Writes the demonstration firms through the same actions as everyone, once."""

from collections.abc import Sequence

from django.db import transaction

from essor.commands.demo_content import accesses
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.entreprises.actions import add_projet, create_etablissement, link_action
from essor.records.entreprises.exchanges import log_echange
from essor.records.entreprises.models import Etablissement
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action
from essor.records.territoires.models import Territoire
from essor.references.demonstration.entreprises import EntrepriseFact


@transaction.atomic
def load_entreprises(
    *, facts: tuple[EntrepriseFact, ...], territoire: Territoire, accounts: Sequence[User]
) -> bool:
    """Write the firms. Returns False, and writes nothing, when the territory follows some."""
    if Etablissement.objects.filter(territoire=territoire).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    chief = accesses(accounts, territoire).get(Role.CHEF_DE_PROJET, essor)
    for fact in facts:
        _write(essor, chief, territoire, fact)
    return True


def _write(essor: Access, chief: Access, territoire: Territoire, fact: EntrepriseFact) -> None:
    firm = create_etablissement(
        by=essor,
        territoire=territoire,
        read_on=fact.read_on,
        confidentialite=Confidentialite.PUBLIC,
        **fact.card,
    )
    action = Action.objects.filter(
        plan__territoire=territoire, titre__startswith=fact.action
    ).first()
    if action is not None:
        link_action(by=essor, etablissement=firm, action=action, role=fact.role)
    for projet in fact.projets:
        add_projet(
            by=essor,
            etablissement=firm,
            read_on=fact.read_on,
            confidentialite=Confidentialite.PUBLIC,
            **projet,
        )
    for echange in fact.echanges:
        log_echange(by=chief, etablissement=firm, is_demonstration=True, **echange)
