"""A risk of an action: how likely, how grave, what is done about it, what it would cost."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.records.jalons.models import LONGEST_WORK_DAYS, Jalon
from essor.records.plans.models import ActionPart

LEVELS = range(1, 6)
Bounds = tuple[int | None, ...] | tuple[Decimal | None, ...]


def in_scale(name: str) -> Q:
    """Return the condition that a level is one of the five."""
    return Q(**{f"{name}__gte": 1, f"{name}__lte": 5})


def in_order(low: str, likely: str, high: str) -> Q:
    """Return the condition that three bounds are all absent, or positive and in order.

    A comparison with nothing passes a check: absence is written out.
    """
    names = (low, likely, high)
    return Q(**{f"{name}__isnull": True for name in names}) | Q(
        **{f"{name}__isnull": False for name in names},
        **{f"{low}__gte": 0, f"{low}__lte": F(likely), f"{likely}__lte": F(high)},
    )


class StatutRisque(models.TextChoices):
    """Where a risk stands."""

    OUVERT = "ouvert", "ouvert"
    SURVEILLE = "surveille", "surveillé"
    REALISE = "realise", "réalisé"
    CLOS = "clos", "clos"


# What may still happen; a risk that came true is in the dates and costs announced since.
LIVE = (StatutRisque.OUVERT, StatutRisque.SURVEILLE)


class Risque(ActionPart):
    """What may go wrong in an action, perhaps before one of its milestones.

    probabilite, impact : 1 to 5 as things stand; *_apres : once the measures are taken, both
    or neither. retard_* : calendar days, surcout_* : euros before tax; three bounds or none.
    """

    FOURCHETTES: ClassVar[dict[str, tuple[str, str, str]]] = {
        "retard_days": ("retard_min_days", "retard_days", "retard_max_days"),
        "surcout_eur": ("surcout_min_eur", "surcout_eur", "surcout_max_eur"),
    }

    jalon = models.ForeignKey(
        Jalon, on_delete=models.PROTECT, null=True, blank=True, related_name="risques",
        verbose_name="jalon",
    )  # fmt: skip
    titre = models.CharField("titre", max_length=300)
    cause = models.TextField("cause", blank=True)
    consequence = models.TextField("conséquence", blank=True)
    probabilite = models.PositiveSmallIntegerField("probabilité")
    impact = models.PositiveSmallIntegerField("impact")
    mesures = models.TextField("mesures", blank=True)
    cout_mesure_eur = models.DecimalField(
        "coût des mesures (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    probabilite_apres = models.PositiveSmallIntegerField(
        "probabilité après mesures", null=True, blank=True
    )
    impact_apres = models.PositiveSmallIntegerField("impact après mesures", null=True, blank=True)
    retard_min_days = models.PositiveIntegerField("retard minimal (jours)", null=True, blank=True)
    retard_days = models.PositiveIntegerField("retard probable (jours)", null=True, blank=True)
    retard_max_days = models.PositiveIntegerField("retard maximal (jours)", null=True, blank=True)
    surcout_min_eur = models.DecimalField(
        "surcoût minimal (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    surcout_eur = models.DecimalField(
        "surcoût probable (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    surcout_max_eur = models.DecimalField(
        "surcoût maximal (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    responsable_nom = models.CharField("responsable", max_length=300, blank=True)
    revue_on = models.DateField("revue prévue le", null=True, blank=True)
    statut = models.CharField(
        "statut", max_length=9, choices=StatutRisque, default=StatutRisque.OUVERT
    )

    class Meta:
        verbose_name = "risque"
        ordering = ("titre", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "titre"), name="risque_titre_unique"),
            models.CheckConstraint(condition=~Q(titre=""), name="risque_titre_non_vide"),
            models.CheckConstraint(
                condition=in_scale("probabilite") & in_scale("impact"), name="risque_echelle"
            ),
            models.CheckConstraint(
                condition=Q(probabilite_apres__isnull=True, impact_apres__isnull=True)
                | (
                    Q(probabilite_apres__isnull=False, impact_apres__isnull=False)
                    & in_scale("probabilite_apres")
                    & in_scale("impact_apres")
                ),
                name="risque_echelle_apres",
            ),
            models.CheckConstraint(
                condition=in_order("retard_min_days", "retard_days", "retard_max_days")
                & (Q(retard_max_days__isnull=True) | Q(retard_max_days__lte=LONGEST_WORK_DAYS)),
                name="risque_retard_ordonne",
            ),
            models.CheckConstraint(
                condition=in_order("surcout_min_eur", "surcout_eur", "surcout_max_eur"),
                name="risque_surcout_ordonne",
            ),
            models.CheckConstraint(
                condition=Q(cout_mesure_eur__isnull=True) | Q(cout_mesure_eur__gte=0),
                name="risque_cout_mesure_positif",
            ),
            models.CheckConstraint(
                condition=Q(statut__in=StatutRisque.values), name="risque_statut_connu"
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def is_live(self) -> bool:
        """Tell whether it may still happen."""
        return self.statut in LIVE

    @property
    def criticite(self) -> int:
        """Probability times impact as things stand, 1 to 25."""
        return self.probabilite * self.impact

    @property
    def criticite_apres(self) -> int | None:
        """Same once the measures are taken, None when nobody said."""
        if self.probabilite_apres is None or self.impact_apres is None:
            return None
        return self.probabilite_apres * self.impact_apres

    def clean(self) -> None:
        """Say in French, all at once, what the constraints would refuse."""
        faults = {**_scale_faults(self), **_range_faults(self)}
        if self.cout_mesure_eur is not None and self.cout_mesure_eur < 0:
            faults["cout_mesure_eur"] = "Le coût des mesures n'est pas négatif."
        if self.jalon is not None and self.jalon.action_id != self.action_id:
            faults["jalon"] = "Ce jalon appartient à une autre action."
        if faults:
            raise ValidationError(faults)


def _scale_faults(risque: Risque) -> dict[str, str]:
    faults = {}
    for name in ("probabilite", "impact", "probabilite_apres", "impact_apres"):
        level = getattr(risque, name)
        if level is not None and level not in LEVELS:
            faults[name] = "Le niveau va de 1 à 5."
    if (risque.probabilite_apres is None) is not (risque.impact_apres is None):
        faults["impact_apres"] = "Probabilité et impact après mesures vont ensemble."
    return faults


def _range_faults(risque: Risque) -> dict[str, str]:
    faults = {}
    for name, names in Risque.FOURCHETTES.items():
        bounds = [getattr(risque, one) for one in names]
        known = [bound for bound in bounds if bound is not None]
        if known and (len(known) < 3 or known != sorted(known) or known[0] < 0):
            faults[name] = "Les trois bornes vont ensemble : minimal ≤ probable ≤ maximal."
    if (risque.retard_max_days or 0) > LONGEST_WORK_DAYS:
        faults["retard_max_days"] = "Le retard ne dépasse pas un siècle."
    return faults
