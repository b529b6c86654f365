"""Milestones, what was said of them over time, and what each rests on.

A date is kept as its source gave it: the first day of what was named, and how finely.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.engines.calendrier.inputs import LinkKind
from essor.foundations.periods import Period
from essor.records.journal.models import Tracked
from essor.records.plans.announcements import period_at
from essor.records.plans.choices import Precision
from essor.records.plans.models import ActionPart

LONGEST_WORK_DAYS = 36_525  # a century
# What bears no date of announcement comes first, on every database.
AS_SAID = (F("announced_on").asc(nulls_first=True), "created_at", "id")


def both_or_none(day: str, precision: str) -> Q:
    """Return the condition that a date goes with its fineness."""
    return Q(**{f"{day}__isnull": True, precision: ""}) | Q(
        **{f"{day}__isnull": False, f"{precision}__in": Precision.values}
    )


class LinkNature(models.TextChoices):
    """What must have happened before what."""

    FIN_DEBUT = LinkKind.FIN_DEBUT.value, "fin à début"
    DEBUT_DEBUT = LinkKind.DEBUT_DEBUT.value, "début à début"


class Jalon(ActionPart):
    """A milestone of an action: promised, expected, reached.

    baseline_on : the date promised, frozen by ``adopt_baseline`` only
    duree_* : calendar days of the work that leads to it, three-point; unknown is None
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"actual_on"})

    titre = models.CharField("titre", max_length=300)
    phase = models.CharField("phase", max_length=100, blank=True)
    ordre = models.PositiveIntegerField("ordre", default=0)
    poids = models.PositiveSmallIntegerField("poids", default=1)
    responsable_nom = models.CharField("responsable", max_length=300, blank=True)
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="jalons", verbose_name="compte du responsable",
    )  # fmt: skip
    baseline_on = models.DateField("date de référence", null=True, blank=True)
    baseline_precision = models.CharField(
        "précision de la date de référence", max_length=9, choices=Precision, blank=True
    )
    baseline_adopted_on = models.DateField("référence adoptée le", null=True, blank=True)
    baseline_motif = models.TextField("texte qui adopte la référence", blank=True)
    actual_on = models.DateField("atteint le", null=True, blank=True)
    actual_precision = models.CharField(
        "précision de la date atteinte", max_length=9, choices=Precision, blank=True
    )
    preuve_texte = models.TextField("preuve", blank=True)
    preuve_href = models.URLField("lien vers la preuve", max_length=1000, blank=True)
    duree_min_days = models.PositiveIntegerField("durée minimale (jours)", null=True, blank=True)
    duree_days = models.PositiveIntegerField("durée probable (jours)", null=True, blank=True)
    duree_max_days = models.PositiveIntegerField("durée maximale (jours)", null=True, blank=True)

    class Meta:
        verbose_name = "jalon"
        ordering = ("ordre", "titre", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "titre"), name="jalon_titre_unique"),
            models.CheckConstraint(condition=~Q(titre=""), name="jalon_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(poids__gte=1) & Q(poids__lte=100), name="jalon_poids"
            ),
            models.CheckConstraint(
                condition=both_or_none("baseline_on", "baseline_precision"),
                name="jalon_reference_et_precision",
            ),
            models.CheckConstraint(
                condition=Q(baseline_on__isnull=True, baseline_adopted_on__isnull=True)
                | Q(baseline_on__isnull=False, baseline_adopted_on__isnull=False),
                name="jalon_reference_adoptee",
            ),
            models.CheckConstraint(
                condition=both_or_none("actual_on", "actual_precision"),
                name="jalon_atteint_et_precision",
            ),
            models.CheckConstraint(
                condition=Q(actual_on__isnull=True, preuve_texte="", preuve_href="")
                | (Q(actual_on__isnull=False) & ~Q(preuve_texte="", preuve_href="")),
                name="jalon_atteint_avec_preuve",
            ),
            models.CheckConstraint(
                condition=Q(
                    duree_min_days__isnull=True,
                    duree_days__isnull=True,
                    duree_max_days__isnull=True,
                )
                | Q(
                    duree_min_days__isnull=False,  # a comparison with nothing passes a check
                    duree_days__isnull=False,
                    duree_max_days__isnull=False,
                    duree_min_days__lte=F("duree_days"),
                    duree_days__lte=F("duree_max_days"),
                    duree_max_days__lte=LONGEST_WORK_DAYS,
                ),
                name="jalon_durees",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        if not 1 <= self.poids <= 100:
            faults["poids"] = "Le poids va de 1 à 100."
        if self.actual_on is not None and not (self.preuve_texte or self.preuve_href):
            faults["preuve_texte"] = "Un jalon atteint se prouve : dire ou lier ce qui le montre."
        if not self._has_sound_durations():
            faults["duree_days"] = (
                "Les trois durées vont ensemble, de la plus courte à la plus longue, "
                "en un siècle au plus."
            )
        if faults:
            raise ValidationError(faults)

    @property
    def baseline(self) -> Period | None:
        """Days that the promised date may mean."""
        return period_at(self.baseline_on, self.baseline_precision)

    @property
    def actual(self) -> Period | None:
        """Days on which it may have been reached."""
        return period_at(self.actual_on, self.actual_precision)

    def _has_sound_durations(self) -> bool:
        given = (self.duree_min_days, self.duree_days, self.duree_max_days)
        known = [days for days in given if days is not None]
        if not known:
            return True
        return len(known) == 3 and known == sorted(known) and known[-1] <= LONGEST_WORK_DAYS


class Prevision(Tracked):
    """One forecast of a milestone: what was expected, said when, by whom, read where.

    Never changed; one said by mistake is cancelled, with the reason, and stays readable.
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"announced_on"})

    jalon = models.ForeignKey(
        Jalon, on_delete=models.PROTECT, related_name="previsions", verbose_name="jalon"
    )
    expected_on = models.DateField("date attendue")
    expected_precision = models.CharField(
        "précision de la date attendue", max_length=9, choices=Precision, default=Precision.JOUR
    )
    plus_tot_on = models.DateField("au plus tôt", null=True, blank=True)
    plus_tard_on = models.DateField("au plus tard", null=True, blank=True)
    announced_on = models.DateField("annoncé le", null=True, blank=True)
    announced_precision = models.CharField(
        "précision de la date d'annonce", max_length=9, choices=Precision, blank=True
    )
    par_qui = models.CharField("annoncé par", max_length=300, blank=True)
    source_title = models.CharField("source", max_length=300, blank=True)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    motif = models.TextField("motif", blank=True)
    is_cancelled = models.BooleanField("annulée", default=False)
    annulation_motif = models.TextField("motif de l'annulation", blank=True)

    MAY_CHANGE = frozenset({"is_cancelled", "annulation_motif"})

    class Meta:
        verbose_name = "prévision"
        ordering = AS_SAID
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_precision__in=Precision.values), name="prevision_precision"
            ),
            models.CheckConstraint(
                condition=both_or_none("announced_on", "announced_precision"),
                name="prevision_annonce_et_precision",
            ),
            models.CheckConstraint(
                condition=~Q(par_qui="", source_title=""), name="prevision_par_qui_ou_source"
            ),
            models.CheckConstraint(
                condition=Q(plus_tot_on__isnull=True, plus_tard_on__isnull=True)
                | Q(
                    plus_tot_on__isnull=False,
                    plus_tard_on__isnull=False,
                    plus_tot_on__lte=F("plus_tard_on"),
                ),
                name="prevision_fourchette",
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=False, annulation_motif="")
                | (Q(is_cancelled=True) & ~Q(annulation_motif="")),
                name="prevision_annulee_avec_motif",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jalon.titre} : {self.expected.label()}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the action."""
        return self.jalon.action_id

    @property
    def expected(self) -> Period:
        """Days that the expected date may mean."""
        period = period_at(self.expected_on, self.expected_precision)
        assert period is not None
        return period

    @property
    def announced(self) -> Period | None:
        """Days on which it may have been said."""
        return period_at(self.announced_on, self.announced_precision)

    def clean(self) -> None:
        """Refuse a range around another date, an announcement of nobody, a change of the past."""
        faults: dict[str, str] = {}
        if not (self.par_qui or self.source_title):
            faults["source_title"] = "Dire qui l'annonce ou où cela se lit."
        if not self._has_sound_range():
            faults["plus_tard_on"] = (
                "Les deux bornes vont ensemble et la date attendue se trouve entre elles."
            )
        if self._rewrites_the_past():
            faults["expected_on"] = "Une prévision ne se modifie pas : en annoncer une nouvelle."
        if faults:
            raise ValidationError(faults)

    def _has_sound_range(self) -> bool:
        first, last = self.plus_tot_on, self.plus_tard_on
        if first is None or last is None:
            return first is last
        return first <= self.expected.end <= last

    def _rewrites_the_past(self) -> bool:
        stored = Prevision.objects.filter(pk=self.pk).first()
        if stored is None:
            return False
        return any(
            getattr(stored, field.attname) != getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in self.MAY_CHANGE | self.UNTRACKED
        )


class Dependance(Tracked):
    """``apres`` rests on ``avant``, ``lag_days`` later; a negative lag lets them overlap."""

    avant = models.ForeignKey(
        Jalon, on_delete=models.PROTECT, related_name="dependances_aval", verbose_name="avant"
    )
    apres = models.ForeignKey(
        Jalon, on_delete=models.PROTECT, related_name="dependances_amont", verbose_name="après"
    )
    nature = models.CharField(
        "nature", max_length=11, choices=LinkNature, default=LinkNature.FIN_DEBUT
    )
    lag_days = models.IntegerField("décalage (jours)", default=0)

    class Meta:
        verbose_name = "dépendance"
        ordering = ("apres", "avant", "nature", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("avant", "apres", "nature"), name="dependance_une_fois"
            ),
            models.CheckConstraint(condition=~Q(avant=F("apres")), name="dependance_deux_jalons"),
            models.CheckConstraint(
                condition=Q(nature__in=LinkNature.values), name="dependance_nature_connue"
            ),
            models.CheckConstraint(
                condition=Q(lag_days__gte=-LONGEST_WORK_DAYS) & Q(lag_days__lte=LONGEST_WORK_DAYS),
                name="dependance_decalage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.avant.titre} → {self.apres.titre}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the action that waits."""
        return self.apres.action_id

    def clean(self) -> None:
        """Refuse a lag beyond a century."""
        if abs(self.lag_days) > LONGEST_WORK_DAYS:
            raise ValidationError({"lag_days": "Le décalage ne dépasse pas un siècle."})
