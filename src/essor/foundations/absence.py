"""Why a number is not there. Zero is a value and never one of these."""

from enum import StrEnum


class Absence(StrEnum):
    """The reasons that must never be mixed, in storage, sums, API, screen and export."""

    NON_PUBLIE = "non_publie"  # nobody published it: absent from the source
    SECRET = "secret"  # the producer hides it (statistical or business secrecy)
    NON_CHARGE = "non_charge"  # it exists, we have not loaded it
    SANS_OBJET = "sans_objet"  # the question does not arise here

    @property
    def label(self) -> str:
        """French label, as shown on screen and in exports."""
        return _LABELS[self]


_LABELS = {
    Absence.NON_PUBLIE: "non publié",
    Absence.SECRET: "couvert par le secret",
    Absence.NON_CHARGE: "non chargé",
    Absence.SANS_OBJET: "sans objet",
}
