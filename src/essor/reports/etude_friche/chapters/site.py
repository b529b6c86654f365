"""The site and the project: what is given, what is assumed, what is a default."""

import datetime as dt
from collections.abc import Iterable, Iterator

from essor.foundations.french import format_date_short
from essor.reports.document.blocks import Block, Heading, Paragraph, Table, Tone
from essor.reports.etude_friche.assumptions import Assumption
from essor.reports.etude_friche.facts import StudyFacts
from essor.reports.etude_friche.words import ABOUT, number, plain

M2_PER_HECTARE = 10_000
CHANGED = (
    "Le moteur d'aujourd'hui ne retrouve plus ce résultat\u00a0: les valeurs par défaut prises par "
    "ce calcul ne peuvent pas être relues. Refaire le calcul pour les voir."
)

COMMON_FACTOR = (
    "Tous les coûts de travaux partagent en outre un même facteur, tiré au sort si l'étude ne le "
    "fixe pas\u00a0: voir l'incertitude. Les dates suivent la décision et des durées par défaut."
)


def site(facts: StudyFacts) -> list[Block]:
    """Words of the author, answers, then every number with its origin."""
    blocks: list[Block] = [Heading("Le site et le projet")]
    if facts.sheet.notice.strip():
        blocks.append(Paragraph(facts.sheet.notice.strip()))
    blocks.append(_zones(facts))
    if not facts.is_reproduced:
        return [*blocks, Paragraph(CHANGED, Tone.WARNING)]
    blocks.append(Heading("Ce qui est donné, ce qui est supposé", 2))
    blocks.append(_origins(facts.assumptions))
    blocks.append(Paragraph(COMMON_FACTOR, Tone.NOTE))
    return blocks


def _zones(facts: StudyFacts) -> Table:
    return Table(
        caption="Les réponses de l'étude",
        head=("Partie", "Surface", "Ce que c'était", "Ce que cela devient", "Porteur", "Décision"),
        rows=tuple(_zone_rows(facts)),
        widths=(1.2, 0.9, 1.8, 2.2, 1.8, 1.1),
        numbers=(1,),
    )


def _zone_rows(facts: StudyFacts) -> Iterator[tuple[str, ...]]:
    inputs = facts.sheet.inputs
    zones = inputs.get("zones") or [{"site": inputs["site"], "projet": inputs["projet"]}]
    for zone in zones:
        before, after = zone["site"], zone["projet"]
        yield (
            zone.get("nom") or "Site",
            f"{number(before['surface_m2'] / M2_PER_HECTARE)}\u00a0ha",
            _word("activite", before["activite"]),
            _word("programme", after["programme"]),
            _word("porteur", after.get("porteur", "inconnu")),
            format_date_short(dt.date.fromisoformat(str(after["decide_le"]))),
        )


def _word(about: str, value: str) -> str:
    words: dict[str, str] = {str(key): label for key, label in ABOUT[about].items()}
    return words.get(value, plain(value))


def _origins(assumptions: Iterable[Assumption]) -> Table:
    """Give the ranges a column only when the study draws some of these numbers."""
    rows = [_origin_row(one) for one in assumptions]
    width = 5 if any(row[-1] for row in rows) else 4
    return Table(
        caption="Chaque nombre du site et du projet, et d'où il vient",
        head=("Sujet", "Grandeur", "Valeur", "Origine", "Neuf tirages sur dix")[:width],
        rows=tuple(row[:width] for row in rows),
        widths=(2.1, 2.4, 1.5, 2.0, 1.7)[:width],
        numbers=(2,),
        is_small=True,
    )


def _origin_row(one: Assumption) -> tuple[str, ...]:
    subject = f"{one.group}, {one.zone}" if one.zone else one.group
    return subject, one.label, one.value, one.origin.value, one.bounds
