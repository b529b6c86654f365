"""Tables of the convention; every one is tracked and written by the actions of this room only."""

from essor.records.conventions.models.mouvements import Filiation, Mouvement
from essor.records.conventions.models.personnes import Mandat, Signataire
from essor.records.conventions.models.textes import Acte, Label

__all__ = ["Acte", "Filiation", "Label", "Mandat", "Mouvement", "Signataire"]
