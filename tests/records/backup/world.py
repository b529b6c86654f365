"""A territory with everything in it, and the whole of what the database says of it."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from django.utils import timezone

from essor.records.accounts.models import Invitation, User
from essor.records.accounts.roles import Role
from essor.records.backup.scope import kind, rows_of, territoire_models
from essor.records.jalons.actions import link_jalons
from essor.records.journal.actions import operation
from essor.records.journal.models import Event, Operation
from essor.records.journal.queries import StateByKind, replay
from essor.records.journal.snapshots import kind_of, snapshot
from essor.records.plans.actions import (
    change_action,
    create_action,
    create_axe,
    delete_action,
    restore_operation,
)
from essor.records.plans.announce import AnnonceValues, add_annonce
from essor.records.plans.choices import (
    Confiance,
    NatureAnnonce,
    NatureBudget,
    ParticipantRole,
    Precision,
)
from essor.records.plans.documents import add_document, delete_document
from essor.records.plans.models import Plan
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, LigneBudgetValues, PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.risques.actions import create_risque
from essor.records.territoires.models import Territoire
from essor.records.webhooks.delivery import note_delivery
from tests.factories import make_jalon, make_member, make_plan, make_territoire, system
from tests.records.webhooks.made import make_webhook

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 compte rendu"
DELETED_PDF = b"%PDF-1.7 piece retiree"
ANNONCE = AnnonceValues(
    sujet="Livraison",
    nature=NatureAnnonce.DATE,
    value_on=dt.date(2024, 1, 1),
    value_precision=Precision.ANNEE,
    source_title="Presse",
    read_on=dt.date(2026, 11, 23),
    confiance=Confiance.PRESSE,
)


def full_territoire(code: str = "ti-8404") -> Territoire:
    """Return a territory whose every table has a row, and whose history has every verb."""
    territoire = make_territoire(code, f"Territoire {code}")
    by = system(territoire)
    chef = make_member(territoire, Role.CHEF_DE_PROJET, prenom="Zoé", nom="Élan")
    pilote = make_member(territoire, Role.PILOTE, prenom="Ana", nom="Roy")
    plan = make_plan(territoire)
    axe = create_axe(by=by, plan=plan, titre="Innovation")
    below = create_axe(by=by, plan=plan, titre="Matériaux", parent=axe)
    create_axe(by=by, plan=plan, titre="Bois", parent=below)
    people = {ParticipantRole.PERSONNE_PILOTE: ["Ana Roy"], ParticipantRole.PARTENAIRE: ["CCI"]}
    parts = PartValues(
        participants=people,
        intercommunalites=[("246300701", "Clermont Auvergne Métropole")],
        communes=[("63457", "Vic-le-Comte")],
        financements=[FinancementValues(financeur="Région", montant_eur=Decimal("1200.50"))],
        lignes_budget=[
            LigneBudgetValues(
                annee=2026,
                nature=NatureBudget.INVESTISSEMENT,
                previsionnel_eur=Decimal("99999999999.99"),
            )
        ],
    )
    action = create_action(
        by=by, plan=plan, titre="Énergie « propre »", axe=below, parts=parts,
        debut_on=dt.date(2024, 2, 29), descriptif="ligne 1\nligne 2\u2028fin 🏭",
    )  # fmt: skip
    create_action(by=by, plan=plan, titre="Sous-action", parent=action)
    link_pilots(by=by, action=action, users={"Ana Roy": pilote})
    add_annonce(by=by, plan=plan, action=action, values=ANNONCE)
    add_note(by=by, action=action, texte="Visite faite.", noted_on=dt.date(2026, 1, 5))
    add_document(by=by, action=action, file_name="cr.pdf", content=io.BytesIO(PDF))
    add_document(by=by, action=action, href="https://exemple.fr/a?b=c")
    gone = add_document(by=by, action=action, file_name="x.pdf", content=io.BytesIO(DELETED_PDF))
    delete_document(by=by, document=gone)
    change_action(by=by, action=action, statut="en_cours", reason="Lancée")
    other = create_action(by=by, plan=plan, titre="Supprimée", parts=parts)
    first = make_jalon(action, "Études", "mars 2026", responsable=pilote)
    last = make_jalon(action, "Livraison", "2028")
    link_jalons(by=by, avant=first, apres=last, lag_days=-3)
    create_risque(
        by=by, action=action, jalon=last, titre="Pollution", probabilite=4, impact=5,
        cout_mesure_eur=Decimal("1200.50"), revue_on=dt.date(2027, 1, 5),
    )  # fmt: skip
    link_jalons(by=by, avant=first, apres=make_jalon(other, "Lancement", "T2 2027"))
    restore_operation(by=by, row=delete_action(by=by, action=other))
    delete_action(by=by, action=other.__class__.objects.get(pk=other.pk))
    webhook = make_webhook(territoire, chef).abonnement
    note_delivery(webhook, operation_id=None, at=timezone.now())
    with operation(kind="invitation.creer", author=chef, territoire_code=code) as op:
        ends = timezone.now() + dt.timedelta(days=3)
        op.create(
            Invitation(email="x@y.fr", territoire=territoire, role=Role.LECTEUR, expires_at=ends)
        )
    return territoire


def dump(code: str) -> dict[str, list[dict[str, Any]]]:
    """Return every column of every row of a territory, the rank of an event left out."""
    found = {
        kind(model): list(rows_of(model, (code,)).values())
        for model in (*territoire_models(), Operation)
    }
    columns = [field.attname for field in Event._meta.concrete_fields if field.name != "id"]
    found["journal.event"] = list(rows_of(Event, (code,)).values(*columns))
    return found


def people() -> list[dict[str, Any]]:
    """Return every column of every account."""
    return list(User.objects.order_by("pk").values())


def stored(code: str) -> StateByKind:
    """Return the tracked state of a territory as it stands."""
    states: StateByKind = {}
    for model in territoire_models():
        for obj in rows_of(model, (code,)):
            states.setdefault(kind_of(obj), {})[obj.pk] = snapshot(obj)
    return states


def replayed(code: str) -> StateByKind:
    """Return the tracked state that the history leads to."""
    states = replay(rows_of(Event, (code,)))
    return {name: objects for name, objects in states.items() if objects}


def plan_of(code: str) -> Plan:
    """Return the plan of a territory."""
    return Plan.objects.get(territoire__code=code)
