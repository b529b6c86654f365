"""The two sides of a movement, and what makes it impossible: everything is said at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from essor.foundations.errors import Fault, FaultGatherer, Place
from essor.foundations.text import fold
from essor.records.conventions.choices import ENDS, NatureMouvement, Sens
from essor.records.conventions.models import Filiation, Mouvement
from essor.records.conventions.moves import LONGEST_TITLE
from essor.records.plans.models import Action, Axe, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """An action on the far side: one of the plan, or the title of one to create."""

    action: Action | None = None
    titre: str = ""
    axe: Axe | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What leaves the plan, and what comes of it."""

    nature: str
    sortie: str = ""
    avant: tuple[Action, ...] = ()
    apres: tuple[Receiver, ...] = ()
    motif: str = ""

    @property
    def has_successor(self) -> bool:
        """Tell whether what leaves has somewhere to go."""
        return bool(self.avant and self.apres)


def sides_of(mouvement: Mouvement) -> tuple[Sides, list[Filiation]]:
    """Return the sides of a movement as they are kept, and the rows of the far side in order."""
    rows = list(
        Filiation.objects.filter(mouvement=mouvement)
        .select_related("action__plan", "action__axe", "axe")
        .order_by("sens", "ordre", "id")
    )
    far = [row for row in rows if row.sens == Sens.APRES]
    sides = Sides(
        nature=mouvement.nature,
        sortie=mouvement.sortie,
        avant=tuple(row.action for row in rows if row.sens == Sens.AVANT and row.action),
        apres=tuple(Receiver(action=row.action, titre=row.titre, axe=row.axe) for row in far),
        motif=mouvement.motif,
    )
    return sides, far


def check_sides(sides: Sides, plan: Plan, mouvement: Mouvement | None = None) -> None:
    """Raise UserFault with everything that makes the movement impossible.

    mouvement : the one that is about to be applied, None for a new one
    """
    with FaultGatherer() as faults:
        for fault in (*_shape_faults(sides), *_action_faults(sides, plan, mouvement)):
            faults.add(fault)


def _shape_faults(sides: Sides) -> Iterator[Fault]:
    if not sides.motif:
        yield _fault("motif", "Le motif manque.", "une phrase qui dit pourquoi")
    yield from _SHAPES[NatureMouvement(sides.nature)](sides)


def _merge_faults(sides: Sides) -> Iterator[Fault]:
    received = sum(one.action is not None for one in sides.apres)
    if len(sides.apres) != 1:
        yield _fault("apres", "Une fusion a une seule action d'arrivée.", "une action")
    if len(sides.avant) + received < 2 or not sides.avant:
        yield _fault("avant", "Une fusion réunit au moins deux actions.", "deux actions")


def _split_faults(sides: Sides) -> Iterator[Fault]:
    if len(sides.avant) != 1:
        yield _fault("avant", "Une scission part d'une seule action.", "une action")
    if len(sides.apres) < 2:
        yield _fault("nouvelles", "Une scission donne au moins deux actions.", "deux titres")


def _end_faults(sides: Sides) -> Iterator[Fault]:
    if not sides.avant:
        yield _fault("avant", "Aucune action n'est choisie.", "l'action qui prend fin")
    if sides.apres:
        yield _fault("apres", "Une fin n'a pas d'action d'arrivée.", "une fusion, s'il y en a une")
    if sides.sortie not in [end.value for end in ENDS]:
        yield _fault("sortie", "La raison de la sortie manque.", "réalisée, abandonnée…")


def _addition_faults(sides: Sides) -> Iterator[Fault]:
    if not sides.apres:
        yield _fault("nouvelles", "Aucune action n'est ajoutée.", "le titre d'une action")
    if sides.avant:
        yield _fault("avant", "Un ajout ne fait sortir aucune action.", "aucune action à gauche")


_SHAPES: Mapping[NatureMouvement, Callable[[Sides], Iterator[Fault]]] = {
    NatureMouvement.FUSION: _merge_faults,
    NatureMouvement.SCISSION: _split_faults,
    NatureMouvement.FIN: _end_faults,
    NatureMouvement.AJOUT: _addition_faults,
}


def _action_faults(sides: Sides, plan: Plan, mouvement: Mouvement | None) -> Iterator[Fault]:
    named = [*sides.avant, *(one.action for one in sides.apres if one.action)]
    for action in named:
        if action.plan_id != plan.pk:
            yield _fault("avant", "Une action d'un autre plan est citée.", "une action de ce plan")
        elif action.sortie:
            left = f"{action.code} est déjà sortie du plan\u00a0: {action.get_sortie_display()}."
            yield _fault("avant", left, "une action qui est dans le plan")
    if len({action.pk for action in named}) < len(named):
        yield _fault("avant", "La même action est citée deux fois.", "chaque action une fois")
    yield from _below_faults(sides)
    yield from _title_faults(sides.apres)
    yield from _known_faults(sides, mouvement)


def _below_faults(sides: Sides) -> Iterator[Fault]:
    """A sub-action ends with its parent: naming both would end it twice."""
    leaving = {action.pk for action in sides.avant}
    for action in [*sides.avant, *(one.action for one in sides.apres if one.action)]:
        if action.parent_id in leaving:
            said = f"{action.code} est une sous-action d'une action citée."
            yield _fault("avant", said, "l'action ou sa sous-action, pas les deux")


def _title_faults(receivers: Sequence[Receiver]) -> Iterator[Fault]:
    titles = [fold(one.titre) for one in receivers if one.action is None]
    if "" in titles:
        yield _fault("nouvelles", "Une nouvelle action n'a pas de titre.", "un titre")
    for titre in [one.titre.strip() for one in receivers if one.action is None]:
        if len(titre) > LONGEST_TITLE:
            said = f"Le titre «\u00a0{titre[:40]}…\u00a0» a {len(titre)} caractères."
            yield _fault("nouvelles", said, f"{LONGEST_TITLE} caractères au plus")
    if len(set(titles)) < len(titles):
        yield _fault(
            "nouvelles", "Deux nouvelles actions ont le même titre.", "des titres différents"
        )


def _known_faults(sides: Sides, mouvement: Mouvement | None) -> Iterator[Fault]:
    """An action leaves once, and comes once: no other movement may already say so."""
    others = Filiation.objects.exclude(mouvement=mouvement).select_related("action", "mouvement")
    leaving = others.filter(
        sens=Sens.AVANT, action__in=sides.avant, mouvement__applied_at__isnull=True
    )
    for row in leaving.order_by("ordre", "id"):
        said = f"{_code(row)} est déjà dans un mouvement prévu\u00a0: {row.mouvement.nom}."
        yield _fault("avant", said, "supprimer l'autre mouvement d'abord")
    if sides.nature != NatureMouvement.AJOUT:
        return
    added = [one.action for one in sides.apres if one.action]
    for row in others.filter(sens=Sens.APRES, action__in=added).order_by("ordre", "id"):
        said = f"Un mouvement dit déjà d'où vient {_code(row)}\u00a0: {row.mouvement.nom}."
        yield _fault("apres", said, "modifier ce mouvement")


def _code(row: Filiation) -> str:
    return row.action.code if row.action else row.titre


def _fault(field: str, message: str, expected: str) -> Fault:
    return Fault(message=message, place=Place(field=field), expected=expected, code="mouvement")
