"""Writes the demonstration territory through the same actions as everyone, once.

The plan found there is left as it is: what the reader changed stays changed.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from essor.commands.demo_jalons import write_jalons
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.plans.actions import change_action, create_action, create_axe, create_plan
from essor.records.plans.announce import AnnonceValues, add_annonces
from essor.records.plans.choices import (
    Confiance,
    Confidentialite,
    NatureAnnonce,
    ParticipantRole,
    Precision,
)
from essor.records.plans.communes import codes_of
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.notes import add_note
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.territoires.models import Territoire
from essor.references.demonstration.schema import ActionFact, AnnonceFact, Demonstration

PILOTE_PROPOSE = (
    "Démonstration\u00a0: ce compte tient lieu de pilote\u00a0; le pilote réel n'est pas publié."
)
AXE_PROPOSE = (
    "Rattachement à l'axe proposé par Essor, non publié\u00a0: l'article ne dit pas de quel axe "
    "relève cette action."
)


def demonstration_territoire(facts: Demonstration) -> Territoire:
    """Return the territory of the demonstration, loaded beforehand."""
    return Territoire.objects.get(code=facts.territoire_code, phase=facts.phase)


@transaction.atomic
def load_demonstration(
    *, facts: Demonstration, territoire: Territoire, accounts: Sequence[User]
) -> bool:
    """Write the plan, its actions, announcements and notes. All or nothing.

    accounts : demonstration accounts, who sign what is theirs in the history
    Returns False, and writes nothing, when the territory already has a plan.
    """
    if Plan.objects.filter(territoire=territoire).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    people = accesses(accounts, territoire)
    by_id: dict[int | None, User] = {account.pk: account for account in accounts}
    plan = create_plan(
        by=essor,
        territoire=territoire,
        titre=facts.titre,
        description=facts.description,
        debut_on=facts.debut_on,
        fin_on=facts.fin_on,
        is_demonstration=True,
    )
    axes = [create_axe(by=essor, plan=plan, titre=titre) for titre in facts.axes]
    add_annonces(by=essor, plan=plan, rows=annonce_values(facts.annonces, facts.licence))
    actions = {}
    for fact in facts.actions:
        actions[fact.titre] = _write_action(essor, people, plan, axes, fact, facts.licence)
        if fact.is_pilotee_en_demonstration:
            _name_pilot(people, actions[fact.titre], by_id[people[Role.PILOTE].user_id])
    write_jalons(essor=essor, plan=plan, actions=actions, facts=facts.actions)
    for note in facts.notes:
        add_note(
            by=people[Role(note.role)],
            action=actions[note.action],
            texte=note.texte,
            noted_on=note.noted_on,
            is_demonstration=True,
        )
    return True


def accesses(accounts: Iterable[User], territoire: Territoire) -> Mapping[Role, Access]:
    """Return the demonstration accounts as they act in the territory, by role."""
    found = (access_for(account, territoire) for account in accounts)
    return {access.role: access for access in found}


def annonce_values(facts: Iterable[AnnonceFact], licence: str) -> list[AnnonceValues]:
    """Translate published facts into the rows of the records."""
    return [
        AnnonceValues(
            sujet=fact.sujet,
            nature=NatureAnnonce(fact.nature),
            value=fact.value,
            low=fact.low,
            high=fact.high,
            unit=fact.unit,
            value_on=fact.value_on,
            value_precision=Precision(fact.value_precision) if fact.value_precision else "",
            texte=fact.texte,
            announced_on=fact.source.announced_on,
            announced_precision=Precision(fact.source.announced_precision),
            source_title=fact.source.title,
            source_href=fact.source.href,
            licence=licence,
            read_on=fact.read_on,
            confiance=Confiance(fact.source.confiance),
            is_self_declared=fact.source.is_self_declared,
        )
        for fact in facts
    ]


def _write_action(
    essor: Access,
    people: Mapping[Role, Access],
    plan: Plan,
    axes: list[Axe],
    fact: ActionFact,
    licence: str,
) -> Action:
    action = create_action(
        by=essor,
        plan=plan,
        titre=fact.titre,
        descriptif=fact.descriptif,
        calendrier=fact.calendrier,
        is_grand_projet=fact.is_grand_projet,
        confidentialite=Confidentialite.PUBLIC,
        axe=axes[fact.axe - 1] if fact.is_axe_publie else None,
        parts=PartValues(communes=list(codes_of(fact.communes).items())),
    )
    add_annonces(by=essor, plan=plan, action=action, rows=annonce_values(fact.annonces, licence))
    if not fact.is_axe_publie:
        action = change_action(
            by=people[Role.CHEF_DE_PROJET],
            action=action,
            reason=f"Démonstration\u00a0: {AXE_PROPOSE[0].lower()}{AXE_PROPOSE[1:]}",
            axe=axes[fact.axe - 1],
            notes_complementaires=AXE_PROPOSE,
        )
    return action


def _name_pilot(people: Mapping[Role, Access], action: Action, pilot: User) -> None:
    """Let the demonstration pilot edit an action, under a name that says what she is."""
    by = people[Role.CHEF_DE_PROJET]
    parts = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: [pilot.label]})
    change_action(by=by, action=action, reason=PILOTE_PROPOSE, parts=parts)
    link_pilots(by=by, action=action, users={pilot.label: pilot})
