"""A place that digs, its lots of soil, their laboratory reports."""

import re
import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.records.journal.models import Tracked
from essor.records.plans.models import Action
from essor.records.terres.choices import CodeDechet, EtatHydrique, Support
from essor.records.terres.models.base import (
    Located,
    OfPlan,
    Sourced,
    amount,
    located_constraints,
    not_negative,
)

PARCELLE = re.compile(r"^(\d[\dAB]\d{3}) (\d{1,3}-[A-Z0-9]{1,2}-\d{1,4})$")
LONGEST_WEEKS = 520  # ten years
HEAVIEST_T = 10_000_000


class Chantier(Located):
    """A site that excavates.

    responsable_nom, siret : the maître d'ouvrage, who declares the soil that leaves
    parcelles : list of « 63113 000-LV-0012 » (INSEE code, then prefix-section-number)
    is_ssp : polluted or potentially polluted site; None when nobody published it
    is_sis, sis_identifiant : in a secteur d'information sur les sols, and which one
    limite_camions_t_semaine : tonnes that trucks can take away in one week; None = no limit known
    action : the action of the plan that digs, None when none
    """

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="chantiers",
        verbose_name="action du plan",
    )  # fmt: skip
    parcelles = models.JSONField("parcelles", default=list, blank=True)
    is_ssp = models.BooleanField("site pollué ou potentiellement pollué", null=True, blank=True)
    is_sis = models.BooleanField(
        "dans un secteur d'information sur les sols", null=True, blank=True
    )
    sis_identifiant = models.CharField("identifiant du SIS", max_length=15, blank=True)
    limite_camions_t_semaine = amount("camions : tonnes par semaine")

    class Meta:
        verbose_name = "chantier"
        verbose_name_plural = "chantiers"
        ordering = ("code", "id")
        constraints = [
            *located_constraints("chantier"),
            models.CheckConstraint(
                condition=not_negative("limite_camions_t_semaine"), name="terres_chantier_camions"
            ),
        ]

    @property
    def parcelles_declarees(self) -> list[tuple[str, str]]:
        """Parcels as the national register asks: (INSEE code, « prefix-section-number »)."""
        return [(one.split(" ")[0], one.split(" ")[1]) for one in self.parcelles]

    def clean(self) -> None:
        """Refuse wrong parcels, an action of another plan, a SIS named where there is none."""
        found = self.faults()
        if not isinstance(self.parcelles, list):
            found["parcelles"] = "Une liste de parcelles."
        elif wrong := [one for one in self.parcelles if not PARCELLE.match(str(one))]:
            found["parcelles"] = (
                f"Parcelles illisibles : {', '.join(map(str, wrong))}. "
                "Attendu : « 63113 000-LV-0012 »."
            )
        if self.action is not None and self.action.plan_id != self.plan_id:
            found["action"] = "Cette action appartient à un autre plan."
        if self.sis_identifiant and self.is_sis is False:
            found["sis_identifiant"] = "Le chantier est dit hors d'un SIS."
        if found:
            raise ValidationError(found)


