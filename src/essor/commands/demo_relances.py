"""A request for news of the demonstration: prepared, and sent to nobody."""

import datetime as dt

from essor.records.accounts.permissions import Access
from essor.records.plans.queries import plan_of
from essor.records.relances.campagnes import pilots_to_ask, prepare_campagne
from essor.records.relances.models import Campagne
from essor.records.territoires.models import Territoire

TITRE = "Point avant le prochain comité"
MESSAGE = (
    "Contenu de démonstration\u00a0: cette demande est préparée et n'a été envoyée à personne. "
    "Les adresses en @demo.invalid n'existent pas."
)
DELAY = dt.timedelta(days=14)


def load_campagne(*, territoire: Territoire, today: dt.date) -> bool:
    """Prepare the request; False when one is there already or nobody can be asked."""
    plan = plan_of(territoire)
    if plan is None or Campagne.objects.filter(plan=plan).exists():
        return False
    asked = [(action, user) for action, users in pilots_to_ask(plan, today) for user in users]
    if not asked:
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    prepare_campagne(
        by=essor,
        plan=plan,
        titre=TITRE,
        message=MESSAGE,
        echeance_on=today + DELAY,
        asked=asked,
        is_demonstration=True,
    )
    return True
