"""Workbooks from anybody: read within bounds, written so that they read back the same."""

from essor.foundations.tables.cells import (
    Cell,
    CellKind,
    MergedRange,
    Sheet,
    Workbook,
    address,
    column_letters,
    column_number,
)
from essor.foundations.tables.csv_write import write_csv
from essor.foundations.tables.limits import Limits
from essor.foundations.tables.ods_write import write_ods
from essor.foundations.tables.read import read_workbook
from essor.foundations.tables.writing import ColumnStyle, HeadRole, SheetToWrite, Value
from essor.foundations.tables.xlsx_write import write_xlsx

__all__ = [
    "Cell",
    "CellKind",
    "ColumnStyle",
    "HeadRole",
    "Limits",
    "MergedRange",
    "Sheet",
    "SheetToWrite",
    "Value",
    "Workbook",
    "address",
    "column_letters",
    "column_number",
    "read_workbook",
    "write_csv",
    "write_ods",
    "write_xlsx",
]
