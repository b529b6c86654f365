"""From a kept computation to its sheet: apart, so that documents need no database."""

from django.utils import timezone

from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.reports.plan_terres.facts import PlanSheet


def sheet_of(plan_terres: PlanTerres, calcul: CalculTerres) -> PlanSheet:
    """Return the sheet of one computation of a plan of soils."""
    return PlanSheet(
        titre=plan_terres.titre,
        notice=plan_terres.notice,
        territoire=plan_terres.plan.territoire.nom,
        is_demonstration=plan_terres.is_demonstration or calcul.is_demonstration,
        numero=calcul.numero,
        nature=calcul.nature,
        objectif=calcul.objectif,
        options=calcul.options,
        seed=calcul.seed,
        engine_version=calcul.engine_version,
        instance_on=calcul.instance_on,
        instance=calcul.asked,
        instance_sha256=calcul.instance_sha256,
        names=calcul.names,
        results=calcul.found,
        sha256=calcul.sha256,
        is_verified=calcul.is_verifie,
        left_out=tuple(calcul.left_out),
        edited_on=timezone.localtime(calcul.created_at).date(),
    )
