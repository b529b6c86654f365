"""Filters of the plans of soils: emissions, prices by the tonne, shares without their sign."""

from dataclasses import dataclass

from django import template

from essor.reports.etude_friche.table import Table
from essor.reports.plan_terres import words

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A cell of a table, the head of its column, and whether it is set as a number."""

    head: str
    said: str
    is_number: bool


@register.filter
def cases(table: Table) -> list[list[Case]]:
    """Return the cells of a table; a column is one of numbers when its first cell is one."""
    numbers = [not isinstance(cell, str) for cell in table.cells[0]] if table.cells else []
    return [
        [
            Case(head=head, said=said, is_number=is_number)
            for head, said, is_number in zip(table.head, row, numbers, strict=True)
        ]
        for row in table.rows
    ]


@register.filter
def co2(value: float) -> str:
    """Write kilograms of CO2e as tonnes: « 412 t CO2e »."""
    return words.kg_as_tonnes(float(value))


@register.filter
def tkm(value: float) -> str:
    """Write tonne-kilometres."""
    return words.tkm(float(value))


@register.filter
def taille(share: float) -> str:
    """Write a share without its sign: « 19 % »."""
    return words.percent(abs(share))
