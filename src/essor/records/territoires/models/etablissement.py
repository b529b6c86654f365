"""Where establishments are, from an optional SIRENE extract: a number and a commune, no more."""

from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked


class EtablissementExtrait(Tracked):
    """One extract that was loaded; its rows replace those of earlier ones for the same SIRET."""

    file_name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    etablissements = models.PositiveIntegerField("nombre d'établissements")
    loaded_at = models.DateTimeField("chargé le")
    loaded_by = models.CharField("chargé par", max_length=200)

    class Meta:
        verbose_name = "extrait SIRENE"
        ordering = ("-loaded_at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(sha256=""), name="extrait_empreinte"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Etablissement(models.Model):
    """The commune of one establishment."""

    siret = models.CharField("SIRET", max_length=14, primary_key=True)
    code_commune_insee = models.CharField("code INSEE", max_length=5)
    extrait = models.ForeignKey(EtablissementExtrait, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "établissement"
        ordering = ("siret",)

    def __str__(self) -> str:
        return self.siret
