"""The official geographic code, one complete copy per vintage loaded."""

from django.db import models
from django.db.models import Q

from essor.records.territoires.models.source import LoadedVersion, fingerprint_constraint


class CogVersion(LoadedVersion):
    """One vintage of the official geographic code and of the EPCI."""

    class Meta:
        verbose_name = "version du code officiel géographique"
        ordering = ("-valid_from", "-created_at")
        constraints = [
            models.UniqueConstraint(fields=("fingerprint",), name="cog_contenu_unique"),
            fingerprint_constraint("cog_empreinte"),
        ]


class Region(models.Model):
    """A region, in one vintage."""

    cog_version = models.ForeignKey(CogVersion, on_delete=models.CASCADE, related_name="+")
    code_region = models.CharField("code", max_length=3)
    nom = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "région"
        ordering = ("code_region", "id")
        constraints = [
            models.UniqueConstraint(fields=("cog_version", "code_region"), name="region_code")
        ]

    def __str__(self) -> str:
        return self.nom


class Departement(models.Model):
    """A department, in one vintage."""

    cog_version = models.ForeignKey(CogVersion, on_delete=models.CASCADE, related_name="+")
    code_departement = models.CharField("code", max_length=3)
    nom = models.CharField("nom", max_length=100)
    code_region = models.CharField("région", max_length=3)

    class Meta:
        verbose_name = "département"
        ordering = ("code_departement", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("cog_version", "code_departement"), name="departement_code"
            )
        ]

    def __str__(self) -> str:
        return self.nom


class Groupement(models.Model):
    """An EPCI or an EPT, in one vintage."""

    cog_version = models.ForeignKey(CogVersion, on_delete=models.CASCADE, related_name="+")
    siren = models.CharField("SIREN", max_length=9)
    nature = models.CharField("nature", max_length=10)
    nom = models.CharField("nom", max_length=200)
    population_municipale = models.PositiveIntegerField("population municipale", null=True)
    population_totale = models.PositiveIntegerField("population totale", null=True)

    class Meta:
        verbose_name = "groupement"
        ordering = ("siren", "id")
        constraints = [
            models.UniqueConstraint(fields=("cog_version", "siren"), name="groupement_siren")
        ]

    def __str__(self) -> str:
        return self.nom


class Commune(models.Model):
    """A present-day commune, in one vintage; empty text stands for « none »."""

    cog_version = models.ForeignKey(CogVersion, on_delete=models.CASCADE, related_name="+")
    code_commune_insee = models.CharField("code INSEE", max_length=5)
    nom = models.CharField("nom", max_length=100)
    nom_cle = models.CharField("nom pour la recherche", max_length=100, db_index=True)
    nom_cle_courte = models.CharField("nom sans article", max_length=100, db_index=True)
    code_departement = models.CharField("département", max_length=3)
    siren_commune = models.CharField("SIREN", max_length=9, blank=True)
    siren_epci = models.CharField("SIREN de l'EPCI", max_length=9, blank=True)
    siren_ept = models.CharField("SIREN de l'EPT", max_length=9, blank=True)
    population_municipale = models.PositiveIntegerField("population municipale", null=True)
    population_totale = models.PositiveIntegerField("population totale", null=True)
    # Each code between two spaces, so that « contains » finds whole codes.
    codes_postaux = models.CharField("codes postaux", max_length=250, blank=True)

    class Meta:
        verbose_name = "commune"
        ordering = ("code_commune_insee", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("cog_version", "code_commune_insee"), name="commune_code"
            ),
            models.UniqueConstraint(
                fields=("cog_version", "siren_commune"),
                condition=~Q(siren_commune=""),
                name="commune_siren",
            ),
        ]
        indexes = [
            models.Index(fields=("cog_version", "siren_epci"), name="commune_epci"),
            models.Index(fields=("cog_version", "siren_ept"), name="commune_ept"),
        ]

    def __str__(self) -> str:
        return self.nom


class CommuneRattachee(models.Model):
    """An old, delegated or associated commune, or a district, and the commune that answers."""

    cog_version = models.ForeignKey(CogVersion, on_delete=models.CASCADE, related_name="+")
    code = models.CharField("code", max_length=5)
    nom = models.CharField("nom", max_length=100, blank=True)
    nom_cle = models.CharField("nom pour la recherche", max_length=100, blank=True, db_index=True)
    nom_cle_courte = models.CharField("nom sans article", max_length=100, blank=True, db_index=True)
    nature = models.CharField("nature", max_length=30)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "commune rattachée"
        ordering = ("code", "nom", "id")
        constraints = [
            models.UniqueConstraint(fields=("cog_version", "code", "nom"), name="rattachee_code")
        ]

    def __str__(self) -> str:
        return self.nom or self.code
