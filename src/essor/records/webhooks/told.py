"""What may be announced: each kind of object, its family, who reads it, where the API shows it.

A kind that is not here is never announced: accounts, members, firms, private views. The filters
are those of the rooms' own pages.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.comites.models import Comite, Decision
from essor.records.comites.permissions import visible_comites, visible_decisions
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.indicateurs.permissions import visible_indicateurs, visible_parts
from essor.records.jalons.models import Dependance, Jalon, Prevision
from essor.records.journal.models import Tracked
from essor.records.plans.models import (
    Action,
    Annonce,
    Axe,
    CommuneImplantation,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Note,
    Participant,
    Plan,
)
from essor.records.plans.permissions import visible_actions
from essor.records.risques.models import Risque
from essor.records.risques.permissions import visible_risques
from essor.records.studies.models import Study
from essor.records.studies.permissions import visible_studies
from essor.records.suivi.models import PointBloquant
from essor.records.webhooks.choices import Famille

NOTHING = Q(pk__in=[])
Visible = Callable[[Access], Q]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One kind of object that is announced.

    path : its address under that of the territory in the API; ``{id}`` is its identity, ``{code}``
    what people call it, ``{root}`` its action. Empty: the API shows it in the history only.
    is_of_action : who reads its action reads it ; is_for_members : if she is a member
    """

    model: type[Tracked]
    famille: Famille
    visible: Visible
    path: str = ""
    is_of_action: bool = False
    is_for_members: bool = False

    @property
    def kind(self) -> str:
        """Return the journal's name of the model."""
        return self.model._meta.label_lower


def in_action(by: Access) -> Q:
    """Return the filter of what belongs to an action that this person may read."""
    return Q(action__in=Action.objects.filter(visible_actions(by)).values("pk"))


def _here(by: Access) -> Q:
    return Q(territoire_id=by.territoire_id)


def _in_plan(by: Access) -> Q:
    return Q(plan__territoire_id=by.territoire_id)


def _for_members(by: Access) -> Q:
    return in_action(by) if by.can(Capability.VIEW_INTERNAL) else NOTHING


def _annonces(by: Access) -> Q:
    return _in_plan(by) & (Q(action__isnull=True) | in_action(by))


def _previsions(by: Access) -> Q:
    return Q(jalon__in=Jalon.objects.filter(in_action(by)).values("pk"))


def _dependances(by: Access) -> Q:
    jalons = Jalon.objects.filter(in_action(by)).values("pk")
    return Q(avant__in=jalons, apres__in=jalons)


def _cibles(by: Access) -> Q:
    indicateurs = Indicateur.objects.filter(visible_indicateurs(by)).values("pk")
    return Q(indicateur__in=indicateurs)


def _valeurs(by: Access) -> Q:
    return _cibles(by) & visible_parts(by)


def _told(model: type[Tracked], famille: Famille, visible: Visible, path: str = "") -> Told:
    return Told(model=model, famille=famille, visible=visible, path=path)


def _part(model: type[Tracked], famille: Famille, path: str) -> Told:
    return Told(model=model, famille=famille, visible=in_action, path=path, is_of_action=True)


def _member_part(model: type[Tracked], famille: Famille, path: str, visible: Visible) -> Told:
    return Told(
        model=model,
        famille=famille,
        visible=visible,
        path=path,
        is_of_action=True,
        is_for_members=True,
    )


ACTION = "actions/{root}"
TOLD = (
    _told(Plan, Famille.PLAN, _here, "plan"),
    _told(Axe, Famille.PLAN, _in_plan, "axes/{id}"),
    _told(Action, Famille.ACTIONS, visible_actions, "actions/{id}"),
    _part(Participant, Famille.ACTIONS, f"{ACTION}/participants"),
    _part(Financement, Famille.ACTIONS, f"{ACTION}/financements"),
    _part(LigneBudget, Famille.ACTIONS, f"{ACTION}/lignes-budget"),
    _part(IntercommunaliteConcernee, Famille.ACTIONS, f"{ACTION}/intercommunalites"),
    _part(CommuneImplantation, Famille.ACTIONS, f"{ACTION}/communes"),
    _part(Jalon, Famille.JALONS, "jalons/{id}"),
    _told(Prevision, Famille.JALONS, _previsions, "jalons?action={root}"),
    _told(Dependance, Famille.JALONS, _dependances),
    _told(Indicateur, Famille.INDICATEURS, visible_indicateurs, "indicateurs/{code}"),
    _told(Valeur, Famille.INDICATEURS, _valeurs),
    _told(Cible, Famille.INDICATEURS, _cibles),
    _member_part(Risque, Famille.RISQUES, "risques/{id}", visible_risques),
    _member_part(PointBloquant, Famille.POINTS, "points-bloquants/{id}", _for_members),
    _told(Comite, Famille.DECISIONS, visible_comites),
    _told(Decision, Famille.DECISIONS, visible_decisions),
    _member_part(Note, Famille.NOTES, f"{ACTION}/notes/{{id}}", _for_members),
    _told(Annonce, Famille.ANNONCES, _annonces, "annonces"),
    _told(Study, Famille.ETUDES, visible_studies, "etudes/{id}"),
)
BY_KIND: dict[str, Told] = {one.kind: one for one in TOLD}
