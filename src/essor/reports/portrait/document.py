"""The document of a portrait: the page, on paper."""

import datetime as dt
from collections.abc import Iterator

from essor.foundations.french import format_date
from essor.observatory.portrait.key_figures import KeyFigure
from essor.observatory.portrait.sentence import Part
from essor.reports.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Link,
    Links,
    Paragraph,
    Table,
    Tone,
)
from essor.reports.portrait import drawings
from essor.reports.portrait.facts import PortraitFacts

NBSP = "\u00a0"
NOTHING = "Rien ne ressort, ou les données ne permettent pas de le dire."
SAMPLE = (
    "Certains chiffres viennent des échantillons livrés avec Essor, "
    "et non des fichiers complets des producteurs."
)


def portrait_document(facts: PortraitFacts) -> Document:
    """Write the portrait as blocks."""
    day = format_date(facts.edited_on)
    return Document(
        title=facts.nom,
        subtitle=f"Portrait du Territoire d'industrie {facts.code}, édité le {day}",
        label="",
        footer=f"Essor · portrait de {facts.code} · {day}",
        edited_on=facts.edited_on,
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: PortraitFacts) -> Iterator[Block]:
    portrait = facts.portrait
    if facts.is_sample:
        yield Paragraph(SAMPLE, Tone.WARNING)
    yield _figures(portrait.figures)
    for group, sentences in portrait.groups:
        yield Heading(group.label)
        if sentences:
            yield Bullets(tuple(f"{one.text} [{one.sources}]" for one in sentences))
        else:
            yield Paragraph(NOTHING, Tone.NOTE)
    yield from _drawings(facts)
    if portrait.unknowns:
        yield Heading("Ce que l'on ne sait pas")
        yield Bullets(
            tuple(f"{one.text} {one.to_do}{one.command}".strip() for one in portrait.unknowns)
        )
    cautions = tuple(dict.fromkeys(one.caution for one in portrait.sentences if one.caution))
    if cautions:
        yield Heading("À garder en tête")
        yield Bullets(cautions)
    yield Heading("Sources")
    yield Links(
        tuple(
            Link(f"{one.producer}, {one.title} ({one.licence}{_loaded(one.loaded_at)})", one.page)
            for one in facts.sources
        )
    )


def _loaded(moment: dt.datetime | None) -> str:
    return f", lu le {format_date(moment.date())}" if moment else ""


def _figures(figures: tuple[KeyFigure, ...]) -> Table:
    return Table(
        caption="Chiffres clés",
        head=("", "Chiffre", "Source et date"),
        rows=tuple(
            (
                one.label + (f"\n{one.place}" if one.place else ""),
                "\n".join(_text(line) for line in one.lines),
                one.sources or "inconnu",
            )
            for one in figures
        ),
        widths=(3.2, 3.6, 3.2),
    )


def _text(parts: tuple[Part, ...]) -> str:
    return "".join(one if isinstance(one, str) else one.text for one in parts)


def _drawings(facts: PortraitFacts) -> Iterator[Block]:
    structure, evolution = facts.portrait.structure, facts.portrait.evolution
    if structure:
        title = drawings.structure_title(structure)
        told = "\u00a0; ".join(
            f"{one.branche.nom} {one.here:.0f}{NBSP}% ici, {one.france:.0f}{NBSP}% en France"
            for one in structure.shares
        )
        yield Figure(
            svg=drawings.structure_svg(structure), alt=f"{title}{NBSP}: {told}", caption=title
        )
    if evolution:
        title = drawings.EVOLUTION_TITLE
        told = ", ".join(f"{one.year}{NBSP}: {one.here:.1f}" for one in evolution.years)
        yield Figure(
            svg=drawings.evolution_svg(evolution), alt=f"{title}{NBSP}: {told}", caption=title
        )
