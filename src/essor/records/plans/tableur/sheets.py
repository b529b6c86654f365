"""Read the plan of a workbook that is already open, in memory."""

from dataclasses import replace

from essor.foundations.errors import Fault, FaultGatherer, Place
from essor.foundations.tables import Workbook
from essor.records.plans.tableur.cell_reader import CellReader
from essor.records.plans.tableur.coherence import check_rows
from essor.records.plans.tableur.columns import Header
from essor.records.plans.tableur.draft import PlanRead
from essor.records.plans.tableur.header import find_header
from essor.records.plans.tableur.rows import RowReader


def read_sheets(book: Workbook, *, sheet: str | None = None, has_guidance: bool = True) -> PlanRead:
    """Read the plan of a workbook already opened. Raises `UserFault` for an unknown sheet."""
    faults, warnings = FaultGatherer(), list(book.warnings)
    header = find_header(book, sheet_title=sheet, warnings=warnings, faults=faults)
    reader = None
    if header is not None and header.get("titre") is not None:
        header = replace(header, has_guidance=has_guidance)
        reader = RowReader(CellReader(header, book.is_1904, faults, warnings))
        reader.read()
        check_rows(
            reader.drafts,
            reader.headings.met,
            sheet=header.sheet.title,
            faults=faults,
            warnings=warnings,
        )
        _warn_empty(header, reader, faults, warnings)
    return _result(book, header, reader, faults, warnings)


def _warn_empty(
    header: Header, reader: RowReader, faults: FaultGatherer, warnings: list[Fault]
) -> None:
    if not reader.drafts and not reader.headings.met and not faults:
        warnings.append(
            Fault(
                message="la feuille ne contient aucune action",
                place=Place(sheet=header.sheet.title),
                expected="au moins une ligne avec un titre d'action",
                code="plan_vide",
            )
        )


def _result(
    book: Workbook,
    header: Header | None,
    reader: RowReader | None,
    faults: FaultGatherer,
    warnings: list[Fault],
) -> PlanRead:
    where = Place(file=book.file_name)
    columns = {} if header is None else {key: c.label for (key, _), c in header.columns.items()}
    return PlanRead(
        file_name=book.file_name,
        sheet=None if header is None else header.sheet.title,
        header_row=None if header is None else header.row,
        axes=() if reader is None else tuple(reader.headings.canonical.values()),
        drafts=() if reader is None else tuple(reader.drafts),
        columns=columns,
        ignored=() if header is None else header.ignored,
        faults=tuple(dict.fromkeys(fault.at(where) for fault in faults)),
        warnings=tuple(dict.fromkeys(warning.at(where) for warning in warnings)),
    )
