"""Writes of the register: lines typed, corrected, cancelled, declared. Each leaves its trace."""

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from essor.engines.terres.registre.lines import CheckedLine
from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation, operation
from essor.records.plans.models import Plan
from essor.records.registre.checking import check_texts, due_on, kept_values
from essor.records.registre.choices import EtatLigne, MotifLigne
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import require_write

KIND = "terres.registre"
LONGEST_ID = 36


def create_ligne(
    *,
    by: Access,
    plan: Plan,
    genre: str,
    champs: Mapping[str, str],
    today: dt.date,
    **origin: Any,
) -> LigneRegistre:
    """Add a line; one that the register would refuse is kept to be completed.

    champs : texts by field of the API ; origin : lot, bordereau, is_demonstration
    Raises Forbidden, UserFault when the identifier is absent, wrong or already there.
    """
    require_write(by, plan)
    with _operation(by, "ajouter") as op:
        return new_ligne(op, plan=plan, genre=genre, champs=champs, today=today, **origin)


def new_ligne(
    op: OpenOperation,
    *,
    plan: Plan,
    genre: str,
    champs: Mapping[str, str],
    today: dt.date,
    **origin: Any,
) -> LigneRegistre:
    """Add a line inside an open operation. Raises UserFault."""
    checked = check_texts(champs, genre=genre, today=today)
    row = LigneRegistre(
        plan=plan,
        genre=genre,
        public_id=_identifier(checked),
        etat=EtatLigne.PRETE if checked.is_valid else EtatLigne.BROUILLON,
        **kept_values(checked, champs, genre),
        **origin,
    )
    _refuse_twice(row)
    return op.create(row)


def change_ligne(
    *,
    by: Access,
    ligne: LigneRegistre,
    champs: Mapping[str, str],
    today: dt.date,
    expected_version: int | None = None,
) -> LigneRegistre:
    """Change a line that was never sent. Raises Forbidden, Conflict, UserFault."""
    require_write(by, ligne.plan)
    if ligne.declared_on is not None or not ligne.is_owed:
        raise UserFault.single(
            "Cette ligne est déjà déclarée ou annulée.", expected="la corriger avec une raison"
        )
    checked = check_texts(champs, genre=ligne.genre, today=today)
    with _operation(by, "modifier") as op:
        row = op.change(
            ligne,
            expected_version=expected_version,
            public_id=_identifier(checked),
            etat=EtatLigne.PRETE if checked.is_valid else EtatLigne.BROUILLON,
            **kept_values(checked, champs, ligne.genre),
        )
        _refuse_twice(row)
        return row


def correct_ligne(
    *,
    by: Access,
    ligne: LigneRegistre,
    champs: Mapping[str, str],
    raison: str,
    today: dt.date,
    expected_version: int | None = None,
) -> LigneRegistre:
    """Correct a line already sent: it goes again, with the reason MODIFIER.

    The identifier and the establishment do not change: they say which line is corrected.
    Raises Forbidden, Conflict, UserFault.
    """
    require_write(by, ligne.plan)
    _require_sent(ligne)
    kept = {name: ligne.champs.get(name, "") for name in ("publicId", "reportForCompanySiret")}
    texts = {**champs, **kept, "reason": MotifLigne.MODIFIER.value}
    checked = check_texts(texts, genre=ligne.genre, today=today)
    with _operation(by, "corriger", _required(raison)) as op:
        return op.change(
            ligne,
            expected_version=expected_version,
            etat=EtatLigne.PRETE if checked.is_valid else EtatLigne.BROUILLON,
            motif=MotifLigne.MODIFIER,
            raison=_required(raison),
            **{**kept_values(checked, texts, ligne.genre), "echeance_on": due_on(today)},
        )


