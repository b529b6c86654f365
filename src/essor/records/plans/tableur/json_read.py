"""Read the JSON export: laid out as a sheet, so that the same checks apply to it."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from essor.foundations.errors import Fault, Place, UserFault
from essor.foundations.tables import Cell, CellKind, Limits, Sheet, Workbook
from essor.records.plans.tableur.budget_lines import write_budget_lines
from essor.records.plans.tableur.coherence import axis_key
from essor.records.plans.tableur.draft import BudgetLineDraft, IntercommunaliteDraft, PlanRead
from essor.records.plans.tableur.json_write import FORMAT, VERSION, write_intercommunalite
from essor.records.plans.tableur.layout import (
    ESSOR_COLUMNS,
    MAX_DEPTH,
    MODEL_COLUMNS,
    Kind,
    axis_column,
    funder_columns,
    funder_state_column,
)
from essor.records.plans.tableur.lists import join_values
from essor.records.plans.tableur.sheets import read_sheets

EXPECTED = 'un fichier JSON exporté par Essor : {"format": "essor-plan", "version": 1, …}'
_ROW = re.compile(r"(?:[A-Z]+|ligne )(\d+)")


def is_json(data: bytes, file_name: str) -> bool:
    """Tell whether the file is meant to be JSON."""
    return file_name.lower().endswith(".json") or data.lstrip()[:1] == b"{"


def read_json(data: bytes, *, file_name: str, limits: Limits) -> PlanRead:
    """Read the JSON export. Raises `UserFault` when it is not one; its content never raises."""
    if len(data) > limits.max_file_bytes:
        _refuse(f"le fichier est trop lourd (plus de {limits.max_file_bytes} octets)")
    document = _load(data)
    paths, actions = document.get("axes", []), document["actions"]
    sheet = _SheetFromJson()
    for item in (*actions, *({"axes": path} for path in paths)):
        if not isinstance(item, dict):
            _refuse("une action du fichier JSON n'est pas un objet")
        sheet.add(item)
    read = read_sheets(Workbook(file_name=file_name, sheets=(sheet.sheet(),)), has_guidance=False)
    unknown = Fault(
        message="champs inconnus, ignorés", value=", ".join(sheet.unknown), code="champ_inconnu"
    )
    warnings = [fault for fault in read.warnings if fault.code != "colonnes_deplacees"]
    return replace(
        read,
        sheet=None,
        header_row=None,
        axes=_in_document_order(read.axes, paths),
        faults=tuple(_by_action(fault, len(actions)) for fault in read.faults),
        warnings=tuple(_by_action(fault, len(actions)) for fault in warnings)
        + ((unknown,) if sheet.unknown else ()),
    )


def _in_document_order(
    axes: tuple[tuple[str, ...], ...], paths: list[list[str]]
) -> tuple[tuple[str, ...], ...]:
    """Headings as the document lists them; those that only actions name come last."""
    ranks: dict[tuple[str, ...], int] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            ranks.setdefault(axis_key(tuple(map(str, path[:depth]))), len(ranks))
    return tuple(sorted(axes, key=lambda path: ranks.get(axis_key(path), len(ranks))))


def _load(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UserFault.single(
            "le fichier JSON ne se lit pas", expected=EXPECTED, code="json_illisible"
        ) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        _refuse("ce fichier JSON n'est pas un plan d'Essor")
    if document.get("version") != VERSION:
        _refuse("cette version du format n'est pas connue")
    if not isinstance(document.get("actions"), list) or not isinstance(
        document.get("axes", []), list
    ):
        _refuse("le fichier JSON n'a pas la liste « actions » attendue")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(message: str) -> NoReturn:
    raise UserFault.single(message, expected=EXPECTED, code="json_invalide")


def _by_action(fault: Fault, count: int) -> Fault:
    """Name the action by its rank: the sheet that carried it does not exist for the person."""
    match = _ROW.fullmatch(fault.place.cell or "")
    rank = int(match[1]) if match else 0
    cell = f"action {rank}" if 0 < rank <= count else None
    place = Place(file=fault.place.file, cell=cell, column=fault.place.column)
    return replace(fault, place=place)


class _SheetFromJson:
    """Lays actions out as a sheet, one column per field."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], Cell] = {}
        self._columns: dict[str, int] = {}
        self._row = 0
        self.unknown: list[str] = []
        self._kinds = {spec.key: spec for spec in (*MODEL_COLUMNS, *ESSOR_COLUMNS)}
        self._put("Titre de l'action", None)

    def sheet(self) -> Sheet:
        """The sheet so far: labels in row 0, so that rows count the actions."""
        labels = {
            (0, column): Cell(row=0, column=column, kind=CellKind.TEXT, value=label)
            for label, column in self._columns.items()
        }
        return Sheet(title="actions", cells=labels | self._cells)

    def add(self, item: Mapping[str, Any]) -> None:
        """One action, or one heading when it has nothing but axes."""
        self._row += 1
        is_sub = item.get("parent_titre") is not None
        for name, value in item.items():
            if value is None:
                continue
            if name == "axes":
                self._axes(value)
            elif name == "titre":
                self._put("Titre de la sous-action" if is_sub else "Titre de l'action", value)
            elif name == "parent_titre":
                self._put("Titre de l'action", value)
            elif name == "financeurs":
                self._funders(value)
            elif name in self._kinds and name != "sous_titre":
                spec = self._kinds[name]
                self._put(spec.label, self._flat(spec.kind, value))
            elif name not in self.unknown:
                self.unknown.append(name)

    def _axes(self, value: Any) -> None:
        if not isinstance(value, list) or len(value) > MAX_DEPTH:
            _refuse(f"les axes d'une action sont une liste de {MAX_DEPTH} titres au plus")
        for number_, title in enumerate(value, start=1):
            known = MODEL_COLUMNS[number_ - 1] if number_ <= 3 else axis_column(number_)
            self._put(known.label, title)

    def _funders(self, value: Any) -> None:
        for rank, funder in enumerate(_objects(value), start=1):
            name, _amount = funder_columns(rank)
            self._put(name.label, funder.get("nom"))
            self._put(f"Montant {rank} € HT", funder.get("montant_eur"))
            self._put(funder_state_column(rank).label, funder.get("etat"))

    def _flat(self, kind: Kind, value: Any) -> Any:
        """Lists as the text that a sheet would hold."""
        if kind is Kind.BUDGET_LINES:
            return write_budget_lines(_budget_line(line) for line in _objects(value))
        if kind is Kind.INTERCOMMUNALITES:
            return join_values(write_intercommunalite(_place(item)) for item in _objects(value))
        if isinstance(value, list):
            return join_values(str(item) for item in value)
        return value

    def _put(self, label: str, value: Any) -> None:
        column = self._columns.setdefault(label, len(self._columns) + 1)
        if value is None or value == "":
            return
        match value:
            case bool():
                kind = CellKind.BOOLEAN
            case int() | float():
                kind, value = CellKind.NUMBER, _float(value)
            case str():
                kind = CellKind.TEXT
            case _:
                _refuse(f"le champ « {label} » n'a pas la forme attendue")
        self._cells[self._row, column] = Cell(row=self._row, column=column, kind=kind, value=value)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _objects(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        _refuse("une liste d'objets était attendue dans le fichier JSON")
    return value


def _budget_line(item: Mapping[str, Any]) -> BudgetLineDraft:
    year = item.get("annee")
    if year is not None and (not isinstance(year, int) or not 1000 <= year <= 9999):
        _refuse("l'année d'une ligne de budget n'est pas une année")
    return BudgetLineDraft(
        nature=str(item.get("nature", "")),
        annee=year,
        previsionnel_eur=_amount(item.get("previsionnel_eur")),
        reel_eur=_amount(item.get("reel_eur")),
    )


def _amount(value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse("un montant du fichier JSON n'est pas un nombre")
    return Decimal(str(value))


def _place(item: Mapping[str, Any]) -> IntercommunaliteDraft:
    siren = item.get("siren")
    return IntercommunaliteDraft(
        nom=str(item.get("nom", "")), siren=None if siren is None else str(siren)
    )
