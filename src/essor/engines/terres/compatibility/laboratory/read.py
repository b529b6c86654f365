"""Read the results of a laboratory from CSV, XLSX or ODS; every fault at once, with its cell.

Three layouts: long (paramètre; valeur; unité; LQ, an « échantillon » column at need), wide (one
column per sample) and turned (one line per sample, one column per parameter). A leachate in mg/l
comes to mg/kg only where the file says L/S = 10.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from essor.engines.terres.compatibility.laboratory.layout import (
    Layout,
    find_layout,
    find_turned_layout,
    turned,
)
from essor.engines.terres.compatibility.laboratory.names import codes_of, split_unit, support_of
from essor.engines.terres.compatibility.laboratory.report import Line, Report
from essor.engines.terres.compatibility.laboratory.units import (
    factor,
    is_per_litre,
    is_unit,
    says_ls10,
    unit_said,
)
from essor.engines.terres.compatibility.laboratory.values import (
    CellValue,
    ValueKind,
    parse_value,
)
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, CellKind, Sheet, Workbook, address, read_workbook
from essor.references.terres.parametres_analytiques import (
    ParametreAnalytique,
    parametres_analytiques,
)

ALONE = ""
"""Name of the sample of a long table without a column of samples."""


def read_laboratory(data: bytes, *, file_name: str, is_strict: bool = True) -> Report:
    """Results of a file.

    is_strict : refuse a parameter that Essor does not know, instead of listing it in `ignored`
    Raises UserFault with every fault of the file.
    """
    return read_results(read_workbook(data, file_name=file_name), is_strict=is_strict)


def read_results(workbook: Workbook, *, is_strict: bool = True) -> Report:
    """Results of a workbook already read. Raises UserFault with every fault."""
    reader = _Reader(is_strict=is_strict)
    tables = [
        found
        for sheet in workbook.sheets
        if not sheet.is_hidden and (found := _table(sheet)) is not None
    ]
    if not tables:
        raise UserFault.single(
            "aucun tableau de résultats n'est reconnu",
            place=Place(file=workbook.file_name), code="tableau_absent",
            expected="une ligne d'en-tête avec « paramètre » puis « valeur », ou une colonne par "
            "échantillon",
        )  # fmt: skip
    with_titles = len(workbook.sheets) > 1
    for sheet, layout, is_turned in tables:
        spot = _Spot(sheet=sheet.title if with_titles else None, is_turned=is_turned)
        reader.read(sheet, layout, spot)
    if not reader.lines and not reader.faults:
        reader.faults.add_message(
            "le tableau ne contient aucun résultat", place=Place(file=workbook.file_name),
            expected="au moins une valeur", code="tableau_vide",
        )  # fmt: skip
    for fault in dict.fromkeys(reader.faults):
        reader.placed.add(fault.at(Place(file=workbook.file_name)))
    reader.placed.raise_if_any()
    return Report(
        lines=tuple(reader.lines), notes=tuple(dict.fromkeys(reader.notes)),
        ignored=tuple(reader.ignored),
    )  # fmt: skip


def _table(sheet: Sheet) -> tuple[Sheet, Layout, bool] | None:
    """The sheet as its table reads, and whether it had to be turned; None without a table."""
    layout = find_layout(sheet)
    if layout is not None:
        return sheet, layout, False
    other = turned(sheet)
    layout = find_turned_layout(other)
    return None if layout is None else (other, layout, True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Says where a cell stands in the file as the person sees it."""

    sheet: str | None
    is_turned: bool

    def of(self, cell: Cell) -> Place:
        """Place of a cell."""
        row, column = (cell.row, cell.column) if not self.is_turned else (cell.column, cell.row)
        return Place(sheet=self.sheet, cell=address(row, column))


