"""Distances that a routing server gave, so that nothing is asked twice.

Not tracked: a distance is what a machine answered on a date, and is asked again at will.
"""

from django.db import models
from django.db.models import Q

from essor.records.terres_distances.service import Engine

UNITS_PER_DEGREE = 100_000  # whole numbers: a key must not depend on how a float is kept


class DistanceRoutiere(models.Model):
    """One way by road, as one engine at one address saw it for one vehicle.

    km : None when the engine found no way ; why then says what it answered
    from_lon, from_lat, to_lon, to_lat : hundred-thousandths of a degree, WGS 84
    """

    engine = models.CharField(
        "moteur", max_length=10, choices=[(one.value, one.label) for one in Engine]
    )
    address = models.CharField("adresse", max_length=300)
    profile = models.CharField("profil", max_length=60)
    from_lon = models.IntegerField("longitude de départ")
    from_lat = models.IntegerField("latitude de départ")
    to_lon = models.IntegerField("longitude d'arrivée")
    to_lat = models.IntegerField("latitude d'arrivée")
    km = models.FloatField("distance (km)", null=True)
    minutes = models.FloatField("durée (min)", null=True)
    why = models.CharField("sans distance parce que", max_length=200, blank=True)
    data_version = models.CharField("version des routes", max_length=200, blank=True)
    asked_at = models.DateTimeField("demandée le")

    class Meta:
        verbose_name = "distance routière"
        verbose_name_plural = "distances routières"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=(
                    *("engine", "address", "profile"),
                    *("from_lon", "from_lat", "to_lon", "to_lat"),
                ),
                name="distance_routiere_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(km__isnull=False, km__gte=0, why="")
                | (Q(km__isnull=True) & ~Q(why="")),
                name="distance_routiere_ou_raison",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_engine_display()} {self.profile} : {self.km} km"
