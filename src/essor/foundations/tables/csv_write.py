"""Write a CSV file that Excel and LibreOffice open well in France: UTF-8 with its mark, « ; »."""

import csv
import io
from datetime import date
from decimal import Decimal

from essor.foundations.tables.writing import HeadRole, SheetToWrite, Value, safe_text


def write_csv(sheet: SheetToWrite) -> bytes:
    """One sheet: the row of labels, then the data. Dates as 2026-03-01, decimals with a comma."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for role, labels in sheet.head:
        if role is HeadRole.LABEL:
            writer.writerow([safe_text(label) for label in labels])
    for row in sheet.rows:
        writer.writerow([_text(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "VRAI" if value else "FAUX"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case str():
            return safe_text(value)
        case _:
            return str(value)
