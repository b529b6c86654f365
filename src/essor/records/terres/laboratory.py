"""The file of a laboratory: read, shown, then kept as reports of a lot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from essor.engines.terres.compatibility.laboratory.read import read_laboratory
from essor.engines.terres.compatibility.laboratory.report import Line
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.records.accounts.permissions import Access
from essor.records.plans.files import CheckedFile, store_file
from essor.records.terres.analyses import write_rows
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.models import Analyse, Lot
from essor.records.terres.permissions import require_write_lot
from essor.records.terres.writing import open_on


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRead:
    """One sample of the file, as it will be kept: number of its report, results."""

    numero: str
    resultats: tuple[ResultatValues, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRead:
    """What a file says; notes : to be checked, in French; ignored : labels no rule knows."""

    samples: tuple[SampleRead, ...]
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def read_report(*, data: bytes, file_name: str, numero: str) -> ReportRead:
    """Read the file of a laboratory; a quantity that no rule knows is listed, not kept.

    numero : of the report; with several samples, each gets its name behind it
    Raises UserFault with every fault of the file.
    """
    found = read_laboratory(data, file_name=file_name, is_strict=False)
    samples = []
    with FaultGatherer() as faults:
        for name in found.names:
            number = numero if len(found.names) == 1 else f"{numero} / {name}"
            with faults.catching(Place(file=file_name)):
                lines = [one for one in found.lines if one.sample == name]
                samples.append(SampleRead(numero=number[:50], resultats=tuple(map(_result, lines))))
    return ReportRead(
        samples=tuple(samples),
        notes=found.notes,
        ignored=tuple(label for label, _ in found.ignored),
    )


def import_report(
    *,
    by: Access,
    lot: Lot,
    report: ReportRead,
    file: CheckedFile | None = None,
    values: Mapping[str, Any],
) -> list[Analyse]:
    """Keep the samples of a file as reports of a lot; one known by its number is replaced.

    values : laboratoire, sampled_on, analysed_on, source_title… of every report
    Raises Forbidden, UserFault.
    """
    require_write_lot(by, lot)
    if not report.samples:
        raise UserFault.single("Le fichier ne contient aucun résultat.", field="fichier")
    kept = {} if file is None else {"sha256": file.sha256, "file_name": file.name}
    with transaction.atomic(), open_on(by, "analyse.importer") as op:
        rows = []
        for sample in report.samples:
            row = Analyse.objects.filter(lot=lot, numero=sample.numero).first()
            said = {**values, **kept}
            if row is None:
                row = op.create(Analyse(lot=lot, numero=sample.numero, **said))
            else:
                row = op.change(row, **said)
            write_rows(op, row, sample.resultats)
            rows.append(row)
        if file is not None:
            store_file(file)
    return rows


def _result(line: Line) -> ResultatValues:
    """Return a line as it is kept. Raises UserFault for what is neither a value nor a bound."""
    support, _, short = line.code.partition(".")
    measure = line.measure
    is_bound = measure.low == 0 and not measure.is_exact
    if not measure.is_exact and (not is_bound or measure.high is None):
        raise UserFault.single(
            "La valeur n'est ni un nombre ni une borne haute.",
            value=line.label,
            place=line.place,
            expected="un nombre, ou « < » et la limite de quantification",
        )
    return ResultatValues(
        support=support,
        parametre=short,
        libelle=line.label[:200],
        valeur=measure.high,
        is_borne=is_bound,
        unite=line.unit,
        limite_quantification=measure.lq,
    )
