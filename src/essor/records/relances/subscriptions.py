"""Writes that a person does for herself: kinds that she refuses, calendars that she subscribes to.

Unsubscribing needs no account: the signed link of a mail is enough, and does nothing else.
"""

from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Capability
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.records.relances.kinds import Nature
from essor.records.relances.links import draw, read_unsubscribe_token
from essor.records.relances.models import Desabonnement, FluxAgenda
from essor.records.relances.permissions import require_oneself


def set_refused(*, by: User, person: User, natures: frozenset[Nature]) -> None:
    """Receive every kind but these. Raises Forbidden for anybody else."""
    require_oneself(by, person)
    with operation(kind="relance.abonnement.regler", author=by) as op:
        User.objects.select_for_update().get(pk=person.pk)
        rows = {
            Nature(row.nature): row
            for row in Desabonnement.objects.filter(user=person).order_by("nature")
        }
        for nature, row in rows.items():
            if nature not in natures:
                op.delete(row)
        for nature in sorted(natures - rows.keys()):
            op.create(Desabonnement(user=person, nature=nature.value))


def unsubscribe(*, token: str) -> tuple[User, tuple[Nature, ...]]:
    """Stop the kinds that a mail's link names; doing it twice changes nothing.

    Raises Forbidden when the link was not made here or was cut.
    """
    found = read_unsubscribe_token(token)
    if found is None:
        raise Forbidden.single(
            "Ce lien de désabonnement a été coupé.",
            expected="ouvrir en entier le lien du message reçu",
        )
    person, natures = found
    with operation(kind="relance.abonnement.arreter", author=person) as op:
        User.objects.select_for_update().get(pk=person.pk)
        known = set(Desabonnement.objects.filter(user=person).values_list("nature", flat=True))
        for nature in natures:
            if nature.value not in known:
                op.create(Desabonnement(user=person, nature=nature.value))
    return person, natures


def renew_feed(*, by: User, person: User, plan: Plan | None) -> str:
    """Make the private address of a calendar, or another in place of the one there was.

    plan : None is the person's own milestones. Returns the secret, shown this once. Raises
    Forbidden for anybody else, or for a plan of a territory where she has no place.
    """
    require_oneself(by, person)
    if plan is not None:
        access_for(person, plan.territoire).require(Capability.VIEW_INTERNAL)
    token, kept = draw()
    with operation(kind="relance.agenda.creer", author=by) as op:
        User.objects.select_for_update().get(pk=person.pk)
        old = FluxAgenda.objects.filter(user=person, plan=plan).first()
        if old is not None:
            op.delete(old)
        op.create(FluxAgenda(user=person, plan=plan, token_hash=kept))
    return token


def stop_feed(*, by: User, person: User, plan: Plan | None) -> None:
    """Stop a calendar: its address answers nothing any more. Raises Forbidden, UserFault."""
    require_oneself(by, person)
    with operation(kind="relance.agenda.arreter", author=by) as op:
        old = FluxAgenda.objects.filter(user=person, plan=plan).first()
        if old is None:
            raise UserFault.single("Cet agenda est déjà arrêté.")
        op.delete(old)
