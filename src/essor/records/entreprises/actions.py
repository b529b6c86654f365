"""Writes about firms: their card, their place in actions, their projects."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.text import fold, without_spaces
from essor.records.accounts.permissions import Access
from essor.records.entreprises.models import CHECKED, Etablissement, LienAction, Projet
from essor.records.entreprises.permissions import require_manage
from essor.records.journal.actions import OpenOperation, operation
from essor.records.plans.models import Action
from essor.records.plans.permissions import require_edit_plan
from essor.records.territoires.models import Territoire

SETTABLE = frozenset(
    {"siret", "denomination", "enseigne", "naf_rev2", "naf_2025", "tranche_effectif", "adresse"}
    | {"code_postal", "commune", "code_commune_insee", "etat", "is_non_diffusible"}
    | {"source_title", "source_href", "read_on", "confidentialite", "is_demonstration"}
)
PROJET = frozenset(
    {"titre", "texte", "montant_eur", "emplois", "announced_on", "source_title", "source_href"}
    | {"read_on", "confiance", "is_self_declared", "confidentialite"}
)


def create_etablissement(*, by: Access, territoire: Territoire, **values: Any) -> Etablissement:
    """Add an establishment to the territory's list. Raises Forbidden, UserFault."""
    require_manage(by, territoire.pk)
    with _operation(by, "creer") as op:
        return new_etablissement(op, territoire, values)


def new_etablissement(
    op: OpenOperation, territoire: Territoire, values: Mapping[str, Any]
) -> Etablissement:
    """Add an establishment inside an open operation. Raises UserFault."""
    etablissement = Etablissement(territoire=territoire, **cleaned(values, SETTABLE))
    _refuse_twice(etablissement)
    return op.create(etablissement)


def change_etablissement(
    *,
    by: Access,
    etablissement: Etablissement,
    expected_version: int | None = None,
    **values: Any,
) -> Etablissement:
    """Change the card of an establishment. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, etablissement.territoire_id)
    with _operation(by, "modifier") as op:
        row = op.change(
            etablissement, expected_version=expected_version, **cleaned(values, SETTABLE)
        )
        _refuse_twice(row)
        return row


def delete_etablissement(*, by: Access, etablissement: Etablissement, reason: str = "") -> None:
    """Delete an establishment entered by mistake. Raises Forbidden, UserFault.

    One that was visited, or where someone is known, is closed, not deleted.
    """
    require_manage(by, etablissement.territoire_id)
    if etablissement.echanges.exists() or etablissement.contacts.exists():
        raise UserFault.single(
            f"« {etablissement} » a des échanges ou des contacts : on ne le supprime pas.",
            expected="le passer à « Fermé »",
        )
    with _operation(by, "supprimer", reason) as op:
        for row in (*etablissement.liens.order_by("id"), *etablissement.projets.order_by("id")):
            op.delete(row)
        op.delete(etablissement)


def link_action(
    *, by: Access, etablissement: Etablissement, action: Action, role: str
) -> LienAction:
    """Say what a firm is to an action. Raises Forbidden, UserFault."""
    require_manage(by, etablissement.territoire_id)
    require_edit_plan(by, action.plan)
    if etablissement.liens.filter(action=action, role=role).exists():
        raise UserFault.single("Cet établissement a déjà ce rôle dans cette action.", field="role")
    with _operation(by, "lier") as op:
        return op.create(LienAction(action=action, etablissement=etablissement, role=role))


def unlink_action(*, by: Access, lien: LienAction) -> None:
    """Take a firm out of an action. Raises Forbidden."""
    require_manage(by, lien.etablissement.territoire_id)
    with _operation(by, "delier") as op:
        op.delete(lien)


def add_projet(*, by: Access, etablissement: Etablissement, **values: Any) -> Projet:
    """Keep what a firm announced, with its source. Raises Forbidden, UserFault."""
    require_manage(by, etablissement.territoire_id)
    with _operation(by, "projet.creer") as op:
        return op.create(Projet(etablissement=etablissement, **cleaned(values, PROJET)))


def change_projet(
    *, by: Access, projet: Projet, expected_version: int | None = None, **values: Any
) -> Projet:
    """Correct what was noted of an announcement. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, projet.etablissement.territoire_id)
    with _operation(by, "projet.modifier") as op:
        return op.change(projet, expected_version=expected_version, **cleaned(values, PROJET))


def delete_projet(*, by: Access, projet: Projet) -> None:
    """Delete a project entered by mistake. Raises Forbidden."""
    require_manage(by, projet.etablissement.territoire_id)
    with _operation(by, "projet.supprimer") as op:
        op.delete(projet)


def cleaned(values: Mapping[str, Any], settable: frozenset[str]) -> dict[str, Any]:
    """Return the values without the spaces that people leave, inside codes included."""
    if wrong := sorted(values.keys() - settable):
        raise TypeError(f"not set this way: {', '.join(wrong)}")
    return {name: _tidy(name, value) for name, value in values.items()}


def _tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return without_spaces(value).upper() if name in CHECKED else value.strip()


def _refuse_twice(etablissement: Etablissement) -> None:
    """Raise UserFault when the list has it already, by its SIRET or, without one, by its name."""
    others = Etablissement.objects.filter(territoire_id=etablissement.territoire_id)
    others = others.exclude(pk=etablissement.pk)
    if etablissement.siret:
        same = others.filter(siret=without_spaces(etablissement.siret)).first()
    else:
        name = fold(etablissement.denomination)
        unnumbered = others.filter(siret="").order_by("id")
        same = next((one for one in unnumbered if name and fold(one.denomination) == name), None)
    if same is not None:
        raise UserFault.single(
            f"Cet établissement est déjà suivi : {same}.",
            value=etablissement.siret or etablissement.denomination,
            expected="ouvrir sa fiche",
            field="siret" if etablissement.siret else "dénomination",
        )


def _operation(by: Access, verb: str, reason: str = "") -> AbstractContextManager[OpenOperation]:
    return operation(
        kind=f"entreprises.{verb}", author=by, territoire_code=by.territoire_code, reason=reason
    )