@dataclass(slots=True)
class _Context:
    """What the titles met so far say of the rows that follow."""

    support: str | None = None
    is_ls10: bool = False
    unit: str = ""

    def hear(self, text: str) -> None:
        """Take what a title says."""
        support = support_of(text)
        if support is not None:
            self.support = support
        self.is_ls10 = self.is_ls10 or says_ls10(text)
        self.unit = unit_said(text) or self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of the table: its label, unit, limit and what surrounds it."""

    number: int
    label: str
    unit: str
    lq: Cell | None
    support: str | None
    is_ls10: bool
    default_unit: str
    label_place: Place
    unit_place: Place


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Gathers lines, notes and faults over the sheets of a file."""

    is_strict: bool
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: list[tuple[str, Place]] = field(default_factory=list)
    faults: FaultGatherer = field(default_factory=FaultGatherer)
    placed: FaultGatherer = field(default_factory=FaultGatherer)
    seen: dict[tuple[str, str], Place] = field(default_factory=dict)

    def read(self, sheet: Sheet, layout: Layout, spot: _Spot) -> None:
        """Read one table."""
        context = _Context()
        context.hear(spot.sheet or "")
        for number, cells in sheet.rows():
            if number < layout.row:
                context.hear(" ".join(_text(cell) for cell in cells))
            elif number > layout.row:
                self._row(sheet, layout, number, cells, context, spot)

    def _row(
        self, sheet: Sheet, layout: Layout, number: int, cells: tuple[Cell, ...],
        context: _Context, spot: _Spot,
    ) -> None:  # fmt: skip
        label_cell = sheet.cell(number, layout.columns["parametre"])
        label = _text(label_cell)
        if len(cells) == 1 and cells[0] == label_cell:
            context.hear(label)
            return
        if not label:
            return
        row = _row_of(sheet, layout, number, label, context, spot)
        with self.faults.catching():
            parametre = self._parametre(row)
            if parametre is not None:
                self._values(sheet, layout, row, parametre, spot)

    def _parametre(self, row: _Row) -> ParametreAnalytique | None:
        """The quantity of a row; None when it is unknown and may be passed over."""
        codes = codes_of(row.label)
        if not codes:
            if not self.is_strict:
                self.ignored.append((row.label, row.label_place))
                return None
            raise UserFault.single(
                "ce paramètre d'analyse n'est pas connu", value=row.label, place=row.label_place,
                expected="un paramètre comme « Antimoine », « HCT C10-C40 », « HAP (somme) »",
                code="parametre_inconnu",
            )  # fmt: skip
        known = parametres_analytiques()
        kept = [code for code in codes if row.support is None or known[code].support == row.support]
        if row.support is None and len(kept) > 1 and is_per_litre(row.unit):
            kept = [code for code in kept if known[code].support == "eluat"]
        kept = kept or list(codes if len(codes) == 1 else ())
        if len(kept) == 1:
            return known[kept[0]]
        raise UserFault.single(
            "on ne sait pas si la mesure est faite sur éluat ou sur brut",
            value=row.label, place=row.label_place, code="support_inconnu",
            expected="une colonne « support », ou un titre « sur éluat » ou « sur brut »",
        )  # fmt: skip

    def _values(
        self, sheet: Sheet, layout: Layout, row: _Row, parametre: ParametreAnalytique, spot: _Spot
    ) -> None:
        for name, cell in _value_cells(sheet, layout, row):
            if cell.is_empty:
                continue
            place = spot.of(cell)
            unit = row.unit or layout.units.get(cell.column, "") or row.default_unit
            with self.faults.catching(place):
                value = cell_value(cell)
                if value.kind is not ValueKind.MISSING:
                    times = self._factor(unit, row, parametre)
                    self._line(name, value, place, row, parametre, times)

    def _factor(self, unit: str, row: _Row, parametre: ParametreAnalytique) -> Decimal:
        """What brings the unit of a result to that of its parameter. Raises UserFault."""
        times = factor(unit, parametre, is_ls10=row.is_ls10)
        if times is None:
            raise _wrong_unit(unit, row, parametre)
        if is_per_litre(unit) and parametre.unite == "mg/kg":
            self.notes.append(
                "Les résultats par litre d'éluat sont ramenés au kilogramme de matière sèche "
                "(× 10), le bulletin disant L/S = 10."
            )
        return times

    def _line(
        self, name: str, value: CellValue, place: Place, row: _Row,
        parametre: ParametreAnalytique, times: Decimal,
    ) -> None:  # fmt: skip
        lq = None if row.lq is None else limit_of(row.lq)
        measure = value.measure(lq)
        if value.kind is ValueKind.NOT_DETECTED:
            self.notes.append(
                "« n.d. » est lu « non détecté »\u00a0: de zéro à la limite de quantification, "
                "ou sans borne connue quand elle n'est pas donnée."
            )
        assert measure is not None
        if (name, parametre.code) in self.seen:
            raise UserFault.single(
                f"ce paramètre est déjà donné pour cet échantillon "
                f"({self.seen[name, parametre.code].cell})",
                value=row.label, place=place, code="doublon",
                expected="une valeur par paramètre et par échantillon",
            )  # fmt: skip
        self.seen[name, parametre.code] = place
        self.lines.append(
            Line(
                sample=name, code=parametre.code, measure=measure.scaled(times),
                label=row.label, place=place,
            )
        )  # fmt: skip


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value).strip()


