"""What a person is and may do in one territory, read once per request."""

from dataclasses import dataclass

from essor.foundations.errors import UserFault
from essor.records.accounts.roles import INVITABLE, ROLE_TABLE, Capability, Role


class Forbidden(UserFault):
    """The role does not allow the gesture; HTTP 403."""


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
