"""The four verdicts as screens and files write them: a sign, a word, never colour alone."""

from dataclasses import dataclass

from essor.engines.terres.compatibility.vocabulary import Outcome, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWord:
    """A sign, a word, a name for styles."""

    name: str
    sign: str
    label: str
    short: str


SIGNS: dict[Verdict, VerdictWord] = {
    Verdict.ADMIS: VerdictWord(name="admis", sign="✓", label="admis", short="admis"),
    Verdict.ADMIS_SOUS_CONDITION: VerdictWord(
        name="sous-condition", sign="△", label="admis sous condition", short="condition"
    ),
    Verdict.REFUSE: VerdictWord(name="refuse", sign="✕", label="refusé", short="refusé"),
    Verdict.DONNEE_MANQUANTE: VerdictWord(
        name="manque", sign="?", label="donnée manquante", short="manque"
    ),
}
OUTCOMES: dict[Outcome, VerdictWord] = {
    Outcome.CONFORME: VerdictWord(name="admis", sign="✓", label="conforme", short="conforme"),
    Outcome.SOUS_CONDITION: VerdictWord(
        name="sous-condition", sign="△", label="sous condition", short="condition"
    ),
    Outcome.NON_CONFORME: VerdictWord(
        name="refuse", sign="✕", label="non conforme", short="non conforme"
    ),
    Outcome.A_COMPLETER: VerdictWord(
        name="manque", sign="?", label="impossible de conclure", short="manque"
    ),
}
VERDICTS = {one.value: SIGNS[one] for one in Verdict}
