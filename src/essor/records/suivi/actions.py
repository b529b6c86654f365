"""Writes of the follow-up: blocking points, stated colours. Each one leaves its trace."""

import datetime as dt
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import lock, operation
from essor.records.plans.models import Action
from essor.records.suivi.models import AvisSante, PointBloquant
from essor.records.suivi.permissions import require_edit_suivi
from essor.records.suivi.rules import Color, Dimension

# A point is lifted and reopened by its own gestures.
SETTABLE = frozenset(
    {"cause", "destinataire_nature", "destinataire_nom", "deblocage", "depuis_on"}
    | {"prochaine_etape", "responsable_nom", "echeance_on"}
)


def add_point(*, by: Access, action: Action, **values: Any) -> PointBloquant:
    """Say that something blocks an action. Raises Forbidden, UserFault."""
    require_edit_suivi(by, action)
    _refuse_unsettable(values)
    with operation(
        kind="plan.blocage.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.create(PointBloquant(action=lock(action), **_stripped(values)))


def change_point(
    *, by: Access, point: PointBloquant, expected_version: int | None = None, **values: Any
) -> PointBloquant:
    """Change what is said of a blocking point. Raises Forbidden, Conflict, UserFault."""
    require_edit_suivi(by, point.action)
    _refuse_unsettable(values)
    with operation(
        kind="plan.blocage.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(point, expected_version=expected_version, **_stripped(values))


def lift_point(
    *,
    by: Access,
    point: PointBloquant,
    leve_on: dt.date,
    leve_motif: str,
    expected_version: int | None = None,
) -> PointBloquant:
    """Say when and how a point stopped blocking. Raises Forbidden, Conflict, UserFault."""
    require_edit_suivi(by, point.action)
    with operation(kind="plan.blocage.lever", author=by, territoire_code=by.territoire_code) as op:
        return op.change(
            point,
            expected_version=expected_version,
            leve_on=leve_on,
            leve_motif=leve_motif.strip(),
        )


def reopen_point(*, by: Access, point: PointBloquant) -> PointBloquant:
    """Say that a lifted point blocks again; the journal keeps how. Raises Forbidden."""
    require_edit_suivi(by, point.action)
    with operation(
        kind="plan.blocage.rouvrir", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(point, leve_on=None, leve_motif="")


def delete_point(*, by: Access, point: PointBloquant) -> None:
    """Delete a point entered by mistake; the journal can bring it back. Raises Forbidden."""
    require_edit_suivi(by, point.action)
    with operation(
        kind="plan.blocage.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        op.delete(point)


def state_color(
    *, by: Access, action: Action, dimension: Dimension, couleur: Color, commentaire: str
) -> AvisSante:
    """Put a stated colour in place of the computed one. Raises Forbidden, UserFault.

    The comment is compulsory; a second opinion on the same dimension replaces the first, which
    the journal keeps with its author.
    """
    require_edit_suivi(by, action)
    said: dict[str, Any] = {
        "couleur": couleur.value,
        "commentaire": commentaire.strip(),
        "auteur": by.label,
    }
    with operation(kind="plan.sante.dire", author=by, territoire_code=by.territoire_code) as op:
        lock(action)
        if not said["commentaire"]:
            raise UserFault.single(
                "Dire pourquoi cette couleur remplace celle qui est calculée.", field="commentaire"
            )
        standing = AvisSante.objects.filter(action=action, dimension=dimension.value).first()
        if standing is not None:
            return op.change(standing, **said)
        return op.create(AvisSante(action=action, dimension=dimension.value, **said))


def take_back_color(*, by: Access, avis: AvisSante) -> None:
    """Let the computed colour stand again. Raises Forbidden."""
    require_edit_suivi(by, avis.action)
    with operation(kind="plan.sante.retirer", author=by, territoire_code=by.territoire_code) as op:
        op.delete(avis)


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }


def _refuse_unsettable(values: dict[str, Any]) -> None:
    if wrong := sorted(values.keys() - SETTABLE):
        raise TypeError(f"not set this way: {', '.join(wrong)}")
