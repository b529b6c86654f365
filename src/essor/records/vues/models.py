"""Views that people keep under a name: an address, nothing of its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.territoires.models import Territoire
from essor.records.vues.description import ViewKind

LONGEST_QUERY = 8_000


class VueEnregistree(Tracked):
    """One view; ``adresse`` is the end of its address, ``is_shared`` opens it to the members."""

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="vues", verbose_name="territoire"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vues",
        verbose_name="propriétaire",
    )  # fmt: skip
    nom = models.CharField("nom", max_length=80)
    genre = models.CharField(
        "genre", max_length=8, choices=[(one.value, one.label) for one in ViewKind]
    )
    adresse = models.TextField("adresse", max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField("partagée avec les membres", default=False)

    class Meta:
        verbose_name = "vue"
        ordering = ("nom", "id")
        constraints = [
            models.UniqueConstraint(fields=("territoire", "owner", "nom"), name="vue_nom_unique"),
            models.CheckConstraint(condition=~Q(nom=""), name="vue_nom_non_vide"),
            models.CheckConstraint(
                condition=Q(genre__in=[one.value for one in ViewKind]), name="vue_genre_connu"
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class VueParDefaut(Tracked):
    """The view that a person opens first in a territory."""

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="vues_par_defaut",
        verbose_name="territoire",
    )  # fmt: skip
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vues_par_defaut",
        verbose_name="personne",
    )  # fmt: skip
    vue = models.ForeignKey(
        VueEnregistree, on_delete=models.PROTECT, related_name="choisie_par", verbose_name="vue"
    )

    class Meta:
        verbose_name = "vue par défaut"
        ordering = ("territoire", "user", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("territoire", "user"), name="vue_par_defaut_une_par_personne"
            )
        ]

    def __str__(self) -> str:
        return self.vue.nom
