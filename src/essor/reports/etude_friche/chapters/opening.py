"""The question, the answer in one sentence, the warnings."""

from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Block, Bullets, Heading, Paragraph, Tone
from essor.reports.etude_friche.cautions import cautions_of
from essor.reports.etude_friche.facts import StudyFacts
from essor.reports.etude_friche.words import percent

LIKELY, UNLIKELY = 0.9, 0.1


def opening(facts: StudyFacts) -> list[Block]:
    """Answer first; then what a reader must know before using it."""
    sheet = facts.sheet
    blocks: list[Block] = [Paragraph(answer(facts), Tone.ANSWER)]
    if sheet.is_demonstration:
        blocks.append(Paragraph(DEMONSTRATION, Tone.WARNING))
    blocks.append(Heading("À savoir avant de décider"))
    blocks.append(Bullets(cautions_of(sheet.results, list(sheet.parameters))))
    return blocks


DEMONSTRATION = (
    "Étude de démonstration\u00a0: elle part des seuls faits publiés. Ce qui ne l'est pas est "
    "remplacé par une hypothèse dite, avec sa fourchette, ou par une valeur par défaut d'Essor. "
    "Elle n'engage ni le propriétaire du site, ni la collectivité."
)


def answer(facts: StudyFacts) -> str:
    """One sentence: does the project create value, how much, how surely, for whom."""
    found = facts.sheet.results
    draws = found["incertitude"]["van_eur"]
    return (
        f"{_verdict(draws['probabilite_positive'])}\u00a0: sa valeur pour la société est comprise "
        f"entre {short_eur(draws['p5'])} et {short_eur(draws['p95'])} neuf fois sur dix (médiane "
        f"{short_eur(draws['p50'])}), elle est positive dans "
        f"{percent(draws['probabilite_positive'])} des tirages, et l'aménageur "
        f"{_developer(found['bilan_amenageur_eur'])}."
    )


def _verdict(probability: float) -> str:
    if probability >= LIKELY:
        return "Le projet crée très probablement de la valeur"
    if probability <= UNLIKELY:
        return "Le projet détruit très probablement de la valeur"
    return "On ne sait pas encore si le projet crée de la valeur"


def _developer(balance_eur: float) -> str:
    if abs(balance_eur) < 1:
        return "est à l'équilibre"
    verb = "gagne" if balance_eur > 0 else "perd"
    return f"{verb} {short_eur(abs(balance_eur))} avec les valeurs de l'étude"
