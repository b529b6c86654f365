"""Writes the demonstration soils through the same actions as everyone, once.

Only the places of the sites are real. Every row says that it was invented, on every page.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from essor.records.accounts.permissions import Access
from essor.records.plans.models import Action, Plan
from essor.records.terres.actions import create_chantier, create_lot
from essor.records.terres.analyses import create_analyse
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.models import Chantier, Exutoire, Lot
from essor.records.terres.outlets import create_dap, create_exutoire, create_plateforme
from essor.records.territoires.models import Territoire
from essor.references.demonstration.terres import Row, TerresFacts, results_of
from essor.references.terres.parametres_analytiques import parametres_analytiques

WEEK = dt.timedelta(days=7)
KEPT = {
    "CHANTIER": ("code", "nom", "code_commune_insee", "commune", "is_ssp", "is_sis"),
    "LOT": ("code", "denomination", "classe", "code_dechet", "classe_gtr", "etat_hydrique"),
    "EXUTOIRE": (
        *("code", "nom", "nature", "accepte", "niveau_usage", "classes_gtr", "fiche"),
        "autorisation",
    ),
    "PLATEFORME": ("code", "nom", "accepte"),
}
AMOUNTS = (
    "latitude",
    "longitude",
    "limite_camions_t_semaine",
    "tarif_eur_t",
    "capacite_t_semaine",
    "capacite_t",
    "besoin_t",
    "prix_vierge_eur_t",
    "carbone_vierge_kg_t",
    "capacite_stock_t",
    "debit_t_semaine",
    "manutention_eur_t",
    "stockage_eur_t_semaine",
)
DENSITY_T_M3, BULKING = Decimal("1.8"), Decimal("1.25")


@transaction.atomic
def load_terres(*, facts: TerresFacts, territoire: Territoire, today: dt.date) -> bool:
    """Write the soils. Returns False, and writes nothing, when the territory already has some."""
    plan = Plan.objects.filter(territoire=territoire).order_by("created_at", "id").first()
    if plan is None or Chantier.objects.filter(plan__territoire=territoire).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    writer = _Writer(essor, plan, facts, first_week(facts, today))
    writer.write()
    return True


def first_week(facts: TerresFacts, today: dt.date) -> dt.date:
    """Return the Monday on which the plan of the demonstration starts."""
    return today - dt.timedelta(days=today.weekday()) - facts.past_weeks * WEEK


class _Writer:
    def __init__(self, by: Access, plan: Plan, facts: TerresFacts, first: dt.date) -> None:
        self.by, self.plan, self.facts, self.first = by, plan, facts, first
        self.said: dict[str, Any] = {"source_title": facts.source, "is_demonstration": True}

    def day(self, week: int) -> dt.date:
        """Return the Monday of a week of the plan."""
        return self.first + week * WEEK

    def write(self) -> None:
        """Write sites, lots with their reports, outlets, platforms, acceptances."""
        sites = {row["code"]: self.site(row) for row in self.facts.chantiers}
        for row in self.facts.lots:
            self.lot(row, sites[row["chantier"]])
        outlets = {row["code"]: self.outlet(row) for row in self.facts.exutoires}
        for row in self.facts.plateformes:
            create_plateforme(by=self.by, plan=self.plan, **self.values("PLATEFORME", row))
        for row in self.facts.acceptations:
            self.acceptance(row, outlets[row["exutoire"]], sites[row["chantier"]])

    def values(self, kind: str, row: Row) -> dict[str, Any]:
        """Return the fields of a row: those kept as they are, amounts, and where they come from."""
        kept = {name: row[name] for name in KEPT[kind] if name in row}
        return {**kept, **amounts(row), **self.said}

    def site(self, row: Row) -> Chantier:
        """Write a site; its action, if the reader still has it."""
        action = None
        if "action" in row:
            action = _action(self.plan, row["action"])
        values = self.values("CHANTIER", row)
        values["notes"] = "Lieu réel, position arrondie. Aucun chantier n'y est annoncé ici."
        return create_chantier(by=self.by, plan=self.plan, action=action, **values)

    def lot(self, row: Row, chantier: Chantier) -> Lot:
        """Write a lot and its laboratory reports."""
        lot = create_lot(
            by=self.by,
            chantier=chantier,
            debut_on=self.day(row["debut"]),
            tonnes_hebdo=row["tonnes"],
            attente_max_semaines=row["attente"],
            is_pop=False,
            is_dangereux=False,
            densite_t_m3=DENSITY_T_M3,
            foisonnement=BULKING,
            profil={"exclusions_absentes": True},
            **self.values("LOT", row),
        )
        for bulletin in row["bulletins"]:
            create_analyse(
                by=self.by,
                lot=lot,
                numero=bulletin["numero"],
                laboratoire="Laboratoire inventé",
                sampled_on=self.day(-5),
                analysed_on=self.day(-3),
                resultats=[result(*one) for one in results_of(self.facts, bulletin).items()],
                **self.said,
            )
        return lot

    def outlet(self, row: Row) -> Exutoire:
        """Write an outlet and its window."""
        values = self.values("EXUTOIRE", row)
        if "ouverture" in row:
            values["ouverture_on"] = self.day(row["ouverture"])
            values["fermeture_on"] = self.day(row["fermeture"]) + dt.timedelta(days=4)
        return create_exutoire(by=self.by, plan=self.plan, **values)

    def acceptance(self, row: Row, exutoire: Exutoire, chantier: Chantier) -> None:
        """Write a prior acceptance."""
        create_dap(
            by=self.by,
            exutoire=exutoire,
            chantier=chantier,
            numero=row["numero"],
            valid_from=self.day(row["debut"]),
            valid_until=self.day(row["fin"]) + dt.timedelta(days=4),
            tonnage_max_t=Decimal(row["tonnage_max_t"]),
            **self.said,
        )


def amounts(row: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return the numbers of a row as the records keep them."""
    return {name: Decimal(str(row[name])) for name in AMOUNTS if name in row}


def result(code: str, text: str) -> ResultatValues:
    """Return a line of a report: « <0.05 » is a bound, not a value."""
    known = parametres_analytiques()[code]
    support, _, parametre = code.partition(".")
    value = Decimal(text.removeprefix("<"))
    is_bound = text.startswith("<")
    return ResultatValues(
        support=support,
        parametre=parametre,
        valeur=value,
        unite=known.unite,
        is_borne=is_bound,
        limite_quantification=value if is_bound else None,
        libelle=known.libelle,
    )


def _action(plan: Plan, start: str) -> Action | None:
    return Action.objects.filter(plan=plan, titre__startswith=start).order_by("id").first()
