"""Writes on requests for news and on the personal links. Each one leaves its trace."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.records.accounts.actions import create_user
from essor.records.accounts.actions.membres import new_membre
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access, require_invite
from essor.records.accounts.queries import find_person
from essor.records.accounts.roles import Role
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Participant, Plan
from essor.records.relances.defaults import number
from essor.records.relances.facts import ground_of
from essor.records.relances.kinds import Nature
from essor.records.relances.links import PILOTS, draw, in_days
from essor.records.relances.models import Campagne, Demande, LienFiche, RegleRelance
from essor.records.relances.permissions import require_manage
from essor.records.relances.rules import Rule

SETTABLE = frozenset({"titre", "message", "echeance_on"})
Asked = Iterable[tuple[Action, User]]


def prepare_campagne(
    *,
    by: Access,
    plan: Plan,
    titre: str,
    echeance_on: dt.date,
    asked: Asked,
    message: str = "",
    is_demonstration: bool = False,
) -> Campagne:
    """Prepare a request; nobody hears of it before ``launch_campagne``.

    asked : which action from whom; she must answer for it. Raises Forbidden, UserFault.
    """
    require_manage(by, plan)
    pairs = list(asked)
    today = timezone.localdate()
    with FaultGatherer() as faults:
        if not titre.strip():
            faults.add_message("Donnez un titre à la demande.", place=Place(field="titre"))
        if echeance_on < today:
            faults.add_message(
                "L'échéance est passée.",
                place=Place(field="réponse attendue le"),
                expected="une date à venir",
            )
        _check_asked(faults, plan, pairs, today)
    with operation(
        kind="relance.campagne.preparer", author=by, territoire_code=by.territoire_code
    ) as op:
        campagne = op.create(
            Campagne(
                plan=plan,
                titre=titre.strip(),
                message=message.strip(),
                echeance_on=echeance_on,
                is_demonstration=is_demonstration,
            )
        )
        for action, user in pairs:
            op.create(Demande(campagne=campagne, action=action, user=user))
        return campagne


def change_campagne(
    *, by: Access, campagne: Campagne, expected_version: int | None = None, **values: Any
) -> Campagne:
    """Change the words or the day of a request. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, campagne.plan)
    if wrong := sorted(values.keys() - SETTABLE):
        raise TypeError(f"not set this way: {', '.join(wrong)}")
    with operation(
        kind="relance.campagne.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(campagne, expected_version=expected_version, **values)


def launch_campagne(*, by: Access, campagne: Campagne) -> Campagne:
    """Open a request: links work, mails may leave. Raises Forbidden, UserFault."""
    require_manage(by, campagne.plan)
    with operation(
        kind="relance.campagne.lancer", author=by, territoire_code=by.territoire_code
    ) as op:
        if lock(campagne).launched_at is not None:
            raise UserFault.single("Cette demande est déjà lancée.")
        return op.change(campagne, launched_at=op.row.at)


def close_campagne(*, by: Access, campagne: Campagne) -> Campagne:
    """Close a request: its links stop working, nobody is reminded. Raises Forbidden, UserFault."""
    require_manage(by, campagne.plan)
    with operation(
        kind="relance.campagne.clore", author=by, territoire_code=by.territoire_code
    ) as op:
        if not lock(campagne).is_open:
            raise UserFault.single("Cette demande n'attend pas de réponse.")
        return op.change(campagne, closed_at=op.row.at)


def delete_campagne(*, by: Access, campagne: Campagne) -> None:
    """Delete a request that nobody received. Raises Forbidden, UserFault."""
    require_manage(by, campagne.plan)
    with operation(
        kind="relance.campagne.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        if lock(campagne).launched_at is not None:
            raise UserFault.single(
                "Une demande lancée ne se supprime pas.", expected="la clore, elle reste lisible"
            )
        for demande in campagne.demandes.order_by("id"):
            op.delete(demande)
        op.delete(campagne)


def draw_link(*, by: Access, campagne: Campagne, user: User) -> str:
    """Make a personal link for the manager to hand over; return its secret, shown this once.

    Raises Forbidden, or UserFault when she was not asked or the request is not open.
    """
    require_manage(by, campagne.plan)
    with operation(kind="relance.lien.creer", author=by, territoire_code=by.territoire_code) as op:
        if not lock(campagne).is_open:
            raise UserFault.single(
                "Cette demande n'attend pas de réponse.", expected="la lancer d'abord"
            )
        if not campagne.demandes.filter(user=user).exists():
            raise UserFault.single("Rien n'est demandé à cette personne.", value=user.label)
        return mint_link(op, plan=campagne.plan, user=user, campagne=campagne)


def mint_link(op: OpenOperation, *, plan: Plan, user: User, campagne: Campagne | None) -> str:
    """Make a link inside an open operation; only its fingerprint is kept."""
    token, kept = draw()
    days = number("duree_lien", timezone.localdate())
    op.create(
        LienFiche(
            plan=plan, user=user, campagne=campagne, token_hash=kept, expires_at=in_days(days)
        )
    )
    return token


def revoke_links(*, by: Access, plan: Plan, user: User) -> int:
    """Stop every link of a person to her sheet of this plan; return how many. Raises Forbidden."""
    require_manage(by, plan)
    with operation(
        kind="relance.lien.retirer", author=by, territoire_code=by.territoire_code
    ) as op:
        open_links = LienFiche.objects.filter(plan=plan, user=user, revoked_at__isnull=True)
        found = list(open_links.order_by("id"))
        for link in found:
            op.change(link, revoked_at=op.row.at)
        return len(found)


def address_pilot(*, by: Access, participant: Participant, email: str) -> User:
    """Give a named pilot her address: a pilot's account without password, tied to her name.

    She answers through her links; with « mot de passe oublié » she may sign in one day. Raises
    Forbidden, or UserFault when the address is wrong or belongs to a member who cannot pilot.
    """
    action = participant.action
    require_manage(by, action.plan)
    require_invite(by, territoire_id=action.plan.territoire_id, role=Role.PILOTE)
    if participant.role != ParticipantRole.PERSONNE_PILOTE:
        raise UserFault.single("Cette personne n'est pas pilote de l'action.")
    address = _checked(email)
    with operation(
        kind="plan.action.pilote.adresse", author=by, territoire_code=by.territoire_code
    ) as op:
        person = find_person(address) or create_user(
            by=None, email=address, password=None, nom=participant.nom[:100]
        )
        place = Membre.objects.filter(user=person, territoire_id=action.plan.territoire_id).first()
        if place is None:
            new_membre(op, territoire=action.plan.territoire, user=person, role=Role.PILOTE)
        elif place.role not in PILOTS or not person.is_active:
            raise UserFault.single(
                f"{address} est déjà membre, comme {place.get_role_display()}.",
                expected="lui donner le rôle de pilote dans la page des membres",
                field="adresse électronique",
            )
        op.change(participant, user=person)
        return person


def set_rule(
    *, by: Access, plan: Plan, rule: Rule, expected_version: int | None = None
) -> RegleRelance:
    """Choose how one kind of reminder is sent here. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, plan)
    if not rule.nature.is_rule:
        raise UserFault.single("Ce type de rappel ne se règle pas.", value=rule.nature.label)
    values = {
        "is_on": rule.is_on,
        "days": rule.days,
        "every_days": rule.every_days,
        "most": rule.most,
    }
    with operation(
        kind="relance.regle.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(plan)  # two managers who set a first choice wait for one another
        row = RegleRelance.objects.filter(
            territoire=plan.territoire_id, nature=rule.nature.value
        ).first()
        if row is not None:
            return op.change(row, expected_version=expected_version, **values)
        fresh = RegleRelance(territoire=plan.territoire, nature=rule.nature.value, **values)
        return op.create(fresh)


def pilots_to_ask(plan: Plan, day: dt.date) -> list[tuple[Action, list[User]]]:
    """Return the actions that are alive, each with the people who answer for it."""
    ground = ground_of([plan], day)
    concerned = {key: ground.concerned(action) for key, action in ground.actions.items()}
    ids = {user_id for found in concerned.values() for user_id in found}
    people = {user.pk: user for user in User.objects.filter(pk__in=ids).order_by("id")}
    return [
        (action, sorted((people[one] for one in concerned[key]), key=lambda user: user.label))
        for key, action in ground.actions.items()
    ]


def pilots_without_address(plan: Plan, day: dt.date) -> list[Participant]:
    """Return the named pilots of living actions who have no account yet, in plan order."""
    alive = list(ground_of([plan], day).actions)
    found = Participant.objects.filter(
        action__in=alive, role=ParticipantRole.PERSONNE_PILOTE, user__isnull=True
    )
    return list(found.select_related("action").order_by("action__ordre", "action__code", "id"))


def default_titre(day: dt.date) -> str:
    """Return the title that a new request is offered."""
    return f"{Nature.DEMANDE.label} du {day:%d/%m/%Y}"


def _check_asked(
    faults: FaultGatherer, plan: Plan, pairs: list[tuple[Action, User]], today: dt.date
) -> None:
    place = Place(field="actions")
    if not pairs:
        faults.add_message("Choisissez au moins une action et son pilote.", place=place)
    allowed = {
        (action.pk, user.pk) for action, users in pilots_to_ask(plan, today) for user in users
    }
    for action, user in pairs:
        if (action.pk, user.pk) not in allowed:
            faults.add_message(
                f"{user.label} ne répond pas de l'action {action.code}.", place=place
            )


def _checked(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise UserFault.single(
            "L'adresse électronique n'est pas valable.",
            value=address,
            expected="une adresse comme prenom.nom@exemple.fr",
            field="adresse électronique",
        ) from error
    return address
