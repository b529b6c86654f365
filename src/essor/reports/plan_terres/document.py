"""The document of a plan of soils: the same answer as the page, for a meeting or a contract."""

from collections.abc import Iterator

from essor.foundations.french import format_date
from essor.reports.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Tone,
)
from essor.reports.etude_friche.table import Table
from essor.reports.plan_terres import answer, drawings, prices, tables
from essor.reports.plan_terres.assumptions import assumptions, sources
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.proof import proof_of

LABEL = "DÉMONSTRATION — volumes, analyses, prix et capacités inventés ; seuls les lieux sont réels"
DEMONSTRATION = (
    "Inventé pour la démonstration\u00a0: les lieux sont réels, tous les volumes, analyses, prix "
    "et capacités de ce plan sont inventés. Il n'engage personne."
)
SHORT_HASH = 16
MOST_FLOWS = 400


def plan_document(sheet: PlanSheet) -> Document:
    """Lay a plan out: answer, gain, map, weeks, prices, assumptions, proof, then every flow."""
    chapters = (_opening, _gain, _map, _weeks, _scarce, _assumptions, _proof, _flows)
    return Document(
        title=sheet.titre,
        subtitle=f"{sheet.territoire} · plan de terres calculé le {format_date(sheet.edited_on)}",
        label=LABEL if sheet.is_demonstration else "",
        footer=_footer(sheet),
        edited_on=sheet.edited_on,
        blocks=tuple(block for chapter in chapters for block in chapter(sheet)),
    )


def _opening(sheet: PlanSheet) -> Iterator[Block]:
    said = answer.sentence(sheet)
    yield Paragraph(said[:1].upper() + said[1:], Tone.ANSWER)
    if sheet.is_demonstration:
        yield Paragraph(DEMONSTRATION, Tone.WARNING)
    if sheet.notice:
        yield Paragraph(sheet.notice)
    if found := answer.cautions(sheet):
        yield Heading("À savoir avant de suivre ce plan")
        yield Bullets(tuple(found))


def _gain(sheet: PlanSheet) -> Iterator[Block]:
    yield Heading("Ce que le plan fait gagner")
    found = tables.comparison(sheet)
    widths = (2.6, *(1.2 for _ in found.head[1:]))
    yield found.block("Le plan, le fil de l'eau, tout en stockage définitif", widths)
    yield tables.totals(sheet).block("Toutes les sommes du plan", (3.2, 1.0))


def _map(sheet: PlanSheet) -> Iterator[Block]:
    yield Heading("Qui envoie à qui")
    found = drawings.flow_map(sheet)
    if found is not None:
        yield Figure(svg=found.svg(), alt=found.title, caption="Flux de tout le plan")
    yield _table(tables.ways(sheet), "Trajets, du plus au moins chargé", (2, 2, 2.2, 0.9, 0.7), 3)
    yield _table(tables.outlets(sheet), "Ce que reçoit chaque exutoire", (2, 2.4, 1, 1.4), 2)


def _weeks(sheet: PlanSheet) -> Iterator[Block]:
    yield Heading("Semaine par semaine")
    chart = drawings.flow_gantt(sheet)
    if chart.lines:
        words = "; ".join(f"{one.label}" for one in chart.shown)
        yield Figure(svg=chart.svg(), alt=f"{chart.title}. {words}", caption=chart.title)
    found = tables.weeks(sheet)
    yield found.block("Tonnes de chaque semaine", (1, *(1.1 for _ in found.head[1:])))


def _scarce(sheet: PlanSheet) -> Iterator[Block]:
    yield Heading("Ce qui manque, et ce que vaudrait une tonne de plus")
    said = prices.sentences(sheet)
    if not said:
        yield Paragraph("Rien ne manque\u00a0: aucune capacité n'est épuisée.")
        return
    yield Bullets(tuple(said))
    yield Paragraph(
        "Un prix marginal ne vaut que pour les premières tonnes\u00a0: au-delà, autre chose "
        "manque.",
        Tone.NOTE,
    )


def _assumptions(sheet: PlanSheet) -> Iterator[Block]:
    yield Heading("Sur quoi repose ce plan")
    yield Paragraph(
        f"Lots, exutoires, plateformes et coûts lus le {format_date(sheet.instance_on)}."
    )
    yield assumptions(sheet).block("Coûts et facteurs communs", (3, 1, 1.2), numbers=(1,))
    yield Bullets(tuple(sources(sheet)))
    if sheet.left_out:
        yield Heading("Hors du plan, faute de données", 2)
        yield Bullets(sheet.left_out)


def _proof(sheet: PlanSheet) -> Iterator[Block]:
    yield Heading("La preuve")
    yield Paragraph(f"{answer.proof(sheet).capitalize()}.")
    rows = tuple((one.label, one.said) for one in proof_of(sheet))
    yield Table(head=("Mesure", "Valeur"), cells=rows, is_text=True).block("Certificat", (1.4, 3))


def _flows(sheet: PlanSheet) -> Iterator[Block]:
    found = tables.flows(sheet)
    yield Heading("Annexe\u00a0: tous les flux", is_on_new_page=True)
    cells = found.cells[:MOST_FLOWS]
    if len(cells) < len(found.cells):
        yield Paragraph(
            f"Les {MOST_FLOWS} premiers flux sur {len(found.cells)}\u00a0; le classeur les a tous.",
            Tone.NOTE,
        )
    shown = Table(head=found.head, cells=cells)
    yield shown.block(
        "Flux, dans l'ordre des semaines", (0.9, 2, 1.5, 1.8, 2, 0.8, 0.6), is_small=True,
        numbers=(5, 6),
    )  # fmt: skip


def _table(found: Table, caption: str, widths: tuple[float, ...], first: int) -> Block:
    numbers = tuple(range(first, len(found.head)))
    return found.block(caption, widths, numbers=numbers)


def _footer(sheet: PlanSheet) -> str:
    said = (
        "Essor",
        f"calcul {sheet.numero}",
        sheet.engine_version.partition(" (")[0],
        f"graine {sheet.seed}",
        f"terres au {format_date(sheet.instance_on)}",
        f"instance SHA-256 {sheet.instance_sha256[:SHORT_HASH]}…",
    )
    return " · ".join(said)
