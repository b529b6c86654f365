"""What can be found in the follow-up: milestones, forecasts, risks, blocking points, studies."""

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.jalons.models import Jalon, Prevision
from essor.records.plans.models import Action
from essor.records.plans.permissions import visible_actions
from essor.records.recherche.declared import (
    ACTION_RELATED,
    LEVELS,
    Level,
    Place,
    Searchable,
    on_action,
    texts,
)
from essor.records.recherche.kinds_plan import for_members, of_visible_action
from essor.records.risques.models import Risque
from essor.records.risques.permissions import visible_risques
from essor.records.studies.models import Study
from essor.records.studies.permissions import visible_studies
from essor.records.suivi.models import PointBloquant
from essor.records.terres_plans.models import PlanTerres
from essor.records.terres_plans.permissions import visible_plans_terres


def _previsions(by: Access) -> Q:
    return Q(jalon__action__in=Action.objects.filter(visible_actions(by)).values("pk"))


JALONS = Searchable(
    model=Jalon,
    slug="jalons",
    label="Jalon",
    plural="Jalons",
    texts=texts(Jalon, ("titre", "phase", "responsable_nom", "preuve_texte", "baseline_motif")),
    place=on_action,
    visible=of_visible_action,
    related=ACTION_RELATED,
)
PREVISIONS = Searchable(
    model=Prevision,
    slug="previsions",
    label="Date annoncée",
    plural="Dates annoncées",
    texts=texts(Prevision, ("motif", "par_qui", "source_title"), title=""),
    place=lambda one: on_action(one.jalon),
    visible=_previsions,
    related=("jalon__action__plan", "jalon__action__parent"),
)
RISQUES = Searchable(
    model=Risque,
    slug="risques",
    label="Risque",
    plural="Risques",
    texts=texts(Risque, ("titre", "cause", "consequence", "mesures", "responsable_nom")),
    place=lambda one: on_action(one, Level.INTERNE),
    visible=visible_risques,
    related=ACTION_RELATED,
)
POINTS = Searchable(
    model=PointBloquant,
    slug="points-bloquants",
    label="Point bloquant",
    plural="Points bloquants",
    texts=texts(
        PointBloquant,
        (
            "cause", "destinataire_nom", "destinataire_nature", "deblocage", "prochaine_etape",
            "responsable_nom", "leve_motif",
        ),
        title="cause",
    ),
    place=lambda one: on_action(one, Level.INTERNE),
    visible=for_members,
    related=ACTION_RELATED,
)  # fmt: skip
ETUDES = Searchable(
    model=Study,
    slug="etudes",
    label="Étude",
    plural="Études",
    texts=texts(Study, ("titre", "notice")),
    place=lambda one: Place(one.plan.territoire_id, LEVELS[one.confidentialite], one.action),
    visible=visible_studies,
    related=("plan", "action__plan", "action__parent"),
)
PLANS_TERRES = Searchable(
    model=PlanTerres,
    slug="plans-de-terres",
    label="Plan de terres",
    plural="Plans de terres",
    texts=texts(PlanTerres, ("titre", "notice")),
    place=lambda one: Place(one.plan.territoire_id, LEVELS[one.confidentialite], one.action),
    visible=visible_plans_terres,
    related=("plan", "action__plan", "action__parent"),
)

KINDS = (JALONS, PREVISIONS, RISQUES, POINTS, ETUDES, PLANS_TERRES)
