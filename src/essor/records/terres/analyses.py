"""Writes of the laboratory reports."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from essor.foundations.errors import FaultGatherer, UserFault
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation, lock
from essor.records.plans.files import check_file, store_file
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.engine_facts import check_results
from essor.records.terres.models import Analyse, Lot, Resultat
from essor.records.terres.permissions import require_write_lot
from essor.records.terres.writing import SOURCE, cleaned, open_on

ANALYSE = SOURCE | {"numero", "laboratoire", "sampled_on", "analysed_on", "notes"}


def create_analyse(
    *,
    by: Access,
    lot: Lot,
    resultats: Sequence[ResultatValues] = (),
    file_name: str = "",
    content: BinaryIO | None = None,
    **values: Any,
) -> Analyse:
    """Add a report and its results; its file is kept when it is given.

    Raises Forbidden, UserFault with every fault.
    """
    require_write_lot(by, lot)
    file = check_file(name=file_name, content=content) if content is not None else None
    fields = cleaned(values, ANALYSE)
    if file is not None:
        fields |= {"sha256": file.sha256, "file_name": file.name}
    with open_on(by, "analyse.creer") as op:
        row = Analyse(lot=lot, **fields)
        _refuse_same_number(row)
        op.create(row)
        write_rows(op, row, resultats)
        if file is not None:
            store_file(file)
        return row


def change_analyse(
    *, by: Access, analyse: Analyse, expected_version: int | None = None, **values: Any
) -> Analyse:
    """Correct what is said of a report, not its results. Raises Forbidden, Conflict, UserFault."""
    require_write_lot(by, analyse.lot)
    with open_on(by, "analyse.modifier") as op:
        row = op.change(analyse, expected_version=expected_version, **cleaned(values, ANALYSE))
        _refuse_same_number(row)
        return row


def write_resultats(
    *, by: Access, analyse: Analyse, resultats: Sequence[ResultatValues]
) -> Analyse:
    """Make the results of a report equal to the given ones. Raises Forbidden, UserFault."""
    require_write_lot(by, analyse.lot)
    with open_on(by, "analyse.resultats") as op:
        write_rows(op, lock(analyse), resultats)
    return analyse


def delete_analyse(*, by: Access, analyse: Analyse, reason: str = "") -> None:
    """Delete a report and its results; the history gives them back. Raises Forbidden."""
    require_write_lot(by, analyse.lot)
    with open_on(by, "analyse.supprimer", reason) as op:
        for row in analyse.resultats.order_by("pk"):
            op.delete(row)
        op.delete(analyse)


def write_rows(op: OpenOperation, analyse: Analyse, rows: Sequence[ResultatValues]) -> None:
    """Make the results of a report equal to the given ones, inside an operation.

    Raises UserFault with every fault.
    """
    _refuse_twice(rows)
    check_results(rows)
    left = {(one.support, one.parametre): one for one in analyse.resultats.order_by("pk")}
    with FaultGatherer() as faults:
        for row in rows:
            with faults.catching():
                old = left.pop(row.key, None)
                if old is None:
                    op.create(Resultat(analyse=analyse, **asdict(row)))
                else:
                    op.change(old, **asdict(row) | {"libelle": row.libelle or old.libelle})
    for gone in left.values():
        op.delete(gone)


def _refuse_twice(rows: Sequence[ResultatValues]) -> None:
    with FaultGatherer() as faults:
        seen: set[tuple[str, str]] = set()
        for row in rows:
            if row.key in seen:
                faults.add_message(
                    "Ce paramètre est deux fois dans le bulletin.", value=row.libelle or row.key[1]
                )
            seen.add(row.key)


def _refuse_same_number(row: Analyse) -> None:
    others = Analyse.objects.filter(lot_id=row.lot_id, numero=row.numero).exclude(pk=row.pk)
    if others.exists():
        raise UserFault.single(
            "Ce lot a déjà un bulletin de ce numéro.", value=row.numero, field="numero"
        )