class Lot(OfPlan):
    """Soil of one kind dug in one place, week after week.

    code : the identifier that plans, slips and registers quote
    classe : class of the soil for what outlets accept (« inerte », « inerte-plus »…); "" unknown
    is_pop, is_dangereux : None when nobody published it
    densite_t_m3 : in place; foisonnement : loose volume over volume in place
    debut_on : Monday of the first week; tonnes_hebdo : tonnes of each week from there
    attente_max_semaines : weeks a tonne may wait on site after the last excavation week
    is_indivisible : goes whole to one outlet
    profil : other facts that rules ask (dryness, asbestos…), by the engine's names
    """

    chantier = models.ForeignKey(
        Chantier, on_delete=models.PROTECT, related_name="lots", verbose_name="chantier"
    )
    denomination = models.CharField("dénomination usuelle", max_length=300)
    code_dechet = models.CharField("code déchet", max_length=9, choices=CodeDechet, blank=True)
    classe = models.CharField("classe de la terre", max_length=40, blank=True)
    classe_gtr = models.CharField("classe GTR", max_length=10, blank=True)
    etat_hydrique = models.CharField(
        "état hydrique", max_length=2, choices=EtatHydrique, blank=True
    )
    is_pop = models.BooleanField("polluants organiques persistants", null=True, blank=True)
    is_dangereux = models.BooleanField("déchet dangereux", null=True, blank=True)
    densite_t_m3 = amount("masse volumique en place (t/m³)", digits=6)
    foisonnement = amount("coefficient de foisonnement", digits=5)
    debut_on = models.DateField("lundi de la première semaine", null=True, blank=True)
    tonnes_hebdo = models.JSONField("tonnes par semaine", default=list, blank=True)
    attente_max_semaines = models.PositiveIntegerField("attente possible (semaines)", default=0)
    is_indivisible = models.BooleanField("indivisible", default=False)
    profil = models.JSONField("autres faits connus", default=dict, blank=True)

    class Meta:
        verbose_name = "lot de terres"
        verbose_name_plural = "lots de terres"
        ordering = ("code", "id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "code"), name="terres_lot_code"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(denomination="") & ~Q(source_title=""),
                name="terres_lot_nomme",
            ),
            models.CheckConstraint(
                condition=Q(code_dechet__in=["", *CodeDechet.values]), name="terres_lot_dechet"
            ),
            models.CheckConstraint(
                condition=Q(etat_hydrique__in=["", *EtatHydrique.values]), name="terres_lot_etat"
            ),
            models.CheckConstraint(
                condition=not_negative("densite_t_m3", "foisonnement"), name="terres_lot_densite"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.denomination}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the site."""
        return self.chantier_id

    @property
    def tonnes(self) -> Decimal | None:
        """Tonnes of all weeks, None when no week is given."""
        weeks = [Decimal(str(one)) for one in self.tonnes_hebdo]
        return sum(weeks, Decimal(0)) if weeks else None

    @property
    def volume_m3(self) -> Decimal | None:
        """Volume in place, None when tonnes or density are unknown."""
        tonnes, density = self.tonnes, self.densite_t_m3
        return tonnes / Decimal(density) if tonnes is not None and density else None

    def clean(self) -> None:
        """Say in French what the database or the engine would refuse."""
        found: dict[str, str] = {}
        if self.chantier.plan_id != self.plan_id:
            found["chantier"] = "Ce chantier appartient à un autre plan."
        if message := weekly_fault(self.tonnes_hebdo):
            found["tonnes_hebdo"] = message
        elif self.tonnes_hebdo and self.debut_on is None:
            found["debut_on"] = "Dire de quelle semaine partent les tonnes."
        if self.code_dechet.endswith("*") and self.is_dangereux is False:
            found["is_dangereux"] = "Un code déchet marqué d'une étoile est dangereux."
        if self.is_pop and self.is_dangereux is False:
            found["is_pop"] = "Un lot qui contient des POP n'est pas dit non dangereux."
        if not isinstance(self.profil, dict):
            found["profil"] = "Des faits nommés."
        if found:
            raise ValidationError(found)


def weekly_fault(values: Any) -> str:
    """Return what is wrong with tonnes by week, "" when nothing is."""
    if not isinstance(values, list):
        return "Une liste de tonnes, une par semaine."
    if len(values) > LONGEST_WEEKS:
        return f"Au plus {LONGEST_WEEKS} semaines."
    for one in values:
        if isinstance(one, bool) or not isinstance(one, int | float):
            return f"« {one} » n'est pas un nombre de tonnes."
        if not 0 <= one <= HEAVIEST_T:
            return f"« {one} » : de 0 à 10 000 000 de tonnes par semaine."
    return ""


class OfLot(Sourced):
    """A row that belongs to a lot and is read in the history of its site."""

    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="lot"
    )

    class Meta:
        abstract = True

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the site."""
        return self.lot.chantier_id


