"""The plan of a territory and the headings that order it."""

from django.db import models
from django.db.models import F, Q

from essor.records.journal.models import Tracked
from essor.records.territoires.models import Territoire


class Plan(Tracked):
    """The action plan of one territory in one phase of the programme."""

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="plans", verbose_name="territoire"
    )
    titre = models.CharField("titre", max_length=300)
    description = models.TextField("description", blank=True)
    debut_on = models.DateField("début", null=True, blank=True)
    fin_on = models.DateField("fin", null=True, blank=True)
    is_demonstration = models.BooleanField("plan de démonstration", default=False)

    class Meta:
        verbose_name = "plan d'action"
        ordering = ("territoire", "debut_on", "id")
        constraints = [
            models.UniqueConstraint(fields=("territoire",), name="plan_un_par_territoire_et_phase"),
            models.CheckConstraint(condition=~Q(titre=""), name="plan_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(fin_on__isnull=True)
                | Q(debut_on__isnull=True)
                | Q(fin_on__gte=F("debut_on")),
                name="plan_fin_apres_debut",
            ),
        ]

    def __str__(self) -> str:
        return self.titre


class Axe(Tracked):
    """A heading of the plan, in a tree of any depth; it groups and has no status."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="axes", verbose_name="plan"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="enfants",
        verbose_name="axe parent",
    )  # fmt: skip
    ordre = models.PositiveIntegerField("ordre", default=0)
    titre = models.CharField("titre", max_length=300)
    description = models.TextField("description", blank=True)

    class Meta:
        verbose_name = "axe"
        ordering = ("ordre", "titre", "id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "parent", "titre"), name="axe_titre_unique"),
            models.UniqueConstraint(
                fields=("plan", "titre"), condition=Q(parent__isnull=True), name="axe_racine_unique"
            ),
            models.CheckConstraint(condition=~Q(titre=""), name="axe_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="axe_pas_son_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.titre
