"""The method: profile, rates with their sources, corrections in euros, how to compute again."""

from collections.abc import Iterator

from essor.engines.friches.profiles import REFERENCE
from essor.foundations.french import format_date, format_number
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Block, Bullets, Heading, Paragraph, Table, Tone
from essor.reports.etude_friche.chapters.annex import changes
from essor.reports.etude_friche.facts import StudyFacts, StudySheet

PROFILES = {
    "france-2025": (
        "Méthode «\u00a0france-2025\u00a0»\u00a0: la méthode de référence (Bénéfriches, ADEME), "
        "avec le taux d'actualisation et la valeur du carbone officiels, et ses défauts corrigés."
    ),
    REFERENCE: (
        "Méthode «\u00a0benefriches\u00a0»\u00a0: la méthode de référence (Bénéfriches, ADEME) "
        "reproduite à l'identique, défauts compris."
    ),
}
EQUATION = (
    "Chaque effet est un montant par an, une suite d'années et des parts par groupe. Sa valeur est "
    "la somme des montants divisés par (1 + taux) à la puissance du nombre d'années\u00a0; la "
    "valeur actualisée nette est la somme des effets. Un transfert n'en fait pas partie\u00a0: ce "
    "que l'un reçoit, un autre le paie. Les équations sont dans docs/methodes/friches.md."
)
RATES = ("actualisation/taux", "carbone/valeur")
METHODS = {
    "hypercube_latin": "hypercube latin",
    "sobol": "suite de Sobol",
    "simple": "tirage simple",
}


def method(facts: StudyFacts) -> list[Block]:
    """Annex of the method."""
    sheet = facts.sheet
    return [
        Heading("Annexe A\u00a0: la méthode", is_on_new_page=True),
        Paragraph(PROFILES.get(sheet.profil, sheet.profil)),
        Paragraph(EQUATION),
        Bullets(tuple(_rates(sheet))),
        Heading("Les défauts de la référence, et leur effet ici", 2),
        *_defects(facts),
        Heading("Refaire le calcul", 2),
        Bullets(tuple(_recipe(facts))),
    ]


def _rates(sheet: StudySheet) -> Iterator[str]:
    changed = sheet.inputs.get("parametres") or {}
    for row in sheet.parameters:
        if row["nom"].endswith(RATES):
            said = row["valeur"] + changes(row["nom"], changed)
            titles = "\u202f; ".join(one["titre"] for one in row["sources"])
            yield f"{row['description']}\u00a0: {said}. Source\u00a0: {titles}."


def _defects(facts: StudyFacts) -> Iterator[Block]:
    path = facts.defects
    if path is None:
        yield Paragraph(
            "Non calculé\u00a0: le moteur d'aujourd'hui ne retrouve plus le résultat de cette "
            "étude. Refaire le calcul pour voir l'effet de chaque correction."
        )
        return
    rows = [("Méthode de Bénéfriches", "", short_eur(path.start_eur))]
    rows += [(one.label, _signed(one.effect_eur), short_eur(one.npv_eur)) for one in path.steps]
    yield Table(
        caption="De la référence à «\u00a0france-2025\u00a0», une correction après l'autre",
        head=("Correction", "Effet", "Valeur atteinte"),
        rows=tuple(rows),
        widths=(4, 1, 1.2),
        numbers=(1, 2),
    )
    if facts.sheet.inputs.get("parametres"):
        yield Paragraph(
            "Un paramètre que l'étude fixe elle-même vaut pour toutes les lignes\u00a0: la "
            "correction qui l'aurait changé n'a alors pas d'effet.",
            Tone.NOTE,
        )


def _signed(value: float) -> str:
    shown = short_eur(value)
    return f"+{shown}" if value >= 1 else shown


def _recipe(facts: StudyFacts) -> Iterator[str]:
    sheet = facts.sheet
    draws = sheet.results["incertitude"]
    kind = METHODS.get(draws["methode"], draws["methode"])
    yield f"Moteur\u00a0: {sheet.engine_version}."
    yield f"{format_number(sheet.draws)} tirages ({kind}), graine {sheet.seed}."
    yield f"Paramètres lus au {format_date(sheet.parameters_on)}."
    yield f"Empreinte des données (SHA-256)\u00a0: {sheet.inputs_sha256}."
    yield f"Empreinte des résultats (SHA-256)\u00a0: {sheet.results_sha256}."
    yield "Mêmes données, même moteur, mêmes paramètres et même graine\u00a0: mêmes résultats."
