"""Writes of slips: added once, corrected, cancelled with a reason. Each leaves its trace."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.bordereaux.choices import SourceBordereau
from essor.records.bordereaux.liens import holder
from essor.records.bordereaux.models import Bordereau, LienChantier
from essor.records.bordereaux.permissions import (
    require_add_bordereau,
    require_manage_bordereaux,
)
from essor.records.journal.actions import OpenOperation, operation
from essor.records.plans.models import Plan
from essor.records.terres.models import Lot

# How a slip came in, and whether it counts, are not typed.
SETTABLE = frozenset(
    {"numero", "realise_on", "realise_heure", "chantier", "depot", "lot", "exutoire", "plateforme"}
    | {"tonnes", "is_estime", "volume_m3", "plaques", "transporteur", "transporteur_siret"}
    | {"recepisse", "numero_dap", "observation", "saisi_par", "is_demonstration"}
)
# What tells one sending from another that bears the same identity.
SAID = ("realise_on", "chantier_id", "depot_id", "exutoire_id", "plateforme_id", "tonnes")


@dataclass(frozen=True, slots=True)
class Added:
    """A slip, and whether this call wrote it: False when it was already there."""

    bordereau: Bordereau
    is_new: bool


def add_bordereau(
    *,
    by: Access,
    plan: Plan,
    source: SourceBordereau = SourceBordereau.SAISIE,
    envoi_uuid: uuid.UUID | None = None,
    **values: Any,
) -> Added:
    """Write a slip; the same sending again writes nothing. Raises Forbidden, UserFault."""
    require_add_bordereau(by, plan)
    values.setdefault("saisi_par", by.label[:200])
    row = _made(plan, values, source=source, envoi_uuid=envoi_uuid)
    return _add_once(by, row, kind="terres.bordereaux.ajouter")


def receive_bordereau(
    *, lien: LienChantier, envoi_uuid: uuid.UUID, saisi_par: str = "", **values: Any
) -> Added:
    """Write what a phone sends through an open link; the same sending again writes nothing.

    The caller found the link open. The site is that of the link. Raises UserFault.
    """
    row = _made(
        lien.chantier.plan,
        {**values, "chantier": lien.chantier, "saisi_par": saisi_par.strip()},
        source=SourceBordereau.TELEPHONE,
        envoi_uuid=envoi_uuid,
    )
    row.lien = lien
    return _add_once(holder(lien, saisi_par.strip()), row, kind="terres.bordereaux.recevoir")


def change_bordereau(
    *, by: Access, bordereau: Bordereau, expected_version: int | None = None, **values: Any
) -> Bordereau:
    """Correct a slip. Raises Forbidden, Conflict, UserFault."""
    require_manage_bordereaux(by, bordereau.plan)
    _refuse_unsettable(values)
    with operation(
        kind="terres.bordereaux.corriger", author=by, territoire_code=by.territoire_code
    ) as op:
        return _guarded(
            bordereau,
            lambda: op.change(bordereau, expected_version=expected_version, **_stripped(values)),
        )


def attach_lot(*, by: Access, bordereaux: list[Bordereau], lot: Lot) -> int:
    """Say which lot several slips carried; return how many changed. Raises Forbidden, UserFault."""
    for one in bordereaux:
        require_manage_bordereaux(by, one.plan)
    with operation(
        kind="terres.bordereaux.rattacher", author=by, territoire_code=by.territoire_code
    ) as op:
        for one in bordereaux:
            op.change(one, lot=lot)
        return op.touched


def cancel_bordereau(
    *, by: Access, bordereau: Bordereau, motif: str, expected_version: int | None = None
) -> Bordereau:
    """Say that a slip no longer counts, and why; it stays readable. Raises Forbidden, UserFault."""
    require_manage_bordereaux(by, bordereau.plan)
    with operation(
        kind="terres.bordereaux.annuler_un", author=by, territoire_code=by.territoire_code
    ) as op:
        if not motif.strip():
            raise UserFault.single("Dire pourquoi ce bordereau est annulé.", field="motif")
        return op.change(
            bordereau,
            expected_version=expected_version,
            annule_on=timezone.localdate(),
            annule_motif=motif.strip(),
        )


def restore_bordereau(*, by: Access, bordereau: Bordereau) -> Bordereau:
    """Let a cancelled slip count again. Raises Forbidden, UserFault when another took its place."""
    require_manage_bordereaux(by, bordereau.plan)
    with operation(
        kind="terres.bordereaux.retablir", author=by, territoire_code=by.territoire_code
    ) as op:
        return _guarded(bordereau, lambda: op.change(bordereau, annule_on=None, annule_motif=""))


def write_bordereau(op: OpenOperation, row: Bordereau) -> Bordereau:
    """Write a slip inside an open operation, as imports do. Raises UserFault."""
    if (standing := same_numero(row)) is not None:
        raise _duplicate(standing)
    return op.create(row)


def same_numero(row: Bordereau) -> Bordereau | None:
    """Return the live slip that bears the same number, on the same day, at the same place."""
    if not row.numero:
        return None
    ends = {name: getattr(row, name) for name in ("exutoire", "plateforme")}
    found = Bordereau.objects.filter(
        plan_id=row.plan_id, numero=row.numero, realise_on=row.realise_on, annule_on=None, **ends
    )
    return found.exclude(pk=row.pk).first()


def _made(
    plan: Plan, values: dict[str, Any], *, source: SourceBordereau, envoi_uuid: uuid.UUID | None
) -> Bordereau:
    _refuse_unsettable(values)
    row = Bordereau(plan=plan, source=source, envoi_uuid=envoi_uuid, **_stripped(values))
    if row.lot is not None and row.chantier is None and row.depot is None:
        row.chantier = row.lot.chantier
    return row


def _add_once(by: Access, row: Bordereau, *, kind: str) -> Added:
    if (sent := _already_sent(row)) is not None:
        return sent
    try:
        with operation(kind=kind, author=by, territoire_code=by.territoire_code) as op:
            return Added(write_bordereau(op, row), is_new=True)
    except IntegrityError as error:  # another process wrote the same one in between
        if (sent := _already_sent(row)) is not None:
            return sent
        if (standing := same_numero(row)) is not None:
            raise _duplicate(standing) from error
        raise


def _already_sent(row: Bordereau) -> Added | None:
    if row.envoi_uuid is None:
        return None
    found = Bordereau.objects.filter(envoi_uuid=row.envoi_uuid).first()
    if found is None:
        return None
    is_same = found.plan_id == row.plan_id and found.lien_id == row.lien_id
    if is_same and (found.version > 1 or _said(found) == _said(row)):
        return Added(found, is_new=False)  # corrected since by a manager: still the same sending
    raise UserFault.single(
        "Cet envoi a déjà été reçu avec d'autres valeurs.",
        expected="recharger la page, puis saisir un nouveau bordereau",
        code="envoi",
    )


def _said(row: Bordereau) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SAID)


def _guarded(row: Bordereau, write: Any) -> Bordereau:
    """Write, and say in French what the database refuses: two live slips of one number."""
    try:
        written: Bordereau = write()
    except IntegrityError as error:
        raise _duplicate(row) from error
    return written


def _duplicate(standing: Bordereau) -> UserFault:
    where = standing.destination.nom
    return UserFault.single(
        f"Un bordereau de ce numéro est déjà enregistré ce jour-là pour « {where} ».",
        field="numero",
        value=standing.numero,
        expected="un autre numéro, ou corriger le bordereau qui existe",
        code="doublon",
    )


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }


def _refuse_unsettable(values: dict[str, Any]) -> None:
    if wrong := sorted(values.keys() - SETTABLE):
        raise TypeError(f"not set this way: {', '.join(wrong)}")