class Analyse(OfLot):
    """A laboratory report on a lot.

    numero : number of the report, unique for the lot
    sampled_on, analysed_on : None when the report does not say
    sha256, file_name : the file of the report, "" when none is kept
    """

    OBSERVED: ClassVar[frozenset[str]] = Sourced.OBSERVED | {"sampled_on", "analysed_on"}

    numero = models.CharField("numéro du bulletin", max_length=50)
    laboratoire = models.CharField("laboratoire", max_length=200, blank=True)
    sampled_on = models.DateField("prélevé le", null=True, blank=True)
    analysed_on = models.DateField("analysé le", null=True, blank=True)
    sha256 = models.CharField("empreinte du fichier", max_length=64, blank=True)
    file_name = models.CharField("nom du fichier", max_length=255, blank=True)
    notes = models.TextField("notes", blank=True)

    class Meta:
        verbose_name = "bulletin d'analyse"
        verbose_name_plural = "bulletins d'analyse"
        ordering = ("lot", "-analysed_on", "numero", "id")
        constraints = [
            models.UniqueConstraint(fields=("lot", "numero"), name="terres_analyse_numero"),
            models.CheckConstraint(
                condition=~Q(numero="") & ~Q(source_title=""), name="terres_analyse_nommee"
            ),
            models.CheckConstraint(
                condition=Q(sampled_on__isnull=True)
                | Q(analysed_on__isnull=True)
                | Q(analysed_on__gte=F("sampled_on")),
                name="terres_analyse_apres_prelevement",
            ),
            models.CheckConstraint(
                condition=Q(sha256="", file_name="") | (~Q(sha256="") & ~Q(file_name="")),
                name="terres_analyse_fichier",
            ),
        ]

    def __str__(self) -> str:
        return f"Bulletin {self.numero}"

    def clean(self) -> None:
        """Refuse an analysis before its sampling."""
        if self.sampled_on and self.analysed_on and self.analysed_on < self.sampled_on:
            raise ValidationError({"analysed_on": "L'analyse précède le prélèvement."})


class Resultat(Tracked):
    """One line of a report. « < 0,5 » is a bound, never a zero.

    parametre : the engine's name (« as », « hct_c10_c40 »…) on that support
    valeur : measured, or the limit of quantification when ``is_borne``; None = not measured
    libelle : what the laboratory wrote
    """

    analyse = models.ForeignKey(
        Analyse, on_delete=models.PROTECT, related_name="resultats", verbose_name="bulletin"
    )
    support = models.CharField("support", max_length=8, choices=Support)
    parametre = models.CharField("paramètre", max_length=60)
    libelle = models.CharField("libellé du laboratoire", max_length=200, blank=True)
    valeur = amount("valeur", digits=18, places=6)
    is_borne = models.BooleanField("inférieur à (<)", default=False)
    limite_quantification = amount("limite de quantification", digits=18, places=6)
    unite = models.CharField("unité", max_length=30, blank=True)

    class Meta:
        verbose_name = "résultat d'analyse"
        verbose_name_plural = "résultats d'analyse"
        ordering = ("analyse", "support", "parametre", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("analyse", "support", "parametre"), name="terres_resultat_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(support__in=Support.values) & ~Q(parametre=""),
                name="terres_resultat_nomme",
            ),
            models.CheckConstraint(
                condition=not_negative("valeur", "limite_quantification"),
                name="terres_resultat_positif",
            ),
            models.CheckConstraint(
                condition=Q(is_borne=False) | Q(valeur__isnull=False),
                name="terres_resultat_borne",
            ),
        ]

    def __str__(self) -> str:
        return self.libelle or self.parametre

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the site."""
        return self.analyse.lot.chantier_id

    def clean(self) -> None:
        """Refuse a bound without its value."""
        if self.is_borne and self.valeur is None:
            raise ValidationError({"valeur": "Inférieur à combien ?"})
