"""Which phase of the programme a published list belongs to.

The files do not say it, and the two phases reuse the same identifiers for other territories:
`ti-8404` of 2018-2022 is not `ti-8404` of 2023-2027. The evidence is the content.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from essor.foundations.errors import Place, UserFault
from essor.references.territoires.producers.liste import ListePubliee
from essor.references.territoires.rattachement import attach_communes
from essor.references.territoires.schema import PHASES, Faits

# Between two editions of one phase nearly every territory keeps a member under the same code;
# between the two phases 19 of the 149 do, by chance of numbering.
SAME_PHASE_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEvidence:
    """What the content says, and why; phase is None when it does not decide."""

    phase: str | None
    territoires: int
    shared: int
    reasons: tuple[str, ...]


def detect_phase(
    *, liste: ListePubliee, known: Faits, expected_counts: Mapping[str, int]
) -> PhaseEvidence:
    """Weigh the number of territories and how many keep, under their code, a member we know.

    known : facts of a phase that is certain (the shipped ones)
    expected_counts : number of territories of each phase, from the programme's parameters
    """
    published = _evidence_sets(liste)
    ours = _known_sets(known, by_commune=not liste.membres)
    count = len(published)
    shared = sum(bool(ids & ours.get(code, set())) for code, ids in published.items())
    reference = known.perimetre.phase
    reasons = [
        f"{count} territoires dans la liste",
        f"{shared} d’entre eux gardent, sous le même code, un membre connu en {reference}",
    ]
    phase = None
    if count and shared >= SAME_PHASE_SHARE * count:
        phase = reference
    else:
        matches = [p for p, n in expected_counts.items() if n == count and p != reference]
        if len(matches) == 1:
            phase = matches[0]
            reasons.append(f"{count} est le nombre de territoires de la phase {phase}")
    return PhaseEvidence(phase=phase, territoires=count, shared=shared, reasons=tuple(reasons))


def choose_phase(*, evidence: PhaseEvidence, asked: str | None, current: str, file: str) -> str:
    """Settle the phase. Raises UserFault rather than load a list under the wrong phase."""
    why = "\u00a0; ".join(evidence.reasons)
    place = Place(file=file)
    if asked is not None and asked not in PHASES:
        raise UserFault.single("phase inconnue", value=asked, expected=" ou ".join(PHASES))
    if asked and evidence.phase not in (None, asked):
        raise UserFault.single(
            f"cette liste est celle de la phase {evidence.phase}, pas {asked} ({why})",
            expected=f"--phase {evidence.phase}",
            place=place,
            code="phase",
        )
    if asked:
        return asked
    if evidence.phase is None:
        raise UserFault.single(
            f"la phase de cette liste n’est pas certaine ({why})",
            expected="--phase suivi de " + " ou ".join(PHASES),
            place=place,
            code="phase",
        )
    if evidence.phase != current:
        raise UserFault.single(
            f"cette liste est celle de la phase {evidence.phase}, close ({why})",
            expected=f"--phase {evidence.phase} pour la charger comme archive",
            place=place,
            code="phase",
        )
    return evidence.phase


def _evidence_sets(liste: ListePubliee) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {code: set() for code in liste.noms}
    for membre in liste.membres:
        found.setdefault(membre.code_territoire, set()).add(membre.siren)
    for commune in liste.communes:
        found.setdefault(commune.code_territoire, set()).add(commune.code_commune_insee)
    return found


def _known_sets(known: Faits, *, by_commune: bool) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    if by_commune:
        rows, _ = attach_communes(
            membres=known.perimetre.membres, communes=known.geographie.communes
        )
        for row in rows:
            found[row.code_territoire].add(row.code_commune_insee)
    else:
        for membre in known.perimetre.membres:
            found[membre.code_territoire].add(membre.siren)
    return found
