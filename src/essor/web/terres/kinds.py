"""The kinds of rows that people add, change and delete from the pages."""

import uuid
from typing import Any

from essor.records.plans.models import Plan
from essor.records.terres import actions, analyses, outlets
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme
from essor.records.terres.permissions import (
    require_write,
    require_write_chantier,
    require_write_lot,
)
from essor.records.terres.queries import get_analyse, get_dap, get_lot, get_place
from essor.web.plan.gate import PlanGate
from essor.web.terres.editing import Kind, simple, to
from essor.web.terres.forms import AnalyseForm, ChantierForm, LotForm
from essor.web.terres.outlet_forms import DapForm, ExutoireForm, PlateformeForm

LOTS, EXUTOIRES = "lots", "exutoires"


def the_plan(gate: PlanGate, row_id: uuid.UUID | None) -> Plan:
    """Return the plan: what a site, an outlet or a platform is added to."""
    return gate.plan


def place(model: Any) -> Any:
    """Return how a place is found."""
    return lambda gate, row_id: get_place(model, gate.plan, row_id, gate.access)


def lot_of(gate: PlanGate, row_id: uuid.UUID | None) -> Lot:
    """Return the lot of an address."""
    return get_lot(gate.plan, row_id or uuid.UUID(int=0), gate.access)


def chantier_form(data: Any, files: Any, *, gate: PlanGate, parent: Any, initial: Any) -> Any:
    """Return the form of a site, with the actions of the plan."""
    return ChantierForm(data, files, plan=gate.plan, initial=initial)


def dap_form(data: Any, files: Any, *, gate: PlanGate, parent: Any, initial: Any) -> Any:
    """Return the form of an acceptance, with the sites and lots she may read."""
    return DapForm(data, files, plan=gate.plan, access=gate.access, initial=initial)


CHANTIERS = Kind(
    row_name="chantier",
    parent_name="plan",
    onglet=LOTS,
    noun="le chantier",
    form=chantier_form,
    find=place(Chantier),
    find_parent=the_plan,
    parent_of=lambda row: row,
    require=lambda access, parent: (
        require_write_chantier(access, parent)
        if isinstance(parent, Chantier)
        else require_write(access, parent)
    ),
    create=actions.create_chantier,
    change=actions.change_chantier,
    remove=actions.delete_chantier,
    row_href=to("chantier"),
    parent_href=to("lots", by_row=False),
    add_title="Ajouter un chantier",
    added="Le chantier est ajouté : décrivez maintenant ses lots.",
    changed="Le chantier est modifié.",
    deleted="Le chantier est supprimé.",
    warning="Ses lots, leurs analyses et ses acceptations partent avec lui.",
)
LOTS_KIND = Kind(
    row_name="lot",
    parent_name="chantier",
    onglet=LOTS,
    noun="le lot",
    form=simple(LotForm),
    find=lot_of,
    find_parent=place(Chantier),
    parent_of=lambda row: row.chantier,
    require=require_write_chantier,
    create=actions.create_lot,
    change=actions.change_lot,
    remove=actions.delete_lot,
    row_href=to("lot"),
    parent_href=to("chantier"),
    add_title="Ajouter un lot",
    added="Le lot est ajouté.",
    changed="Le lot est modifié.",
    deleted="Le lot est supprimé.",
    warning="Ses analyses et ses acceptations partent avec lui.",
)
ANALYSES = Kind(
    row_name="analyse",
    parent_name="lot",
    onglet=LOTS,
    noun="le bulletin",
    form=simple(AnalyseForm),
    find=lambda gate, row_id: get_analyse(gate.plan, row_id, gate.access),
    find_parent=lot_of,
    parent_of=lambda row: row.lot,
    require=require_write_lot,
    create=analyses.create_analyse,
    change=analyses.change_analyse,
    remove=analyses.delete_analyse,
    row_href=to("analyse"),
    parent_href=to("lot"),
    add_title="Ajouter un bulletin d'analyse",
    added="Le bulletin est ajouté : saisissez ses résultats.",
    changed="Le bulletin est modifié.",
    deleted="Le bulletin est supprimé.",
    warning="Ses résultats partent avec lui.",
)
EXUTOIRES_KIND = Kind(
    row_name="exutoire",
    parent_name="plan",
    onglet=EXUTOIRES,
    noun="l'exutoire",
    form=simple(ExutoireForm),
    find=place(Exutoire),
    find_parent=the_plan,
    parent_of=lambda row: row.plan,
    require=require_write,
    create=outlets.create_exutoire,
    change=outlets.change_exutoire,
    remove=outlets.delete_exutoire,
    row_href=to("exutoire"),
    parent_href=to("exutoires", by_row=False),
    add_title="Ajouter un exutoire",
    added="L'exutoire est ajouté.",
    changed="L'exutoire est modifié.",
    deleted="L'exutoire est supprimé.",
    warning="Ses acceptations préalables partent avec lui.",
)
PLATEFORMES = Kind(
    row_name="plateforme",
    parent_name="plan",
    onglet=EXUTOIRES,
    noun="la plateforme",
    form=simple(PlateformeForm),
    find=place(Plateforme),
    find_parent=the_plan,
    parent_of=lambda row: row.plan,
    require=require_write,
    create=outlets.create_plateforme,
    change=outlets.change_plateforme,
    remove=outlets.delete_plateforme,
    row_href=to("plateforme"),
    parent_href=to("exutoires", by_row=False, anchor="#plateformes"),
    add_title="Ajouter une plateforme",
    added="La plateforme est ajoutée.",
    changed="La plateforme est modifiée.",
    deleted="La plateforme est supprimée.",
    warning="Les terres ne pourront plus y attendre.",
)
DAPS = Kind(
    row_name="dap",
    parent_name="exutoire",
    onglet=EXUTOIRES,
    noun="l'acceptation",
    form=dap_form,
    find=lambda gate, row_id: get_dap(gate.plan, row_id, gate.access),
    find_parent=place(Exutoire),
    parent_of=lambda row: row.exutoire,
    require=lambda access, exutoire: require_write(access, exutoire.plan),
    create=outlets.create_dap,
    change=outlets.change_dap,
    remove=outlets.delete_dap,
    row_href=lambda gate, row: to("exutoire", anchor="#acceptations")(gate, row.exutoire),
    parent_href=to("exutoire", anchor="#acceptations"),
    add_title="Ajouter une acceptation préalable",
    added="L'acceptation est ajoutée.",
    changed="L'acceptation est modifiée.",
    deleted="L'acceptation est supprimée.",
    warning="Les lots qu'elle couvrait n'auront plus cette pièce.",
)
