"""The accounts that only a demonstration workspace may hold."""

from django.conf import settings

from essor.records.accounts.actions.membres import new_membre
from essor.records.accounts.actions.people import create_user, lock_person
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import demonstration_accounts
from essor.records.accounts.roles import Role
from essor.records.journal.actions import OpenOperation, operation
from essor.records.journal.models import Tracked
from essor.records.territoires.models import Territoire

# Known to everyone, on purpose: these accounts exist on the reader's own machine only.
DEMONSTRATION_PASSWORD = "piloter-ti-8404-sans-risque"
DEMONSTRATION_EMAILS = {
    Role.ADMINISTRATEUR: "administrateur@demo.invalid",
    Role.CHEF_DE_PROJET: "chef@demo.invalid",
    Role.PILOTE: "pilote@demo.invalid",
    Role.CONTRIBUTEUR: "contributeur@demo.invalid",
    Role.LECTEUR: "lecteur@demo.invalid",
}


def create_demonstration_accounts(*, territoire: Territoire) -> list[User]:
    """Make or mend one account per role, with the documented password.

    Raises Forbidden outside a demonstration workspace.
    """
    if not settings.IS_DEMONSTRATION:
        raise Forbidden.single(
            "Les comptes de démonstration n'existent que dans un espace de démonstration.",
            expected="« essor demo »",
        )
    with operation(
        kind="demonstration.comptes", author=None, territoire_code=territoire.code
    ) as op:
        return [
            _account(op, territoire, role, email) for role, email in DEMONSTRATION_EMAILS.items()
        ]


def remove_demonstration_accounts() -> list[str]:
    """Delete every demonstration account and return their addresses.

    An account that the plan still names as a participant is detached, its name stays.
    """
    removed = []
    with operation(kind="demonstration.retirer", author=None) as op:
        for person in demonstration_accounts():
            for membre in person.membres.order_by("id"):
                op.delete(membre)
            _detach(op, person)
            removed.append(person.email)
            person.delete()
            op.keep()
    return removed


def _account(op: OpenOperation, territoire: Territoire, role: Role, email: str) -> User:
    person = User.objects.filter(email=email).first()
    if person is None:
        person = create_user(
            by=None,
            email=email,
            password=DEMONSTRATION_PASSWORD,
            prenom=role.label.capitalize(),
            nom="(démonstration)",
            structure="Compte de démonstration",
            is_demonstration=True,
        )
    elif not person.is_demonstration:
        raise Forbidden.single(
            f"{email} est un vrai compte de cette installation.",
            expected="un espace de démonstration neuf",
        )
    _mend(op, person)
    membre = Membre.objects.filter(territoire=territoire, user=person).first()
    if membre is None:
        new_membre(op, territoire=territoire, user=person, role=role)
    else:
        op.change(membre, role=role)
    return person


def _mend(op: OpenOperation, person: User) -> None:
    if person.is_active and person.check_password(DEMONSTRATION_PASSWORD):
        return
    row = lock_person(person)
    row.is_active = True
    row.set_password(DEMONSTRATION_PASSWORD)
    row.save()
    op.keep()


def _detach(op: OpenOperation, person: User) -> None:
    """Empty the optional links that rooms above this one keep to the account."""
    for relation in User._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if issubclass(model, Tracked) and relation.null:
            for row in model._default_manager.filter(**{name: person}).order_by("pk"):
                op.change(row, **{name: None})
