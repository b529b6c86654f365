"""What makes the result uncertain, and which study to buy first."""

from collections.abc import Iterable

from essor.engines.friches.uncertainty.laws import COST_FACTOR
from essor.reports.charts.scale import short_eur
from essor.reports.charts.tornado import Swing, Tornado
from essor.reports.document.blocks import Block, Figure, Heading, Paragraph, Table
from essor.reports.etude_friche.drivers import Driver
from essor.reports.etude_friche.facts import StudyFacts
from essor.reports.etude_friche.words import percent

SHOWN = 10
LEAST_EUR = 1.0


def uncertainty(facts: StudyFacts) -> list[Block]:
    """Tornado, shares of the variance, switching values, value of information."""
    if not facts.drivers:
        return [Heading("L'incertitude"), Paragraph("Aucune grandeur n'a été tirée au sort.")]
    chart = tornado_of(facts)
    alt = "Barres, de la plus longue à la plus courte. " + "\u202f; ".join(
        f"{row[0]}\u00a0: de {row[2]} à {row[4]}" for row in chart.rows()
    )
    return [
        Heading("L'incertitude"),
        Figure(svg=chart.svg(), alt=alt, caption=chart.title),
        _table(facts.drivers),
        Heading("Quelle étude acheter d'abord", 2),
        Paragraph(first_study(facts)),
    ]


def tornado_of(facts: StudyFacts) -> Tornado:
    """Specification of the tornado; what moves nothing is left to the table."""
    moving = [one for one in facts.drivers if abs(one.high_eur - one.low_eur) >= LEAST_EUR]
    return Tornado(
        title="Ce qui fait bouger la valeur pour la société (du premier au dernier décile)",
        middle_eur=facts.sheet.results["incertitude"]["van_eur"]["p50"],
        swings=[
            Swing(
                label=one.label,
                low_text=one.low,
                high_text=one.high,
                low_eur=one.low_eur,
                high_eur=one.high_eur,
            )
            for one in moving[:SHOWN]
        ],
    )


def _table(drivers: Iterable[Driver]) -> Table:
    return Table(
        caption="Grandeurs tirées au sort, leur effet et leur part de l'incertitude",
        head=(
            "Grandeur",
            "De",
            "à",
            "Résultat de",
            "à",
            "Part de la variance",
            "Résultat nul à",
            "Prix maximal d'une étude",
        ),
        rows=tuple(
            (
                one.label,
                one.low,
                one.high,
                short_eur(one.low_eur),
                short_eur(one.high_eur),
                percent(one.share),
                one.switch or "jamais",
                short_eur(one.worth_eur),
            )
            for one in drivers
        ),
        widths=(3.0, 0.9, 0.9, 1.3, 1.3, 1.4, 1.2, 1.5),
        numbers=(1, 2, 3, 4, 5, 6, 7),
    )


def first_study(facts: StudyFacts) -> str:
    """Say which uncertainty is worth paying to reduce, and up to how much."""
    perfect = facts.sheet.results["incertitude"]["information_parfaite_eur"]
    best = max(facts.drivers, key=lambda one: one.worth_eur)
    if perfect < LEAST_EUR:
        return (
            "Aucune\u00a0: quel que soit le tirage, la décision reste la même. Une étude de plus "
            "ne la changerait pas."
        )
    if best.worth_eur < LEAST_EUR:
        return (
            f"Tout savoir avant de décider vaudrait {short_eur(perfect)}, mais aucune grandeur "
            "prise seule ne change la décision."
        )
    return (
        f"Celle qui réduit l'incertitude sur «\u00a0{best.label}\u00a0»{_remedy(best)}\u00a0: la "
        "connaître avant de choisir entre faire le projet et ne rien faire vaut jusqu'à "
        f"{short_eur(best.worth_eur)}. Tout savoir vaudrait {short_eur(perfect)}. Une étude "
        "n'apprend jamais tout\u00a0: ces montants sont des maximums."
    )


def _remedy(driver: Driver) -> str:
    """Name the study in practice, when it is known."""
    if driver.name != COST_FACTOR:
        return ""
    return " (diagnostic des sols et des bâtiments, puis chiffrage des travaux)"
