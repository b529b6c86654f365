"""What a person is and may do in one territory, read once per request."""

from dataclasses import dataclass
from typing import Protocol

from essor.foundations.errors import UserFault
from essor.records.accounts.roles import INVITABLE, ROLE_TABLE, Capability, Role


class Forbidden(UserFault):
    """The role does not allow the gesture; HTTP 403."""


class Person(Protocol):
    """Whoever holds an account."""

    pk: int
    is_active: bool
    is_superuser: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One person seen from one territory; ``user_id`` is None for the public."""

    territoire_id: int
    territoire_code: str
    role: Role = Role.PUBLIC
    user_id: int | None = None
    is_superuser: bool = False
    label: str = "Public"

    @property
    def pk(self) -> int | None:
        """Identity that the journal signs with."""
        return self.user_id

    @property
    def is_member(self) -> bool:
        """Tell whether this person has a place in the territory."""
        return self.is_superuser or self.role is not Role.PUBLIC

    @classmethod
    def system(cls, *, territoire_id: int, territoire_code: str, label: str = "Essor") -> "Access":
        """Return the access of the command line, which whoever holds the machine may use."""
        return cls(
            territoire_id=territoire_id,
            territoire_code=territoire_code,
            role=Role.ADMINISTRATEUR,
            is_superuser=True,
            label=label,
        )

    def can(self, capability: Capability) -> bool:
        """Tell whether the role table grants the capability."""
        return self.is_superuser or capability in ROLE_TABLE[self.role]

    def require(self, capability: Capability) -> None:
        """Raise Forbidden unless the role table grants the capability."""
        if not self.can(capability):
            raise Forbidden.single(
                f"Votre rôle ({self.role.label}) ne permet pas de {capability.value}.",
                expected="demander ce droit au chef de projet du territoire",
            )

    def can_invite(self, role: Role) -> bool:
        """Tell whether this person may offer a role to someone else."""
        if self.is_superuser:
            return role is not Role.PUBLIC
        return self.can(Capability.INVITE) and role in INVITABLE.get(self.role, ())

    def can_give(self, role: Role) -> bool:
        """Tell whether this person may give a role to a member, or take it from her."""
        return self.can(Capability.MANAGE_MEMBERS) and self.can_invite(role)


def require_same_territoire(by: Access, territoire_id: int) -> None:
    """Raise Forbidden when the rights that are shown are those of another territory."""
    if by.territoire_id != territoire_id:
        raise Forbidden.single(
            "Vos droits dans un territoire ne valent pas dans un autre.",
            expected="être membre de ce territoire",
        )


def require_give(by: Access, *, territoire_id: int, role: Role) -> None:
    """Raise Forbidden unless this person may give, or take away, this role here."""
    require_same_territoire(by, territoire_id)
    by.require(Capability.MANAGE_MEMBERS)
    if not by.can_give(role):
        raise _above(by, role)


def require_invite(by: Access, *, territoire_id: int, role: Role) -> None:
    """Raise Forbidden unless this person may offer this role here."""
    require_same_territoire(by, territoire_id)
    by.require(Capability.INVITE)
    if not by.can_invite(role):
        raise _above(by, role)


def require_installation(by: Person | None) -> None:
    """Raise Forbidden unless she administers the installation; None is the command line."""
    if by is not None and not (by.is_active and by.is_superuser):
        raise Forbidden.single(
            "Seule la personne qui administre l'installation peut faire cela.",
            expected="s'adresser à elle",
        )


def require_self_or_installation(by: Person | None, person: Person) -> None:
    """Raise Forbidden when an account is touched by someone else than its holder."""
    if by is not None and by.pk == person.pk and by.is_active:
        return
    require_installation(by)


def _above(by: Access, role: Role) -> Forbidden:
    return Forbidden.single(
        f"Votre rôle ({by.role.label}) ne permet pas de confier ou de retirer "
        f"le rôle {role.label}.",
        expected="s'adresser à un administrateur du territoire",
    )