def _row_of(
    sheet: Sheet, layout: Layout, number: int, label: str, context: _Context, spot: _Spot
) -> _Row:
    cells = {head: sheet.cell(number, column) for head, column in layout.columns.items()}
    unit = _text(cells["unite"]) if "unite" in cells else ""
    behind = split_unit(label)[1]
    if not unit and is_unit(behind):
        unit = behind
    if not unit and layout.is_long:
        unit = layout.units.get(layout.columns["valeur"], "")
    said = _text(cells["support"]) if "support" in cells else ""
    own = support_of(said) or support_of(label)
    return _Row(
        number=number, label=label, unit=unit, lq=cells.get("lq"),
        support=own or context.support,
        is_ls10=context.is_ls10 or says_ls10(f"{label} {unit} {said}"),
        default_unit=context.unit,
        label_place=spot.of(cells["parametre"]),
        unit_place=spot.of(cells.get("unite", cells["parametre"])),
    )  # fmt: skip


def _value_cells(sheet: Sheet, layout: Layout, row: _Row) -> Iterator[tuple[str, Cell]]:
    """Name of the sample and its cell, for each sample of the row."""
    if layout.is_long:
        name = ALONE
        if "echantillon" in layout.columns:
            name = _text(sheet.cell(row.number, layout.columns["echantillon"]))
        yield name, sheet.cell(row.number, layout.columns["valeur"])
        return
    for column, name in layout.samples.items():
        yield name, sheet.cell(row.number, column)


def _wrong_unit(unit: str, row: _Row, parametre: ParametreAnalytique) -> UserFault:
    if is_per_litre(unit) and parametre.support == "eluat":
        return UserFault.single(
            "le résultat est par litre et le bulletin ne dit pas le rapport L/S",
            value=unit, place=row.unit_place, code="unite",
            expected="des mg/kg de matière sèche, ou la mention L/S = 10 (NF EN 12457-2)",
        )  # fmt: skip
    return UserFault.single(
        "l'unité manque" if not unit else "l'unité ne va pas avec le paramètre",
        value=unit or None, place=row.unit_place, code="unite",
        expected=f"{parametre.unite}, ou une unité qui s'y ramène",
    )  # fmt: skip


def cell_value(cell: Cell) -> CellValue:
    """The value of a cell. Raises UserFault for a date, an error or a formula not computed."""
    if cell.kind is CellKind.NUMBER:
        return parse_value(f"{Decimal(str(cell.value)):f}")
    if cell.kind in (CellKind.TEXT, CellKind.EMPTY):
        return parse_value(_text(cell))
    raise UserFault.single(
        "la cellule ne contient pas une valeur d'analyse", value=cell.shown or cell.kind.value,
        expected="un nombre, une borne comme < 0,05, ou rien", code="valeur_illisible",
    )  # fmt: skip


def limit_of(cell: Cell) -> Decimal | None:
    """The limit of quantification of a row; None when the cell says none."""
    value = cell_value(cell)
    return value.number
