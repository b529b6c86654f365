"""The perimeter of the programme's territories: one complete copy per version."""

from django.db import models
from django.db.models import Q

from essor.records.territoires.models.geographie import CogVersion, Commune
from essor.records.territoires.models.source import LoadedVersion, fingerprint_constraint
from essor.records.territoires.models.territoire import Territoire
from essor.references.territoires.schema import PHASES, NatureMembre

NATURES = [(nature.value, nature.label) for nature in NatureMembre]


class PerimetreVersion(LoadedVersion):
    """The territories of one phase, their members and their communes, from one day on.

    The content is a published list and a vintage of the geography: a new vintage makes a new
    version of the same list.
    """

    phase = models.CharField("phase du programme", max_length=9)
    numero = models.PositiveIntegerField("numéro")
    cog_version = models.ForeignKey(
        CogVersion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="code officiel géographique",
    )

    class Meta:
        verbose_name = "version du périmètre"
        ordering = ("phase", "-valid_from", "-numero")
        constraints = [
            models.UniqueConstraint(fields=("phase", "numero"), name="perimetre_numero"),
            models.UniqueConstraint(
                fields=("phase", "fingerprint", "cog_version"), name="perimetre_contenu_unique"
            ),
            models.CheckConstraint(condition=Q(phase__in=PHASES), name="perimetre_phase_connue"),
            models.CheckConstraint(condition=Q(numero__gte=1), name="perimetre_numero_positif"),
            fingerprint_constraint("perimetre_empreinte"),
        ]


class PerimetreTerritoire(models.Model):
    """A territory in one version: its name then, and the totals of that version."""

    version = models.ForeignKey(PerimetreVersion, on_delete=models.CASCADE, related_name="+")
    territoire = models.ForeignKey(Territoire, on_delete=models.PROTECT, related_name="+")
    nom = models.CharField("nom", max_length=200)
    # Every region in which the territory has a commune, between spaces: « 76 84 ».
    codes_region = models.CharField("régions", max_length=60, blank=True)
    membres = models.PositiveIntegerField("nombre de membres")
    communes = models.PositiveIntegerField("nombre de communes")
    population_municipale = models.PositiveIntegerField("population municipale")

    class Meta:
        verbose_name = "territoire d'un périmètre"
        ordering = ("version", "territoire", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("version", "territoire"), name="perimetre_territoire_unique"
            )
        ]

    def __str__(self) -> str:
        return self.nom


class PerimetreMembre(models.Model):
    """A member of a territory in one version; no body is a member of two territories."""

    version = models.ForeignKey(PerimetreVersion, on_delete=models.CASCADE, related_name="+")
    perimetre_territoire = models.ForeignKey(
        PerimetreTerritoire, on_delete=models.CASCADE, related_name="+"
    )
    nature = models.CharField("nature", max_length=10, choices=NATURES)
    siren = models.CharField("SIREN", max_length=9)
    nom_publie = models.CharField("nom publié", max_length=200)
    code_commune_insee = models.CharField("code INSEE", max_length=5, blank=True)

    class Meta:
        verbose_name = "membre d'un territoire"
        ordering = ("version", "siren", "id")
        constraints = [
            models.UniqueConstraint(fields=("version", "siren"), name="perimetre_membre_unique"),
            models.CheckConstraint(
                condition=Q(nature__in=[value for value, _ in NATURES]),
                name="perimetre_membre_nature",
            ),
            models.CheckConstraint(
                condition=Q(nature=NatureMembre.COMMUNE.value, code_commune_insee__gt="")
                | (~Q(nature=NatureMembre.COMMUNE.value) & Q(code_commune_insee="")),
                name="perimetre_membre_commune",
            ),
        ]

    def __str__(self) -> str:
        return self.nom_publie


class PerimetreCommune(models.Model):
    """A commune of a territory in one version; no commune is in two territories."""

    version = models.ForeignKey(PerimetreVersion, on_delete=models.CASCADE, related_name="+")
    membre = models.ForeignKey(PerimetreMembre, on_delete=models.CASCADE, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "commune d'un territoire"
        ordering = ("version", "commune", "id")
        constraints = [
            models.UniqueConstraint(fields=("version", "commune"), name="perimetre_commune_unique")
        ]

    def __str__(self) -> str:
        return str(self.commune)
