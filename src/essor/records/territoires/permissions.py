"""Who may do what with territories. Reading is open to all: these are published facts."""

from typing import Protocol


class Person(Protocol):
    """Whoever asks: signed in or not."""

    @property
    def is_authenticated(self) -> bool:
        """Tell whether the person signed in."""
        ...


def can_read_territoires(user: Person | None) -> bool:
    """Anyone may: the list and the look-up answer companies that have no account."""
    return True


def can_load_perimetre(user: Person | None) -> bool:
    """Only those who administer the installation: a perimeter is the same for all territories."""
    return bool(user and user.is_authenticated and getattr(user, "is_superuser", False))
