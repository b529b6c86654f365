"""Start from a set of definitions, as they are: an indicator made once is never made twice."""

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.actions import new_indicateur
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.permissions import require_define
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.references.indicateurs.sets import IndicateurPropose, JeuDepart, starting_sets


def proposed_of(plan: Plan) -> list[tuple[JeuDepart, list[tuple[IndicateurPropose, bool]]]]:
    """Return every set with its lines; the flag tells those that the plan already follows.

    A line whose label the plan already bears is not proposed again, whoever wrote it.
    """
    rows = Indicateur.objects.filter(plan=plan).values_list("jeu_code", "libelle")
    taken = {cle for cle, _ in rows}
    labels = {fold(libelle) for _, libelle in rows}
    return [
        (jeu, [(one, one.cle in taken or fold(one.libelle) in labels) for one in jeu.indicateurs])
        for jeu in starting_sets().values()
    ]


def start_from_set(*, by: Access, plan: Plan, cles: list[str]) -> list[Indicateur]:
    """Add the chosen lines that the plan does not follow yet. Raises Forbidden, UserFault.

    They are internal and followed for the whole plan: no target and no value comes with them.
    """
    require_define(by, plan)
    known = {one.cle for jeu in starting_sets().values() for one in jeu.indicateurs}
    if unknown := sorted(set(cles) - known):
        raise UserFault.single(
            "Cet indicateur n'est dans aucun jeu de départ.", value=", ".join(unknown)
        )
    with operation(kind="plan.indicateur.jeu", author=by, territoire_code=by.territoire_code) as op:
        return [
            new_indicateur(
                op, plan=plan, libelle=one.libelle, values=_values(one, reponse=jeu.reponse)
            )
            for jeu, lines in proposed_of(plan)
            for one, is_taken in lines
            if one.cle in cles and not is_taken
        ]


def _values(one: IndicateurPropose, *, reponse: str) -> dict[str, object]:
    said = f"{one.formule}\n\nÀ savoir\u00a0: {one.piege}" if one.piege else one.formule
    return {
        "unit": one.unit,
        "sens": one.sens.value,
        "agregation": one.agregation.value,
        "formule": said,
        "source_attendue": one.source_title,
        "source_attendue_href": one.source_href,
        "periodicite_months": one.periodicite_months,
        "is_par_action": one.is_par_action,
        "is_du_plan": True,
        "reponse": reponse,
        "jeu_code": one.cle,
        "observatoire_code": one.observatoire_code,
    }
