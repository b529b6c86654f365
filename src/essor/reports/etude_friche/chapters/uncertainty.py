"""What makes the result uncertain, and which study to buy first."""

from essor.engines.friches.uncertainty.laws import COST_FACTOR
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Block, Figure, Heading, Paragraph
from essor.reports.etude_friche import tables
from essor.reports.etude_friche.drawings import tornado_of
from essor.reports.etude_friche.drivers import Driver
from essor.reports.etude_friche.facts import StudyFacts

SHOWN = 6
LEAST_EUR = 1.0


def uncertainty(facts: StudyFacts) -> list[Block]:
    """Tornado, shares of the variance, switching values, value of information."""
    sheet = facts.sheet
    if not sheet.drivers:
        return [Heading("L'incertitude"), Paragraph("Aucune grandeur n'a été tirée au sort.")]
    chart = tornado_of(sheet.results, sheet.drivers)
    alt = "Barres, de la plus longue à la plus courte. " + "\u202f; ".join(
        f"{row[0]}\u00a0: de {row[2]} à {row[4]}" for row in chart.rows()
    )
    return [
        Heading("L'incertitude"),
        Figure(svg=chart.svg(), alt=alt, caption=chart.title),
        tables.drivers(sheet, count=SHOWN).block(
            "Les inconnues qui comptent le plus, leur effet et leur part de l'incertitude",
            (3.0, 0.9, 1.3, 0.9, 1.3, 1.4, 1.2, 1.5),
        ),
        Heading("Quelle étude acheter d'abord", 2),
        Paragraph(first_study(facts)),
    ]


def first_study(facts: StudyFacts) -> str:
    """Say which uncertainty is worth paying to reduce, and up to how much."""
    perfect = facts.sheet.results["incertitude"]["information_parfaite_eur"]
    best = max(facts.sheet.drivers, key=lambda one: one.worth_eur)
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
