"""Write an .ods with real dates and numbers; lines, tabs and runs of spaces are encoded."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from odfdo import Cell, Column, Document, Paragraph, Row, Table

from essor.foundations.french import format_date_short, format_number
from essor.foundations.tables.writing import HeadRole, SheetToWrite, Value, safe_text

_STYLES = (
    '<number:date-style style:name="essorDateFormat">'
    '<number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>',
    '<number:number-style style:name="essorNumberFormat"><number:number '
    'number:decimal-places="2" number:min-decimal-places="0" number:min-integer-digits="1" '
    'number:grouping="true"/></number:number-style>',
    '<style:style style:name="essorDate" style:family="table-cell" '
    'style:data-style-name="essorDateFormat">'
    '<style:table-cell-properties style:vertical-align="top"/></style:style>',
    '<style:style style:name="essorNumber" style:family="table-cell" '
    'style:data-style-name="essorNumberFormat">'
    '<style:table-cell-properties style:vertical-align="top"/></style:style>',
    '<style:style style:name="essorText" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    "</style:style>",
    '<style:style style:name="essorGroup" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#dde3ee"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="essorLabel" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#1f3a6e" fo:wrap-option="wrap"/>'
    '<style:text-properties fo:font-weight="bold" fo:color="#ffffff"/></style:style>',
    '<style:style style:name="essorHint" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap"/>'
    '<style:text-properties fo:font-style="italic" fo:color="#444444"/></style:style>',
)
_HEAD_STYLES = {
    HeadRole.GROUP: "essorGroup",
    HeadRole.LABEL: "essorLabel",
    HeadRole.HINT: "essorHint",
}
_CM_PER_CHARACTER = 0.2


def write_ods(sheets: Sequence[SheetToWrite]) -> bytes:
    """The document as bytes."""
    document = Document("spreadsheet")
    document.body.clear()
    for style in _STYLES:
        document.insert_style(style, automatic=True)
    for sheet in sheets:
        document.body.append(_table(document, sheet))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: Document, sheet: SheetToWrite) -> Table:
    table = Table(sheet.title)
    for column in sheet.columns:
        table.append(Column(style=_width_style(document, column.width)))
    for role, labels in sheet.head:
        table.append(_row([_text_cell(label, _HEAD_STYLES[role]) for label in labels]))
    for values in sheet.rows:
        table.append(_row([_cell(value) for value in values]))
    return table


def _width_style(document: Document, width: int) -> str:
    name = f"essorWidth{width}"
    if document.get_style("table-column", name) is None:
        size = f"{width * _CM_PER_CHARACTER:.1f}cm"
        document.insert_style(
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{size}"/></style:style>',
            automatic=True,
        )
    return name


def _row(cells: list[Cell]) -> Row:
    row = Row()
    for cell in cells:
        row.append(cell)
    return row


def _cell(value: Value) -> Cell:
    match value:
        case None:
            return Cell()
        case str():
            return _text_cell(value, "essorText")
        case bool():
            return _typed_cell("boolean", "boolean-value", str(value).lower(), str(value).upper())
        case date():
            shown = format_date_short(value)
            return _typed_cell("date", "date-value", value.isoformat(), shown, "essorDate")
        case Decimal() | int():
            return _typed_cell(
                "float", "value", f"{Decimal(value):f}", format_number(value), "essorNumber"
            )


def _typed_cell(kind: str, attribute: str, value: str, shown: str, style: str = "") -> Cell:
    cell = Cell(style=style or None)
    cell.set_attribute("office:value-type", kind)
    cell.set_attribute(f"office:{attribute}", value)
    cell.append(Paragraph(shown))
    return cell


def _text_cell(text: str, style: str) -> Cell:
    """A text, one paragraph per line as office suites write it."""
    cell = Cell(style=style)
    if text:
        cell.set_attribute("office:value-type", "string")
        for line in safe_text(text).split("\n"):
            cell.append(Paragraph(line))
    return cell