def cancel_ligne(
    *,
    by: Access,
    ligne: LigneRegistre,
    raison: str,
    today: dt.date,
    expected_version: int | None = None,
) -> LigneRegistre:
    """Cancel a line: at once if it was never sent, else by the next sending (ANNULER).

    Raises Forbidden, Conflict, UserFault.
    """
    require_write(by, ligne.plan)
    if ligne.etat == EtatLigne.ANNULEE:
        raise UserFault.single("Cette ligne est déjà annulée.")
    is_sent = ligne.declared_on is not None
    with _operation(by, "annuler_ligne", _required(raison)) as op:
        return op.change(
            ligne,
            expected_version=expected_version,
            etat=EtatLigne.PRETE if is_sent else EtatLigne.ANNULEE,
            motif=MotifLigne.ANNULER if is_sent else "",
            echeance_on=due_on(today) if is_sent else ligne.echeance_on,
            raison=_required(raison),
        )


def delete_ligne(*, by: Access, ligne: LigneRegistre) -> None:
    """Delete a line entered by mistake and never sent; the history gives it back.

    Raises Forbidden, UserFault.
    """
    require_write(by, ligne.plan)
    if ligne.declared_on is not None:
        raise UserFault.single("Une ligne déclarée ne se supprime pas.", expected="l'annuler")
    with _operation(by, "supprimer") as op:
        op.delete(ligne)


def declare_lignes(
    *, by: Access, lignes: Iterable[LigneRegistre], declared_on: dt.date
) -> list[LigneRegistre]:
    """Say that lines were sent to the national register on a day, all or none.

    Raises Forbidden, UserFault for lines that are not ready.
    """
    rows = list(lignes)
    for plan in {row.plan_id: row.plan for row in rows}.values():
        require_write(by, plan)
    if wrong := [row for row in rows if row.etat != EtatLigne.PRETE]:
        raise UserFault.single(
            f"{len(wrong)} ligne(s) ne sont pas prêtes : {wrong[0]}…",
            expected="ne déclarer que des lignes prêtes",
        )
    with _operation(by, "declarer") as op:
        return [op.change(row, **declared_values(row, declared_on)) for row in rows]


def declared_values(row: LigneRegistre, declared_on: dt.date) -> dict[str, Any]:
    """Return what a line becomes once sent: declared, or cancelled when that was the reason."""
    if row.motif == MotifLigne.ANNULER:
        return {"etat": EtatLigne.ANNULEE, "motif": "", "declared_on": declared_on}
    return {"etat": EtatLigne.DECLAREE, "motif": "", "raison": "", "declared_on": declared_on}


def _identifier(checked: CheckedLine) -> str:
    """Return the identifier. Raises UserFault when it is absent or wrong."""
    wrong = [one for one in checked.remarques if one.champ == "publicId" and one.is_refused]
    if wrong:
        raise UserFault(one.as_fault() for one in wrong)
    return checked.champs["publicId"]


def _refuse_twice(row: LigneRegistre) -> None:
    others = LigneRegistre.objects.filter(
        plan_id=row.plan_id, genre=row.genre, siret=row.siret, public_id=row.public_id
    ).exclude(pk=row.pk)
    if others.exists():
        raise UserFault.single(
            "Cet identifiant sert déjà à une ligne de ce registre : "
            "le registre national l'ignorerait sans un mot.",
            value=row.public_id,
            expected="un identifiant neuf, ou corriger la ligne qui le porte",
            field="publicId",
        )


def _require_sent(ligne: LigneRegistre) -> None:
    if ligne.declared_on is None:
        raise UserFault.single("Cette ligne n'est pas encore déclarée.", expected="la modifier")


def _required(raison: str) -> str:
    if not raison.strip():
        raise UserFault.single("Dire pourquoi.", expected="une raison", field="raison")
    return raison.strip()[:500]


def _operation(by: Access, verb: str, reason: str = "") -> AbstractContextManager[OpenOperation]:
    return operation(
        kind=f"{KIND}.{verb}", author=by, territoire_code=by.territoire_code, reason=reason
    )
