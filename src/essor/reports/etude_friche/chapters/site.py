"""The site and the project: what is given, what is assumed, what is a default."""

from collections.abc import Sequence

from essor.reports.document.blocks import Block, Heading, Paragraph, Tone
from essor.reports.etude_friche import tables
from essor.reports.etude_friche.assumptions import Assumption, Origin, counted
from essor.reports.etude_friche.facts import StudyFacts

SHOWN = 14
CHANGED = (
    "Le moteur d'aujourd'hui ne retrouve plus ce résultat\u00a0: les valeurs par défaut prises par "
    "ce calcul ne peuvent pas être relues. Refaire le calcul pour les voir."
)

COMMON_FACTOR = (
    "Tous les coûts de travaux partagent en outre un même facteur, tiré au sort si l'étude ne le "
    "fixe pas\u00a0: voir l'incertitude. Les dates suivent la décision et des durées par défaut."
)
WIDTHS = (2.1, 2.4, 1.5, 2.0, 1.7)


def site(facts: StudyFacts) -> list[Block]:
    """Words of the author, answers, then what is not a default."""
    blocks: list[Block] = [Heading("Le site et le projet")]
    if facts.sheet.notice.strip():
        blocks.append(Paragraph(facts.sheet.notice.strip()))
    answered = tables.answers(facts.sheet)
    blocks.append(
        answered.block("Les réponses de l'étude", (1.2, 0.9, 1.8, 2.2, 1.8, 1.1), numbers=(1,))
    )
    if not facts.is_reproduced:
        return [*blocks, Paragraph(CHANGED, Tone.WARNING)]
    return [*blocks, *_origins(facts.assumptions)]


def _origins(found: Sequence[Assumption]) -> list[Block]:
    own = [one for one in found if one.origin is not Origin.DEFAULT]
    blocks: list[Block] = [
        Heading("Ce qui est donné, ce qui est supposé", 2),
        Paragraph(f"{counted(found)} L'annexe B les donne un par un."),
    ]
    if own:
        caption = "Les nombres donnés ou supposés par l'étude"
        caption += f" (les {SHOWN} premiers sur {len(own)})" if len(own) > SHOWN else ""
        block = tables.assumptions(own[:SHOWN]).block(caption, WIDTHS, numbers=(2,))
        blocks.append(block)
    return [*blocks, Paragraph(COMMON_FACTOR, Tone.NOTE)]


def numbers_annex(facts: StudyFacts) -> list[Block]:
    """Annex: every number of the site and of the project, with its origin."""
    if not facts.is_reproduced:
        return []
    table = tables.assumptions(facts.assumptions)
    caption = "Chaque nombre du site et du projet, et d'où il vient"
    return [
        Heading("Annexe B\u00a0: les nombres de l'étude", is_on_new_page=True),
        table.block(caption, WIDTHS, numbers=(2,), is_small=True),
    ]
