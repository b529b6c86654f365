"""Every parameter that the computation read, and the numbered list of their sources."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from essor.engines.friches.loading import dotted
from essor.foundations.french import format_date_short
from essor.references.parameter import Status
from essor.reports.document.blocks import Block, Heading, Link, Links, Paragraph, Table, Tone
from essor.reports.etude_friche.facts import StudyFacts
from essor.reports.etude_friche.words import number, plain

Json = Mapping[str, Any]


def annex(facts: StudyFacts) -> list[Block]:
    """Return the table of parameters and the list of sources."""
    sheet = facts.sheet
    sources = _sources(sheet.parameters)
    changed = sheet.inputs.get("parametres") or {}
    return [
        Heading("Annexe D\u00a0: les paramètres lus", is_on_new_page=True),
        Paragraph(
            f"{len(sheet.parameters)} paramètres ont été lus par ce calcul, aucun autre. Le nombre "
            "entre crochets renvoie à la liste des sources. Sans mention, la valeur a été comparée "
            "à sa source à la date dite\u00a0; «\u00a0à relire\u00a0»\u00a0: pas encore.",
            Tone.NOTE,
        ),
        Table(
            caption="Paramètres, valeurs et sources",
            head=("Paramètre", "Valeur", "Depuis", "Contrôlé le", "Statut", "Source"),
            rows=tuple(_row(row, sources, changed) for row in sheet.parameters),
            widths=(3.7, 4.2, 1.15, 1.15, 0.85, 0.9),
            is_small=True,
        ),
        Heading("Sources", 2),
        Links(tuple(sources)),
    ]


def _sources(read: tuple[Json, ...]) -> dict[Link, int]:
    """Every source once, numbered from 1 in the order of the parameters."""
    found: dict[Link, int] = {}
    for row in read:
        for one in row["sources"]:
            found.setdefault(Link(one["titre"], one["href"]), len(found) + 1)
    return found


def _row(row: Json, sources: dict[Link, int], changed: Json) -> tuple[str, ...]:
    numbers = [sources[Link(one["titre"], one["href"])] for one in row["sources"]]
    status = Status(row["statut"])
    return (
        row["description"],
        plain(row["valeur"]) + changes(row["nom"], changed),
        _day(row["depuis"]),
        _day(row["verifie_le"]),
        "" if status is Status.VERIFIE else status.label,
        " ".join(f"[{one}]" for one in numbers),
    )


def changes(name: str, changed: Json) -> str:
    """Say what the study puts in place of a parameter or of a line of its table."""
    start = dotted(name)
    said = []
    for path, value in changed.items():
        if path == start:
            said.append(f"{number(value)} dans l'étude")
        elif path.startswith(f"{start}."):
            said.append(f"{plain(path.removeprefix(f'{start}.'))} {number(value)} dans l'étude")
    return f"\u202f; {', '.join(said)}" if said else ""


def _day(text: str) -> str:
    return format_date_short(dt.date.fromisoformat(text))
