"""The action sheet."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.foundations.french import format_number
from essor.foundations.tables.writing import SPREADSHEET_CELL_CHARACTERS
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite, Engagement, Priorite, Sortie, Statut
from essor.records.plans.models.plan import Axe, Plan


class Action(Tracked):
    """One action sheet; a sub-action has a parent, one level only."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="actions", verbose_name="plan"
    )
    axe = models.ForeignKey(
        Axe, on_delete=models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name="axe",
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sous_actions",
        verbose_name="action parente",
    )  # fmt: skip
    code = models.CharField("code", max_length=20)
    ordre = models.PositiveIntegerField("ordre", default=0)
    titre = models.CharField("titre", max_length=300)
    descriptif = models.TextField("descriptif", blank=True)
    objectifs = models.TextField("objectifs", blank=True)
    resultats_attendus = models.TextField("résultats attendus", blank=True)
    indicateurs_texte = models.TextField("indicateurs liés", blank=True)
    moyens = models.TextField("moyens humains et techniques", blank=True)
    instances_gouvernance = models.TextField("instances de gouvernance", blank=True)
    participation_citoyenne = models.TextField("participation citoyenne", blank=True)
    financements_texte = models.TextField("financements", blank=True)
    calendrier = models.TextField("calendrier", blank=True)
    notes_complementaires = models.TextField("notes complémentaires", blank=True)
    statut = models.CharField("statut", max_length=12, choices=Statut, blank=True)
    priorite = models.CharField("priorité", max_length=6, choices=Priorite, blank=True)
    engagement = models.CharField(
        "niveau d'engagement", max_length=12, choices=Engagement, blank=True
    )
    debut_on = models.DateField("date de début", null=True, blank=True)
    fin_on = models.DateField("date de fin", null=True, blank=True)
    budget_eur = models.DecimalField(
        "budget prévisionnel total (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    is_amelioration_continue = models.BooleanField("amélioration continue", null=True, blank=True)
    is_grand_projet = models.BooleanField("grand projet", default=False)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )
    # Written by records/conventions only: an action leaves the plan by a movement, with its reason.
    sortie = models.CharField("sortie du plan", max_length=15, choices=Sortie, blank=True)
    sortie_on = models.DateField("sortie du plan le", null=True, blank=True)

    class Meta:
        verbose_name = "action"
        ordering = ("ordre", "code", "id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "code"), name="action_code_unique"),
            models.CheckConstraint(condition=~Q(titre=""), name="action_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(fin_on__isnull=True)
                | Q(debut_on__isnull=True)
                | Q(fin_on__gte=F("debut_on")),
                name="action_fin_apres_debut",
            ),
            models.CheckConstraint(
                condition=Q(budget_eur__isnull=True) | Q(budget_eur__gte=0),
                name="action_budget_positif",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="action_pas_son_parent"
            ),
            models.CheckConstraint(
                condition=Q(statut__in=["", *Statut.values]), name="action_statut_connu"
            ),
            models.CheckConstraint(
                condition=Q(priorite__in=["", *Priorite.values]), name="action_priorite_connue"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="action_confidentialite_connue",
            ),
            models.CheckConstraint(
                condition=Q(sortie="", sortie_on__isnull=True)
                | Q(sortie__in=Sortie.values, sortie_on__isnull=False),
                name="action_sortie_et_sa_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.titre}"

    def clean(self) -> None:
        """Refuse what one row alone can show to be false."""
        if self.debut_on and self.fin_on and self.fin_on < self.debut_on:
            raise ValidationError({"fin_on": "La date de fin précède la date de début."})
        if bool(self.sortie) != (self.sortie_on is not None):
            raise ValidationError({"sortie_on": "Une sortie du plan va avec sa date."})
        if self.parent is not None and self.parent.parent_id is not None:
            raise ValidationError({"parent": "Une sous-action ne peut pas en contenir une autre."})
        self._refuse_text_no_spreadsheet_holds()

    def _refuse_text_no_spreadsheet_holds(self) -> None:
        """A longer text could be written, but neither exported to Excel nor imported back."""
        most = SPREADSHEET_CELL_CHARACTERS
        too_long = {
            field.name: f"Le texte compte {format_number(len(getattr(self, field.name)))} "
            f"caractères, {format_number(most)} au plus tiennent dans une cellule de tableur."
            for field in self._meta.concrete_fields
            if isinstance(field, models.TextField) and len(getattr(self, field.name)) > most
        }
        if too_long:
            raise ValidationError(too_long)
